"""What is there already, told without its data: that it exists, who holds it, since when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gleanry.flow.identify.shapes import Double
from gleanry.leads.queries import among_visible, latest_of_accounts, leads_by_id, leads_by_person
from gleanry.leads.shapes import LeadRow, Pool
from gleanry.people.queries import account_cards, accounts_by_id, people_by_identifier, profiles_of
from gleanry.tenants.queries import badges_of, get_settings
from gleanry.tenants.shapes import Viewer
from gleanry.values.company_name import parse_company_name
from gleanry.values.email import parse_email
from gleanry.values.phone import parse_phone

CODE_LENGTH = 18


def doubles_of(viewer: Viewer, found: Iterable[Mapping[str, Any]]) -> dict[tuple[str, int], Double]:
    """(what, id) -> the leads and accounts of stored matches as this viewer may know them; a few statements."""
    ids: dict[str, set[int]] = {"lead": set(), "account": set()}
    for row in found:
        ids[row["with"]].add(row["id"])
    return _told(viewer, ids["lead"], ids["account"])


def known_as(viewer: Viewer, text: str) -> tuple[str, list[Double]]:
    """What a text was understood as (phone, email, credit_code, company or wechat), and what is known by it.

    Of a person the latest lead, of a company the account somebody keeps, else its latest lead.
    """
    asked, leads, accounts = _found(viewer.workspace_id, text.strip())
    told = _told(viewer, leads, accounts)
    return asked, sorted(told.values(), key=lambda double: (double.what, double.id))


def _found(workspace_id: int, text: str) -> tuple[str, set[int], set[int]]:
    if (email := parse_email(text)) is not None:
        return "email", *_of_people(workspace_id, [("email", email.address)])
    code = text.upper()
    if len(code) == CODE_LENGTH and code.isascii() and code.isalnum():
        leads, accounts = _of_accounts(workspace_id, "credit_code", code)
        if leads or accounts:  # a WeChat id may be as long
            return "credit_code", leads, accounts
    if (phone := parse_phone(text, region=get_settings(workspace_id).country)) is not None:
        return "phone", *_of_people(workspace_id, [("phone", phone.e164)])
    leads, accounts = _of_people(workspace_id, [("wechat", text)])
    if leads or accounts:
        return "wechat", leads, accounts
    company = parse_company_name(text)
    return "company", *(_of_accounts(workspace_id, "key", company.key[:200]) if company else (set(), set()))


def _of_people(workspace_id: int, marks: Sequence[tuple[str, str]]) -> tuple[set[int], set[int]]:
    people = set(people_by_identifier(workspace_id, marks).values())
    homes = {told.account_id for told in profiles_of(workspace_id, people).values() if told.account_id}
    leads = (_latest(rows) for rows in leads_by_person(workspace_id, people).values())
    kept = {card.id for card in account_cards(workspace_id, "id", homes) if card.owner_id is not None}
    return {lead.id for lead in leads if lead is not None}, kept


def _of_accounts(workspace_id: int, field: str, value: str) -> tuple[set[int], set[int]]:
    cards = account_cards(workspace_id, field, [value])
    kept = {card.id for card in cards if card.owner_id is not None}
    latest = latest_of_accounts(workspace_id, (card.id for card in cards if card.owner_id is None))
    return {lead.id for lead in latest.values()}, kept


def _latest(leads: Iterable[LeadRow]) -> LeadRow | None:
    sources = [lead for lead in leads if lead.source_lead_id is None and lead.pool != Pool.INVALID]
    return max(sources, key=lambda lead: (lead.first_contact_at, lead.id), default=None)


def _told(viewer: Viewer, lead_ids: Iterable[int], account_ids: Iterable[int]) -> dict[tuple[str, int], Double]:
    leads = leads_by_id(viewer.workspace_id, lead_ids)
    accounts = accounts_by_id(viewer.workspace_id, account_ids)
    seen = set(among_visible(viewer, leads)) if leads else set()
    owners = [lead.owner_id for lead in leads.values()] + [account.owner_id for account in accounts.values()]
    badges = badges_of(viewer.workspace_id, owners)
    told = [
        Double("lead", i, lead.owner_id, *badges.get(lead.owner_id or 0, ("", "")), lead.received_at, i in seen)
        for i, lead in leads.items()
    ]
    for i, account in accounts.items():
        mine = viewer.owner_ids is None or account.owner_id in viewer.owner_ids
        badge = badges.get(account.owner_id or 0, ("", ""))
        name = account.name if mine else ""
        told.append(Double("account", i, account.owner_id, *badge, account.owner_since, mine, name))
    return {(double.what, double.id): double for double in told}
