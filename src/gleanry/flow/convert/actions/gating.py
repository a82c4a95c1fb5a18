"""Gates: ask that a deal may pass, approve or refuse. Nobody decides about their own request."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gleanry.flow.convert.actions.holding import hold
from gleanry.flow.convert.facts import GatesAsked, GatesDecided
from gleanry.flow.convert.models import GateRequest, GateState
from gleanry.flow.convert.queries import deal_rules, visible_deals
from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.tenants.shapes import Viewer

ASKED = (
    "id",
    "workspace_id",
    "opportunity_id",
    "stage",
    "gate",
    "approver",
    "note",
    "asked_by_id",
    "asked_at",
    "state",
    "reason",
    "rules_id",
)


def ask_gates(viewer: Viewer, asked: Sequence[tuple[int, str]], at: datetime) -> tuple[int, ...]:
    """Ask that open deals may pass the gate of the stage they stand in: (deal, note). Gives the requests' ids.

    Raises Refusal `no_gate` where the stage has none, `gate_asked` while one waits, `gate_passed` after an approval.
    """
    rules = deal_rules(viewer.workspace_id)
    stages = {stage.key: stage for stage in rules.processes.stages()}
    notes = dict(asked)
    with transaction.atomic():
        held = hold(viewer, notes)
        before = bulk.find(
            GateRequest,
            ("opportunity_id", "stage", "state"),
            workspace_id=viewer.workspace_id,
            key="opportunity_id",
            among=notes,
            where="t.state IN ('', 'approved')",
        )
        standing = {(deal_id, stage): state for deal_id, stage, state in before}
        ids = bulk.allocate(GateRequest, len(held))
        rows = []
        for pk, deal in zip(ids, held.values(), strict=True):
            stage = stages.get(deal.stage)
            if stage is None or not stage.gate:
                raise Refusal("no_gate", deal=deal.id)
            if (state := standing.get((deal.id, deal.stage))) is not None:
                raise Refusal("gate_passed" if state else "gate_asked", deal=deal.id)
            said = (stage.gate, stage.approver, notes[deal.id].strip()[:400], viewer.member_id, at)
            rows.append((pk, viewer.workspace_id, deal.id, deal.stage, *said, GateState.OPEN, "", rules.processes_id))
        bulk.insert(GateRequest, ASKED, rows)
        ledger.announce(viewer.workspace_id, GatesAsked(tuple(ids), tuple(held)), at=at, by=viewer.member_id)
    return tuple(ids)


Decision = tuple[int, bool, str]
"""(request, whether it is approved, reason)."""


def decide_gates(viewer: Viewer, decisions: Sequence[Decision], at: datetime) -> None:
    """Approve or refuse requests; a refusal needs a reason. All of them, or none and a Refusal.

    `not_found` where the deal is out of reach; `own_request`; `other_approver` where another role decides;
    `gate_decided` where somebody decided before, or the deal moved on without it.
    """
    if not viewer.may("gates.approve"):
        raise Refusal("forbidden", permission="gates.approve")
    given = {request: (GateState.APPROVED if yes else GateState.REFUSED, why) for request, yes, why in decisions}
    if not all(why.strip() for state, why in given.values() if state == GateState.REFUSED):
        raise Refusal("reason_missing")
    with transaction.atomic():
        deals = _decidable(viewer, list(given))
        rows = [(pk, state, viewer.member_id, at, why.strip()[:400]) for pk, (state, why) in given.items()]
        bulk.update(GateRequest, ("state", "decided_by_id", "decided_at", "reason"), rows)
        states = tuple(str(state) for state, _ in given.values())
        reasons = tuple(why.strip()[:400] for _, why in given.values())
        fact = GatesDecided(tuple(given), tuple(deals[pk] for pk in given), states, reasons)
        ledger.announce(viewer.workspace_id, fact, at=at, by=viewer.member_id)


def _decidable(viewer: Viewer, request_ids: Sequence[int]) -> dict[int, int]:
    """Request -> its deal, held. Raises Refusal where the viewer may not decide."""
    columns = ("pk", "opportunity_id", "state", "asked_by_id", "approver")
    rows = GateRequest.objects.of(viewer.workspace_id).select_for_update().filter(pk__in=request_ids).order_by("pk")
    found = {row[0]: row[1:] for row in rows.values_list(*columns)}
    seen = visible_deals(viewer).filter(pk__in=[row[0] for row in found.values()])
    reach = set(seen.values_list("pk", flat=True))
    for pk in request_ids:
        if pk not in found or found[pk][0] not in reach:
            raise Refusal("not_found", request=pk)
        _, state, asked_by, approver = found[pk]
        if state:
            raise Refusal("gate_decided", request=pk, state=state)
        if asked_by == viewer.member_id:
            raise Refusal("own_request", request=pk)
        if approver and approver not in viewer.roles:
            raise Refusal("other_approver", request=pk, role=approver)
    return {pk: found[pk][0] for pk in request_ids}
