"""Fields that say when and how long: a span such as 2 working days, the hours of a day, a list of dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy

from gleanry.web.editing.choosing import Words
from gleanry.web.editing.kinds import GONE, Kind, Number, Sent, Sight, Wrong, text_of

UNITS: Mapping[str, Any] = {
    "working_hours": gettext_lazy("working hours"),
    "working_days": gettext_lazy("working days"),
    "working_minutes": gettext_lazy("working minutes"),
    "minutes": gettext_lazy("minutes"),
    "hours": gettext_lazy("hours"),
    "days": gettext_lazy("days"),
}
_NUMBER = Number()


@dataclass(frozen=True)
class Span(Kind):
    """A length of time as {unit: number}; what is said in several units is added up."""

    template: ClassVar[str] = "span"
    units: tuple[str, ...] = tuple(UNITS)

    def sent(self, value: Any, name: str, sight: Sight) -> dict[str, list[str]]:
        if not (value is GONE or isinstance(value, dict)):
            return {f"{name}.0.n": [text_of(value)], f"{name}.0.unit": [self.units[0]]}
        fields: dict[str, list[str]] = {}
        for at, (unit, number) in enumerate(self._parts(value)):
            fields |= {f"{name}.{at}.n": [text_of(number)], f"{name}.{at}.unit": [unit]}
        return fields

    def _parts(self, value: Any) -> list[tuple[str, Any]]:
        """(unit, number) of each part in the order of the units; one empty part where there is none."""
        given: dict[str, Any] = value if isinstance(value, dict) else {}
        known = [(unit, given[unit]) for unit in self.units if unit in given]
        return known + sorted((u, n) for u, n in given.items() if u not in self.units) or [(self.units[0], GONE)]

    def read(self, sent: Sent, name: str, old: Any, sight: Sight) -> Any:
        span: dict[str, Any] = {}
        at = 0
        while sent.under(f"{name}.{at}"):
            number = _NUMBER.read(sent, f"{name}.{at}.n", GONE, sight)
            unit = sent.one(f"{name}.{at}.unit")
            if number is not GONE:
                span[unit] = number
            at += 1
        return span or GONE

    def wrong(self, value: Any, sight: Sight) -> Iterator[Wrong]:
        if not isinstance(value, dict):
            yield Wrong("malformed")
            return
        for unit, number in value.items():
            if unit not in self.units:
                yield Wrong("unknown", {"value": unit})
            yield from _NUMBER.wrong(number, sight)

    def words(self, value: Any, sight: Sight) -> str:
        if not isinstance(value, dict):
            return text_of(value)
        said = [f"{text_of(number)} {UNITS.get(unit, unit)}" for unit, number in self._parts(value)]
        return " + ".join(said) if value else ""

    def control(self, value: Any, name: str, sight: Sight) -> dict[str, Any]:
        fields = self.sent(value, name, sight)
        parts = []
        for at in range(len(fields) // 2):
            unit = fields[f"{name}.{at}.unit"][0]
            offered = [(code, str(UNITS[code]), code == unit) for code in self.units]
            if unit not in self.units:
                offered.append((unit, unit, True))
            parts.append({"name": f"{name}.{at}", "number": fields[f"{name}.{at}.n"][0], "offered": offered})
        return {"parts": parts}


@dataclass(frozen=True)
class DaySpans(Kind):
    """The hours of a day as [["09:00", "12:00"], ["13:30", "18:00"]], typed as 09:00-12:00, 13:30-18:00."""

    def sent(self, value: Any, name: str, sight: Sight) -> dict[str, list[str]]:
        return {name: [re.sub(r"[\r\n]", "", self.words(value, sight))]}

    def read(self, sent: Sent, name: str, old: Any, sight: Sight) -> Any:
        parts = [part.strip() for part in re.split(r"[,，、;；]", sent.one(name)) if part.strip()]
        return [_span(part) for part in parts]

    def wrong(self, value: Any, sight: Sight) -> Iterator[Wrong]:
        if not isinstance(value, list):
            yield Wrong("malformed")
            return
        for one in value:
            if not (isinstance(one, list) and len(one) == 2 and all(_is_hour(hour) for hour in one)):
                yield Wrong("not_hours", {"value": text_of(one)})
                return

    def words(self, value: Any, sight: Sight) -> str:
        if not isinstance(value, list):
            return text_of(value)
        pair = [one if isinstance(one, list) and len(one) == 2 else [one] for one in value]
        return ", ".join("-".join(text_of(hour) for hour in one) for one in pair)


def _span(part: str) -> Any:
    found = re.fullmatch(r"(\d{1,2})[:：](\d\d)\s*[-–—~～至到]+\s*(\d{1,2})[:：](\d\d)", part)
    return [f"{int(found[1]):02}:{found[2]}", f"{int(found[3]):02}:{found[4]}"] if found else part


def _is_hour(text: Any) -> bool:
    return isinstance(text, str) and bool(re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text))


@dataclass(frozen=True)
class Dates(Words):
    """A list of dates such as 2026-10-01, with commas between them."""

    def read(self, sent: Sent, name: str, old: Any, sight: Sight) -> Any:
        return [_dated(line) for line in super().read(sent, name, old, sight)]

    def wrong(self, value: Any, sight: Sight) -> Iterator[Wrong]:
        found = list(super().wrong(value, sight))
        yield from found
        for one in value if not found else ():
            if not _is_date(one):
                yield Wrong("not_date", {"value": one})


def _dated(line: str) -> str:
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", line)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else line


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
