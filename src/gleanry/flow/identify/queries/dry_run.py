"""What other duplicate rules would have decided about the leads of the last days, beside those in force.

Both sets of rules are told the same past record by record, so that a difference is made by the rules alone. The past is
as the books say it today: who keeps an account counts from when they do, a lead now invalid is no source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gleanry.flow.clean.queries import records_of
from gleanry.flow.identify.queries.matches import matches_of
from gleanry.flow.identify.queries.meant import Meant, meant_accounts
from gleanry.flow.identify.rules import (
    SAME_RECORD,
    Arrival,
    Book,
    Decision,
    Identifier,
    KeptAccount,
    OpenLead,
    Shelf,
    compared_of,
    decide,
    identifiers_of,
    read_book,
)
from gleanry.flow.identify.rules.book import ALIKE
from gleanry.flow.identify.shapes import DryRun, Otherwise
from gleanry.leads.queries import latest_of_accounts, leads_by_person, leads_since
from gleanry.leads.shapes import LeadRow, Pool
from gleanry.people.queries import account_cards, people_by_identifier, profiles_of, roots_of
from gleanry.people.shapes import AccountCard

MOST = 20_000
SHOWN = 200
ATTACHING = frozenset({"attach", "refresh"})


@dataclass(frozen=True)
class Past:
    """What both sets of rules are told: the leads in order with their fields, and what was there before the first."""

    leads: Sequence[LeadRow]
    fields: Mapping[int, Mapping[str, Any]]
    before: Mapping[int, Sequence[LeadRow]]
    marks: Mapping[Identifier, int]
    known: Mapping[Identifier, int]
    homes: Mapping[int, int | None]
    cards: Sequence[AccountCard]
    latest: Mapping[int, OpenLead]
    records: frozenset[int]
    named: frozenset[str]
    meant: Meant
    merged: Mapping[int, int]
    merged_accounts: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class _Told:
    """One decision told again."""

    rule: str
    action: str
    target: tuple[str, int] | None


def dry_run(workspace_id: int, now: Mapping[str, Any], then: Mapping[str, Any], *, since: datetime) -> DryRun:
    """Compare the body in force with another over the leads received since a moment: the latest 20,000 at most."""
    leads, cut = leads_since(workspace_id, since, most=MOST)
    past = _past(workspace_id, leads, read_book(now), read_book(then))
    first, second = (_replayed(past, read_book(body)) for body in (now, then))
    changes = [
        Otherwise(lead.id, a.rule, a.action, a.target, b.rule, b.action, b.target)
        for lead, a, b in zip(past.leads, first, second, strict=True)
        if (a.action, a.target) != (b.action, b.target)
    ]
    return DryRun(
        leads=len(past.leads),
        cut=cut,
        now=Counter(told.action or "new" for told in first),
        then=Counter(told.action or "new" for told in second),
        changed=len(changes),
        changes=tuple(changes[-SHOWN:][::-1]),
    )


def _past(workspace_id: int, leads: Sequence[LeadRow], *books: Book) -> Past:
    leads = [lead for lead in leads if lead.person_id is not None]
    fields = {r.submission_id: r.fields for r in records_of(workspace_id, (lead.submission_id for lead in leads))}
    order = list(dict.fromkeys(name for book in books for name in book.order))
    marks = people_by_identifier(workspace_id, (m for told in fields.values() for m in identifiers_of(told, order)))
    first = leads[0].id if leads else 0
    merged = roots_of(workspace_id, set(marks.values()))
    theirs = leads_by_person(workspace_id, {merged.get(i, i) for i in marks.values()})
    before = {person: [lead for lead in rows if lead.id < first] for person, rows in theirs.items()}
    domains = books[0].public_domains & books[-1].public_domains
    compared = [compared_of(told, domains) for told in fields.values()]
    profiles = profiles_of(workspace_id, set(marks.values()))
    homes = {person: told.account_id for person, told in profiles.items()}
    names = {
        signs["company"]: told["company"]
        for signs, told in zip(compared, fields.values(), strict=True)
        if "company" in signs
    }
    alike = any(book.compares("account", ALIKE) for book in books)
    meant = meant_accounts(workspace_id, names) if alike else {}
    cards = _cards(workspace_id, compared, {*homes.values(), *(account_id for account_id, _, _ in meant.values())})
    merged_accounts = roots_of(workspace_id, (card.id for card in cards), kind="account")
    roots = set(merged_accounts.values()) - {card.id for card in cards}
    cards += account_cards(workspace_id, "id", roots)
    latest = latest_of_accounts(workspace_id, (card.id for card in cards), before=first)
    matches = matches_of(workspace_id, fields)
    return Past(
        leads=leads,
        fields=fields,
        before=before,
        marks=marks,
        known=_known_before(workspace_id, before, marks, order),
        homes=homes,
        cards=cards,
        latest={
            i: OpenLead(lead.id, lead.first_contact_at, lead.person_id, lead.account_id, lead.won)
            for i, lead in latest.items()
        },
        named=frozenset(signs["company"] for signs in compared if "company" in signs),
        meant=meant,
        merged=merged,
        merged_accounts=merged_accounts,
        records=frozenset(i for i, match in matches.items() if match.rule == SAME_RECORD),
    )


def _cards(workspace_id: int, compared: Sequence[Mapping[str, str]], homes: Iterable[int | None]) -> list[AccountCard]:
    found: dict[int, AccountCard] = {}
    for field, name in (("key", "company"), ("credit_code", "credit_code"), ("domain", "domain")):
        rows = account_cards(workspace_id, field, {signs[name] for signs in compared if name in signs})
        found |= {card.id: card for card in rows}
    rows = account_cards(workspace_id, "id", {home for home in homes if home and home not in found})
    return sorted((found | {card.id: card for card in rows}).values(), key=lambda card: card.id)


def _known_before(
    workspace_id: int,
    before: Mapping[int, Sequence[LeadRow]],
    marks: Mapping[Identifier, int],
    order: Sequence[str],
) -> dict[Identifier, int]:
    """The identifiers that leads before the first one carried."""
    person_of = {lead.submission_id: lead.person_id for leads in before.values() for lead in leads}
    known = {}
    for record in records_of(workspace_id, person_of):
        for mark in identifiers_of(record.fields, order):
            if marks.get(mark) == person_of[record.submission_id]:
                known[mark] = marks[mark]
    return known


def _replayed(past: Past, book: Book) -> list[_Told]:
    shelf, fresh = _shelf(past)
    told = []
    for lead in past.leads:
        fields = past.fields.get(lead.submission_id, {})
        compared = compared_of(fields, book.public_domains)
        if lead.submission_id in past.records:
            decision = None
            told.append(_Told(SAME_RECORD, "attach", ("lead", lead.source_lead_id or 0)))
        else:
            decision = decide(Arrival(lead.first_contact_at, compared, lead.received_at), book.rules, shelf)
            told.append(_of(decision))
        _learn(shelf, fresh, compared)
        for mark in identifiers_of(fields, book.order):
            if lead.person_id is not None and past.marks.get(mark) == lead.person_id:
                shelf.people.setdefault(mark, lead.person_id)
        if decision is not None and decision.action not in ATTACHING and lead.pool != Pool.INVALID:
            shelf.put_lead(_open(lead))
    return told


def _of(decision: Decision) -> _Told:
    match = decision.match
    rule = decision.rule.code if decision.rule else ""
    return _Told(rule, decision.action, (match.target, match.target_id) if match else None)


def _learn(shelf: Shelf, fresh: dict[str, tuple[int, str, str]], compared: Mapping[str, str]) -> None:
    """What a record tells of a company that nobody had named before the first lead."""
    key = compared.get("company", "")
    if key in fresh:
        account_id, code, domain = fresh[key]
        code, domain = code or compared.get("credit_code", ""), domain or compared.get("domain", "")
        fresh[key] = (account_id, code, domain)
        named = {"company": key, ALIKE: key, "credit_code": code, "domain": domain}
        shelf.put_company({name: value for name, value in named.items() if value}, account_id)


def _shelf(past: Past) -> tuple[Shelf, dict[str, tuple[int, str, str]]]:
    """What is known before the first lead; and the companies that only the leads themselves will name, by key."""
    shelf = Shelf(
        people=dict(past.known),
        homes=dict(past.homes),
        latest=dict(past.latest),
        merged=past.merged,
        merged_accounts=past.merged_accounts,
    )
    for person, leads in past.before.items():
        sources = [lead for lead in leads if lead.source_lead_id is None and lead.pool != Pool.INVALID]
        shelf.leads[person] = [_open(lead) for lead in sources]
    fresh: dict[str, tuple[int, str, str]] = {}
    for card in past.cards:
        if card.id not in past.merged_accounts:
            kept = KeptAccount(card.id, card.owner_id, card.owner_since, card.bought_at is not None)
            shelf.accounts[card.id] = kept
        if card.id not in past.latest and card.key in past.named:
            fresh[card.key] = (card.id, "", "")
            continue
        named = {"company": card.key, ALIKE: card.key, "credit_code": card.credit_code, "domain": card.domain}
        shelf.put_company({name: value for name, value in named.items() if value}, card.id)
    for key, (account_id, name, probability) in past.meant.items():
        if not shelf.is_kept(shelf.companies.get(("company", key))):
            shelf.put_alike(key, account_id, name, probability)
    return shelf, fresh


def _open(lead: LeadRow) -> OpenLead:
    return OpenLead(lead.id, lead.first_contact_at, lead.person_id, lead.account_id, lead.won_at is not None)
