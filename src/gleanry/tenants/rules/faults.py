"""What is wrong with a book of working hours, before it is in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from gleanry.tenants.rules.book import DAY_MINUTES, MOST_DAYS, read_time, week_of
from gleanry.world.shapes import country_is_known

Found = dict[str, Any]
LISTS = ("hours", "lunch", "weekdays", "weekday_hours", "extra_off", "extra_on")


def faults_of_calendar(body: Mapping[str, Any]) -> list[Found]:
    """The faults of a body: dicts of row (from 1; 0 is the book), setting, code, value, and the table a row is of."""
    wrong = [name for name in LISTS if not isinstance(body.get(name, []), list | tuple)]
    if wrong:
        return [_fault(name, "not_a_list", body[name]) for name in wrong]
    found = [*_spans("hours", body.get("hours", ())), *_spans("lunch", body.get("lunch", ()))]
    found += [_fault("weekdays", "bad_weekday", day) for day in body.get("weekdays", ()) if not _is_weekday(day)]
    found += [*_weekday_faults(body), *_place_faults(body), *_day_faults(body)]
    if not _is_length(body.get("hours_a_day", 8)):
        found.append(_fault("hours_a_day", "bad_length", body["hours_a_day"]))
    if not found and (body.get("hours") or body.get("weekday_hours")) and not any(week_of(body)):
        found.append(_fault("hours", "no_hours"))
    return found


def _spans(setting: str, rows: Any, **place: Any) -> Iterator[Found]:
    """The faults of hours of one day: times that are none, ends before starts (midnight apart), spans that overlap."""
    if not isinstance(rows, list | tuple):
        yield _fault(setting, "not_a_list", rows, **place)
        return
    spans: list[tuple[int, int]] = []
    for span in rows:
        try:
            start, end = (read_time(text) for text in span)
        except (ValueError, TypeError):
            yield _fault(setting, "bad_time", span, **place)
            continue
        begins, ends = start.hour * 60 + start.minute, end.hour * 60 + end.minute or DAY_MINUTES
        if ends <= begins:
            yield _fault(setting, "ends_before_start", _written(span), **place)
        elif any(begins < later and sooner < ends for sooner, later in spans):
            yield _fault(setting, "overlap", _written(span), **place)
        spans.append((begins, ends))


def _written(span: Any) -> str:
    return "-".join(span)


def _weekday_faults(body: Mapping[str, Any]) -> Iterator[Found]:
    seen: set[Any] = set()
    for number, row in enumerate(body.get("weekday_hours", ()), 1):
        place = {"table": "weekday_hours", "row": number}
        day = row.get("weekday") if isinstance(row, Mapping) else None
        if not _is_weekday(day):
            yield _fault("weekday", "bad_weekday", day, **place)
            continue
        if day in seen:
            yield _fault("weekday", "weekday_twice", day, **place)
        seen.add(day)
        yield from _spans("hours", row.get("hours", ()), **place)


def _place_faults(body: Mapping[str, Any]) -> Iterator[Found]:
    country, subdivision = body.get("country") or "", body.get("subdivision") or ""
    if country and not (isinstance(country, str) and country_is_known(country)):
        yield _fault("country", "unknown_country", country)
    elif subdivision and not (isinstance(subdivision, str) and country and country_is_known(country, subdivision)):
        yield _fault("subdivision", "unknown_subdivision", subdivision)


def _day_faults(body: Mapping[str, Any]) -> Iterator[Found]:
    off: set[date] = set()
    for number, row in enumerate(body.get("extra_off", ()), 1):
        place = {"table": "extra_off", "row": number}
        first = _day(row.get("date")) if isinstance(row, Mapping) else None
        if first is None:
            yield _fault("date", "bad_date", _said(row, "date"), **place)
            continue
        last = _day(row["until"]) if row.get("until") else first
        if last is None:
            yield _fault("until", "bad_date", row["until"], **place)
        elif not 0 <= (last - first).days < MOST_DAYS:
            yield _fault("until", "ends_before_start", row["until"], **place)
        else:
            off.update(date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1))
    for number, row in enumerate(body.get("extra_on", ()), 1):
        place = {"table": "extra_on", "row": number}
        day = _day(row.get("date")) if isinstance(row, Mapping) else None
        if day is None:
            yield _fault("date", "bad_date", _said(row, "date"), **place)
            continue
        if day in off:
            yield _fault("date", "off_and_on", row["date"], **place)
        yield from _spans("hours", row.get("hours") or (), **place)


def _said(row: Any, name: str) -> Any:
    return row.get(name, "") if isinstance(row, Mapping) else row


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(text)
    except (ValueError, TypeError):
        return None


def _is_weekday(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 6


def _is_length(value: Any) -> bool:
    try:
        return 0 < float(value) <= 24
    except (ValueError, TypeError):
        return False


def _fault(setting: str, code: str, value: Any = "", **place: Any) -> Found:
    return {"row": 0, "setting": setting, "code": code, "value": value} | place
