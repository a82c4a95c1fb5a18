"""BANT as structured answers: what is a good answer, what is known by now, what is still to be asked.

`budget` is {"is": "amount", "least", "most" (whole units), "currency"}, {"is": "none"} or {"is": "unknown"};
`authority` decides, influences, uses or unknown; `need` a text; `timing` the month by when, as 2026-09, or unknown.
A plain text where none of these fits is kept and shown as it is: it was written before there was a form for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from gleanry.flow.followup.shapes import FollowUpRow, KnownAnswer

FIELDS = ("budget", "authority", "need", "timing")
AUTHORITIES = ("decides", "influences", "uses", "unknown")
BUDGETS = ("amount", "none", "unknown")
UNKNOWN = "unknown"
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_MOST = 10**15


def tidy_bant(given: Mapping[str, Any]) -> dict[str, Any]:
    """The answers without the empty ones and without spaces around texts."""
    tidy = {name: value.strip() if isinstance(value, str) else value for name, value in given.items()}
    return {name: value for name, value in tidy.items() if value not in ("", None, {})}


def bant_faults(given: Mapping[str, Any]) -> list[str]:
    """The fields whose answers cannot be kept: of no known kind, or a budget whose ends are crossed."""
    return [name for name, value in given.items() if name not in FIELDS or not _is_kept(name, value)]


def _is_kept(name: str, value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= 200
    return name == "budget" and isinstance(value, Mapping) and _is_budget(value)


def _is_budget(value: Mapping[str, Any]) -> bool:
    kind = value.get("is")
    if kind != "amount":
        return kind in BUDGETS and len(value) == 1
    least, most, currency = value.get("least"), value.get("most"), value.get("currency")
    ends = [end for end in (least, most) if end is not None]
    whole = all(isinstance(end, int) and not isinstance(end, bool) and 0 <= end <= _MOST for end in ends)
    ordered = least is None or most is None or (whole and least <= most)
    named = isinstance(currency, str) and re.fullmatch("[A-Z]{3}", currency) is not None
    return bool(ends) and whole and ordered and named and value.keys() <= {"is", "least", "most", "currency"}


def says_something(value: Any) -> bool:
    """Whether an answer fills a gap: having no budget is known, not knowing it is not."""
    return value not in ("", None, UNKNOWN, {}) and not (isinstance(value, Mapping) and value.get("is") == UNKNOWN)


def known_answers(rows: Iterable[FollowUpRow]) -> dict[str, KnownAnswer]:
    """Field -> the latest answer that says something, with who heard it when; `rows` are newest first."""
    known: dict[str, KnownAnswer] = {}
    for row in rows:
        for name in FIELDS:
            if name not in known and says_something(row.bant.get(name)):
                known[name] = KnownAnswer(row.bant[name], row.member_id, row.at)
    return known


def gaps_of(known: Mapping[str, KnownAnswer]) -> tuple[str, ...]:
    """The fields nobody has an answer to yet, in the order they are asked."""
    return tuple(name for name in FIELDS if name not in known)


def months_until(timing: Any, on: date) -> int | None:
    """Whole months from the month of `on` to the month named; None where no month is named."""
    found = _MONTH.fullmatch(timing) if isinstance(timing, str) else None
    return (int(found[1]) - on.year) * 12 + int(found[2]) - on.month if found else None
