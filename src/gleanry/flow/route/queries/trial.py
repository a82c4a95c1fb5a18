"""What a draft of the rules would have done with the leads of the last days, and what in it names nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from gleanry.flow.route.models import Assignment
from gleanry.flow.route.queries.cases import cases_of, keepers_of, people_of, regions_of
from gleanry.flow.route.rules import Book, Case, Choice, Router, read_book
from gleanry.flow.route.rules.book import weights_in
from gleanry.flow.route.rules.conditions import words_of
from gleanry.flow.route.shapes import RuleTrial, Trial
from gleanry.kit import bulk
from gleanry.leads.queries import latest_leads
from gleanry.leads.shapes import LeadRow
from gleanry.tenants.queries import list_members

MOST, DAYS = 20_000, timedelta(days=90)
EXAMPLES = 10


def try_rules(workspace_id: int, body: Mapping[str, Any], at: datetime) -> Trial:
    """Decide the leads of the last 90 days, the newest 20,000, by a checked draft; nothing is written.

    Everybody is taken to be there and below the caps, and all rotations to begin anew: what the rules mean is tried,
    not a day. A lead that became MQL is decided as such. A bounded number of statements.
    """
    book = read_book(body)
    newest = latest_leads(workspace_id, MOST + 1)
    leads = [lead for lead in newest[-MOST:] if lead.received_at >= at - DAYS]
    cases = cases_of(workspace_id, leads, regions=regions_of(workspace_id, book))
    router = Router(book, people_of(workspace_id, book))
    keepers = keepers_of(workspace_id, leads)
    choices = [router.decide(case, keepers.get(case.lead_id)) for case in cases]
    members = Counter(choice.owner_id for choice in choices if choice.owner_id is not None)
    then = _owners_then(workspace_id, leads)
    moved = [
        (case.lead_id, then[case.lead_id], choice.owner_id)
        for case, choice in zip(cases, choices, strict=True)
        if case.lead_id in then and then[case.lead_id] != choice.owner_id
    ]
    return Trial(
        looked_at=len(leads),
        whole=len(newest) <= MOST or len(leads) < MOST,
        rules=tuple(_rules(book, cases, choices)),
        members=tuple(members.most_common()),
        pools=tuple(Counter(choice.pool for choice in choices).most_common()),
        moved=len(moved),
        examples=tuple(moved[-EXAMPLES:]),
        unknown=unknown_of(workspace_id, body),
    )


def _owners_then(workspace_id: int, leads: Sequence[LeadRow]) -> dict[int, int | None]:
    """Lead -> whom the newest decision gave it to."""
    columns = ("lead_id", "owner_id")
    ids = [lead.id for lead in leads]
    return dict(bulk.find(Assignment, columns, workspace_id=workspace_id, key="lead_id", among=ids))


def _rules(book: Book, cases: Sequence[Case], choices: Sequence[Choice]) -> Iterator[RuleTrial]:
    first = Counter(choice.rule for choice in choices)
    order = {rule.code: n for n, rule in enumerate(book.rules)}
    for n, rule in enumerate(book.rules):
        takers: Counter[str] = Counter()
        for case, choice in zip(cases, choices, strict=True):
            if choice.rule in order and order[choice.rule] < n and rule.holds(case):
                takers[choice.rule] += 1
        by = tuple(code for code, _ in takers.most_common())
        yield RuleTrial(rule.code, first[rule.code], sum(takers.values()), by)


def unknown_of(workspace_id: int, body: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """(rule, setting, word) of members, teams and roles that nobody at work here has."""
    members = list_members(workspace_id)
    known = {
        "members": {str(m.pk) for m in members} | {n.casefold() for m in members for n in (m.name, m.external_id)},
        "team": {m.team.name.casefold() for m in members if m.team},
        "role": {role for m in members for role in m.roles},
    }
    known |= {"teams": known["team"], "roles": known["role"], "weights": known["members"] | {"*"}}
    return tuple(
        (str(row.get("code", "")), setting, word)
        for row in body.get("rules", ())
        for setting, among in known.items()
        if setting in row
        for word in words_of([name for name, _ in weights_in(row[setting])] if setting == "weights" else row[setting])
        if word not in among
    )
