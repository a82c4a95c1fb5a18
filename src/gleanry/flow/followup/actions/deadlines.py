"""A lead has at most one open deadline; each ends met, missed or released, and a missed one leaves its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from django.db import connection, transaction

from gleanry.flow.followup.facts import Breached
from gleanry.flow.followup.models import Deadline, Outcome, Violation
from gleanry.flow.followup.rules import due_by, promise_for, read_promises
from gleanry.flow.route.facts import Routed
from gleanry.kit import bulk, ledger, rulebook
from gleanry.leads.queries import leads_by_id
from gleanry.leads.shapes import LeadRow, Pool
from gleanry.tenants.queries import working_times

FOUND_LATE = timedelta(minutes=15)
"""A violation found this long after it passed says so: the scheduler was not running."""


class OfLeads(Protocol):
    """Any fact about leads, such as one a later stage announces."""

    @property
    def lead_ids(self) -> tuple[int, ...]: ...


def start_deadlines(workspace_id: int, fact: Routed, at: datetime) -> None:
    """The owner changed: what the former holder owed is released, and the new one's clock starts at `at`."""
    release(workspace_id, fact.lead_ids, Outcome.RELEASED, at)
    leads = leads_by_id(workspace_id, fact.lead_ids)
    start(workspace_id, "owner_changed", list(leads.values()), at)


def end_deadlines(workspace_id: int, fact: OfLeads, at: datetime) -> None:
    """The leads went on or came to an end: nothing is owed any more."""
    release(workspace_id, fact.lead_ids, Outcome.RELEASED, at)


def start(workspace_id: int, event: str, leads: Sequence[LeadRow], at: datetime) -> None:
    """Start the deadline that `event` calls for, for each lead that has a holder. T is when the owner changed."""
    if not leads:
        return
    rules = rulebook.current(workspace_id, "followup")
    times = working_times(workspace_id, {lead.owner_id for lead in leads})
    promises = read_promises(rules.body, times.day)
    due: dict[tuple[datetime, str, str, int], tuple[str, datetime] | None] = {}
    rows = []
    for lead in leads:
        if lead.owner_id is None or lead.pool == Pool.CONVERTED:
            continue
        began = lead.owner_since or at
        case = (began, lead.pool, lead.grade, lead.owner_id)
        if case not in due:
            promise = promise_for(event, lead.pool, lead.grade, promises)
            due[case] = (promise.kind, due_by(began, promise, times.of(lead.owner_id))) if promise else None
        if (found := due[case]) is not None:
            rows.append((workspace_id, lead.id, lead.owner_id, found[0], began, found[1], Outcome.OPEN, rules.id))
    columns = ("workspace_id", "lead_id", "owner_id", "kind", "started_at", "due_at", "outcome", "rules_id")
    bulk.insert(Deadline, columns, rows)


def release(workspace_id: int, lead_ids: Iterable[int], outcome: str, at: datetime, *, contact: bool = False) -> None:
    """End the open deadlines of leads with `outcome`; with `contact`, only those of first contact.

    A deadline already past is missed whatever is said now: the sweep finds it, not the latecomer.
    """
    open_rows = bulk.find(
        Deadline,
        ("id", "lead_id", "due_at"),
        workspace_id=workspace_id,
        key="lead_id",
        among=lead_ids,
        where="t.outcome = '' AND t.kind = 'first_contact'" if contact else "t.outcome = ''",
        lock=True,
    )
    in_time = [(row_id, outcome, at) for row_id, _, due_at in open_rows if due_at > at]
    bulk.update(Deadline, ("outcome", "ended_at"), in_time)
    _miss(workspace_id, [row_id for row_id, _, due_at in open_rows if due_at <= at], at)


def start_after_contact(workspace_id: int, leads: Sequence[LeadRow], at: datetime) -> None:
    """Start the clock of the decision, unless it runs or ran out already: the sweep started it for a missed contact."""
    rows = bulk.find(
        Deadline,
        ("lead_id", "started_at"),
        workspace_id=workspace_id,
        key="lead_id",
        among=(lead.id for lead in leads),
        where="t.kind <> 'first_contact' AND t.outcome IN ('', 'missed')",
    )
    latest: dict[int, datetime] = dict(rows)
    fresh = [lead for lead in leads if lead.id not in latest or latest[lead.id] < (lead.owner_since or at)]
    start(workspace_id, "contacted", fresh, at)


def sweep_deadlines(at: datetime, *, workspace_id: int | None = None, limit: int = 5000) -> int:
    """Write what has passed unmet, in all workspaces or one, soonest first. Returns how many were missed.

    Run every minute by the scheduler; safe to run twice at once: a deadline is held while it is judged.
    """
    missed = 0
    with transaction.atomic():
        rows = Deadline.objects.everywhere("the scheduler serves all workspaces").filter(outcome="", due_at__lte=at)
        if workspace_id is not None:
            rows = rows.filter(workspace_id=workspace_id)
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        found = list(rows.order_by("due_at").values_list("workspace_id", "pk")[:limit])
        for place in sorted({home for home, _ in found}):
            gone = _miss(place, [row_id for home, row_id in found if home == place], at)
            missed += len(gone)
            # Somebody still owes the lead a decision. Only here: who acts late starts the next clock by acting.
            first = [lead_id for lead_id, kind in gone if kind == "first_contact"]
            start(place, "contact_missed", list(leads_by_id(place, first).values()), at)
    return missed


def _miss(workspace_id: int, deadline_ids: Sequence[int], at: datetime) -> list[tuple[int, str]]:
    """Mark as missed with evidence; returns the lead and the kind of each."""
    if not deadline_ids:
        return []
    columns = ("id", "lead_id", "owner_id", "kind", "started_at", "due_at", "rules_id")
    rows = bulk.find(Deadline, columns, workspace_id=workspace_id, key="id", among=deadline_ids)
    bulk.update(Deadline, ("outcome", "ended_at"), [(row[0], Outcome.MISSED, at) for row in rows])
    bulk.insert(
        Violation,
        ("workspace_id", "deadline_id", "lead_id", "owner_id", "kind", "due_at", "found_at", "late", "evidence"),
        [
            (
                workspace_id,
                row_id,
                lead_id,
                owner_id,
                kind,
                due_at,
                at,
                at - due_at > FOUND_LATE,
                {"since": started_at.isoformat(), "due": due_at.isoformat(), "rules": rules_id},
            )
            for row_id, lead_id, owner_id, kind, started_at, due_at, rules_id in rows
        ],
    )
    ledger.announce(workspace_id, Breached(tuple(r[0] for r in rows), tuple(r[1] for r in rows)), at=at)
    return [(row[1], row[3]) for row in rows]
