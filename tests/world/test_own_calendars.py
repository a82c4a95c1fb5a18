"""Somebody's own calendar: shifts on dates, leave, other zones; the laws and an oracle on random ones."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gleanry.world.shapes import WorkingCalendar, WorkingHours, country_is_known, holiday_name, plain_time

SHANGHAI, BERLIN, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
OFFICE = WorkingHours.of((time(9), time(18)))
CHINA = WorkingCalendar("CN", SHANGHAI, OFFICE)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def shanghai(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI)  # type: ignore[arg-type,misc]


def test_a_saturday_of_a_rota_counts_and_a_day_off_does_not() -> None:
    own = CHINA.with_own(shifts=[(date(2026, 3, 7), ((time(10), time(16)),)), (date(2026, 3, 9), ())])
    assert own.working_between(shanghai(2026, 3, 6, 17), shanghai(2026, 3, 10, 10)) == HOUR + 6 * HOUR + HOUR
    assert own.add_working(shanghai(2026, 3, 6, 17), 2 * HOUR) == shanghai(2026, 3, 7, 11)
    assert (own.kind_of(date(2026, 3, 7)), CHINA.kind_of(date(2026, 3, 7))) == ("shift", "rest")
    assert own.hours_on(date(2026, 3, 9)) == ()


def test_leave_from_two_in_the_afternoon() -> None:
    own = CHINA.with_own(away=[(shanghai(2026, 3, 6, 14), shanghai(2026, 3, 7))])
    assert own.working_between(shanghai(2026, 3, 6, 9), shanghai(2026, 3, 9, 9)) == 5 * HOUR
    assert own.next_open(shanghai(2026, 3, 6, 14)) == shanghai(2026, 3, 9, 9)
    assert own.without_leave().is_open(shanghai(2026, 3, 6, 14))


def test_a_night_shift_goes_past_midnight_and_past_the_change_of_clocks() -> None:
    night = WorkingCalendar("", BERLIN, WorkingHours.of((time(22), time(6))))
    own = night.with_own(shifts=[(date(2026, 3, 28), ((time(22), time(6)),))])  # clocks go forward that Sunday
    start = datetime(2026, 3, 28, 20, tzinfo=BERLIN)
    assert own.working_between(start, start + DAY) == 7 * HOUR
    replaced = night.with_own(shifts=[(date(2026, 3, 27), ())])
    assert not replaced.is_open(datetime(2026, 3, 28, 3, tzinfo=BERLIN))
    assert replaced.is_open(datetime(2026, 3, 27, 3, tzinfo=BERLIN))


def test_kinds_of_days() -> None:
    days = {
        date(2026, 2, 14): "makeup",
        date(2026, 2, 16): "holiday",
        date(2026, 3, 7): "rest",
        date(2026, 3, 9): "work",
    }
    assert {day: CHINA.kind_of(day) for day in days} == days
    assert holiday_name("CN", None, date(2026, 10, 1), language="zh").startswith("国庆")
    assert "National Day" in holiday_name("CN", None, date(2026, 10, 1))
    assert holiday_name("CN", None, date(2026, 10, 13)) == ""
    assert country_is_known("DE", "BY") and not country_is_known("DE", "XX") and not country_is_known("ZZ")


def test_what_calendars_share_is_the_plan_not_the_leave() -> None:
    own = CHINA.with_own(away=[(shanghai(2026, 3, 2), shanghai(2026, 3, 7))])
    week = (shanghai(2026, 3, 2), shanghai(2026, 3, 9))
    assert own.working_between(*week) == timedelta(0)
    assert CHINA.working_between(*week) == 45 * HOUR
    assert own._plain is CHINA._plain


def test_a_calendar_without_working_time_ahead_says_so() -> None:
    gone = CHINA.with_own(away=[(shanghai(2026, 1, 1), shanghai(2200, 1, 1))])
    with pytest.raises(ValueError, match="no working time"):
        gone.next_open(shanghai(2026, 3, 2))


# Around the year's end, the Spring Festival, and the changes of clocks of 2026 in New York and Berlin.
ANCHORS = [
    datetime(2025, 12, 29), datetime(2026, 2, 12), datetime(2026, 3, 6), datetime(2026, 3, 27), datetime(2026, 10, 23),
    datetime(2026, 10, 30),
]  # fmt: skip
# Not from one to three: a time that is skipped or comes twice when clocks change means no one instant.
QUARTERS = st.sampled_from([time(hour, minute) for hour in (0, *range(3, 24)) for minute in (0, 15, 30, 45)])
SPANS = st.lists(st.tuples(QUARTERS, QUARTERS), max_size=2).map(tuple)
FULL = ((time(), time()),)
WEEKS = st.lists(st.one_of(SPANS, st.just(FULL)), min_size=7, max_size=7).map(tuple).filter(any)


@st.composite
def calendars(draw: st.DrawFn, anchor: datetime) -> WorkingCalendar:
    """A calendar with everything: any week, zone and country, days on and off, shifts and leave about `anchor`."""
    country, zone = draw(
        st.sampled_from([("CN", SHANGHAI), ("US", NEW_YORK), ("DE", BERLIN), ("", BERLIN), ("", SHANGHAI)])
    )
    days = st.integers(-1, 9).map(lambda number: anchor.date() + number * DAY)
    instants = st.integers(-1440, 9 * 1440).map(lambda minute: (anchor + timedelta(minutes=minute)).replace(tzinfo=UTC))
    lengths = st.integers(1, 3 * 1440).map(lambda minutes: timedelta(minutes=minutes))
    plain = WorkingCalendar(
        country,
        zone,
        WorkingHours(draw(WEEKS)),
        frozenset(draw(st.sets(days, max_size=2))),
        frozenset(draw(st.sets(days, max_size=2))),
    )
    leave = draw(st.lists(st.tuples(instants, lengths), max_size=3))
    return plain.with_own(
        shifts=draw(st.lists(st.tuples(days, SPANS), max_size=3)),
        away=[(since, since + length) for since, length in leave],
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[WorkingCalendar, datetime]:
    """A calendar and an instant near what is special about it."""
    anchor = draw(st.sampled_from(ANCHORS))
    start = (anchor + timedelta(minutes=draw(st.integers(0, 5 * 1440)))).replace(tzinfo=UTC)
    return draw(calendars(anchor)), start


def works_at(calendar: WorkingCalendar, at: datetime) -> bool:
    """Say of one minute whether it is worked, by its wall clock and the lists alone."""
    if any(since <= at < until for since, until in calendar.away):
        return False
    local = at.astimezone(calendar.zone)
    wall = local.time()
    for back in (0, 1):
        for opens, closes in _listed(calendar, local.date() - back * DAY):
            overnight = closes <= opens
            if back == 0 and wall >= opens and (overnight or wall < closes):
                return True
            if back == 1 and overnight and wall < closes:
                return True
    return False


def _listed(calendar: WorkingCalendar, day: date) -> tuple[tuple[time, time], ...]:
    shifts = dict(calendar.shifts)
    if day in shifts:
        return shifts[day]
    return calendar.hours.on(day.weekday()) if calendar.is_working_day(day) else ()


@settings(deadline=None, max_examples=150)
@given(cases(), st.integers(0, 4000))
def test_measuring_equals_walking_every_minute(case: tuple[WorkingCalendar, datetime], length: int) -> None:
    calendar, start = case
    minutes = [start + timedelta(minutes=at) for at in range(length)]
    walked = sum(works_at(calendar, minute) for minute in minutes)
    assert calendar.working_between(start, start + timedelta(minutes=length)) == timedelta(minutes=walked)
    opened = next((minute for minute in minutes if works_at(calendar, minute)), None)
    if opened is not None:
        assert calendar.next_open(start) == opened


DURATIONS = st.timedeltas(timedelta(0), timedelta(days=60))


@settings(deadline=None, max_examples=150)
@given(cases(), DURATIONS, DURATIONS)
def test_adding_and_measuring_are_inverse_and_additive(
    case: tuple[WorkingCalendar, datetime], duration: timedelta, more: timedelta
) -> None:
    calendar, start = case
    due = calendar.add_working(start, duration)
    assert calendar.working_between(start, due) == duration
    assert calendar.add_working(start, duration + more) == calendar.add_working(due, more)


@settings(deadline=None, max_examples=150)
@given(cases(), st.timedeltas(timedelta(0), timedelta(days=40)), st.timedeltas(timedelta(0), timedelta(days=40)))
def test_time_is_cut_anywhere_without_loss_and_only_grows(
    case: tuple[WorkingCalendar, datetime], first: timedelta, second: timedelta
) -> None:
    calendar, start = case
    cut, end = start + first, start + first + second
    whole = calendar.working_between(start, end)
    assert calendar.working_between(start, cut) + calendar.working_between(cut, end) == whole
    assert timedelta(0) <= calendar.working_between(cut, end) <= whole <= first + second
    assert calendar.working_between(end, start) == -whole


@settings(deadline=None, max_examples=100)
@given(cases(), st.timedeltas(timedelta(0), timedelta(days=20)), DURATIONS)
def test_later_starts_are_never_due_earlier_and_leave_never_makes_anything_due_earlier(
    case: tuple[WorkingCalendar, datetime], later: timedelta, duration: timedelta
) -> None:
    calendar, start = case
    due = calendar.add_working(start, duration)
    assert due <= calendar.add_working(start + later, duration)
    assert calendar.without_leave().add_working(start, duration) <= due


@settings(deadline=None, max_examples=60)
@given(cases(), st.timedeltas(timedelta(0), timedelta(days=20)))
def test_leave_of_the_whole_time_leaves_nothing(case: tuple[WorkingCalendar, datetime], length: timedelta) -> None:
    calendar, start = case
    gone = calendar.with_own(away=[(start, start + length)])
    assert gone.working_between(start, start + length) == timedelta(0)


def test_all_time_counts_but_for_leave() -> None:
    start = datetime(2026, 3, 2, tzinfo=UTC)
    own = plain_time().with_own(away=[(start + HOUR, start + 3 * HOUR)])
    assert own.working_between(start, start + DAY) == 22 * HOUR
