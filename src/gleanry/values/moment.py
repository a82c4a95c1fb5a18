"""Dates and times in the forms people and programs write them, as instants in UTC.

A date without a time means midnight in the zone of its source. 01/02/2018 is refused as ambiguous
unless the source says, or its other rows show (`guess_day_first`), which number is the day; a value
that allows only one reading is never ambiguous.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from gleanry.values.unreadable import Unreadable

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january janeiro ene",
            "feb february fev fevereiro",
            "mar march mär märz março",
            "apr april abr",
            "may mai mayo maio",
            "jun june juni junho",
            "jul july juli julho",
            "aug august ago agosto",
            "sep sept september set",
            "oct october okt oktober out outubro",
            "nov november novembro",
            "dec december dez dezember dezembro dic",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAY = re.compile(
    r"\(?(?:\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?"
    r"|(?:星期|礼拜|周)[一二三四五六日天])\)?"
)
_YEAR_FIRST = re.compile(r"([0-9]{4})(?: ?[-/.年] ?)([0-9]{1,2})(?: ?[-/.月] ?)([0-9]{1,2})(?: ?[日号])?(?![0-9])")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?![0-9])")
_COMPACT_TIME = re.compile(r"([0-9]{8})t?([0-9]{2})([0-9]{2})([0-9]{2})?")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})(?![0-9:])")
_DAY_NAME = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th)?[-/. ]*(?:de )?([^\W\d_]{3,9})\.?[-/, ]*(?:de )?"
    r"([0-9]{4}|[0-9]{2})(?![0-9:])"
)
_NAME_DAY = re.compile(r"([^\W\d_]{3,9})\.?[-/ ]*([0-9]{1,2})(?:st|nd|rd|th)?[-/, ]+([0-9]{4})(?![0-9:])")
_HALF = "am|pm|a\\.m\\.|p\\.m\\.|凌晨|早上|上午|中午|下午|傍晚|晚上"
_TIME = re.compile(
    rf"[t,]? ?({_HALF})? ?([0-9]{{1,2}}) ?(?:[:时時点]|(?= ?(?:am|pm))) ?(?:([0-9]{{1,2}}) ?分?"
    rf"(?:[:.]? ?([0-9]{{1,2}})(?:[.,:]([0-9]{{1,9}}))? ?秒?)?)? ?({_HALF})? ?"
    r"(?:(z|utc|gmt)|(?:utc|gmt)?([+-])([0-9]{1,2}):?([0-9]{2})?)?(?: ?\([a-z ]+\))?"
)
_SERIAL = re.compile(r"[0-9]{1,7}(?:\.[0-9]+)?")
_SERIAL_ZERO = datetime(1899, 12, 30)
_SERIAL_AFTER_FALSE_LEAP_DAY = 61
_AFTERNOON = frozenset(("pm", "p.m.", "下午", "傍晚", "晚上", "中午"))
_CENTURY_TURN = 70
_SHORTEST_ISO = 10


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant in UTC; `whole_day` when the text named a day only, and `at` is its midnight."""

    at: datetime
    whole_day: bool


def parse_moment(text: str, *, zone: tzinfo, day_first: bool | None = None, excel_serial: bool = False) -> Moment:
    """Read a date or a time; `zone` counts where the text names no offset.

    With `excel_serial` a bare number such as 43132.5 is a spreadsheet's day count. Raises Unreadable
    `bad_date`, or `ambiguous_date` for 01/02/2018 when `day_first` is None.
    """
    text = text.strip()
    if len(text) >= _SHORTEST_ISO and text[4] == "-" and text[7] == "-":
        try:
            return _in_utc(datetime.fromisoformat(text), len(text) == _SHORTEST_ISO, zone, text)
        except ValueError as error:
            if isinstance(error, Unreadable):
                raise
    if excel_serial and _SERIAL.fullmatch(text):
        return _from_serial(text, zone)
    folded = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    folded = " ".join(_WEEKDAY.sub(" ", folded, count=1).split())
    day, rest = _read_day(folded, day_first, text)
    if not rest:
        return _in_utc(day, True, zone, text)
    return _in_utc(_read_time(day, rest, text), False, zone, text)


def guess_day_first(samples: Iterable[str]) -> bool | None:
    """Say whether dates like 01/02/2018 in a column put the day first; None when nothing shows it.

    Method: a number above 12 can only be the day. Evidence both ways gives None.
    """
    shown: set[bool] = set()
    for sample in samples:
        match = _YEAR_LAST.match(sample.strip())
        if match is None:
            continue
        first, second = int(match[1]), int(match[3])
        if (first > 12) != (second > 12):
            shown.add(first > 12)
    return shown.pop() if len(shown) == 1 else None


def _in_utc(at: datetime, whole_day: bool, zone: tzinfo, text: str) -> Moment:
    try:
        aware = at if at.tzinfo is not None else at.replace(tzinfo=zone)
        return Moment(aware if aware.tzinfo is UTC else aware.astimezone(UTC), whole_day)
    except OverflowError:
        raise Unreadable("bad_date", text) from None


def _from_serial(text: str, zone: tzinfo) -> Moment:
    days = float(text)
    # Spreadsheets count a 29 February 1900 that never was; what lies before it is off by one.
    shift = 0 if days >= _SERIAL_AFTER_FALSE_LEAP_DAY else 1
    if days < 1 or 60 <= days < _SERIAL_AFTER_FALSE_LEAP_DAY:
        raise Unreadable("bad_date", text)
    try:
        at = _SERIAL_ZERO + timedelta(days=int(days) + shift, seconds=round((days % 1) * 86400))
    except OverflowError:
        raise Unreadable("bad_date", text) from None
    return _in_utc(at, days == int(days), zone, text)


def _read_day(folded: str, day_first: bool | None, text: str) -> tuple[datetime, str]:
    """Read the date at the front; give it with what follows it."""
    for pattern in (_YEAR_FIRST, _COMPACT):
        match = pattern.match(folded)
        if match is not None:
            return _day(match[1], match[2], match[3], text), folded[match.end() :].strip()
    match = _COMPACT_TIME.fullmatch(folded)
    if match is not None:
        whole = match[1]
        clock = f"{match[2]}:{match[3]}:{match[4] or '00'}"
        return _day(whole[:4], whole[4:6], whole[6:], text), clock
    match = _YEAR_LAST.match(folded)
    if match is not None:
        day, month = _day_and_month(match, day_first, text)
        return _day(match[4], month, day, text), folded[match.end() :].strip()
    return _named_month(folded, text)


def _named_month(folded: str, text: str) -> tuple[datetime, str]:
    for pattern, day, month in ((_DAY_NAME, 1, 2), (_NAME_DAY, 2, 1)):
        match = pattern.match(folded)
        if match is not None and match[month] in _MONTHS:
            found = _day(match[3], str(_MONTHS[match[month]]), match[day], text)
            return found, folded[match.end() :].strip()
    raise Unreadable("bad_date", text)


def _day_and_month(match: re.Match[str], day_first: bool | None, text: str) -> tuple[str, str]:
    first, second = match[1], match[3]
    if int(first) > 12 or (int(second) <= 12 and (day_first or (day_first is None and match[2] == "."))):
        return first, second  # 01.02.2018: the day comes first wherever points are written
    if int(second) > 12 or day_first is False or first.lstrip("0") == second.lstrip("0"):
        return second, first
    raise Unreadable("ambiguous_date", text)


def _day(year: str, month: str, day: str, text: str) -> datetime:
    number = int(year)
    if len(year) == 2:
        number += 1900 if number >= _CENTURY_TURN else 2000
    try:
        return datetime(number, int(month), int(day))
    except ValueError:
        raise Unreadable("bad_date", text) from None


def _read_time(day: datetime, rest: str, text: str) -> datetime:
    match = _TIME.fullmatch(rest)
    if match is None:
        raise Unreadable("bad_date", text)
    before, hours, minutes, seconds, fraction, after, named, sign, east, east_minutes = match.groups()
    hour, half = int(hours), before or after
    if half and hour <= 12:
        hour = hour % 12 + (12 if half in _AFTERNOON else 0)
        if half == "中午" and hours in ("10", "11"):
            hour = int(hours)
    try:
        at = day.replace(
            hour=hour,
            minute=int(minutes or 0),
            second=int(seconds or 0),
            microsecond=int((fraction or "0").ljust(6, "0")[:6]),
        )
        if named:
            return at.replace(tzinfo=UTC)
        if sign:
            offset = timedelta(hours=int(east), minutes=int(east_minutes or 0))
            return at.replace(tzinfo=timezone(offset if sign == "+" else -offset))
    except ValueError:
        raise Unreadable("bad_date", text) from None
    return at
