"""What is looked up for a batch before anything of it is decided: a number of statements that does not grow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gleanry.flow.clean.shapes import CleanRow
from gleanry.flow.identify.queries.meant import meant_accounts
from gleanry.flow.identify.rules import Book, Identifier, KeptAccount, OpenLead, Profile, Shelf
from gleanry.flow.identify.rules.book import ALIKE, COMPANY_FIELDS
from gleanry.leads.queries import latest_of_accounts, leads_by_external_id, leads_by_id, leads_by_person
from gleanry.leads.shapes import LeadRow, Pool
from gleanry.people.actions import add_accounts
from gleanry.people.queries import (
    account_cards,
    members_of,
    people_by_identifier,
    profiles_of,
    roots_of,
    with_members,
)
from gleanry.people.shapes import AccountCard, NewAccount


@dataclass
class Companies:
    """The accounts a batch names: company key -> id; and by what else each of them is found, so far."""

    ids: Mapping[str, int]
    signs: dict[int, tuple[str, str]]
    before: Mapping[int, tuple[str, str]]

    def tell(self, shelf: Shelf, key: str, compared: Mapping[str, str]) -> None:
        """Put the company of a record on the shelf, where the records after it find it."""
        account_id = self.ids[key]
        known = self.signs.get(account_id)
        code, domain = known or ("", "")
        signs = (code or compared.get("credit_code", ""), domain or compared.get("domain", ""))
        if known == signs and ("company", key) in shelf.companies:
            return
        self.signs[account_id] = signs
        named = {"company": key, "credit_code": signs[0], "domain": signs[1]}
        shelf.put_company({name: value for name, value in named.items() if value}, account_id)

    def learnt(self) -> list[tuple[int, str, str]]:
        """Accounts known before of which the batch told a credit code or a domain: (id, both)."""
        return [(i, *self.signs[i]) for i, signs in self.before.items() if self.signs[i] != signs]


def look_up_companies(
    workspace_id: int,
    records: Sequence[CleanRow],
    compared: Sequence[Mapping[str, str]],
    *,
    book: Book,
    at: datetime,
) -> tuple[Companies, Shelf]:
    """Find the accounts of a batch, adding those nobody knew, and put the known ones on a new shelf."""
    named: dict[str, NewAccount] = {}
    for record, signs in zip(records, compared, strict=True):
        if key := signs.get("company"):
            before = named.get(key)
            if before is None or not (before.credit_code and before.domain):
                named[key] = _account(record.fields, signs, before)
    cards = account_cards(workspace_id, "key", named)
    known = {card.key: card.id for card in cards}
    for field in ("credit_code", "domain"):
        if book.compares("lead", field) or book.compares("account", field):
            cards += account_cards(workspace_id, field, (signs[field] for signs in compared if field in signs))
    # Only now: what the batch adds must not be found by its first record already.
    fresh = add_accounts(workspace_id, [new for key, new in named.items() if key not in known], at=at)
    shelf = Shelf()
    put_accounts(workspace_id, shelf, cards)
    if book.compares("account", ALIKE):
        _put_alike(workspace_id, shelf, {key: told.name for key, told in named.items()})
    signs_of = {card.id: (card.credit_code, card.domain) for card in cards}
    return Companies(known | fresh, signs_of, {i: signs_of[i] for i in known.values()}), shelf


def _put_alike(workspace_id: int, shelf: Shelf, names: Mapping[str, str]) -> None:
    """Put on the shelf which accounts that somebody keeps the names of a batch mean (company key -> name)."""
    for key in names:
        if (own := shelf.companies.get(("company", key))) is not None:
            shelf.put_company({ALIKE: key}, own)
    unsure = {key: name for key, name in names.items() if not shelf.is_kept(shelf.companies.get(("company", key)))}
    meant = meant_accounts(workspace_id, unsure)
    put_accounts(
        workspace_id, shelf, account_cards(workspace_id, "id", {account_id for account_id, _, _ in meant.values()})
    )
    for key, (account_id, name, probability) in meant.items():
        shelf.put_alike(key, account_id, name, probability)


def put_accounts(workspace_id: int, shelf: Shelf, cards: Iterable[AccountCard]) -> None:
    """Known accounts with all they are found by. One that was merged stands for the account it was merged into."""
    told = {card.id: card for card in cards}
    roots = roots_of(workspace_id, told, kind="account")
    shelf.merged_accounts = {**shelf.merged_accounts, **roots}
    told |= {card.id: card for card in account_cards(workspace_id, "id", set(roots.values()) - told.keys())}
    for card in sorted(told.values(), key=lambda card: card.id):
        named = {"company": card.key, "credit_code": card.credit_code, "domain": card.domain}
        shelf.put_company({name: value for name, value in named.items() if value}, card.id)
        root = told[roots.get(card.id, card.id)]
        bought = root.bought_at is not None or card.bought_at is not None
        before = shelf.accounts.get(root.id)
        bought = bought or (before is not None and before.bought)
        shelf.accounts[root.id] = KeptAccount(root.id, root.owner_id, root.owner_since, bought)


def _account(fields: Mapping[str, Any], signs: Mapping[str, str], before: NewAccount | None) -> NewAccount:
    """An account as the first record that names it tells of it, with the first signs that any of them gives."""
    told = before or NewAccount(
        key=signs["company"],
        name=fields["company"],
        region=str(fields.get("region", ""))[:80],
        industry=str(fields.get("industry", ""))[:80],
        size=str(fields.get("company_size", ""))[:40],
    )
    return NewAccount(
        key=told.key,
        name=told.name,
        region=told.region,
        industry=told.industry,
        size=told.size,
        credit_code=told.credit_code or signs.get("credit_code", ""),
        domain=told.domain or signs.get("domain", ""),
    )


def look_up_people(workspace_id: int, marks: Iterable[Sequence[Identifier]], shelf: Shelf) -> dict[int, Profile]:
    """Put the known people on the shelf with their leads and the companies they are of; gives what is told of them."""
    shelf.people = dict(people_by_identifier(workspace_id, (mark for found in marks for mark in found)))
    ids = set(shelf.people.values())
    told = profiles_of(workspace_id, ids)
    shelf.merged = roots_of(workspace_id, ids)
    roots = {shelf.merged.get(person, person) for person in ids}
    shelf.leads = {person: _open(leads) for person, leads in leads_by_person(workspace_id, roots).items()}
    shelf.homes = {person: profile.account_id for person, profile in told.items()}
    elsewhere = {home for home in shelf.homes.values() if home is not None and home not in shelf.accounts}
    put_accounts(workspace_id, shelf, account_cards(workspace_id, "id", elsewhere))
    return {person: Profile(new.name, new.job_title, new.account_id) for person, new in told.items()}


def look_up_latest(workspace_id: int, shelf: Shelf, book: Book) -> None:
    """Put the latest lead of each company on the shelf, where a rule in force compares leads by company."""
    if book.compares("lead", *COMPANY_FIELDS):
        accounts = set(shelf.companies.values())
        members = members_of(workspace_id, accounts, kind="account")
        found = latest_of_accounts(workspace_id, with_members(members, accounts))
        roots = {member: root for root, group in members.items() for member in group}
        for i, lead in sorted(found.items(), key=lambda pair: pair[1].id):
            told = OpenLead(lead.id, lead.first_contact_at, lead.person_id, lead.account_id, lead.won)
            shelf.latest[roots.get(i, i)] = told


def look_up_records(workspace_id: int, external_ids: Iterable[str]) -> dict[str, int]:
    """External id -> the source lead of the record it names."""
    named = leads_by_external_id(workspace_id, external_ids)
    known = leads_by_id(workspace_id, named.values())
    return {external: known[lead_id].source_lead_id or lead_id for external, lead_id in named.items()}


def _open(leads: Iterable[LeadRow]) -> list[OpenLead]:
    """The source leads that may be doubled: those of the invalid pool may not."""
    return [
        OpenLead(lead.id, lead.first_contact_at, lead.person_id, lead.account_id, lead.won_at is not None)
        for lead in leads
        if lead.source_lead_id is None and lead.pool != Pool.INVALID
    ]
