"""Leads handed out by people: claimed by one, assigned by another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from gleanry.flow.identify.facts import HandedOver
from gleanry.flow.route.facts import Routed
from gleanry.flow.route.shapes import ClaimResult
from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.leads.actions import place_leads
from gleanry.leads.queries import among_visible, leads_by_id
from gleanry.leads.shapes import CLAIMABLE, Obtained, Placement, Pool, State, pool_after_claim
from gleanry.tenants.queries import list_members
from gleanry.tenants.shapes import Viewer

CLAIMS = 3


def claim_leads(viewer: Viewer, lead_ids: Iterable[int], at: datetime) -> ClaimResult:
    """Take unowned leads of pools one sees. Two people cannot win the same lead: the claim holds it while it looks."""
    if not viewer.may("leads.claim"):
        raise Refusal("forbidden", permission="leads.claim")
    wanted = list(dict.fromkeys(lead_ids))
    with transaction.atomic():
        bulk.lock_workspace(viewer.workspace_id, CLAIMS)
        seen = set(among_visible(viewer, wanted))
        leads = leads_by_id(viewer.workspace_id, wanted)
        free = [leads[i] for i in wanted if i in seen and leads[i].owner_id is None and leads[i].pool in CLAIMABLE]
        placed = place_leads(
            viewer.workspace_id,
            [
                Placement(
                    lead.id,
                    pool_after_claim(lead.pool),
                    viewer.member_id,
                    State.PENDING,
                    Obtained.CLAIMED,
                    {"code": "claimed"},
                )
                for lead in free
            ],
            at=at,
            by=viewer.member_id,
            only_unowned=True,
        )
        won = tuple(p.lead_id for p in placed)
        ledger.announce(viewer.workspace_id, Routed(won, (viewer.member_id,) * len(won)), at=at, by=viewer.member_id)
    lost = tuple((i, leads[i].owner_id if i in leads else None) for i in wanted if i not in set(won))
    return ClaimResult(won, lost)


def assign_leads(viewer: Viewer, lead_ids: Iterable[int], owner_id: int, at: datetime) -> tuple[int, ...]:
    """Give leads one sees to a member. Returns the leads that changed hands."""
    if not viewer.may("leads.assign"):
        raise Refusal("forbidden", permission="leads.assign")
    member = next((m for m in list_members(viewer.workspace_id) if m.pk == owner_id), None)
    if member is None:
        raise Refusal("no_such_member", member=owner_id)
    pool = Pool.SDR if "sdr" in member.roles else Pool.SALES
    with transaction.atomic():
        leads = leads_by_id(viewer.workspace_id, among_visible(viewer, lead_ids))
        placed = place_leads(
            viewer.workspace_id,
            [
                Placement(i, pool, owner_id, State.PENDING, Obtained.ASSIGNED, {"code": "assigned"})
                for i, lead in leads.items()
                if lead.owner_id != owner_id
            ],
            at=at,
            by=viewer.member_id,
        )
        moved = tuple(p.lead_id for p in placed)
        ledger.announce(viewer.workspace_id, Routed(moved, (owner_id,) * len(moved)), at=at, by=viewer.member_id)
    return moved


def hand_over(workspace_id: int, fact: HandedOver, at: datetime) -> None:
    """Place leads whose holders gave them to colleagues that asked: into the pool of the one who gets them."""
    members = {member.pk: member for member in list_members(workspace_id)}
    given = [(lead_id, to) for lead_id, to in zip(fact.lead_ids, fact.to_ids, strict=True) if to in members]
    placed = place_leads(
        workspace_id,
        [
            Placement(
                lead_id,
                Pool.SDR if "sdr" in members[to].roles else Pool.SALES,
                to,
                State.PENDING,
                Obtained.ASSIGNED,
                {"code": "handed_over"},
            )
            for lead_id, to in given
        ],
        at=at,
    )
    moved = [(p.lead_id, p.owner_id) for p in placed if p.owner_id is not None]
    ledger.announce(workspace_id, Routed(tuple(i for i, _ in moved), tuple(o for _, o in moved)), at=at)
