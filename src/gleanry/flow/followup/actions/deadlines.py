"""A lead has at most one open deadline of each kind; each ends met, missed or released."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

from gleanry.flow.followup.actions.clocks import Clock, insert_clocks
from gleanry.flow.followup.actions.missing import miss, passed_of
from gleanry.flow.followup.actions.standing import end_pauses, running_pauses
from gleanry.flow.followup.models import Deadline, Outcome
from gleanry.flow.followup.queries.cases import cases_of
from gleanry.flow.followup.rules import CONVERSION, Case, promises_for, read_promises
from gleanry.flow.followup.rules.promises import FOLLOWED_UP, OWNER_CHANGED, RECEIVED, Promise
from gleanry.flow.route.facts import Routed
from gleanry.kit import bulk, rulebook
from gleanry.leads.facts import Moved
from gleanry.leads.queries import leads_by_id
from gleanry.leads.shapes import SETTLED, LeadRow
from gleanry.tenants.queries import working_times


class OfLeads(Protocol):
    """Any fact about leads, such as one a later stage announces."""

    @property
    def lead_ids(self) -> tuple[int, ...]: ...


def start_deadlines(workspace_id: int, fact: Routed, at: datetime) -> None:
    """The owner changed: what the former holder owed is released, and the new one's clocks start at `at`."""
    release(workspace_id, fact.lead_ids, Outcome.RELEASED, at)
    leads = leads_by_id(workspace_id, fact.lead_ids)
    start(workspace_id, OWNER_CHANGED, list(leads.values()), at)


def end_deadlines(workspace_id: int, fact: OfLeads, at: datetime) -> None:
    """The leads went on or came to an end: nothing is owed any more."""
    release(workspace_id, fact.lead_ids, Outcome.RELEASED, at)


def end_unowned(workspace_id: int, fact: Moved, at: datetime) -> None:
    """Leads that nobody holds any more, however they left their holder, are owed nothing."""
    left = [lead_id for lead_id, owner_id in zip(fact.lead_ids, fact.owner_ids, strict=True) if owner_id is None]
    if left:
        leads = leads_by_id(workspace_id, left)
        unowned = [lead.id for lead in leads.values() if lead.owner_id is None]
        release(workspace_id, unowned, Outcome.RELEASED, at)


def start(
    workspace_id: int, event: str, leads: Sequence[LeadRow], at: datetime, *, since: datetime | None = None
) -> None:
    """Start the deadlines that `event` calls for, for each lead that has a holder; what runs already goes on.

    T is when the owner changed, or `since`. A clock that would already be past when the holder got the lead is not
    theirs and is not started.
    """
    held = [lead for lead in leads if lead.owner_id is not None and lead.pool not in SETTLED]
    if not held:
        return
    rules = rulebook.current(workspace_id, "followup")
    times = working_times(workspace_id, {lead.owner_id for lead in held})
    promises = read_promises(rules.body, times.day)
    cases = cases_of(workspace_id, held, promises)
    fresh = event == OWNER_CHANGED
    running = set() if fresh else _running(workspace_id, held)
    pauses = {} if fresh else running_pauses(workspace_id, [lead.id for lead in held])
    by_receipt = any(promise.since == RECEIVED for promise in promises)
    known: dict[tuple[Case, int | None, datetime, datetime | None, bool], list[Clock]] = {}
    rows: list[tuple[int, int, Clock]] = []
    for lead in held:
        began = since or lead.owner_since or at
        key = (cases[lead.id], lead.owner_id, began, lead.received_at if by_receipt else None, lead.id in pauses)
        if key not in known:
            calendar, asked = times.of(lead.owner_id), promises_for(event, cases[lead.id], promises)
            starts = ((promise, _start_of(promise, lead, began)) for promise in asked)
            clocks = (Clock.of(promise, began_at, at, calendar, paused=key[-1]) for promise, began_at in starts)
            known[key] = [clock for clock in clocks if clock.promise.since != RECEIVED or clock.due_at > began]
        clocks = (clock for clock in known[key] if (lead.id, clock.promise.kind) not in running)
        rows += [(lead.id, lead.owner_id or 0, clock) for clock in clocks]
    insert_clocks(workspace_id, rules.id, rows)


def _start_of(promise: Promise, lead: LeadRow, began: datetime) -> datetime:
    return lead.received_at if promise.since == RECEIVED else began


def _running(workspace_id: int, leads: Sequence[LeadRow]) -> set[tuple[int, str]]:
    ids, where = (lead.id for lead in leads), "t.outcome = ''"
    rows = bulk.find(
        Deadline, ("lead_id", "kind"), workspace_id=workspace_id, key="lead_id", among=ids, where=where, lock=True
    )
    return set(rows)


def release(
    workspace_id: int,
    lead_ids: Iterable[int],
    outcome: str,
    at: datetime,
    *,
    contact: bool = False,
    converted: bool = False,
) -> None:
    """End the open deadlines of leads with `outcome`; with `contact`, only those that a contact meets.

    A deadline already past is missed whatever is said now: the sweep finds it, not the latecomer. That of becoming an
    SQL is met only by leads that `converted`. Where all ends, so does a pause.
    """
    lead_ids = list(lead_ids)
    where = "t.outcome = '' AND t.met_by = 'contact'" if contact else "t.outcome = ''"
    rows = _open(workspace_id, lead_ids, where)
    _end(workspace_id, rows, outcome, at, converted=converted)
    if not contact:
        end_pauses(workspace_id, lead_ids, at)


OPEN = ("id", "lead_id", "due_at", "met_by", "paused_at")
DUE_AT, MET_BY, PAUSED_AT = 2, 3, 4


def _open(workspace_id: int, lead_ids: Iterable[int], where: str) -> list[tuple[Any, ...]]:
    return bulk.find(Deadline, OPEN, workspace_id=workspace_id, key="lead_id", among=lead_ids, where=where, lock=True)


def _end(
    workspace_id: int, rows: Sequence[tuple[Any, ...]], outcome: str, at: datetime, *, converted: bool = False
) -> None:
    """End what is in time, a standing clock always being so; the rest is missed."""
    in_time = [row for row in rows if row[PAUSED_AT] is not None or row[DUE_AT] > at]
    ends = [(row[0], _outcome(row[MET_BY], outcome, converted=converted), at) for row in in_time]
    bulk.update(Deadline, ("outcome", "ended_at"), ends)
    late = [row[0] for row in rows if row[PAUSED_AT] is None and row[DUE_AT] <= at]
    miss(workspace_id, passed_of(workspace_id, late), at)


def _outcome(met_by: str, outcome: str, *, converted: bool) -> str:
    return Outcome.RELEASED if outcome == Outcome.MET and met_by == CONVERSION and not converted else outcome


def start_after_contact(workspace_id: int, leads: Sequence[LeadRow], at: datetime) -> None:
    """Start the clock of the decision, unless it runs or ran out already: the sweep started it for a missed contact."""
    rows = bulk.find(
        Deadline,
        ("lead_id", "started_at"),
        workspace_id=workspace_id,
        key="lead_id",
        among=(lead.id for lead in leads),
        where="t.met_by = 'decision' AND t.outcome IN ('', 'missed')",
    )
    latest: dict[int, datetime] = dict(rows)
    fresh = [lead for lead in leads if lead.id not in latest or latest[lead.id] < (lead.owner_since or at)]
    start(workspace_id, "contacted", fresh, at)


def restart_after_contact(workspace_id: int, leads: Sequence[LeadRow], at: datetime) -> None:
    """A contact that counts meets what each contact meets, such as three days without one, and starts it anew."""
    if not leads:
        return
    where = "t.outcome = '' AND t.met_by = 'each_contact'"
    _end(workspace_id, _open(workspace_id, (lead.id for lead in leads), where), Outcome.MET, at)
    start(workspace_id, FOLLOWED_UP, leads, at, since=at)
