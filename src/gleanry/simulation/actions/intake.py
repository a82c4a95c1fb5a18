"""What comes in at one moment: touches, leads and the nonsense among them, the way forms and programs send them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from gleanry.flow.capture.actions import submit
from gleanry.kit import ledger
from gleanry.leads.queries import held_since, leads_by_external_id, leads_by_id
from gleanry.leads.shapes import Pool
from gleanry.simulation.rules.prospects import Record, junk_of, name_of, record_of, touches_after, touches_before
from gleanry.simulation.rules.season import Season
from gleanry.simulation.shapes import Plan

AFTER = timedelta(days=14)
BATCH = 2000


def take_in(workspace_id: int, plan: Plan, season: Season, since: datetime | None, at: datetime) -> set[int]:
    """Send what came between `since` and `at`. Returns the leads that now have somebody to work on them."""
    first = season.count_before(since) if since else 0
    numbers = range(first, season.count_before(at))
    earlier = range(season.count_before(since - AFTER) if since else 0, season.count_before(at - AFTER))
    _send_touches(workspace_id, _touches(plan, season, numbers, earlier), at)
    touched: set[int] = set()
    for start in range(numbers.start, numbers.stop, BATCH):
        touched |= _send_leads(workspace_id, plan, season, numbers[start - first : start - first + BATCH], at)
    # What people did may have woken their leads, which went to somebody at once.
    return touched | set(held_since(workspace_id, (Pool.SDR, Pool.SALES), at))


def _touches(plan: Plan, season: Season, numbers: range, earlier: range) -> Iterator[Record]:
    for n in numbers:
        yield from touches_before(plan, n, season.moment_of(n))
    for n in earlier:
        yield from touches_after(plan, n, season.moment_of(n))


def _send_touches(workspace_id: int, touches: Iterator[Record], at: datetime) -> None:
    while batch := list(islice(touches, BATCH)):
        submit(workspace_id, batch, at=at, kind="touches")
        ledger.drain(workspace_id)


def _send_leads(workspace_id: int, plan: Plan, season: Season, numbers: Sequence[int], at: datetime) -> set[int]:
    records = [record_of(plan, n, season.moment_of(n)) for n in numbers]
    records += [junk for n in numbers if (junk := junk_of(plan, n)) is not None]
    submit(workspace_id, records, at=at)
    ledger.drain(workspace_id)
    opened = leads_by_id(workspace_id, leads_by_external_id(workspace_id, map(name_of, numbers)).values())
    fresh = {lead.id for lead in opened.values() if lead.owner_since == at}
    sources = leads_by_id(workspace_id, {lead.source_lead_id for lead in opened.values()})
    return fresh | {lead.id for lead in sources.values() if lead.owner_since == at}
