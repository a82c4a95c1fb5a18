"""What is wrong with a book of working hours, row by row, before it is in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from gleanry.tenants.rules.book import DAY_MINUTES, MOST_DAYS, read_time, week_of
from gleanry.world.shapes import country_is_known

Found = dict[str, Any]
LISTS = ("hours", "lunch", "weekdays", "weekday_hours", "extra_off", "extra_on")


def faults_of_calendar(body: Mapping[str, Any]) -> list[Found]:
    """The faults of a body: dicts of row (from 1 within the setting; 0 is the whole), setting, code and value."""
    wrong = [name for name in LISTS if not isinstance(body.get(name, []), Sequence) or isinstance(body.get(name), str)]
    if wrong:
        return [_fault(name, "not_a_list", body[name]) for name in wrong]
    found = [*spans_faults("hours", body.get("hours", ())), *spans_faults("lunch", body.get("lunch", ()))]
    found += [_fault("weekdays", "bad_weekday", day) for day in body.get("weekdays", ()) if not _is_weekday(day)]
    found += [*_weekday_faults(body), *_place_faults(body), *_day_faults(body)]
    if not _is_length(body.get("hours_a_day", 8)):
        found.append(_fault("hours_a_day", "bad_length", body["hours_a_day"]))
    if not found and (body.get("hours") or body.get("weekday_hours")) and not any(week_of(body)):
        found.append(_fault("hours", "no_hours"))
    return found


def spans_faults(setting: str, rows: Any, *, row: int = 0) -> list[Found]:
    """The faults of hours of one day: times that are none, ends before starts (midnight apart), spans that overlap.

    `row` names the row they belong to; without it each span is a row.
    """
    spans: list[tuple[int, int]] = []
    found: list[Found] = []
    for number, span in enumerate(rows, 1):
        try:
            start, end = (read_time(text) for text in span)
        except (ValueError, TypeError):
            found.append(_fault(setting, "bad_time", span, row=row or number))
            continue
        begins, ends = start.hour * 60 + start.minute, end.hour * 60 + end.minute or DAY_MINUTES
        if ends <= begins:
            found.append(_fault(setting, "ends_before_start", span, row=row or number))
        elif any(begins < later and sooner < ends for sooner, later in spans):
            found.append(_fault(setting, "overlap", span, row=row or number))
        spans.append((begins, ends))
    return found


def _weekday_faults(body: Mapping[str, Any]) -> Iterator[Found]:
    seen: set[Any] = set()
    for number, row in enumerate(body.get("weekday_hours", ()), 1):
        day = row.get("weekday") if isinstance(row, Mapping) else None
        if not _is_weekday(day):
            yield _fault("weekday_hours", "bad_weekday", day, row=number)
            continue
        if day in seen:
            yield _fault("weekday_hours", "twice", day, row=number)
        seen.add(day)
        yield from spans_faults("weekday_hours", row.get("hours") or (), row=number)


def _place_faults(body: Mapping[str, Any]) -> Iterator[Found]:
    country, subdivision = body.get("country") or "", body.get("subdivision") or ""
    if country and not country_is_known(country):
        yield _fault("country", "unknown_country", country)
    elif subdivision and not (country and country_is_known(country, subdivision)):
        yield _fault("subdivision", "unknown_subdivision", subdivision)


def _day_faults(body: Mapping[str, Any]) -> Iterator[Found]:
    known: dict[date, str] = {}
    for setting in ("extra_off", "extra_on"):
        for number, row in enumerate(body.get(setting, ()), 1):
            first = _day(row.get("date")) if isinstance(row, Mapping) else None
            last = _day(row.get("until") or row.get("date")) if first else None
            if first is None or last is None:
                yield _fault(setting, "bad_date", row, row=number)
                continue
            if not 0 <= (last - first).days < MOST_DAYS:
                yield _fault(setting, "ends_before_start", row.get("until"), row=number)
                continue
            if known.setdefault(first, setting) != setting:
                yield _fault(setting, "off_and_on", row["date"], row=number)
            yield from spans_faults(setting, row.get("hours") or (), row=number)


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


def _fault(setting: str, code: str, value: Any = "", *, row: int = 0) -> Found:
    return {"row": row, "setting": setting, "code": code, "value": value}
