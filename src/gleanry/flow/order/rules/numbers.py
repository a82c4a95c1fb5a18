"""Numbers of papers by pattern, such as QT-{year}-{n:05}."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

PATTERNS = {
    "quote": "QT-{year}-{n:05}",
    "pi": "PI-{year}-{n:05}",
    "contract": "CT-{year}-{n:05}",
    "order": "SO-{year}-{n:05}",
    "delivery": "DN-{year}-{n:05}",
    "return": "RT-{year}-{n:05}",
}
"""What a workspace numbers by that never adopted a book."""
KINDS = tuple(PATTERNS)
PART = re.compile(r"\{(year|n)(?::0?(\d{1,2}))?\}")
MOST = 40


def write_number(pattern: str, *, year: int, n: int) -> str:
    """The nth number of a year: {year} is the year, {n:05} the count, filled up with zeros to five digits."""

    def written(part: re.Match[str]) -> str:
        return str(year) if part[1] == "year" else str(n).zfill(int(part[2] or 0))

    return PART.sub(written, pattern)


def run_year(pattern: str, year: int) -> int:
    """The year a count belongs to: a pattern without {year} counts on for ever, under year 0."""
    return year if "{year}" in pattern else 0


def faults_of_pattern(pattern: str) -> str:
    """What is wrong with a pattern: no_count, bad_part, too_long; empty for nothing."""
    if not any(part[1] == "n" for part in PART.finditer(pattern)):
        return "no_count"
    if re.search(r"[{}\s]", PART.sub("", pattern)):
        return "bad_part"
    return "too_long" if len(write_number(pattern, year=2000, n=1)) > MOST - 6 else ""


def faults_of_numbers(numbers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is wrong with the patterns of a book, named by the kind of paper."""
    found: list[dict[str, Any]] = []
    seen: dict[str, str] = {}
    for kind in KINDS:
        pattern = str(numbers.get(kind) or "")
        if fault := faults_of_pattern(pattern):
            found.append({"row": 0, "setting": f"numbers.{kind}", "code": fault, "value": pattern})
        elif pattern in seen:
            found.append({"row": 0, "setting": f"numbers.{kind}", "code": "twice", "value": pattern})
        seen[pattern] = kind
    return found
