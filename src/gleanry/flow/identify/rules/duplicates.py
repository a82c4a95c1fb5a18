"""What a submission doubles, by the rules in order: every match is found and kept, the first one decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from gleanry.flow.identify.rules.book import ALIKE, PERSON_FIELDS, DuplicateRule
from gleanry.flow.identify.rules.shelf import OpenLead, Shelf

SAME_RECORD = "same_record"
"""The answer before all rules: an external id names one record, and a record sent again belongs to its first lead."""


class Arrival(NamedTuple):
    """A submission to be judged: when the contact was, and its fields in normal form (E.164, lower case, keys).

    `at` is when it is judged again, in a dry run: an account counts as kept only from the moment it was. None: now.
    """

    contact_at: datetime
    fields: Mapping[str, str]
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A match: what it was made with ("lead" or "account" and its id), the fields that agree, and how far apart.

    `age_days` is from the first contact of the other lead to this one's, negative where the other came later; None for
    accounts. `probability` is of 10,000, where names agree that are only alike.
    """

    rule: str
    target: str
    target_id: int
    agree: tuple[tuple[str, str], ...]
    age_days: int | None = None
    probability: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done: the rule that decided and its match (None: nothing was found), and all that were found."""

    rule: DuplicateRule | None
    match: Found | None
    found: tuple[Found, ...] = ()

    @property
    def action(self) -> str:
        """The action, empty where nothing was found."""
        return self.rule.action if self.rule else ""


NOTHING = Decision(None, None)


def decide(arrival: Arrival, rules: Sequence[DuplicateRule], shelf: Shelf) -> Decision:
    """Ask every rule in order. The first that finds something decides; what the others find is evidence."""
    found: list[Found] = []
    decided: DuplicateRule | None = None
    for rule in rules:
        match = match_of(arrival, rule, shelf)
        if match is not None:
            found.append(match)
            decided = decided or rule
    return Decision(decided, found[0], tuple(found)) if decided else NOTHING


def match_of(arrival: Arrival, rule: DuplicateRule, shelf: Shelf) -> Found | None:
    """What one rule finds."""
    given = [(name, value) for name in rule.fields if (value := arrival.fields.get(name))]
    if not given or (rule.need == "all" and len(given) < len(rule.fields)):
        return None
    if rule.compare == "lead":
        return _lead(arrival, rule, given, shelf)
    return _account(arrival, rule, given, shelf)


def _lead(arrival: Arrival, rule: DuplicateRule, given: Sequence[tuple[str, str]], shelf: Shelf) -> Found | None:
    candidates: dict[int, OpenLead] = {}
    for name, value in given:
        if name in PERSON_FIELDS:
            person = shelf.people.get((name, value))
            if person is not None:
                candidates |= {lead.lead_id: lead for lead in shelf.leads_of(person)}
        else:
            account = shelf.companies.get((name, value))
            if account is not None and account in shelf.latest:
                candidates.setdefault(shelf.latest[account].lead_id, shelf.latest[account])
    if not candidates:
        return None
    if rule.need == "all":
        every = len(given)
        candidates = {i: lead for i, lead in candidates.items() if len(_agreeing(lead, given, shelf)) == every}
    window = timedelta(days=rule.window_days) if rule.window_days else None
    lead_id = source_lead_for(arrival.contact_at, candidates.values(), window)
    if lead_id is None:
        return None
    lead = candidates[lead_id]
    age = (arrival.contact_at - lead.first_contact_at).days
    return Found(rule.code, "lead", lead_id, _agreeing(lead, given, shelf), age)


def _agreeing(lead: OpenLead, given: Iterable[tuple[str, str]], shelf: Shelf) -> tuple[tuple[str, str], ...]:
    """The given fields that name the lead's person or company."""
    agree = []
    for name, value in given:
        if name in PERSON_FIELDS:
            person = shelf.person_of(shelf.people.get((name, value)))
            same = person is not None and person == shelf.person_of(lead.person_id)
        else:
            account = shelf.companies.get((name, value))
            same = account is not None and account == shelf.account_of(lead.account_id)
        if same:
            agree.append((name, value))
    return tuple(agree)


def _account(arrival: Arrival, rule: DuplicateRule, given: Sequence[tuple[str, str]], shelf: Shelf) -> Found | None:
    """An account somebody keeps: found by its own fields, or by those of a person in it."""
    named: list[tuple[tuple[str, str], int]] = []
    probability: int | None = None
    for name, value in given:
        if rule.compare == "contact":
            person = shelf.people.get((name, value))
            account = shelf.home_of(person)
        else:
            account = shelf.companies.get((name, value))
        kept = shelf.accounts.get(account) if account is not None else None
        if kept is not None and kept.is_kept(arrival.at):
            alike = shelf.alike.get(value) if name == ALIKE else None
            named.append(((name, alike[0] if alike else value), kept.account_id))
            probability = alike[1] if alike else probability
    if not named:
        return None
    first = named[0][1]
    agree = tuple(mark for mark, account in named if account == first)
    if rule.need == "all" and len(agree) < len(given):
        return None
    return Found(rule.code, "account", first, agree, probability=probability)


def source_lead_for(contact_at: datetime, leads: Iterable[OpenLead], window: timedelta | None) -> int | None:
    """The latest source lead whose first contact lies within `window` of this one, either way round; None: always."""
    near = [lead for lead in leads if window is None or abs(contact_at - lead.first_contact_at) <= window]
    return max(near, key=lambda lead: (lead.first_contact_at, lead.lead_id)).lead_id if near else None


def retold(found: Iterable[Mapping[str, Any]], rules: Sequence[DuplicateRule]) -> DuplicateRule | None:
    """Which rule decides over stored matches: the decision told again from its evidence."""
    codes = {str(row["rule"]) for row in found}
    return next((rule for rule in rules if rule.code in codes), None)
