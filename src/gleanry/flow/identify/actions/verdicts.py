"""The batch decided record by record in memory, each knowing what the ones before it added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from gleanry.flow.clean.shapes import CleanRow
from gleanry.flow.identify.actions.known import Companies
from gleanry.flow.identify.rules import (
    SAME_RECORD,
    Arrival,
    Book,
    Decision,
    DuplicateRule,
    Found,
    Identifier,
    OpenLead,
    Profile,
    Shelf,
    completed,
    decide,
    novelty_of,
    person_for,
    refreshed,
)
from gleanry.flow.identify.rules.book import ALIKE
from gleanry.flow.identify.rules.duplicates import NOTHING
from gleanry.flow.identify.rules.novelty import NEW
from gleanry.flow.identify.rules.profile import ATTRIBUTES

ATTACHING = frozenset({"attach", "refresh"})


class Verdict(NamedTuple):
    """What was found of one record. `person` is negative for one the batch adds; `source_lead_id` None: a lead anew.

    `rule` is the code of what decided, `action` what it does about the double, both empty without one. `changed` are
    the refreshed fields with the value before and after.
    """

    person: int
    account_id: int | None
    contact_at: datetime
    evidence: list[list[str]]
    decision: Decision
    rule: str
    action: str
    novelty: str
    source_lead_id: int | None
    changed: tuple[tuple[str, Any, Any], ...]

    @property
    def same_record(self) -> bool:
        """Whether it is a record sent again."""
        return self.rule == SAME_RECORD


@dataclass
class Sitting:
    """A batch being decided, with what it adds: new people, identifiers nobody had, people to be brought up to date."""

    book: Book
    shelf: Shelf
    companies: Companies
    profiles: dict[int, Profile]
    records: dict[str, int]
    fresh: list[int] = field(default_factory=list)
    added: list[tuple[Identifier, int]] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)

    def judge(
        self, record: CleanRow, lead_id: int, marks: Sequence[Identifier], compared: Mapping[str, str]
    ) -> Verdict:
        """Decide one record; what it adds is known to the next."""
        fields, shelf = record.fields, self.shelf
        contact_at = datetime.fromisoformat(fields.get("first_contact_at") or fields["received_at"])
        person, evidence = person_for(marks, shelf.people, shelf.merged)
        key = compared.get("company", "")
        company_known = ("company", key) in shelf.companies
        external = str(fields.get("external_id") or "")
        again = self.records.get(external) if external else None
        decision = NOTHING
        if again is not None:
            decision = Decision(None, None, (Found(SAME_RECORD, "lead", again, (("external_id", external),)),))
        elif person is not None or company_known or self._elsewhere(compared):
            decision = decide(Arrival(contact_at, compared), self.book.rules, shelf)
        rule = decision.rule
        account_id = self.companies.ids[key] if key else None
        novelty = NEW
        if person is not None or company_known:
            kept = shelf.accounts.get(shelf.account_of(account_id) or shelf.home_of(person) or 0)
            novelty = novelty_of(known=True, account=kept, leads=shelf.leads_of(person))
        if key:
            self.companies.tell(shelf, key, compared)
        told = Profile(fields.get("person_name", ""), fields.get("job_title", ""), account_id)
        person, changed = self._take(person, marks, told, rule)
        source = again if again is not None else _source(decision)
        if account_id is None and rule is not None and rule.action == "to_account_owner" and decision.match:
            account_id = decision.match.target_id
        if source is None:
            shelf.put_lead(OpenLead(lead_id, contact_at, person, account_id))
        if external:
            self.records.setdefault(external, source or lead_id)
        code, action = (SAME_RECORD, "attach") if again is not None else (rule.code, rule.action) if rule else ("", "")
        return Verdict(person, account_id, contact_at, evidence, decision, code, action, novelty, source, changed)

    def _elsewhere(self, compared: Mapping[str, str]) -> bool:
        """Whether a company known under another name is meant by its name, or has its credit code or mail domain."""
        companies = self.shelf.companies
        return any(
            name in compared and (name, compared[name]) in companies for name in (ALIKE, "credit_code", "domain")
        )

    def _take(
        self, person: int | None, marks: Sequence[Identifier], told: Profile, rule: DuplicateRule | None
    ) -> tuple[int, tuple[tuple[str, Any, Any], ...]]:
        """The person of a record, added or brought up to date, with what a refresh changed."""
        changed: tuple[tuple[str, Any, Any], ...] = ()
        if person is None:
            self.fresh.append(person := -1 - len(self.fresh))
            self.profiles[person] = told
        else:
            before = self.profiles.get(person, Profile())
            if rule is not None and rule.action == "refresh":
                after = refreshed(before, told, rule.refresh, prefer=rule.prefer)
                changed = _changes(before, after)
            else:
                after = completed(before, told)
            if after != before:
                self.profiles[person] = after
                self.touched.add(person)
        self.shelf.homes[person] = self.profiles[person].account_id
        for mark in marks:
            if mark not in self.shelf.people and mark[0] != "external":
                self.shelf.people[mark] = person
                self.added.append((mark, person))
        return person, changed


def _source(decision: Decision) -> int | None:
    return decision.match.target_id if decision.match and decision.action in ATTACHING else None


def _changes(before: Profile, after: Profile) -> tuple[tuple[str, Any, Any], ...]:
    pairs = ((field, getattr(before, name), getattr(after, name)) for field, name in ATTRIBUTES.items())
    return tuple((field, old, new) for field, old, new in pairs if old != new)
