"""Weeks, months, quarters and years as days: from a first day up to, not including, the next one's."""

from __future__ import annotations

from datetime import date, timedelta

PERIODS = ("month", "quarter", "next_quarter", "year", "all")
WEEK = timedelta(days=7)
Days = tuple[date, date]


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def month_of(day: date, ahead: int = 0) -> Days:
    """A day's month, or the one `ahead` months later."""
    first = _month(day.year * 12 + day.month - 1 + ahead)
    return first, _month(first.year * 12 + first.month)


def quarter_of(day: date, ahead: int = 0) -> Days:
    """A day's quarter, or the one `ahead` quarters later."""
    number = day.year * 4 + (day.month - 1) // 3 + ahead
    return _month(number * 3), _month(number * 3 + 3)


def year_of(day: date) -> Days:
    """A day's year."""
    return date(day.year, 1, 1), date(day.year + 1, 1, 1)


def days_of(period: str, today: date) -> Days | None:
    """The days of a named period seen from today; None for all time."""
    match period:
        case "month":
            return month_of(today)
        case "quarter":
            return quarter_of(today)
        case "next_quarter":
            return quarter_of(today, 1)
        case "year":
            return year_of(today)
        case _:
            return None


def key_of_month(first: date) -> str:
    """2026-03."""
    return f"{first:%Y-%m}"


def key_of_quarter(first: date) -> str:
    """2026-Q1."""
    return f"{first.year}-Q{(first.month + 2) // 3}"


def days_of_key(key: str) -> Days:
    """The days of 2026, 2026-Q1 or 2026-03. ValueError for anything else."""
    year, _, rest = key.partition("-")
    first = date(int(year), 1, 1)
    if not rest:
        return year_of(first)
    if rest.startswith("Q"):
        number = int(rest[1:])
        if not 1 <= number <= 4:
            raise ValueError(key)
        return quarter_of(first, number - 1)
    return month_of(date(first.year, int(rest), 1))


def stretches(by: str, today: date) -> list[tuple[str, date, date]]:
    """The months or quarters a forecast is grouped by: (key, first day, day after), three years."""
    first, found = date(today.year - 1, 1, 1), []
    step = quarter_of if by == "quarter" else month_of
    name = key_of_quarter if by == "quarter" else key_of_month
    for number in range(12 if by == "quarter" else 36):
        start, end = step(first, number)
        found.append((name(start), start, end))
    return found


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)
