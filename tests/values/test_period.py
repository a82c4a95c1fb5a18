"""Periods: calendar stretches lie end to end and cover every day once."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleanry.values.period import Days, Period, day_of, month_of, months, quarter_of, quarters, week_of, weeks

BERLIN = ZoneInfo("Europe/Berlin")
_DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))


@pytest.mark.parametrize("each", [months, quarters, weeks])
@given(first=_DAYS, length=st.integers(1, 800))
def test_stretches_lie_end_to_end(each: Callable[[Days], Iterator[Days]], first: date, length: int) -> None:
    days = Days(first, first + timedelta(days=length))
    found = list(each(days))
    assert found[0].first <= days.first and found[-1].end >= days.end
    assert all(a.end == b.first for a, b in pairwise(found))
    assert sum(len(part) for stretch in found if (part := stretch.meet(days))) == len(days)


@given(_DAYS)
def test_a_day_is_in_its_own_stretches(day: date) -> None:
    for whole in (month_of, quarter_of, week_of):
        assert day in whole(day)
    assert quarter_of(day).first.month in (1, 4, 7, 10)
    assert week_of(day).first.weekday() == 0


@given(_DAYS)
def test_local_days_are_stretches_of_instants(day: date) -> None:
    period = Days(day, day + timedelta(days=1)).in_zone(BERLIN)
    assert day_of(period.start, BERLIN) == day
    assert day_of(period.end - timedelta(microseconds=1), BERLIN) == day
    assert period.duration in (timedelta(hours=23), timedelta(hours=24), timedelta(hours=25))
    assert period.start in period and period.end not in period


def test_shape() -> None:
    days = Days(date(2018, 2, 27), date(2018, 3, 2))
    assert list(days) == [date(2018, 2, 27), date(2018, 2, 28), date(2018, 3, 1)]
    assert days.meet(Days(date(2018, 3, 2), date(2018, 3, 3))) is None
    assert month_of(date(2019, 12, 31)) == Days(date(2019, 12, 1), date(2020, 1, 1))
    with pytest.raises(ValueError, match="ends after"):
        Days(date(2018, 2, 2), date(2018, 2, 1))
    with pytest.raises(ValueError, match="aware"):
        Period(datetime(2018, 1, 1), datetime(2018, 1, 2))
    with pytest.raises(ValueError, match="ends after"):
        Period(datetime(2018, 1, 2, tzinfo=UTC), datetime(2018, 1, 1, tzinfo=UTC))
