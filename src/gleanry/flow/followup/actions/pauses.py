"""The clocks of a lead stand still for a reason, and go on with what was left, by hand or when the time has come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from gleanry.flow.followup.actions.clocks import MICROSECOND
from gleanry.flow.followup.actions.missing import miss, passed_of
from gleanry.flow.followup.actions.rules_behind import RulesBehind
from gleanry.flow.followup.actions.standing import end_pauses, running_pauses
from gleanry.flow.followup.facts import Paused, Resumed
from gleanry.flow.followup.models import Deadline, Pause
from gleanry.flow.followup.queries.pauses import pause_rules
from gleanry.flow.followup.rules import due_with, left_of, next_reminder
from gleanry.flow.followup.shapes import RunningClock
from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.leads.queries import among_visible, leads_by_id
from gleanry.leads.shapes import SETTLED
from gleanry.tenants.queries import working_times
from gleanry.tenants.shapes import Viewer

COLUMNS = ("workspace_id", "lead_id", "owner_id", "by", "reason", "note", "at", "until")
CLOCK = tuple(RunningClock.__dataclass_fields__)


def pause_leads(
    viewer: Viewer, lead_ids: Iterable[int], reason: str, until: datetime, at: datetime, *, note: str = ""
) -> tuple[int, ...]:
    """Stop the clocks of leads until an instant at the latest. What has passed stays missed.

    Who holds a lead may, and who assigns leads. Returns the leads that stand still now. Refusal `forbidden`,
    `bad_choice` for an unknown reason, `pause_too_long`, `pause_in_the_past`, `pauses_used_up`.
    """
    if not (viewer.may("leads.follow") or viewer.may("leads.assign")):
        raise Refusal("forbidden", permission="leads.follow")
    rules = pause_rules(viewer.workspace_id)
    if reason not in rules.reasons:
        raise Refusal("bad_choice", reason=reason)
    if until <= at:
        raise Refusal("pause_in_the_past")
    if until - at > timedelta(days=rules.most_days):
        raise Refusal("pause_too_long", days=rules.most_days)
    with transaction.atomic():
        leads = leads_by_id(viewer.workspace_id, among_visible(viewer, lead_ids))
        held = [lead for lead in leads.values() if lead.owner_id is not None and lead.pool not in SETTLED]
        mine = [lead for lead in held if lead.owner_id == viewer.member_id or viewer.may("leads.assign")]
        _keep_within(viewer.workspace_id, {lead.id: lead.owner_id or 0 for lead in mine}, rules.most_times)
        # Reading the clocks first holds them: two who pause at once do it one after the other.
        clocks = _running(viewer.workspace_id, [lead.id for lead in mine])
        standing = running_pauses(viewer.workspace_id, [lead.id for lead in mine])
        fresh = {lead.id: lead.owner_id for lead in mine if lead.id not in standing}
        _stop([clock for clock in clocks if clock.lead_id in fresh], viewer.workspace_id, at)
        rows = [
            (viewer.workspace_id, i, owner, viewer.member_id, reason, note, at, until) for i, owner in fresh.items()
        ]
        bulk.insert(Pause, COLUMNS, rows)
        stopped = tuple(fresh)
        fact = Paused(stopped, (reason,) * len(stopped), (until.isoformat(),) * len(stopped))
        ledger.announce(viewer.workspace_id, fact, at=at, by=viewer.member_id)
    return stopped


def _keep_within(workspace_id: int, owners: dict[int, int], most: int) -> None:
    """A holder may pause a lead so many times; who gets it next begins anew."""
    used: dict[int, int] = {}
    for lead_id, owner_id in bulk.find(
        Pause, ("lead_id", "owner_id"), workspace_id=workspace_id, key="lead_id", among=owners
    ):
        if owners[lead_id] == owner_id:
            used[lead_id] = used.get(lead_id, 0) + 1
    if any(times >= most for times in used.values()):
        raise Refusal("pauses_used_up", times=most)


def _running(workspace_id: int, lead_ids: Iterable[int]) -> list[RunningClock]:
    rows = bulk.find(
        Deadline, CLOCK, workspace_id=workspace_id, key="lead_id", among=lead_ids, where="t.outcome = ''", lock=True
    )
    return [RunningClock(*row) for row in rows]


def _stop(clocks: Sequence[RunningClock], workspace_id: int, at: datetime) -> None:
    """Keep what is left of each clock; one that has passed is missed."""
    times = working_times(workspace_id, {clock.owner_id for clock in clocks})
    rules = RulesBehind.of(workspace_id, {clock.rules_id for clock in clocks}, times.day)
    rows = []
    for clock in clocks:
        promise = rules.promise(clock)
        if clock.due_at > at and clock.paused_at is None and promise is not None:
            left = left_of(clock.due_at, at, promise, times.of(clock.owner_id))
            rows.append((clock.id, at, left // MICROSECOND))
    bulk.update(Deadline, ("paused_at", "left_us"), rows)
    late = [clock.id for clock in clocks if clock.due_at <= at and clock.paused_at is None]
    miss(workspace_id, passed_of(workspace_id, late), at)


def resume_leads(viewer: Viewer, lead_ids: Iterable[int], at: datetime) -> tuple[int, ...]:
    """Let the clocks of leads go on before the time; returns the leads whose clocks run again."""
    if not (viewer.may("leads.follow") or viewer.may("leads.assign")):
        raise Refusal("forbidden", permission="leads.follow")
    with transaction.atomic():
        leads = leads_by_id(viewer.workspace_id, among_visible(viewer, lead_ids))
        mine = [i for i, x in leads.items() if x.owner_id == viewer.member_id or viewer.may("leads.assign")]
        _running(viewer.workspace_id, mine)
        going = end_pauses(viewer.workspace_id, mine, at, by=viewer.member_id)
        _go_on(viewer.workspace_id, dict.fromkeys(going, at))
        ledger.announce(viewer.workspace_id, Resumed(tuple(going)), at=at, by=viewer.member_id)
    return tuple(going)


def resume_pauses(workspace_id: int, pause_ids: Sequence[int], at: datetime) -> None:
    """Pauses whose time has come: their clocks go on from that moment, however late somebody looks."""
    rows = bulk.find(Pause, ("id", "lead_id", "until"), workspace_id=workspace_id, key="id", among=pause_ids)
    bulk.update(Pause, ("ended_at",), [(pause_id, until) for pause_id, _, until in rows])
    _go_on(workspace_id, {lead_id: until for _, lead_id, until in rows})
    ledger.announce(workspace_id, Resumed(tuple(lead_id for _, lead_id, _ in rows)), at=at)


def _go_on(workspace_id: int, since: dict[int, datetime]) -> None:
    """Start the standing clocks of leads again, each lead's from its own moment, with what was left."""
    clocks = [clock for clock in _running(workspace_id, since) if clock.paused_at is not None]
    times = working_times(workspace_id, {clock.owner_id for clock in clocks})
    rules = RulesBehind.of(workspace_id, {clock.rules_id for clock in clocks}, times.day)
    rows: list[tuple[int, None, datetime, datetime, datetime | None, int]] = []
    for clock in clocks:
        promise, calendar, at = rules.promise(clock), times.of(clock.owner_id), since[clock.lead_id]
        if promise is None:
            rows.append((clock.id, None, at, clock.due_at, None, clock.reminded))
            continue
        left = MICROSECOND * (clock.left_us or 0)
        due_at = due_with(left, at, promise, calendar)
        number, comes = next_reminder(promise, clock.started_at, due_at, at, calendar, first=clock.reminded)
        rows.append((clock.id, None, at, due_at, comes, number))
    bulk.update(Deadline, ("paused_at", "runs_from", "due_at", "remind_at", "reminded"), rows)
