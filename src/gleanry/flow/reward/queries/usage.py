"""How well the people within reach wrote down their visits in a month; a number of statements that does not grow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from gleanry.flow.followup.queries import filled_of, first_written, is_in_time, visits_between
from gleanry.flow.followup.shapes import VisitRow
from gleanry.flow.order.queries import orders_of_deals
from gleanry.flow.reward.queries.book import staff_of
from gleanry.flow.reward.rules import is_meant, usage_of
from gleanry.flow.reward.shapes import UsageFigures, UsageScore
from gleanry.kit import rulebook
from gleanry.people.queries import accounts_by_id
from gleanry.tenants.queries import get_settings, people_at_work
from gleanry.tenants.shapes import Viewer
from gleanry.values.period import day_of, month_of

MANAGES = frozenset({"cockpit.see", "rewards.run"})


def usage_of_month(viewer: Viewer, month: date, now: datetime) -> list[UsageScore]:
    """The scores of a month, the best first: of those whom the book names, ranked among all of them.

    Who leads others sees those within reach, everybody else their own line.
    """
    body = usage_book(viewer.workspace_id)
    workers = staff_of(viewer.workspace_id).workers
    here = [row[0] for row in people_at_work(viewer.workspace_id)]
    people = [who for who in here if is_meant(body.get("people", ()), workers[who])]
    scores = usage_of(figures_of(viewer.workspace_id, people, month, now, body), body)
    manages = bool(viewer.permissions & MANAGES)
    reach = None if manages and viewer.owner_ids is None else set(viewer.owner_ids or ()) if manages else set()
    mine = viewer.member_id
    return [one for one in scores if reach is None or one.figures.member_id in reach or one.figures.member_id == mine]


def usage_book(workspace_id: int) -> Mapping[str, Any]:
    """The rule book `usage`; empty where the workspace has none."""
    rules = rulebook.in_force(workspace_id, "usage").get("usage")
    return rules.body if rules else {}


def figures_of(
    workspace_id: int, people: Sequence[int], month: date, now: datetime, body: Mapping[str, Any]
) -> list[UsageFigures]:
    """What is counted of each of some members."""
    zone = ZoneInfo(get_settings(workspace_id).zone)
    period = month_of(month).in_zone(zone)
    visits = visits_between(workspace_id, period.start, period.end, people)
    held = [visit for visit in visits if visit.state == "held"]
    first = first_written(workspace_id, held)
    linked = _linked(workspace_id, held)
    within = timedelta(days=float(body.get("within_days", 1)))
    counts = {who: dict.fromkeys(("visits", "asked", "said", "accurate", "in_time", "linked"), 0) for who in people}
    for visit in held:
        count = counts[visit.member_id]
        said, asked = filled_of(visit)
        kept = visit.planned_for is None or day_of(visit.planned_for, zone) == day_of(visit.at, zone)
        count["visits"] += 1
        count["asked"] += asked
        count["said"] += said
        count["accurate"] += kept and visit.id not in first
        count["in_time"] += first[visit.id] - visit.at <= within if visit.id in first else is_in_time(visit, within)
        count["linked"] += visit.id in linked
    forgotten = dict.fromkeys(people, 0)
    for visit in visits:
        forgotten[visit.member_id] += visit.state == "planned" and visit.at + within < now
    return [UsageFigures(who, **counts[who], forgotten=forgotten[who]) for who in people]


def _linked(workspace_id: int, visits: Sequence[VisitRow]) -> frozenset[int]:
    """The visits to customers that have ordered: by their deal or their company."""
    deals = orders_of_deals(workspace_id, {visit.deal_id for visit in visits if visit.deal_id is not None})
    accounts = accounts_by_id(workspace_id, {visit.account_id for visit in visits})
    bought = {pk for pk, row in accounts.items() if row.bought_at is not None}
    return frozenset(v.id for v in visits if v.deal_id in deals or v.account_id in bought)
