"""Ask the index for proposals, step by step, and keep those that the records and the reader's scope confirm.

The work is bounded whatever is asked: so many proposals a look-up, so many look-ups a step, and no further step once
enough was found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from gleanry.people.queries import accounts_by_id, people_by_id
from gleanry.people.shapes import AccountRow
from gleanry.search.queries.records import person_text, roots_of, texts_of_accounts
from gleanry.search.queries.scope import SeenLead, is_narrow, near, seen_accounts, seen_leads, sees_all
from gleanry.search.queries.state import common_of
from gleanry.search.queries.store import Shelf, among, newest
from gleanry.search.rules.asking import Alternative, Question, steps_of
from gleanry.search.rules.judging import Verdict, fields_of_account, fields_of_person, judge
from gleanry.search.rules.planning import Plan, plan_of
from gleanry.search.rules.tokens import numbers_of, seed_of
from gleanry.search.shapes import Kind, PersonText, Rank
from gleanry.tenants.shapes import Viewer

ROUNDS = ((Rank.EXACT, Rank.START), (Rank.INSIDE,), (Rank.ALIKE,))
"""What is looked up together, in one statement; the next round only where too little was found."""
FURTHER = 2
"""Look-ups that go on where the first of an alternative ended."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A record that answers: its texts, how well, and the leads through which the reader sees it."""

    record_id: int
    verdict: Verdict
    person: PersonText | None = None
    account: AccountRow | None = None
    leads: tuple[SeenLead, ...] = ()
    companies: dict[int, AccountRow] = field(default_factory=dict)


class Asking:
    """One question to one kind of documents."""

    def __init__(self, viewer: Viewer, question: Question, kind: Kind, *, wanted: int) -> None:
        self._viewer = viewer
        self._question = question
        self._steps = steps_of(question, kind)
        self._shelf = Shelf(viewer.workspace_id, kind)
        self._wanted = wanted
        self._fetched = max(60, min(500, 2 * wanted))
        self._common = common_of(viewer.workspace_id, kind)
        self._seed = seed_of(viewer.workspace_id, kind)
        self._looked: set[int] = set()
        self._near: list[int] | None = None
        self.found: dict[int, Answer] = {}
        self.more = False

    def ask(self) -> list[Answer]:
        """The answers, best first, newest first among equals; `more` says whether there may be others."""
        for ranks in ROUNDS:
            steps = [step for step in self._steps if step.rank in ranks]
            if not steps or (ranks == (Rank.ALIKE,) and self.found):
                continue  # who typed it right is not shown what is only alike
            self._look([alternative for step in steps for alternative in step.alternatives], ranks[-1])
            if self._enough(ranks[-1]):
                self.more = True
                break
        return sorted(self.found.values(), key=lambda one: (one.verdict.order, -one.record_id))

    def _enough(self, rank: Rank) -> bool:
        return sum(1 for one in self.found.values() if one.verdict.rank <= rank) >= self._wanted

    def _look(self, alternatives: Sequence[Alternative], rank: Rank) -> None:
        """Look alternatives up together; go on with those that hold more while the reader sees too few of them."""
        asked = [self._plan(one) for one in alternatives]
        # Everybody's newest of what is common would mostly be others'.
        close = [plan for plan in asked if plan.is_common and is_narrow(self._viewer)]
        plans = [plan for plan in asked if plan not in close]
        found = newest(self._shelf, plans, limit=self._fetched)
        self._take([record for records in found for record in records])
        for plan, records in zip(plans, found, strict=True):
            if len(records) == self._fetched:
                self.more = True
                if not self._enough(rank) and not self._goes_on(plan, records[-1], rank):
                    close.append(plan)
        if not self._enough(rank):
            self._look_near(close)

    def _plan(self, alternative: Alternative) -> Plan:
        every, some = (numbers_of(tokens, self._seed) for tokens in (alternative.every, alternative.some))
        return plan_of(every, some, self._common)

    def _goes_on(self, plan: Plan, below: int, rank: Rank) -> bool:
        """The first look-up was filled by what does not fit or others hold: look further, but not for ever. Says
        whether that was enough, or all there is."""
        # Who sees few finds more among their own than further down among everybody's.
        for _ in range(FURTHER if sees_all(self._viewer) and rank is not Rank.ALIKE else 0):
            (records,) = newest(self._shelf, [plan], below=below, limit=self._fetched)
            self._take(records)
            if self._enough(rank) or len(records) < self._fetched:
                return True
            below = records[-1]
        return False

    def _look_near(self, plans: Sequence[Plan]) -> None:
        """Others' records came first: look through the newest the reader sees."""
        if sees_all(self._viewer) or not plans:
            return
        if self._near is None:
            self._near, whole = near(self._viewer, self._shelf.kind)
            self.more = self.more or not whole
        self._take(among(self._shelf, plans, self._near, limit=self._fetched))

    def _take(self, records: Sequence[int]) -> None:
        fresh = [record for record in records if record not in self._looked]
        self._looked.update(fresh)
        if not fresh:
            return
        roots = sorted(set(roots_of(self._viewer.workspace_id, self._shelf.kind, fresh).values()))
        judged = self._people(roots) if self._shelf.kind is Kind.PERSON else self._accounts(roots)
        self.found |= {one.record_id: one for one in judged}

    def _people(self, ids: list[int]) -> list[Answer]:
        """People of whom the reader sees a lead, read with the companies and codes of the leads it sees."""
        workspace_id = self._viewer.workspace_id
        leads = seen_leads(self._viewer, ids)
        people = people_by_id(workspace_id, leads)
        named = {key: {lead.account_id for lead in leads[key]} for key in people}
        if sees_all(self._viewer):
            named = {key: found | {people[key].account_id} for key, found in named.items()}
        accounts = accounts_by_id(workspace_id, {one for found in named.values() for one in found})
        answers = []
        for key, person in people.items():
            codes = [lead.external_id for lead in leads[key] if lead.external_id]
            companies = {one: accounts[one] for one in named[key] if one in accounts}
            text = person_text(person, codes, companies.values())
            if (verdict := judge(self._question, fields_of_person(text))) is not None:
                seen = tuple(leads[key])
                answers.append(Answer(key, verdict, person=text, leads=seen, companies=companies))
        return answers

    def _accounts(self, ids: list[int]) -> list[Answer]:
        """Companies of which the reader sees a lead."""
        rows = accounts_by_id(self._viewer.workspace_id, ids)
        texts = texts_of_accounts(self._viewer.workspace_id, rows)
        judged = {key: judge(self._question, fields_of_account(text)) for key, text in texts.items()}
        seen = seen_accounts(self._viewer, [key for key, verdict in judged.items() if verdict is not None])
        return [
            Answer(key, verdict, account=rows[key])
            for key, verdict in judged.items()
            if verdict is not None and key in seen
        ]
