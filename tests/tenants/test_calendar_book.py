"""The book of working hours: what it says, what is wrong with it, and that the old form still means the same."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleanry.tenants.rules import faults_of_calendar, names_of_days, read_calendar
from gleanry.tenants.rules.book import minutes_of, without_breaks
from gleanry.wiring.playbooks import read_playbook
from gleanry.world.shapes import WorkingCalendar, plain_time

OFFICE: dict[str, Any] = {"hours": [["09:00", "18:00"]], "weekdays": [0, 1, 2, 3, 4]}
SHANGHAI = ZoneInfo("Asia/Shanghai")


def read(**more: Any) -> WorkingCalendar:
    return read_calendar({**OFFICE, **more}, country="CN", zone="Asia/Shanghai")


def worked(calendar: WorkingCalendar, day: date) -> timedelta:
    start = datetime.combine(day, time(), SHANGHAI)
    return calendar.working_between(start, start + timedelta(days=1))


def test_todays_body_is_without_fault_and_the_same_for_all() -> None:
    body = read_playbook("tob-leads")["rules"]["calendar"]
    assert faults_of_calendar(body) == []
    assert read_calendar(body, country="CN", zone="Asia/Shanghai") is read_calendar(
        dict(body), country="CN", zone="Asia/Shanghai"
    )
    assert worked(read_calendar(body, country="CN", zone="Asia/Shanghai"), date(2026, 3, 9)) == timedelta(hours=7.5)


def test_without_hours_all_time_counts() -> None:
    assert read_calendar({}, country="CN", zone="Asia/Shanghai") == plain_time(SHANGHAI)


def test_a_short_friday_a_lunch_and_days_of_the_companys_own() -> None:
    calendar = read(
        lunch=[["12:00", "13:00"]],
        weekday_hours=[{"weekday": 4, "hours": [["09:00", "15:00"]]}],
        extra_off=[{"date": "2026-03-04", "until": "2026-03-05", "name": "Company outing"}],
        extra_on=[
            {"date": "2026-03-07", "name": "Stocktaking", "hours": [["10:00", "12:00"]]},
            {"date": "2026-03-08", "name": "Fair"},
        ],
    )
    hours = [worked(calendar, date(2026, 3, day)) // timedelta(hours=1) for day in range(2, 9)]
    assert hours == [8, 8, 0, 0, 5, 2, 8]


def test_the_names_of_days() -> None:
    body = {
        "extra_off": [{"date": "2026-03-04", "until": "2026-03-05", "name": "Outing"}],
        "extra_on": [{"date": "2026-03-07", "name": "Stocktaking"}],
    }
    assert names_of_days(body) == {
        date(2026, 3, 4): "Outing",
        date(2026, 3, 5): "Outing",
        date(2026, 3, 7): "Stocktaking",
    }


def test_another_country_than_the_workspaces() -> None:
    bavaria = read(country="DE", subdivision="BY")
    assert not bavaria.is_working_day(date(2026, 1, 6))
    assert bavaria.is_working_day(date(2026, 10, 1))
    assert read(holidays=False).is_working_day(date(2026, 10, 1))


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"hours": [["09:00", "12:00"], ["11:00", "18:00"]]}, (0, "hours", "overlap")),
        ({"hours": [["18:00", "09:00"]]}, (0, "hours", "ends_before_start")),
        ({"hours": [["09:00", "09:00"]]}, (0, "hours", "ends_before_start")),
        ({"hours": [["9", "18:00"]]}, (0, "hours", "bad_time")),
        ({"hours": [["09:00"]]}, (0, "hours", "bad_time")),
        ({"hours": "09:00"}, (0, "hours", "not_a_list")),
        ({"weekdays": []}, (0, "hours", "no_hours")),
        ({"lunch": [["08:00", "19:00"]]}, (0, "hours", "no_hours")),
        ({"lunch": [["13:00", "12:00"]]}, (0, "lunch", "ends_before_start")),
        ({"weekdays": [0, 7]}, (0, "weekdays", "bad_weekday")),
        ({"weekday_hours": [{"weekday": 9, "hours": []}]}, (1, "weekday", "bad_weekday")),
        (
            {"weekday_hours": [{"weekday": 4, "hours": []}, {"weekday": 4, "hours": []}]},
            (2, "weekday", "weekday_twice"),
        ),
        ({"weekday_hours": [{"weekday": 4, "hours": [["15:00", "09:00"]]}]}, (1, "hours", "ends_before_start")),
        ({"country": "ZZ"}, (0, "country", "unknown_country")),
        ({"country": "DE", "subdivision": "XX"}, (0, "subdivision", "unknown_subdivision")),
        ({"extra_off": [{"date": "2026-02-30"}]}, (1, "date", "bad_date")),
        ({"extra_off": [{"name": "x"}]}, (1, "date", "bad_date")),
        ({"extra_off": [{"date": "2026-03-05", "until": "2026-03-04"}]}, (1, "until", "ends_before_start")),
        (
            {"extra_off": [{"date": "2026-03-05"}], "extra_on": [{"date": "2026-03-05"}]},
            (1, "date", "off_and_on"),
        ),
        ({"extra_on": [{"date": "2026-03-07", "hours": [["25:00", "26:00"]]}]}, (1, "hours", "bad_time")),
        ({"hours_a_day": 0}, (0, "hours_a_day", "bad_length")),
        ({"hours_a_day": "much"}, (0, "hours_a_day", "bad_length")),
    ],
)
def test_what_is_wrong_is_named_with_its_place(body: dict[str, Any], fault: tuple[int, str, str]) -> None:
    (found,) = faults_of_calendar({**OFFICE, **body})
    assert (found["row"], found["setting"], found["code"]) == fault


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 9) | st.sampled_from(["", "09:00", "2026-03-04", "CN", "DE"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["date", "until", "hours", "weekday", "name"]), inner, max_size=3)
    ),
    max_leaves=8,
)
SETTINGS = ("hours", "lunch", "weekdays", "weekday_hours", "extra_off", "extra_on", "country", "subdivision")


@given(st.dictionaries(st.sampled_from([*SETTINGS, "hours_a_day"]), JSON))
def test_whatever_a_body_holds_is_either_a_fault_or_a_calendar(body: dict[str, Any]) -> None:
    if not faults_of_calendar(body):
        read_calendar(body, country="CN", zone="Asia/Shanghai").is_working_day(date(2026, 3, 9))


def test_midnight_ends_a_day() -> None:
    body = {**OFFICE, "hours": [["00:00", "24:00"]]}
    assert faults_of_calendar(body) == []
    assert worked(read(hours=[["00:00", "24:00"]]), date(2026, 3, 9)) == timedelta(days=1)


TIMES = st.integers(0, 24 * 60 - 1).map(lambda minute: time(*divmod(minute, 60)))
SPANS = st.lists(st.tuples(TIMES, TIMES).filter(lambda span: span[0] < span[1]), max_size=4)


@given(SPANS, SPANS)
def test_breaks_take_out_their_minutes_and_no_others(spans: list[Any], breaks: list[Any]) -> None:
    def minutes(some: Any) -> set[int]:
        return {minute for span in some for minute in range(*minutes_of(span))}

    assert minutes(without_breaks(spans, breaks)) == minutes(spans) - minutes(breaks)
