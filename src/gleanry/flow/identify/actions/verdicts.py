"""The batch decided record by record in memory, each knowing what the ones before it added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gleanry.flow.clean.shapes import CleanRow
from gleanry.flow.identify.actions.known import Companies
from gleanry.flow.identify.rules import (
    SAME_RECORD,
    Arrival,
    Book,
    Decision,
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
from gleanry.flow.identify.rules.duplicates import NOTHING
from gleanry.flow.identify.rules.profile import ATTRIBUTES

ATTACHING = frozenset({"attach", "refresh"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of one record. `person` is negative for one the batch adds; `source_lead_id` None: a lead anew.

    `changed` are the refreshed fields with the value before and after.
    """

    person: int
    account_id: int | None
    evidence: list[list[str]]
    decision: Decision
    novelty: str
    source_lead_id: int | None = None
    same_record: bool = False
    changed: tuple[tuple[str, Any, Any], ...] = ()

    @property
    def rule(self) -> str:
        """The code of what decided."""
        if self.same_record:
            return SAME_RECORD
        return self.decision.rule.code if self.decision.rule else ""

    @property
    def action(self) -> str:
        """What is done about the double, empty without one."""
        return "attach" if self.same_record else self.decision.action


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
        fields = record.fields
        contact_at = datetime.fromisoformat(fields.get("first_contact_at") or fields["received_at"])
        person, evidence = person_for(marks, self.shelf.people, self.shelf.merged)
        company_known = any((name, value) in self.shelf.companies for name, value in compared.items())
        external = str(fields.get("external_id") or "")
        again = self.records.get(external) if external else None
        decision = NOTHING
        if again is not None:
            decision = Decision(None, None, (Found(SAME_RECORD, "lead", again, (("external_id", external),)),))
        elif person is not None or company_known:
            decision = decide(Arrival(contact_at, compared), self.book.rules, self.shelf)
        home = self.shelf.home_of(person)
        leads = self.shelf.leads_of(person)
        account_id = self.companies.ids.get(compared.get("company", ""))
        kept = self.shelf.accounts.get(self.shelf.account_of(account_id) or home or 0)
        named = person is not None or ("company", compared.get("company", "")) in self.shelf.companies
        novelty = novelty_of(known=named, account=kept, leads=leads)
        self.companies.tell(self.shelf, compared)
        told = Profile(str(fields.get("person_name", "")), str(fields.get("job_title", "")), account_id)
        person, changed = self._take(person, marks, told, decision)
        source = again if again is not None else _source(decision)
        if account_id is None and decision.action == "to_account_owner" and decision.match is not None:
            account_id = decision.match.target_id
        if source is None:
            self.shelf.put_lead(OpenLead(lead_id, contact_at, person, account_id))
        if external:
            self.records.setdefault(external, source or lead_id)
        return Verdict(person, account_id, evidence, decision, novelty, source, again is not None, changed)

    def _take(
        self, person: int | None, marks: Sequence[Identifier], told: Profile, decision: Decision
    ) -> tuple[int, tuple[tuple[str, Any, Any], ...]]:
        """The person of a record, added or brought up to date, with what a refresh changed."""
        changed: tuple[tuple[str, Any, Any], ...] = ()
        if person is None:
            self.fresh.append(person := -1 - len(self.fresh))
            self.profiles[person] = told
        else:
            before = self.profiles.get(person, Profile())
            rule = decision.rule
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
