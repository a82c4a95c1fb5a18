"""What follows when it is settled whose a company is: its keeper, its deals and its leads go to whom it was given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from gleanry.flow.convert.actions import give_deals
from gleanry.flow.identify.facts import AccountsKept
from gleanry.flow.route.facts import Routed
from gleanry.flow.settle.facts import ProtectionEnded, Settled
from gleanry.flow.settle.queries import companies_of, registrations_by_id
from gleanry.kit import bulk, ledger
from gleanry.leads.actions import place_leads
from gleanry.leads.shapes import HANDING, HELD, LeadRow, Obtained, Placement, Pool, State
from gleanry.people.actions import keep_accounts
from gleanry.tenants.queries import list_members, viewer_of
from gleanry.tenants.shapes import Role

DECIDED, RAN_OUT = "case_decided", "protection_ended"


def carry_out(workspace_id: int, fact: Settled, at: datetime) -> None:
    """Decisions take effect: who has more of a company keeps it; who has all of it gets the other's deals and leads.

    Where it is split, each goes on with what they have, and what it brings is shared.
    """
    companies = companies_of(workspace_id, fact.account_ids)
    keepers: list[tuple[int, int]] = []
    deals: list[tuple[int, int]] = []
    leads: list[tuple[LeadRow, int, int]] = []
    rows = zip(fact.case_ids, fact.account_ids, fact.member_a_ids, fact.member_b_ids, fact.share_as, strict=True)
    for case_id, account_id, first, second, share in rows:
        winner, loser = (first, second) if share >= 50 else (second, first)
        company = companies.get(account_id or 0)
        if company is None:
            continue
        keepers += [(number, winner) for number in company.account_ids]
        if share in (0, 100):
            deals += [(deal.id, winner) for deal in company.deals if deal.owner_id == loser]
            held = [lead for lead in company.leads if lead.owner_id == loser and lead.pool in HELD]
            leads += [(lead, winner, case_id) for lead in held]
    _keep(workspace_id, keepers, at)
    give_deals(workspace_id, deals, at, reason=DECIDED)
    _hand(workspace_id, leads, at)


def _keep(workspace_id: int, keepers: Iterable[tuple[int, int]], at: datetime) -> None:
    kept = keep_accounts(workspace_id, keepers, at=at, anew=True)
    ledger.announce(workspace_id, AccountsKept(tuple(a for a, _ in kept), tuple(o for _, o in kept)), at=at)


def _hand(workspace_id: int, given: Sequence[tuple[LeadRow, int, int]], at: datetime) -> None:
    bulk.lock_workspace(workspace_id, HANDING)
    _place(
        workspace_id,
        [
            Placement(
                lead.id,
                lead.pool,
                owner,
                State.PENDING,
                Obtained.ASSIGNED,
                {"code": DECIDED, "case": case},
                lead.own_pool,
            )
            for lead, owner, case in given
        ],
        at,
    )


def _place(workspace_id: int, placements: Sequence[Placement], at: datetime) -> None:
    placed = place_leads(workspace_id, placements, at=at)
    moved = [(p.lead_id, p.owner_id) for p in placed if p.owner_id is not None]
    ledger.announce(workspace_id, Routed(tuple(i for i, _ in moved), tuple(o for _, o in moved)), at=at)


def let_go(workspace_id: int, fact: ProtectionEnded, at: datetime) -> None:
    """Protections ran out: the leads of those companies go back to the sea or to the director, as the book says."""
    thens = dict(zip(fact.registration_ids, fact.thens, strict=True))
    rows = [row for row in registrations_by_id(workspace_id, fact.registration_ids) if thens[row.id] != "keep"]
    companies = companies_of(workspace_id, [row.account_id for row in rows])
    directors = _directors(workspace_id, {row.member_id for row in rows if thens[row.id] == "director"})
    placements: dict[int, Placement] = {}
    for row in rows:
        company = companies.get(row.account_id or 0)
        to = directors.get(row.member_id)
        for lead in company.leads if company else ():
            if lead.owner_id == row.member_id and lead.pool in HELD:
                placements[lead.id] = _released(lead, thens[row.id], to, {"code": RAN_OUT, "registration": row.id})
    bulk.lock_workspace(workspace_id, HANDING)
    _place(workspace_id, list(placements.values()), at)


def _released(lead: LeadRow, then: str, director: int | None, reason: dict[str, Any]) -> Placement:
    if then == "director" and director is not None:
        return Placement(lead.id, lead.pool, director, State.PENDING, Obtained.ASSIGNED, reason, lead.own_pool)
    return Placement(lead.id, Pool.ACTIVE_SEA, None, State.UNASSIGNED, reason=reason)


def _directors(workspace_id: int, member_ids: Iterable[int]) -> dict[int, int]:
    """Member -> who leads them: the sales director or channel manager with the narrowest reach that includes them."""
    wanted = set(member_ids)
    if not wanted:
        return {}
    found: dict[int, tuple[int, int]] = {}
    for role in (Role.SALES_DIRECTOR, Role.CHANNEL_MANAGER):
        for member in list_members(workspace_id, role=role):
            reach = viewer_of(member).owner_ids
            theirs = wanted if reach is None else wanted & set(reach)
            width = 10**9 if reach is None else len(reach)
            for one in theirs - {member.pk}:
                found[one] = min(found.get(one, (width, member.pk)), (width, member.pk))
    return {one: director for one, (_, director) in found.items()}
