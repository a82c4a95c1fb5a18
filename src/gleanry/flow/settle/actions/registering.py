"""Register companies: accepted and protected, refused with the reason, or a case where somebody else holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from gleanry.flow.settle.actions.colliding import LOCK
from gleanry.flow.settle.actions.sweeping import end_protections
from gleanry.flow.settle.facts import Extended, Registered
from gleanry.flow.settle.models import Registration
from gleanry.flow.settle.queries.books import bodies_of, sources_book
from gleanry.flow.settle.queries.claims import claims_of
from gleanry.flow.settle.queries.records import Company, companies_of, registrations_among
from gleanry.flow.settle.queries.registrations import count_protected, get_registration
from gleanry.flow.settle.rules import (
    answer_of,
    extension,
    pipe_of_roles,
    protection,
    read_cases,
    read_protection,
    read_sources,
)
from gleanry.flow.settle.shapes import RegistrationRow
from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.likeness.names import Answer
from gleanry.people.queries import account_candidates, accounts_by_key
from gleanry.tenants.queries import list_members
from gleanry.tenants.shapes import Viewer
from gleanry.values.company_name import parse_company_name

MAY = "leads.follow"


@dataclass(frozen=True, slots=True)
class Wish:
    """A company to be registered, as typed: for which product line ("" for all), and what was done there already."""

    company: str
    product: str = ""
    done: str = ""


def register(viewer: Viewer, wish: Wish, at: datetime) -> RegistrationRow:
    """Register a company for the viewer. What becomes of it stands in the row: accepted, refused or case.

    Raises Refusal `bad_company` for a name that names nobody, `done_missing` where nothing was done yet.
    """
    if not viewer.may(MAY):
        raise Refusal("forbidden", permission=MAY)
    name = parse_company_name(wish.company[:200])
    if name is None:
        raise Refusal("bad_company")
    if not wish.done.strip():
        raise Refusal("done_missing")
    workspace_id = viewer.workspace_id
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        while end_protections(workspace_id, at):  # what has run out stands in nobody's way until the next sweep
            pass
        rules_id, body = sources_book(workspace_id)
        account_id = _account(workspace_id, name.text, name.key)
        company = companies_of(workspace_id, [account_id])[account_id] if account_id else Company(())
        product = wish.product.strip()[:80]
        state, reason = _answer(viewer, body, company, (name.key[:200], product))
        times = protection(at, read_protection(body)) if state == "accepted" else (None, None)
        number = bulk.allocate(Registration, 1)[0]
        told = (account_id, name.text, name.key[:200], product, wish.done.strip()[:2000])
        pipe = pipe_of_roles(viewer.roles, read_sources(body))
        answered = (state, reason, at, at if state == "accepted" else None, *times, rules_id, pipe)
        bulk.insert(Registration, COLUMNS, [(number, workspace_id, viewer.member_id, *told, *answered)])
        ledger.announce(workspace_id, Registered((number,), (state,)), at=at, by=viewer.member_id)
    return get_registration(viewer, number)


COLUMNS = (
    *("id", "workspace_id", "member_id", "account_id", "company", "key", "product", "done"),
    *("state", "reason", "at", "accepted_at", "until", "latest", "rules_id", "pipe"),
)


def _account(workspace_id: int, text: str, key: str) -> int | None:
    """The account a name means: of the very key, or the one it surely is another spelling of."""
    known = accounts_by_key(workspace_id, [key])
    if key in known:
        return known[key]
    likely = account_candidates(workspace_id, [text]).get(text, ())
    return next((one.account_id for one in likely if one.answer == Answer.SAME), None)


def _answer(viewer: Viewer, body: Mapping[str, Any], company: Company, asked: tuple[str, str]) -> tuple[str, str]:
    workspace_id, member_id = viewer.workspace_id, viewer.member_id
    rule, (key, product) = read_protection(body), asked
    same_name = [row for _, row in registrations_among(workspace_id, (), [key])]
    every = {row.id: row for row in (*company.registrations, *same_name)}.values()
    standing = [
        row for row in every if row.state == "accepted" and (row.product == product or "" in (row.product, product))
    ]
    at_work = {member.pk for member in list_members(workspace_id)}
    claims = claims_of(company, read_sources(body), read_cases(body), at_work)
    return answer_of(
        rule,
        held=count_protected(workspace_id, member_id),
        protected_by=min(standing, key=lambda row: row.id).member_id if standing else None,
        member_id=member_id,
        known_to_others=any(one.member_id != member_id and one.kind != "registration" for one in claims),
    )


def extend(viewer: Viewer, registration_id: int, at: datetime) -> RegistrationRow:
    """Let a protection go on, where its member was lately at work on the company.

    What counts is on record: a follow-up of theirs, a lead or an opportunity that came. Raises Refusal `not_active`,
    `at_most` where the hard end is reached, `not_protected` where it protects no more.
    """
    workspace_id = viewer.workspace_id
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        row = get_registration(viewer, registration_id)
        if row.member_id != viewer.member_id:
            raise Refusal("forbidden")
        if row.state != "accepted" or row.until is None or row.latest is None or row.until <= at:
            raise Refusal("not_protected", registration=registration_id)
        rule = read_protection(bodies_of(workspace_id, {row.rules_id})[row.rules_id])
        longer = extension(row.until, row.latest, rule, active_at=_active_at(workspace_id, row), at=at)
        if isinstance(longer, str):
            raise Refusal(longer, registration=registration_id)
        bulk.update(Registration, ("until", "extended"), [(row.id, longer, row.extended + 1)])
        ledger.announce(workspace_id, Extended((row.id,), (longer.isoformat(),)), at=at, by=viewer.member_id)
    return get_registration(viewer, registration_id)


def _active_at(workspace_id: int, row: RegistrationRow) -> datetime | None:
    """When the member was last at work on the company, as far as it is on record."""
    account_id = row.account_id or _account(workspace_id, row.company, _key(row.company))
    if account_id is None:
        return None
    company = companies_of(workspace_id, [account_id])[account_id]
    moments = [done.at for rows in company.follow_ups.values() for done in rows if done.member_id == row.member_id]
    moments += [lead.received_at for lead in company.leads if lead.owner_id == row.member_id]
    moments += [deal.opened_at for deal in company.deals if deal.owner_id == row.member_id]
    return max(moments, default=None)


def _key(company: str) -> str:
    name = parse_company_name(company)
    return name.key if name else ""
