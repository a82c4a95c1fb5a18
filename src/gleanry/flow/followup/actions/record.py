"""What holders did about their leads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from gleanry.flow.followup.actions.deadlines import release, restart_after_contact, start_after_contact
from gleanry.flow.followup.actions.patience import give_up
from gleanry.flow.followup.actions.reminders import end_reminders
from gleanry.flow.followup.facts import FollowedUp
from gleanry.flow.followup.models import FollowUp, Outcome
from gleanry.flow.followup.queries.demands import demands_of
from gleanry.flow.followup.rules import bant_faults, what_counts
from gleanry.flow.followup.rules.contacts import ATTEMPT, KINDS, NOTE, RESULTS
from gleanry.flow.followup.shapes import Counted, Demands, FollowUpEntry
from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.leads.actions import set_state
from gleanry.leads.queries import among_visible, get_lead, leads_by_id
from gleanry.leads.shapes import State
from gleanry.tenants.shapes import Viewer

LONGEST = 86_400
"""Seconds a call may last."""


def record_follow_up(viewer: Viewer, entry: FollowUpEntry, at: datetime) -> Counted:
    """Record one follow-up on a lead the viewer sees, and say what it counts as.

    Raises NotFound, or Refusal `bad_choice` or `empty_note`.
    """
    get_lead(viewer, entry.lead_id)
    record_follow_ups(viewer, [entry], at)
    return what_counts(entry, demands_of(viewer.workspace_id)[1])


def record_follow_ups(viewer: Viewer, entries: Sequence[FollowUpEntry], at: datetime) -> int:
    """Record what was done, and what it counts as by the rule book `contacts`; returns how many were recorded.

    What counts meets the deadline of the first contact and starts the clock of the decision; a lead that was tried
    often enough without a contact goes to nurture.
    """
    return sum(made is not None for made in record_entries(viewer, entries, at))


def record_entries(viewer: Viewer, entries: Sequence[FollowUpEntry], at: datetime) -> list[int | None]:
    """As `record_follow_ups`; the id each entry was recorded under, None for leads the viewer does not see."""
    if not viewer.may("leads.follow"):
        raise Refusal("forbidden", permission="leads.follow")
    rules_id, demands = demands_of(viewer.workspace_id)
    for entry in entries:
        _check(entry, demands)
    with transaction.atomic():
        seen = set(among_visible(viewer, (entry.lead_id for entry in entries)))
        kept = [entry for entry in entries if entry.lead_id in seen]
        counted = [what_counts(entry, demands) for entry in kept]
        made = iter(_insert(viewer, list(zip(kept, counted, strict=True)), rules_id, at))
        told = list(zip((entry.lead_id for entry in kept), counted, strict=True))
        _begin(viewer.workspace_id, [i for i, c in told if c.verdict in demands.starts_with], at)
        end_reminders(viewer.workspace_id, dict.fromkeys(entry.lead_id for entry in kept), at)
        _announce(viewer, kept, counted, at)
        give_up(viewer, (i for i, c in told if c.verdict == ATTEMPT), demands.patience, at)
    return [next(made) if entry.lead_id in seen else None for entry in entries]


def _announce(viewer: Viewer, kept: Sequence[FollowUpEntry], counted: Sequence[Counted], at: datetime) -> None:
    ledger.announce(
        viewer.workspace_id,
        FollowedUp(
            tuple(e.lead_id for e in kept),
            tuple(e.kind for e in kept),
            tuple(e.result for e in kept),
            tuple(c.verdict for c in counted),
        ),
        at=at,
        by=viewer.member_id,
    )


def _check(entry: FollowUpEntry, demands: Demands) -> None:
    allowed = (*RESULTS, "") if entry.kind == NOTE else RESULTS
    if entry.kind not in KINDS or entry.result not in allowed:
        raise Refusal("bad_choice", kind=entry.kind, result=entry.result)
    if faults := bant_faults(entry.bant):
        raise Refusal("bad_bant", fields=faults)
    if entry.seconds is not None and not 0 <= entry.seconds <= LONGEST:
        raise Refusal("bad_choice", seconds=entry.seconds)
    if entry.recording_url and not is_safe_link(entry.recording_url):
        raise Refusal("bad_recording")
    if entry.next_at is None and what_counts(entry, demands).why == "empty":
        raise Refusal("empty_note")


def is_safe_link(url: str) -> bool:
    """Whether an address may be shown as a link: https, of a sane length, without spaces or control characters."""
    host = url.removeprefix("https://")
    plain = len(url) <= 1000 and url.isprintable() and " " not in url
    return plain and url.startswith("https://") and host[:1].isalnum()


def _insert(
    viewer: Viewer, counted: Sequence[tuple[FollowUpEntry, Counted]], rules_id: int | None, at: datetime
) -> Sequence[int]:
    """Append what was done with what it counts as; returns the ids."""
    ids = bulk.allocate(FollowUp, len(counted))
    rows = [
        (
            *(row_id, viewer.workspace_id, e.lead_id, viewer.member_id, e.kind, e.result, e.note, e.bant),
            *(min(e.done_at or at, at), e.next_at, c.verdict, c.why, rules_id, e.seconds, e.recording_url),
        )
        for row_id, (e, c) in zip(ids, counted, strict=True)
    ]
    bulk.insert(FollowUp, COLUMNS, rows)
    return ids


COLUMNS = (
    *("id", "workspace_id", "lead_id", "member_id", "kind", "result", "note", "bant"),
    *("at", "next_at", "counted", "why", "rules_id", "seconds", "recording_url"),
)


def _begin(workspace_id: int, lead_ids: Iterable[int], at: datetime) -> None:
    """What counts as first contact meets its deadline; from there on the decision is due."""
    leads = leads_by_id(workspace_id, dict.fromkeys(lead_ids))
    fresh = [lead for lead in leads.values() if lead.state == State.PENDING]
    set_state(workspace_id, (lead.id for lead in fresh), State.FOLLOWING)
    release(workspace_id, (lead.id for lead in fresh), Outcome.MET, at, contact=True)
    start_after_contact(workspace_id, fresh, at)
    restart_after_contact(workspace_id, list(leads.values()), at)
