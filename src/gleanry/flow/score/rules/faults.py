"""What is wrong with a row of a score book, and the checks that need no other row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gleanry.flow.score.rules.points import hundredths
from gleanry.flow.score.rules.tables import TESTS

Row = Mapping[str, Any]
MOST_POINTS, MOST_DAYS, LONGEST = 100_000, 3650, 40
EVENTS = (
    "form_submitted", "site_chat", "event_attended", "mail_replied", "mail_reported_spam", "account_followed",
    "live_watched", "replay_watched", "mail_opened", "mail_clicked", "account_unfollowed", "form_visited",
    "page_visited", "module_clicked", "article_clicked", "mail_unsubscribed",
)  # fmt: skip
"""Touches known by name. Files may bring others: a row for one of those says `own = true`."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: the table's row from 1 (0: the table or the book), `table.setting`, a code, the value given."""

    row: int
    setting: str
    code: str
    value: str = ""


def rows_of(body: Row, table: str) -> list[Row]:
    """The rows of a table that are rows; none where there is no such table."""
    rows = body.get(table)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, Sequence) else []


def points_of(row: Row, setting: str) -> int | None:
    """A number of points in hundredths; None where it is none."""
    try:
        points = hundredths(row.get(setting))
    except ValueError:
        return None
    return points if abs(points) <= MOST_POINTS * 100 else None


def faults_of_settings(number: int, table: str, row: Row, known: frozenset[str]) -> Iterator[Fault]:
    for name in sorted(set(map(str, row)) - known):
        yield Fault(number, f"{table}.{name}", "unknown_setting", name)


def faults_of_points(number: int, table: str, row: Row) -> Iterator[Fault]:
    """Points are a number of at most two decimals, and not zero: a rule that gives nothing is no rule."""
    points = points_of(row, "points")
    if points is None:
        yield Fault(number, f"{table}.points", "not_points", str(row.get("points")))
    elif points == 0:
        yield Fault(number, f"{table}.points", "gives_nothing")


def faults_of_group(number: int, table: str, row: Row, groups: Mapping[str, int]) -> Iterator[Fault]:
    """A group that is named must stand in the table of groups, and its cap must let the row give its points."""
    group = row.get("group") or ""
    if not group:
        return
    if group not in groups:
        yield Fault(number, f"{table}.group", "unknown", str(group))
    elif (points := points_of(row, "points")) is not None and abs(points) > groups[group]:
        yield Fault(number, f"{table}.group", "group_cap_below_points", str(group))


def faults_of_event(number: int, row: Row, groups: Mapping[str, int]) -> Iterator[Fault]:
    event = str(row.get("event") or "")
    if not event.strip() or len(event) > 32:
        yield Fault(number, "events.event", "missing", event)
    elif event not in EVENTS and row.get("own") is not True:
        yield Fault(number, "events.event", "unknown", event)
    yield from faults_of_settings(
        number, "events", row, frozenset({"event", "points", "cap", "group", "half_life", "own"})
    )
    yield from faults_of_points(number, "events", row)
    if row.get("cap") is not None:
        cap, points = points_of(row, "cap"), points_of(row, "points")
        if cap is None or cap <= 0:
            yield Fault(number, "events.cap", "not_points", str(row["cap"]))
        elif points is not None and cap < abs(points):
            yield Fault(number, "events.cap", "cap_below_points", str(row["cap"]))
    half_life = row.get("half_life")
    if half_life is not None and not _is_days(half_life):
        yield Fault(number, "events.half_life", "not_days", str(half_life))
    yield from faults_of_group(number, "events", row, groups)


def _is_days(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_DAYS


def faults_of_fit_rule(number: int, row: Row, groups: Mapping[str, int]) -> Iterator[Fault]:
    code = str(row.get("code") or "")
    if not code.strip() or len(code) > LONGEST:
        yield Fault(number, "fit.code", "missing", code)
    if not str(row.get("field") or "").strip():
        yield Fault(number, "fit.field", "missing")
    yield from faults_of_settings(number, "fit", row, frozenset({"code", "field", "test", "value", "points", "group"}))
    yield from _faults_of_test(number, row)
    yield from faults_of_points(number, "fit", row)
    yield from faults_of_group(number, "fit", row, groups)


def _faults_of_test(number: int, row: Row) -> Iterator[Fault]:
    test, value = row.get("test"), row.get("value")
    if test not in TESTS:
        yield Fault(number, "fit.test", "unknown", str(test))
    elif test == "present":
        if value not in (None, "", []):
            yield Fault(number, "fit.value", "not_used", str(value))
    elif test == "at_least":
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield Fault(number, "fit.value", "not_number", str(value))
        elif value < 0:
            yield Fault(number, "fit.value", "always", str(value))
    elif not isinstance(value, Sequence) or isinstance(value, str) or not value:
        yield Fault(number, "fit.value", "missing", str(value or ""))
    elif any(not str(one).strip() for one in value):
        yield Fault(number, "fit.value", "always" if test == "contains" else "empty_value")
