"""Plan visits to customers, write up those that took place, call off the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from gleanry.flow.followup.actions.record import record_entries
from gleanry.flow.followup.facts import Visited, VisitsCalledOff, VisitsPlanned
from gleanry.flow.followup.models import Visit, VisitState
from gleanry.flow.followup.queries.visits import visible_visits
from gleanry.flow.followup.rules.contacts import REACHED
from gleanry.flow.followup.rules.visits import visit_faults
from gleanry.flow.followup.shapes import FollowUpEntry, NewVisit
from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.leads.queries import among_visible, leads_by_id
from gleanry.people.queries import accounts_by_id
from gleanry.tenants.shapes import Viewer


def plan_visits(viewer: Viewer, visits: Sequence[NewVisit], at: datetime) -> list[int]:
    """Plan visits of the viewer's; returns their ids. All of them, or none and a Refusal."""
    with transaction.atomic():
        visits = _checked(viewer, visits, at, held=False)
        ids = _insert(viewer, visits, at, VisitState.PLANNED)
        ledger.announce(viewer.workspace_id, VisitsPlanned(tuple(ids)), at=at, by=viewer.member_id)
    return ids


def record_visits(viewer: Viewer, visits: Sequence[NewVisit], at: datetime) -> list[int]:
    """Write up visits that took place; returns the ids of the records. All of them, or none and a Refusal.

    One with a `visit_id` takes the place of a planned visit or of an earlier record, which is kept. A visit about a
    lead is a follow-up of it.

    Raises Refusal `visit_of_nobody`, `visit_ahead`, `visit_empty`, `visit_changed`, `not_found`.
    """
    with transaction.atomic():
        visits = _checked(viewer, visits, at, held=True)
        earlier = _replaced(viewer, [v.visit_id for v in visits if v.visit_id is not None])
        ids = _insert(viewer, visits, at, VisitState.HELD, earlier)
        _follow_up(viewer, [v for v in visits if earlier.get(v.visit_id or 0, ("",))[0] != VisitState.HELD], at)
        fact = Visited(tuple(ids), tuple(visit.account_id for visit in visits))
        ledger.announce(viewer.workspace_id, fact, at=at, by=viewer.member_id)
    return ids


def call_off_visits(viewer: Viewer, visit_ids: Sequence[int], reason: str, at: datetime) -> int:
    """Planned visits will not be made; why is required. Returns how many. Raises Refusal `reason_missing`."""
    _may(viewer)
    if not reason.strip():
        raise Refusal("reason_missing")
    with transaction.atomic():
        rows = visible_visits(viewer).filter(pk__in=visit_ids, state=VisitState.PLANNED).select_for_update()
        ids = sorted(rows.values_list("pk", flat=True))
        given = reason.strip()[:200]
        bulk.update(Visit, ("state", "reason"), [(pk, VisitState.CALLED_OFF, given) for pk in ids])
        fact = VisitsCalledOff(tuple(ids), (given,) * len(ids))
        ledger.announce(viewer.workspace_id, fact, at=at, by=viewer.member_id)
    return len(ids)


def _may(viewer: Viewer) -> None:
    if not viewer.may("leads.follow"):
        raise Refusal("forbidden", permission="leads.follow")


def _checked(viewer: Viewer, visits: Sequence[NewVisit], at: datetime, *, held: bool) -> list[NewVisit]:
    """The visits with the account of their lead, where none was given."""
    _may(viewer)
    for visit in visits:
        for field, code in visit_faults(visit, at, held=held):
            raise Refusal(code, field=field)
    workspace_id = viewer.workspace_id
    wanted = {visit.lead_id for visit in visits if visit.lead_id is not None}
    if missing := wanted - set(among_visible(viewer, wanted)):
        raise Refusal("not_found", lead=min(missing))
    leads = leads_by_id(workspace_id, wanted)
    named = [
        replace(visit, account_id=visit.account_id or leads[visit.lead_id].account_id) if visit.lead_id else visit
        for visit in visits
    ]
    asked = {visit.account_id for visit in named if visit.account_id is not None}
    if missing := asked - set(accounts_by_id(workspace_id, asked)):
        raise Refusal("not_found", account=min(missing))
    return named


def _replaced(viewer: Viewer, visit_ids: Sequence[int]) -> dict[int, tuple[str, datetime | None]]:
    """Take earlier records aside: id -> (state before, planned for). Raises `visit_changed` where it is too late."""
    rows = visible_visits(viewer).filter(pk__in=visit_ids).select_for_update().order_by("pk")
    found = {pk: (state, planned) for pk, state, planned in rows.values_list("pk", "state", "planned_for")}
    for place, visit_id in enumerate(visit_ids):
        if visit_id not in found:
            raise Refusal("not_found", visit=visit_id)
        if found[visit_id][0] not in (VisitState.PLANNED, VisitState.HELD) or visit_id in visit_ids[:place]:
            raise Refusal("visit_changed", visit=visit_id)
    bulk.update(Visit, ("state",), [(pk, VisitState.REPLACED) for pk in found])
    return found


COLUMNS = (
    *("id", "workspace_id", "member_id", "account_id", "lead_id", "deal_id", "kind", "state", "at", "planned_for"),
    *("place", "ours", "person_ids", "theirs", "purpose", "needs", "feedback", "intent", "specification", "next_at"),
    *("reason", "made_at", "written_at", "replaces_id"),
)


def _insert(
    viewer: Viewer,
    visits: Sequence[NewVisit],
    at: datetime,
    state: VisitState,
    earlier: dict[int, tuple[str, datetime | None]] | None = None,
) -> list[int]:
    ids = list(bulk.allocate(Visit, len(visits)))
    held = state == VisitState.HELD
    rows = []
    for row_id, v in zip(ids, visits, strict=True):
        planned = (earlier or {}).get(v.visit_id or 0, ("", None))[1] if held else v.at
        rows.append(
            (
                *(row_id, viewer.workspace_id, viewer.member_id, v.account_id, v.lead_id, v.deal_id, v.kind, state),
                *(v.at, planned, v.place[:200], list(v.ours), list(v.person_ids), v.theirs[:400], v.purpose[:400]),
                *(v.needs, v.feedback, v.intent, v.specification, v.next_at, "", at),
                *(at if held else None, v.visit_id if held else None),
            )
        )
    bulk.insert(Visit, COLUMNS, rows)
    return ids


def _follow_up(viewer: Viewer, visits: Iterable[NewVisit], at: datetime) -> None:
    """A visit about a lead is a follow-up of it: it meets what was due."""
    entries = [
        FollowUpEntry(
            v.lead_id,
            "visit" if v.kind != "remote" else "meeting",
            REACHED,
            note="\n".join(text.strip() for text in (v.needs, v.feedback) if text.strip())[:4000],
            next_at=v.next_at,
            done_at=v.at,
        )
        for v in visits
        if v.lead_id is not None
    ]
    if entries:
        record_entries(viewer, entries, at)
