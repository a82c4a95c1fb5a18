"""What holders did about their leads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gleanry.flow.followup.actions.deadlines import release, restart_after_contact, start_after_contact
from gleanry.flow.followup.actions.reminders import end_reminders
from gleanry.flow.followup.facts import FollowedUp
from gleanry.flow.followup.models import FollowUp, Outcome
from gleanry.flow.followup.shapes import FollowUpEntry
from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.leads.actions import set_state
from gleanry.leads.queries import among_visible, get_lead, leads_by_id
from gleanry.leads.shapes import State
from gleanry.tenants.shapes import Viewer

NOTE = "note"
KINDS = frozenset({"call", "visit", "message", "mail", NOTE})
RESULTS = frozenset({"reached", "no_answer", "wrong_number", "busy"})


def record_follow_up(viewer: Viewer, entry: FollowUpEntry, at: datetime) -> None:
    """Record one follow-up on a lead the viewer sees. Raises NotFound, or Refusal `bad_choice`."""
    get_lead(viewer, entry.lead_id)
    record_follow_ups(viewer, [entry], at)


def record_follow_ups(viewer: Viewer, entries: Sequence[FollowUpEntry], at: datetime) -> int:
    """Record what was done; a first contact meets its deadline and starts the clock of the decision.

    A note alone is no contact: it needs no result and meets nothing. Returns how many were recorded.
    """
    if not viewer.may("leads.follow"):
        raise Refusal("forbidden", permission="leads.follow")
    for entry in entries:
        allowed = RESULTS | {""} if entry.kind == NOTE else RESULTS
        if entry.kind not in KINDS or entry.result not in allowed:
            raise Refusal("bad_choice", kind=entry.kind, result=entry.result)
    with transaction.atomic():
        seen = set(among_visible(viewer, (entry.lead_id for entry in entries)))
        kept = [entry for entry in entries if entry.lead_id in seen]
        bulk.insert(
            FollowUp,
            ("workspace_id", "lead_id", "member_id", "kind", "result", "note", "bant", "at", "next_at"),
            [
                (viewer.workspace_id, e.lead_id, viewer.member_id, e.kind, e.result, e.note, e.bant, at, e.next_at)
                for e in kept
            ],
        )
        contacted = list(dict.fromkeys(entry.lead_id for entry in kept if entry.kind != NOTE))
        leads = leads_by_id(viewer.workspace_id, contacted)
        fresh = [lead for lead in leads.values() if lead.state == State.PENDING]
        set_state(viewer.workspace_id, (lead.id for lead in fresh), State.FOLLOWING)
        release(viewer.workspace_id, (lead.id for lead in fresh), Outcome.MET, at, contact=True)
        start_after_contact(viewer.workspace_id, fresh, at)
        restart_after_contact(viewer.workspace_id, list(leads.values()), at)
        end_reminders(viewer.workspace_id, dict.fromkeys(entry.lead_id for entry in kept), at)
        ledger.announce(
            viewer.workspace_id,
            FollowedUp(tuple(e.lead_id for e in kept), tuple(e.kind for e in kept), tuple(e.result for e in kept)),
            at=at,
            by=viewer.member_id,
        )
    return len(kept)
