"""What a company year leaves for its people: visits to customers, targets, statements of every month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from gleanry.flow.convert.queries import list_deals
from gleanry.flow.convert.shapes import DealCard
from gleanry.flow.followup.actions import plan_visits, record_visits
from gleanry.flow.followup.shapes import NewVisit
from gleanry.flow.reward.actions import close_month, make_statements, set_goals
from gleanry.flow.reward.queries import list_months
from gleanry.kit import clock, ledger
from gleanry.simulation.rules.visiting import said_at, visited_after
from gleanry.tenants.queries import get_settings, list_members, viewer_of
from gleanry.tenants.shapes import Role, Viewer
from gleanry.values.money import Money
from gleanry.values.period import Days, day_of, month_of, months

VISITED, DRAFTS = 16, 2
"""Visits of a seller, and how many of the last months are left open."""
GOAL = 400_000
"""What a seller shall bring in within a month, in major units."""


def reward_year(workspace_id: int, starts_on: date, ends_at: datetime) -> None:
    """Write visits, targets and statements, once; later calls change nothing."""
    admin = next((m for m in list_members(workspace_id, role=Role.ADMINISTRATOR)), None)
    if admin is None or list_months(viewer_of(admin)):
        return
    settings = get_settings(workspace_id)
    today = day_of(ends_at, ZoneInfo(settings.zone))
    whole = [days.first for days in months(Days(starts_on, month_of(today).end))]
    sellers = list_members(workspace_id, role=Role.SELLER)
    goals = [(one.pk, first, Money.of(GOAL, settings.currency)) for one in sellers for first in whole]
    with clock.stopped(ends_at):
        ledger.drain(workspace_id)
        set_goals(workspace_id, goals, ends_at, by=admin.pk)
        for seller in sellers:
            _visit(viewer_of(seller), ends_at)
        for first in whole:
            make_statements(workspace_id, first, ends_at)
        for first in whole[:-DRAFTS]:
            close_month(viewer_of(admin), first, ends_at)
        ledger.drain(workspace_id)


def _visit(viewer: Viewer, ends_at: datetime) -> None:
    """A seller saw the customers of their latest deals within the last weeks, and will see one more."""
    deals = [deal for deal in list_deals(viewer, limit=3 * VISITED) if deal.account_id is not None][:VISITED]
    for n, deal in enumerate(deals):
        at = ends_at - visited_after(n, viewer.member_id)
        written = min(ends_at, at + timedelta(hours=3 if (n + viewer.member_id) % 4 else 50))
        record_visits(viewer, [_of(deal, at, n)], written)
    _plan(viewer, deals, ends_at)


def _plan(viewer: Viewer, deals: Sequence[DealCard], ends_at: datetime) -> None:
    for n, deal in enumerate(deals[:2]):
        visit = NewVisit(
            ends_at + timedelta(days=n + 1), account_id=deal.account_id, deal_id=deal.id, purpose="签约前回访"
        )
        plan_visits(viewer, [visit], ends_at - timedelta(days=1))


def _of(deal: DealCard, at: datetime, n: int) -> NewVisit:
    said = said_at(n)
    return NewVisit(
        at,
        account_id=deal.account_id,
        deal_id=deal.id,
        place=said.place,
        theirs=said.theirs,
        needs=said.needs,
        feedback=said.feedback,
        intent=said.intent,
        specification=said.specification,
    )
