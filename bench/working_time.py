"""How long a million computations in working time take, on calendars of every kind, beside a loop by the minute.

Measured: 500 members of one workspace: four in five work as the company does, the others in other countries and zones,
and each fifth has leave and a rota. Half the computations add 5 minutes to 20 days of working time, half measure spans
of up to two years, from instants of 2025 and 2026. The loop looks at each minute of a span of up to ten days by its
wall clock; its figure is of a sample, the ratio of the same spans in the same run. Memory is that of the calendars,
with the years worked out that were asked for, as Python counts it.
"""

from __future__ import annotations

import random
import time
import tracemalloc
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bench.printing import Findings, arguments, seconds
from bench.scratch import open_house

MEMBERS = 500
SAMPLE = 60
START = datetime(2025, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
CEILING, RATIO, MEGABYTES = 30.0, 100.0, 64.0


def main() -> None:
    given = arguments(__doc__, computations=1_000_000)
    scratch = open_house(given.keep)
    scratch.empty()
    found = Findings(
        "working_time",
        scratch.vendor,
        f"{given.computations:,} computations for {MEMBERS} members, three years of days",
    )
    workspace_id, members = _people()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from gleanry.tenants.queries import working_times

    tracemalloc.start()
    with CaptureQueriesContext(connection) as asked:
        times = working_times(workspace_id, members)
    for member in members:
        times.of(member).working_between(START, START + 3 * 366 * DAY)
    memory = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    again = [seconds(lambda: working_times(workspace_id, members)) * 1000 for _ in range(10)]
    calendars = {id(times.of(member)) for member in members}
    found.rows += [
        ("different calendars among the members", len(calendars), ""),
        ("statements to read all calendars", len(asked), ""),
        ("reading all calendars again, median", sorted(again)[5], "ms"),
    ]
    _measure(found, [times.of(member) for member in members], given.computations)
    found.claims.append(("memory of all calendars, MB", memory, f"under {MEGABYTES:.0f}", memory < MEGABYTES))
    found.tell(as_json=given.json)


def _people() -> tuple[int, list[int]]:
    """A workspace of 500 with hours, rotas and leave of their own as described above."""
    from gleanry.tenants.actions import add_unknown_members, lay_rota, set_hours, take_leave
    from gleanry.tenants.shapes import LeaveKind, NewLeave, Pattern, Role, Rota, Viewer
    from gleanry.wiring.playbooks import new_workspace
    from gleanry.world.shapes import WorkingHours

    workspace_id = new_workspace("Bench", slug="bench", made_up=True).id
    names = [f"m{number:03}" for number in range(MEMBERS)]
    known = add_unknown_members(workspace_id, names, role=Role.SELLER)
    members = [known[name] for name in names]
    planner = Viewer(workspace_id, members[0], "bench", permissions=frozenset({"members.edit"}))
    office = WorkingHours.of((_clock(9), _clock(17))).week
    abroad = (("DE", "Europe/Berlin"), ("US", "America/New_York"), ("SG", "Asia/Singapore"), ("GB", "Europe/London"))
    for place, (country, zone) in enumerate(abroad):
        set_hours(planner, members[place::20], Pattern(office, country, "", zone), START)
    busy = members[::5]
    hours = ((_clock(10), _clock(16)),)
    for year in (2025, 2026):
        rota = Rota(tuple(busy), date(year, 1, 1), date(year, 12, 31), frozenset({5}), hours, each=20)
        lay_rota(planner, rota, START)
    dice = random.Random(7)
    days = [START + dice.randrange(700) * DAY for _ in range(6 * len(busy))]
    leaves = [
        NewLeave(busy[number % len(busy)], LeaveKind.ANNUAL, since, since + (number % 9 + 1) * DAY / 2)
        for number, since in enumerate(days)
    ]
    take_leave(planner, leaves, START)
    return workspace_id, members


def _clock(hour: int) -> Any:
    from datetime import time as clock

    return clock(hour)


def _measure(found: Findings, calendars: list[Any], count: int) -> None:
    """A million at once, each kind by itself, then the same spans by the minute."""
    dice = random.Random(11)
    minutes = 2 * 365 * 24 * 60
    begins = [START + timedelta(minutes=dice.randrange(minutes)) for _ in range(count)]
    lengths = [timedelta(minutes=dice.randrange(5, 20 * 8 * 60)) for _ in range(count // 2)]
    spans = [timedelta(minutes=dice.randrange(minutes)) for _ in range(count // 2)]
    whose = [calendars[dice.randrange(len(calendars))] for _ in range(count)]
    half = count // 2
    jobs = list(zip(whose[:half], begins[:half], lengths, strict=True))
    started = time.perf_counter()
    for calendar, at, length in jobs:
        calendar.add_working(at, length)
    adding = time.perf_counter() - started
    spanned = list(zip(whose[half : 2 * half], begins[half : 2 * half], spans, strict=True))
    started = time.perf_counter()
    for calendar, at, span in spanned:
        calendar.working_between(at, at + span)
    measuring = time.perf_counter() - started
    found.rows += [
        ("adding, each", adding / half * 1e6, "µs"),
        ("measuring spans of up to two years, each", measuring / half * 1e6, "µs"),
    ]
    found.claims.append(
        (f"{2 * half:,} computations, s", adding + measuring, f"under {CEILING:.0f}", adding + measuring < CEILING)
    )
    _beside_the_loop(found, [(calendar, at, min(span, 10 * DAY)) for calendar, at, span in spanned[:SAMPLE]])


def _beside_the_loop(found: Findings, sample: list[tuple[Any, datetime, timedelta]]) -> None:
    walked: list[timedelta] = []
    by_minute = seconds(lambda: walked.extend(_walked(*one) for one in sample))
    measured: list[timedelta] = []
    rounds = 200
    at_once = seconds(
        lambda: [
            measured.append(calendar.working_between(at, at + span))
            for _ in range(rounds)
            for calendar, at, span in sample
        ]
    )
    assert measured[: len(sample)] == walked, "the loop and the calendar differ"
    ratio = by_minute / (at_once / rounds)
    found.rows.append(("by the minute, spans of up to ten days, each", by_minute / len(sample) * 1e6, "µs"))
    found.claims.append(("times as fast as the loop, on the same spans", ratio, f"over {RATIO:.0f}", ratio > RATIO))


def _walked(calendar: Any, start: datetime, span: timedelta) -> timedelta:
    """The working time of a span, looking at the wall clock of each minute; hours here never go past midnight."""
    minute, worked = timedelta(minutes=1), 0
    for number in range(span // minute):
        at = start + number * minute
        local = at.astimezone(calendar.zone)
        wall = local.time()
        if any(opens <= wall < closes for opens, closes in calendar.hours_on(local.date())):
            worked += not any(since <= at < until for since, until in calendar.away)
    return worked * minute


if __name__ == "__main__":
    main()
