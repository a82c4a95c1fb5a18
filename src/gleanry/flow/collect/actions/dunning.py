"""Remind of what is past its day: each step once, to whom the book says, and not while a complaint is open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from gleanry.flow.collect.facts import Dunned
from gleanry.flow.collect.models import Reminder
from gleanry.flow.collect.queries.debts import accounts_of, open_debts, reminders_of
from gleanry.flow.collect.queries.invoices import dunning_steps
from gleanry.flow.collect.rules import steps_due
from gleanry.flow.collect.shapes import Debt, DunningStep
from gleanry.flow.order.queries import orders_by_id
from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.tenants.queries import everybody, get_settings, list_members, viewer_of, working_times
from gleanry.tenants.shapes import Role, Viewer

DUNNING = 82
"""The lock under which reminders are written: a second worker finds them there."""
COLUMNS = ("id", "workspace_id", "order_id", "due_on", "step", "account_id", "member_id", "escalates")
AMOUNTS = ("amount_minor", "currency", "days_late", "rules_id", "at")
LEADERS = (Role.SALES_DIRECTOR, Role.GENERAL_MANAGER, Role.ADMINISTRATOR)


def dun(workspace_id: int, at: datetime) -> int:
    """Write the steps that have come for what is past its day; how many. Safe to run twice: a step is written once."""
    rules_id, steps = dunning_steps(workspace_id)
    today = at.astimezone(ZoneInfo(get_settings(workspace_id).zone)).date()
    late = [debt for debt in open_debts(everybody(workspace_id)) if debt.days_late(today) > 0]
    if not late or not steps:
        return 0
    times = working_times(workspace_id, [debt.owner_id for debt in late])
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, DUNNING)
        orders = orders_by_id(workspace_id, (debt.order_id for debt in late))
        known = reminders_of(workspace_id, orders)
        written = {(row.order_id, row.due_on, row.step) for rows in known.values() for row in rows}
        due = [
            (debt, step)
            for debt in _by_day(late)
            if debt.due_on is not None and not orders[debt.order_id].paused
            for step in steps_due(debt.due_on, today, steps, times.of(debt.owner_id).is_working_day)
            if (debt.order_id, debt.due_on, step.code) not in written
        ]
        told = _told(workspace_id, due)
        ids = bulk.allocate(Reminder, len(due))
        rows = [
            (*_row(pk, workspace_id, debt, step, told[debt.owner_id, step.tell]), debt.days_late(today), rules_id, at)
            for pk, (debt, step) in zip(ids, due, strict=True)
        ]
        bulk.insert(Reminder, (*COLUMNS, *AMOUNTS), rows)
        ledger.announce(workspace_id, Dunned(tuple(ids)), at=at)
    return len(due)


def _by_day(debts: Iterable[Debt]) -> list[Debt]:
    """One debt for each order and day: what is billed and what is planned for the same day is reminded of once."""
    found: dict[tuple[int, Any], Debt] = {}
    for debt in debts:
        found.setdefault((debt.order_id, debt.due_on), debt)
    return list(found.values())


def _row(pk: int, workspace_id: int, debt: Debt, step: DunningStep, member_id: int | None) -> tuple[Any, ...]:
    about = (debt.order_id, debt.due_on, step.code, debt.account_id)
    return (pk, workspace_id, *about, member_id, step.escalates, debt.open.minor, debt.open.currency)


def _told(workspace_id: int, due: Iterable[tuple[Debt, DunningStep]]) -> Mapping[tuple[int | None, str], int | None]:
    """(owner, whom the step tells) -> the member; None is whoever books money."""
    pairs = {(debt.owner_id, step.tell) for debt, step in due}
    leaders = _leaders(workspace_id) if any(tell == "director" for _, tell in pairs) else []
    return {
        (owner, tell): owner if tell == "owner" else _director_of(owner, leaders) if tell == "director" else None
        for owner, tell in pairs
    }


def _leaders(workspace_id: int) -> list[Viewer]:
    """Who leads others, the nearest kind first and of each kind those who see fewest."""
    found = []
    for role in LEADERS:
        viewers = [viewer_of(member) for member in list_members(workspace_id, role=role)]
        found += sorted(viewers, key=lambda v: len(v.owner_ids) if v.owner_ids is not None else 10**9)
    return found


def _director_of(owner_id: int | None, leaders: Iterable[Viewer]) -> int | None:
    for leader in leaders:
        if leader.member_id != owner_id and (leader.owner_ids is None or owner_id in leader.owner_ids):
            return leader.member_id
    return None


def end_reminder(viewer: Viewer, reminder_id: int, at: datetime) -> None:
    """Say that what a reminder asks for was done. Raises Refusal `not_found` for one that waits for somebody else."""
    rows = Reminder.objects.of(viewer.workspace_id).filter(pk=reminder_id, done_at__isnull=True)
    rows = rows.filter(member_id__in=[viewer.member_id]) | (
        rows.filter(member_id__isnull=True) if viewer.may("money.book") else rows.none()
    )
    if not rows.update(done_at=at):
        raise Refusal("not_found", reminder=reminder_id)


def forget_paid(workspace_id: int, at: datetime) -> int:
    """End the reminders of orders that owe nothing any more on that day; how many."""
    rows = Reminder.objects.of(workspace_id).filter(done_at__isnull=True).values_list("pk", "order_id", "due_on")
    waiting = list(rows)
    orders = orders_by_id(workspace_id, (order_id for _, order_id, _ in waiting))
    money = accounts_of(workspace_id, list(orders.values()))
    owed = {(debt.order_id, debt.due_on) for one in money.values() for debt in one.debts}
    done = [pk for pk, order_id, due_on in waiting if (order_id, due_on) not in owed]
    bulk.update(Reminder, ("done_at",), [(pk, at) for pk in done])
    return len(done)
