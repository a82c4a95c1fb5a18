"""Working calendars: known cases, laws, and a slow oracle that walks every minute."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gleanry.world.shapes import WorkingCalendar, WorkingHours, plain_time

SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
OFFICE = WorkingHours.of((time(9), time(18)))
SPLIT = WorkingHours.of((time(9), time(12)), (time(13, 30), time(18)))
NIGHT = WorkingHours.of((time(22), time(6)), weekdays=range(6))
CHINA = WorkingCalendar("CN", SHANGHAI, OFFICE)
CALENDARS = [
    CHINA,
    WorkingCalendar("CN", SHANGHAI, SPLIT, frozenset({date(2026, 3, 4)}), frozenset({date(2026, 3, 8)})),
    WorkingCalendar("US", NEW_YORK, SPLIT, subdivision="CA"),
    WorkingCalendar("", NEW_YORK, NIGHT),
    plain_time(),
    plain_time(NEW_YORK),
]
HOUR = timedelta(hours=1)


def shanghai(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI)  # type: ignore[arg-type,misc]


def test_over_spring_festival_with_a_make_up_saturday() -> None:
    start, end = shanghai(2026, 2, 13, 16), shanghai(2026, 2, 24, 11)
    assert CHINA.is_working_day(date(2026, 2, 14))
    assert CHINA.working_between(start, end) == 13 * HOUR
    assert CHINA.add_working(start, 13 * HOUR) == end
    assert CHINA.working_between(end, start) == -13 * HOUR


def test_days_off_and_on() -> None:
    calendar = CALENDARS[1]
    assert not calendar.is_working_day(date(2026, 3, 4))
    assert calendar.is_working_day(date(2026, 3, 8))
    assert calendar.next_open(shanghai(2026, 3, 8, 12)) == shanghai(2026, 3, 8, 13, 30)
    assert not CHINA.is_working_day(date(2026, 10, 1))
    assert not CHINA.is_working_day(date(2026, 3, 8))


def test_doors() -> None:
    assert CHINA.next_open(shanghai(2026, 2, 14, 18)) == shanghai(2026, 2, 24, 9)
    assert CHINA.next_open(shanghai(2026, 2, 24, 9)) == shanghai(2026, 2, 24, 9)
    assert CHINA.is_open(shanghai(2026, 2, 24, 9)) and not CHINA.is_open(shanghai(2026, 2, 24, 18))
    assert CHINA.add_working(shanghai(2026, 2, 24, 16), 2 * HOUR) == shanghai(2026, 2, 24, 18)
    assert CHINA.add_working(shanghai(2026, 2, 24, 20), timedelta(0)) == shanghai(2026, 2, 24, 20)


def test_years_whose_make_up_days_are_not_published() -> None:
    assert CHINA.knows_year(2026)
    assert not CHINA.knows_year(2040)
    assert CALENDARS[2].knows_year(2040)
    assert plain_time().knows_year(2040)


def test_plain_time_is_the_clock() -> None:
    start = datetime(2026, 12, 31, 23, tzinfo=UTC)
    assert plain_time().add_working(start, timedelta(days=800)) == start + timedelta(days=800)
    assert plain_time(NEW_YORK).working_between(start, start + timedelta(days=400)) == timedelta(days=400)


def test_refusals() -> None:
    with pytest.raises(ValueError, match="seven days"):
        WorkingHours(((),) * 7)
    with pytest.raises(ValueError, match="forward"):
        CHINA.add_working(shanghai(2026, 1, 1), -HOUR)
    with pytest.raises(ValueError, match="no holidays"):
        WorkingCalendar("ZZ", SHANGHAI, OFFICE).is_working_day(date(2026, 1, 1))


def works_at(calendar: WorkingCalendar, at: datetime) -> bool:
    """Say whether a minute is worked by looking at its wall clock alone."""
    local = at.astimezone(calendar.zone)
    for back in (0, 1):
        day = local.date() - timedelta(days=back)
        if not calendar.is_working_day(day):
            continue
        for opens, closes in calendar.hours.on(day.weekday()):
            overnight = closes <= opens
            if back == 0 and local.time() >= opens and (overnight or local.time() < closes):
                return True
            if back == 1 and overnight and local.time() < closes:
                return True
    return False


# The year's end, spring festival, and New York's change of clocks on 8 March 2026.
_STARTS = st.sampled_from([datetime(2025, 12, 29), datetime(2026, 2, 12), datetime(2026, 3, 6)])
_MINUTES = st.builds(
    lambda base, more: base.replace(tzinfo=UTC) + timedelta(minutes=more), _STARTS, st.integers(0, 5000)
)


@settings(deadline=None)  # the first question of a year computes its openings
@given(st.sampled_from(CALENDARS), _MINUTES, st.integers(0, 3000))
def test_measuring_equals_walking_every_minute(calendar: WorkingCalendar, start: datetime, length: int) -> None:
    minutes = [start + timedelta(minutes=at) for at in range(length)]
    walked = sum(works_at(calendar, minute) for minute in minutes)
    assert calendar.working_between(start, start + timedelta(minutes=length)) == timedelta(minutes=walked)
    opened = next((minute for minute in minutes if works_at(calendar, minute)), None)
    if opened is not None:
        assert calendar.next_open(start) == opened


_INSTANTS = st.datetimes(datetime(2019, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))
_DURATIONS = st.timedeltas(timedelta(0), timedelta(days=120))


@settings(deadline=None)  # the first question of a year computes its openings
@given(st.sampled_from(CALENDARS), _INSTANTS, _DURATIONS, _DURATIONS)
def test_adding_then_measuring_gives_the_duration_back(
    calendar: WorkingCalendar, start: datetime, duration: timedelta, more: timedelta
) -> None:
    due = calendar.add_working(start, duration)
    assert calendar.working_between(start, due) == duration
    assert calendar.add_working(start, duration + more) == calendar.add_working(due, more)
    assert due >= start + duration


@settings(deadline=None)  # the first question of a year computes its openings
@given(st.sampled_from(CALENDARS), _INSTANTS, st.timedeltas(timedelta(0), timedelta(days=30)), _DURATIONS)
def test_later_starts_and_longer_promises_are_never_due_earlier(
    calendar: WorkingCalendar, start: datetime, later: timedelta, duration: timedelta
) -> None:
    assert calendar.add_working(start, duration) <= calendar.add_working(start + later, duration)
    assert calendar.add_working(start, duration) <= calendar.add_working(start, duration + later)
    assert calendar.is_open(calendar.next_open(start))
