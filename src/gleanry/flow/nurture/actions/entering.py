"""Leads enter plans: given back with a reason, graded, entering a segment, or put in by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gleanry.flow.followup.facts import Returned
from gleanry.flow.nurture.facts import PlanBegun, Rested
from gleanry.flow.nurture.models import PlanStay
from gleanry.flow.nurture.queries.books import book_of
from gleanry.flow.nurture.rules.timing import due_after
from gleanry.flow.nurture.shapes import Entry
from gleanry.flow.score.facts import Graded
from gleanry.flow.score.queries import cells_of
from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.leads.queries import among_visible, leads_by_id, leads_by_person
from gleanry.leads.shapes import SETTLED, LeadRow
from gleanry.market.audience.facts import EnteredSegment
from gleanry.market.audience.queries import segment_names
from gleanry.people.queries import groups_of, with_members
from gleanry.tenants.queries import working_times
from gleanry.tenants.shapes import Viewer

LOCK = 73
"""Purpose of the lock: one at a time lets leads enter plans, goes on with them, or takes mails to be sent."""
COLUMNS = (
    "workspace_id", "lead_id", "person_id", "plan", "reason", "step", "turn", "waits_for", "due_at", "since", "by",
    "stopped", "ended_why",
)  # fmt: skip


def begin_returned(workspace_id: int, fact: Returned, at: datetime) -> None:
    """Leads given back enter the first plan that takes up their reason, else the plan that their cell names."""
    book, _ = book_of(workspace_id)
    if not book.plans:
        return
    leads, cells = leads_by_id(workspace_id, fact.lead_ids), cells_of(workspace_id)
    entries = []
    for lead_id, reason in zip(fact.lead_ids, fact.reasons, strict=True):
        cell = cells.get(leads[lead_id].grade) if lead_id in leads else None
        named = book.plan(cell.plan) if cell else None
        plan = next((plan for plan in book.plans if reason in plan.returned), named)
        if plan is not None:
            entries.append(Entry(lead_id, plan.code, f"returned:{reason}"))
    begin(workspace_id, entries, at, again=True)


def begin_graded(workspace_id: int, fact: Graded, at: datetime) -> None:
    """Leads enter the plan of their cell, once."""
    plans = [plan for plan in book_of(workspace_id)[0].plans if plan.grades]
    graded = zip(fact.lead_ids, fact.grades, strict=True)
    entries = [Entry(i, plan.code, f"grade:{grade}") for i, grade in graded for plan in plans if grade in plan.grades]
    begin(workspace_id, entries, at)


def begin_rested(workspace_id: int, fact: Rested, at: datetime) -> None:
    """Leads that came to rest without being returned enter the plan that their cell names."""
    book, _ = book_of(workspace_id)
    if not book.plans:
        return
    cells = cells_of(workspace_id)
    entries = []
    for lead in leads_by_id(workspace_id, fact.lead_ids).values():
        plan = book.plan(cells[lead.grade].plan) if lead.grade in cells else None
        if plan is not None:
            entries.append(Entry(lead.id, plan.code, f"grade:{lead.grade}"))
    begin(workspace_id, entries, at, again=True)


def begin_entered(workspace_id: int, fact: EnteredSegment, at: datetime) -> None:
    """Who enters a segment that a plan names enters the plan, once, with the latest lead that is still open."""
    plans = [plan for plan in book_of(workspace_id)[0].plans if plan.segments]
    if not plans:
        return
    names = segment_names(workspace_id, fact.segment_ids)
    wanted = [
        (person_id, plan.code, names[segment_id])
        for segment_id, person_id in zip(fact.segment_ids, fact.person_ids, strict=True)
        for plan in plans
        if names.get(segment_id) in plan.segments
    ]
    leads = leads_by_person(workspace_id, [person_id for person_id, _, _ in wanted])
    entries = []
    for person_id, plan, segment in wanted:
        open_leads = [lead for lead in leads.get(person_id, ()) if lead.pool not in SETTLED]
        if open_leads:
            entries.append(Entry(open_leads[-1].id, plan, f"segment:{segment}"[:80]))
    begin(workspace_id, entries, at)


def begin_by_hand(viewer: Viewer, lead_ids: Sequence[int], plan: str, at: datetime) -> int:
    """Put leads into a plan. Returns how many entered. Raises Refusal `forbidden` and `bad_choice`."""
    if not viewer.may("leads.follow"):
        raise Refusal("forbidden", permission="leads.follow")
    if book_of(viewer.workspace_id)[0].plan(plan) is None:
        raise Refusal("bad_choice", plan=plan)
    seen = among_visible(viewer, lead_ids)
    with transaction.atomic():
        entries = [Entry(lead_id, plan, "by_hand") for lead_id in seen]
        return begin(viewer.workspace_id, entries, at, by=viewer.member_id or None, again=True)


def begin(
    workspace_id: int, entries: Sequence[Entry], at: datetime, *, by: int | None = None, again: bool = False
) -> int:
    """Let leads enter plans; returns how many did. Inside a transaction.

    Who is in the plan already (by this lead or another of theirs) stays where they are; without `again`, who ever was
    does not enter a second time. Closed leads and those of nobody do not enter.
    """
    if not entries:
        return 0
    bulk.lock_workspace(workspace_id, LOCK)
    leads = leads_by_id(workspace_id, [entry.lead_id for entry in entries])
    fresh = _fresh(workspace_id, entries, leads, again=again)
    book, _ = book_of(workspace_id)
    calendar = working_times(workspace_id).workspace
    rows = []
    for entry in fresh:
        plan = book.plan(entry.plan)
        if plan is not None:
            step = plan.steps[0]
            due = due_after(step.wait, at, calendar.zone, calendar.is_working_day)
            person_id = leads[entry.lead_id].person_id
            rows.append(
                (workspace_id, entry.lead_id, person_id, entry.plan, entry.reason[:80], step.code, 0, step.wait.event,
                 due, at, by, False, "")
            )  # fmt: skip
    bulk.insert(PlanStay, COLUMNS, rows)
    fact = PlanBegun(tuple(r[1] for r in rows), tuple(r[3] for r in rows), tuple(r[4] for r in rows))
    ledger.announce(workspace_id, fact, at=at, by=by)
    return len(rows)


def _fresh(workspace_id: int, entries: Sequence[Entry], leads: dict[int, LeadRow], *, again: bool) -> list[Entry]:
    """The entries of open leads whose person is not in the plan yet, one for each person and plan."""
    people = [lead.person_id for lead in leads.values() if lead.person_id]
    groups = groups_of(workspace_id, people)
    rows = bulk.find(
        PlanStay,
        ("person_id", "plan", "ended_at"),
        workspace_id=workspace_id,
        key="person_id",
        among=with_members(groups, people),
    )
    taken = {
        (groups.get(person_id, (person_id,))[0], plan)
        for person_id, plan, ended_at in rows
        if ended_at is None or not again
    }
    found = []
    for entry in entries:
        lead = leads.get(entry.lead_id)
        if lead is None or lead.person_id is None or lead.pool in SETTLED:
            continue
        key = (groups.get(lead.person_id, (lead.person_id,))[0], entry.plan)
        if key not in taken:
            taken.add(key)
            found.append(entry)
    return found
