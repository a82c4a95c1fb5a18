"""Moments: the usual forms, one meaning each, refusals with codes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleanry.values.moment import Moment, guess_day_first, parse_moment
from gleanry.values.unreadable import Unreadable

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
DAY = Moment(datetime(2018, 1, 31, 16, tzinfo=UTC), True)


@pytest.mark.parametrize(
    "text",
    [
        "2018-02-01",
        "2018/2/1",
        "2018.02.01",
        "20180201",
        "2018年2月1日",
        "２０１８年０２月０１日",
        "1-Feb-2018",
        "01.02.2018",
        "Feb-1-2018",
        "1 Feb 2018",
        "Feb 1, 2018",
        "February 1st, 2018",
        "2018 年 2 月 1 日",
        "Thu, 1 Feb 2018",
        "1 de fev de 2018",
    ],
)
def test_one_day_in_many_dresses(text: str) -> None:
    assert parse_moment(text, zone=SHANGHAI) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "2018-02-01 13:05:09",
        "2018-02-01T13:05:09",
        "2018-02-01T05:05:09Z",
        "2018-02-01T05:05:09.000000+00:00",
        "2018-02-01T13:05:09+0800",
        "2018/2/1 13:05:09",
        "2018年2月1日 下午1:05:09",
        "2018年2月1日 13时5分9秒",
        "2018-2-1 星期四 13:05:09",
        "1 Feb 2018 1:05:09 PM",
        "2/1/2018 1:05:09 PM",
        "20180201130509",
        "Thu Feb 1, 2018 13:05:09 GMT+0800 (China Standard Time)",
    ],
)
def test_one_second_in_many_dresses(text: str) -> None:
    assert parse_moment(text, zone=SHANGHAI, day_first=False) == Moment(
        datetime(2018, 2, 1, 5, 5, 9, tzinfo=UTC), False
    )


def test_small_hours_and_noon() -> None:
    def hour(text: str) -> int:
        return parse_moment(text, zone=UTC).at.hour

    assert [hour(f"2018-02-01 {t}") for t in ("12:00 AM", "12:00 PM", "凌晨1:00", "晚上8点", "4:30", "3pm")] == [
        0,
        12,
        1,
        20,
        4,
        15,
    ]


def test_day_or_month_first() -> None:
    assert parse_moment("01/02/2018", zone=SHANGHAI, day_first=True) == DAY
    assert parse_moment("02/01/2018", zone=SHANGHAI, day_first=False) == DAY
    assert parse_moment("13/02/2018", zone=UTC, day_first=False).at.day == 13
    assert parse_moment("02/13/18", zone=UTC, day_first=True).at.day == 13
    assert parse_moment("2/2/2018", zone=UTC).at.month == 2
    with pytest.raises(Unreadable) as caught:
        parse_moment("01/02/2018", zone=UTC)
    assert caught.value.code == "ambiguous_date"


def test_a_column_shows_which_comes_first() -> None:
    assert guess_day_first(["01/02/2018", "13/02/2018", "x"]) is True
    assert guess_day_first(["01/02/2018", "02/13/2018 10:00"]) is False
    assert guess_day_first(["01/02/2018", "2018-02-01"]) is None
    assert guess_day_first(["13/02/2018", "02/13/2018"]) is None


def test_spreadsheet_days() -> None:
    def read(text: str) -> Moment:
        return parse_moment(text, zone=UTC, excel_serial=True)

    assert read("43132") == Moment(datetime(2018, 2, 1, tzinfo=UTC), True)
    assert read("43132.5") == Moment(datetime(2018, 2, 1, 12, tzinfo=UTC), False)
    assert read("1").at.date() == date(1900, 1, 1)
    assert read("61").at.date() == date(1900, 3, 1)
    with pytest.raises(Unreadable):
        parse_moment("43132", zone=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "昨天",
        "2018-02-30",
        "2018-13-01",
        "2018-02-01 25:00",
        "1 Foo 2018",
        "2018-02-01 10:00 x",
        "0.5",
        "60",
    ],
)
def test_refusals(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse_moment(text, zone=UTC, day_first=True, excel_serial=True)
    assert caught.value.code == "bad_date"


def test_zone_of_summer_and_winter() -> None:
    assert parse_moment("2018-07-01 12:00", zone=NEW_YORK).at.hour == 16
    assert parse_moment("2018-01-01 12:00", zone=NEW_YORK).at.hour == 17


_FORMS = [
    "%Y-%m-%d %H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%d.%m.%Y %H:%M:%S",
    "%d %b %Y %I:%M:%S %p",
    "%Y年%m月%d日 %H:%M:%S",
]


@given(
    st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1)),
    st.sampled_from(_FORMS),
    st.sampled_from([UTC, SHANGHAI]),
)
def test_what_is_written_is_read_back(at: datetime, form: str, zone: ZoneInfo) -> None:
    whole = at.replace(microsecond=0)
    read = parse_moment(whole.strftime(form), zone=zone)
    assert read.at == whole.replace(tzinfo=zone).astimezone(UTC)
    assert parse_moment(read.at.isoformat(), zone=NEW_YORK).at == read.at


@given(st.dates(date(1901, 1, 1), date(2200, 1, 1)))
def test_serials_count_days(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    assert parse_moment(str(serial), zone=UTC, excel_serial=True).at.date() == day


@given(
    st.text(max_size=25) | st.from_regex(r"[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,4}( [0-9:]{1,8})?", fullmatch=True)
)
def test_any_text_is_answered(text: str) -> None:
    try:
        offset = parse_moment(text, zone=NEW_YORK, excel_serial=True).at.utcoffset()
    except Unreadable:
        offset = timedelta(0)
    assert offset == timedelta(0)
