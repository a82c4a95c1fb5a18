"""How an inquiry code is built from its segments."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from gleanry.people.shapes import CODE_KINDS, CodePlan, CodeWanted, Segment

NumberFor = Callable[[str, bool], int]
"""(prefix, whether it is the account's own) -> the number that follows."""
OWN = "account_number"
NUMBERS = (OWN, "number")
SOURCES = ("region", "industry", "product")


def read_codes(body: Mapping[str, Any]) -> CodePlan:
    """The plan of a body that has no faults."""
    options: dict[str, list[tuple[str, str]]] = {}
    for row in body.get("options", ()):
        options.setdefault(row["segment"], []).append((row["word"], row["code"]))
    segments = (
        Segment(
            row["code"],
            row["kind"],
            row.get("zh", ""),
            row.get("en", ""),
            row.get("text", ""),
            row.get("digits", 4),
            row.get("source", ""),
            tuple(options.get(row["code"], ())),
        )
        for row in body["segments"]
    )
    return CodePlan(body.get("separator", "-"), tuple(segments))


def chosen_of(segment: Segment, wanted: CodeWanted) -> str:
    """The code of a list's word: what was picked, else what is known of the deal; "" when neither is on the list.

    What is known fits a word that is part of it, the longest first: 北京市海淀区 is 北京.
    """
    picked = wanted.chosen.get(segment.code, "").strip()
    for word, code in segment.options:
        if picked and picked in (word, code):
            return code
    known = wanted.told.get(segment.source, "").strip() if not picked else ""
    fitting = [(word, code) for word, code in segment.options if known and word in known]
    return max(fitting, key=lambda pair: len(pair[0]))[1] if fitting else ""


def missing_of(plan: CodePlan, wanted: CodeWanted) -> list[str]:
    """The segments that nobody has chosen and nothing tells; a code cannot be built without them."""
    lists = [segment.code for segment in plan.segments if segment.kind == "list" and not chosen_of(segment, wanted)]
    own = [segment.code for segment in plan.segments if segment.kind == "account_number" and wanted.account_id is None]
    return [segment.code for segment in plan.segments if segment.code in {*lists, *own}]


def build(plan: CodePlan, wanted: CodeWanted, today: date, number_for: NumberFor) -> list[tuple[str, str]]:
    """The parts of a code in order, as (segment, text)."""
    prefixes = iter(prefixes_of(plan, wanted, today))
    return [
        (segment.code, f"{number_for(next(prefixes), segment.kind == OWN):0{segment.digits}d}")
        if segment.kind in NUMBERS
        else (segment.code, _text_of(segment, wanted, today))
        for segment in plan.segments
    ]


def prefixes_of(plan: CodePlan, wanted: CodeWanted, today: date) -> list[str]:
    """Under what each number of a code is counted: the segment, and all that stands before it.

    A number that stands before is told by whose it is, not by its figure, so that no number has to be known for the
    next one's prefix: an account's own by the account, another not at all.
    """
    found: list[str] = []
    before: list[str] = []
    for segment in plan.segments:
        if segment.kind in NUMBERS:
            found.append(f"{segment.code}:{plan.separator.join(before)}")
        if segment.kind == OWN:
            before.append(f"@{wanted.account_id}")
        elif segment.kind not in NUMBERS:
            before.append(_text_of(segment, wanted, today))
    return found


def _text_of(segment: Segment, wanted: CodeWanted, today: date) -> str:
    dates = {"year": f"{today:%Y}", "month": f"{today:%m}", "day": f"{today:%d}"}
    return chosen_of(segment, wanted) if segment.kind == "list" else dates.get(segment.kind, segment.text)


def faults_of_codes(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is wrong with a plan of codes: dicts of row (from 1; 0 is the book), setting, code and value."""
    rows = body.get("segments")
    if not isinstance(rows, list) or not rows:
        return [{"row": 0, "setting": "segments", "code": "none"}]
    separator = body.get("separator", "-")
    found: list[dict[str, Any]] = []
    if not isinstance(separator, str) or not re.fullmatch(r"[-_./]?", separator):
        found.append({"row": 0, "setting": "separator", "code": "bad_separator", "value": str(separator)})
    return [*found, *_of_segments(rows), *_of_options(body, rows)]


def _of_segments(rows: list[Any]) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        given = row if isinstance(row, Mapping) else {}
        code, kind = str(given.get("code") or ""), given.get("kind")
        if not code:
            yield {"row": number, "setting": "code", "code": "missing"}
        elif code in seen:
            yield {"row": number, "setting": "code", "code": "twice", "value": code}
        seen.add(code)
        if kind not in CODE_KINDS:
            yield {"row": number, "setting": "kind", "code": "unknown", "value": str(kind)}
        if kind == "fixed" and not re.fullmatch(r"[A-Za-z0-9]{1,12}", str(given.get("text", ""))):
            yield {"row": number, "setting": "text", "code": "bad_part", "value": str(given.get("text", ""))}
        digits = given.get("digits", 4)
        if not isinstance(digits, int) or isinstance(digits, bool) or not 1 <= digits <= 9:
            yield {"row": number, "setting": "digits", "code": "bad_digits"}
        if given.get("source", "") not in ("", *SOURCES):
            yield {"row": number, "setting": "source", "code": "unknown", "value": str(given["source"])}


def _of_options(body: Mapping[str, Any], rows: list[Any]) -> Iterator[dict[str, Any]]:
    lists = {row.get("code") for row in rows if isinstance(row, Mapping) and row.get("kind") == "list"}
    filled = set()
    for number, row in enumerate(body.get("options", ()), start=1):
        given = row if isinstance(row, Mapping) else {}
        if given.get("segment") not in lists:
            yield {"row": number, "setting": "segment", "code": "unknown", "value": str(given.get("segment", ""))}
        filled.add(given.get("segment"))
        if not given.get("word"):
            yield {"row": number, "setting": "word", "code": "missing"}
        if not re.fullmatch(r"[A-Za-z0-9]{1,12}", str(given.get("code", ""))):
            yield {"row": number, "setting": "code", "code": "bad_part", "value": str(given.get("code", ""))}
    for number, row in enumerate(rows, start=1):
        if isinstance(row, Mapping) and row.get("kind") == "list" and row.get("code") not in filled:
            yield {"row": number, "setting": "kind", "code": "no_options", "value": str(row.get("code"))}
