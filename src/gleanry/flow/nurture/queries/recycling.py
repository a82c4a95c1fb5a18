"""What would leave its place, when and why: for the run itself, for holders' protection, and before a rule is saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from gleanry.flow.clean.queries import records_of
from gleanry.flow.followup.queries import follow_ups_by_lead
from gleanry.flow.nurture.rules.recycling import Due, Kept, due_of, stages_of
from gleanry.flow.nurture.shapes import Forecast, Leaving
from gleanry.leads.queries import book_of, kept_in, stays_of
from gleanry.leads.shapes import LeadRow, PoolBook, RecycleRule, Unit
from gleanry.tenants.queries import working_times
from gleanry.tenants.shapes import WorkingTimes
from gleanry.world.shapes import WorkingCalendar

PAGE = 2000
SHORTEST = {Unit.WORKING_DAYS: timedelta(hours=1), Unit.DAYS: timedelta(days=1), Unit.MONTHS: timedelta(days=28)}
"""No unit is shorter: a working day may be short, but not that short."""
NOTE = "note"


def dues_of(workspace_id: int, leads: Sequence[LeadRow], rules: Sequence[RecycleRule]) -> dict[int, Due]:
    """Lead -> when and by which rule it leaves its place; the same statements for any number of leads."""
    about = [lead for lead in leads if any({lead.pool, lead.own_pool} & set(rule.pools) for rule in rules)]
    if not about:
        return {}
    ids = [lead.id for lead in about]
    stays = stays_of(workspace_id, ids)
    times = working_times(workspace_id, {lead.owner_id for lead in about})
    done = follow_ups_by_lead(workspace_id, [lead.id for lead in about if lead.owner_id is not None])
    products = _products(workspace_id, about) if any(rule.products for rule in rules) else {}
    counting = Counting(times)
    found = {}
    for lead in about:
        stay = stays.get(lead.id)
        entered = stay.entered if stay else lead.received_at
        kept = Kept(
            lead.id,
            frozenset({str(lead.pool), lead.own_pool} - {""}),
            held=lead.owner_id is not None,
            stages=stages_of(
                state=lead.state, mql_at=lead.mql_at, sql_at=lead.sql_at, opportunity_at=lead.opportunity_at
            ),
            grade=lead.grade,
            source=lead.source,
            product=products.get(lead.submission_id, ""),
            since=lead.owner_since or entered,
            last=next((row.at for row in done.get(lead.id, ()) if row.kind != NOTE), None),
            spells=stay.spells if stay else {},
            drops=stay.drops if stay else 0,
        )
        due = due_of(kept, rules, counting.by(times.of(lead.owner_id)))
        if due is not None:
            found[lead.id] = due
    return found


def _products(workspace_id: int, leads: Sequence[LeadRow]) -> dict[int, str]:
    rows = records_of(workspace_id, (lead.submission_id for lead in leads))
    return {row.submission_id: str(row.fields.get("product", "")) for row in rows}


class Counting:
    """Adding a rule's time to instants, each sum worked out once."""

    def __init__(self, times: WorkingTimes) -> None:
        self._day = times.day
        self._known: dict[tuple[int, datetime, float, Unit], datetime] = {}

    def by(self, calendar: WorkingCalendar) -> Any:
        """The counting of one calendar: (start, how many, unit) -> instant."""

        def counted(start: datetime, count: float, unit: Unit) -> datetime:
            key = (id(calendar), start, count, unit)
            if key not in self._known:
                self._known[key] = _later(start, count, unit, calendar, self._day)
            return self._known[key]

        return counted


def _later(start: datetime, count: float, unit: Unit, calendar: WorkingCalendar, day: timedelta) -> datetime:
    match unit:
        case Unit.WORKING_DAYS:
            return calendar.add_working(start, count * day)
        case Unit.DAYS:
            return start + timedelta(days=count)
        case Unit.MONTHS:
            return _months_later(start, int(count), calendar.zone)


def _months_later(start: datetime, count: int, zone: ZoneInfo) -> datetime:
    """The same hour of the same day so many months later, or of that month's last day."""
    local = start.astimezone(zone)
    years, month = divmod(local.month - 1 + count, 12)
    for day in range(local.day, 0, -1):
        try:
            return local.replace(year=local.year + years, month=month + 1, day=day).astimezone(UTC)
        except ValueError:
            continue
    raise ValueError("every month has a first day")


def kinds_of(book: PoolBook, rules: Sequence[RecycleRule]) -> list[str]:
    """The kinds of pools some rule is about, each once."""
    return list(
        dict.fromkeys(str(book.pools[pool].kind) for rule in rules for pool in rule.pools if pool in book.pools)
    )


def held_before(at: datetime, rules: Sequence[RecycleRule]) -> datetime:
    """Who got a lead after this cannot lose it yet, whatever the calendar."""
    limits = (min(rule.count, rule.most or rule.count) * SHORTEST[rule.unit] for rule in rules)
    return at - min(limits, default=timedelta(0))


def would_recycle(
    workspace_id: int, rules: Mapping[str, Any] | PoolBook, at: datetime, *, most: int = 20_000
) -> Forecast:
    """Had these rules been in force: what would leave its place now, and where it would go. Nothing is written."""
    book = rules if isinstance(rules, PoolBook) else book_of(workspace_id, rules)
    looked_at, leaving = 0, []
    for leads in _pages(workspace_id, book, at, most):
        looked_at += len(leads)
        leaving += leaving_of(workspace_id, leads, book, until=at)
    return Forecast(looked_at, looked_at < most, tuple(leaving))


def leaving_of(workspace_id: int, leads: Sequence[LeadRow], book: PoolBook, *, until: datetime) -> list[Leaving]:
    """Those of some leads that leave their places by an instant, the first first."""
    dues = dues_of(workspace_id, leads, book.recycling)
    regions = {lead.id: lead.region_id for lead in leads}
    found = [
        Leaving(lead_id, due.rule.code, due.since, due.at, target_of(book, due.rule.to, regions[lead_id]))
        for lead_id, due in dues.items()
        if due.at <= until
    ]
    return sorted(found, key=lambda one: (one.at, one.lead_id))


def target_of(book: PoolBook, to: str, region_id: int | None) -> str:
    """Where a rule's target lies for a lead of a region: a pool's code, or "next_person" as it is."""
    return book.target(to, region_id).code if to in book.pools else to


def _pages(workspace_id: int, book: PoolBook, at: datetime, most: int) -> Iterator[list[LeadRow]]:
    seen, before = 0, held_before(at, book.recycling)
    for kind in kinds_of(book, book.recycling):
        after = 0
        while seen < most:
            limit = min(PAGE, most - seen)
            leads = kept_in(workspace_id, kind, after=after, limit=limit, held_before=before)
            seen += len(leads)
            yield leads
            if len(leads) < limit:
                break
            after = leads[-1].id
