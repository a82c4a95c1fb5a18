"""What is wrong with a body of the rule book `followup` before it is put in force."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from gleanry.flow.followup.rules.promises import (
    CONDITIONS,
    CONTACT,
    CONVERSION,
    DECISION,
    EACH_CONTACT,
    MET_BY,
    NEXT_PERSON,
    OWNER_CHANGED,
    RECEIVED,
    Promise,
    Span,
    read_promises,
    read_span,
)
from gleanry.leads.shapes import SETTLED, Pool
from gleanry.tenants.shapes import Role

KINDS = frozenset({*MET_BY, "first_contact", "golden_48"})
STARTS = (OWNER_CHANGED, "contacted", "contact_missed")
UNITS = frozenset({"working_days", "working_hours", "working_minutes", "days", "hours", "minutes"})
OPTIONS = frozenset({"kind", "starts", "since", "within", "met_by", "skip_holidays", "remind", "escalate", "then"})
SETTINGS = OPTIONS | set(CONDITIONS)
GRADES = frozenset(letter + band for letter in "ABCD" for band in "1234")
TARGETS = frozenset(Pool) - SETTLED - {Pool.INTAKE}
OWN = "own:"
"""Before the code of a pool of the workspace's own, where `then` names one."""
CODE = re.compile(r"[a-z][a-z0-9_]{0,19}")
DAY = timedelta(hours=8)
"""What a working day counts as here: the check compares rules with one another, not with a calendar."""
PAUSE = {"most_days": 366, "most_times": 99}


@dataclass(frozen=True, slots=True)
class Fault:
    """`row` counts from 1; 0 is the book itself. `code` is put into words by the page."""

    row: int
    setting: str
    code: str
    value: str = ""


def faults_of(body: Mapping[str, Any]) -> list[Fault]:
    """Everything that is wrong, in the order of the rows; empty when it can be put in force."""
    faults = list(_faults_of_book(body))
    rows = body.get("deadlines")
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        return [*faults, Fault(0, "deadlines", "missing")]
    for number, row in enumerate(rows, start=1):
        if isinstance(row, Mapping):
            faults += _faults_of_rule(number, row)
        else:
            faults.append(Fault(number, "deadlines", "missing"))
    return faults or list(_never_reached(read_promises(body, DAY)))


def _faults_of_book(body: Mapping[str, Any]) -> Iterator[Fault]:
    for name in sorted(set(body) - {"deadlines", "pause"}):
        yield Fault(0, str(name), "unknown_setting", str(name))
    pause = body.get("pause", {})
    if not isinstance(pause, Mapping):
        yield Fault(0, "pause", "missing")
        return
    for name, value in pause.items():
        if name == "reasons":
            if not isinstance(value, Sequence) or isinstance(value, str) or not value:
                yield Fault(0, "pause", "missing", "reasons")
        elif name not in PAUSE:
            yield Fault(0, "pause", "unknown_setting", str(name))
        elif not _is_number(value) or not 0 <= value <= PAUSE[name]:
            yield Fault(0, "pause", "out_of_range", f"{name}: {value}")


def _faults_of_rule(number: int, row: Mapping[str, Any]) -> Iterator[Fault]:
    for name in sorted(set(row) - SETTINGS):
        yield Fault(number, str(name), "unknown_setting", str(name))
    kind = str(row.get("kind", ""))
    if not CODE.fullmatch(kind) or (kind not in KINDS and not row.get("met_by")):
        yield Fault(number, "kind", "unknown", kind)
    for name, known in (
        ("starts", STARTS),
        ("since", (OWNER_CHANGED, RECEIVED)),
        ("met_by", (CONTACT, EACH_CONTACT, DECISION, CONVERSION)),
    ):
        if (name == "starts" or row.get(name)) and row.get(name) not in known:
            yield Fault(number, name, "unknown", str(row.get(name, "")))
    yield from _faults_of_conditions(number, row)
    spans = list(_faults_of_span(number, "within", row.get("within")))
    yield from spans
    if not spans:
        yield from _faults_around(number, row)
    then = str(row.get("then", ""))
    if then and then != NEXT_PERSON and then not in TARGETS and not then.startswith(OWN):
        yield Fault(number, "then", "unknown", then)


def _faults_of_conditions(number: int, row: Mapping[str, Any]) -> Iterator[Fault]:
    known = {"pools": frozenset(Pool) - SETTLED, "grades": GRADES}
    for name in CONDITIONS:
        values = row.get(name, ())
        if isinstance(values, str) or not isinstance(values, Sequence):
            yield Fault(number, name, "missing")
            continue
        for value in values:
            if name in known and value not in known[name]:
                yield Fault(number, name, "unknown", str(value))


def _faults_of_span(number: int, setting: str, given: Any) -> Iterator[Fault]:
    """Units nobody knows, nothing at all, or working time and plain time in one span."""
    if not isinstance(given, Mapping) or not given:
        yield Fault(number, setting, "missing")
        return
    for name, amount in given.items():
        if name not in UNITS:
            yield Fault(number, setting, "unknown", str(name))
        elif not _is_number(amount) or amount <= 0:
            yield Fault(number, setting, "not_positive", f"{name}: {amount}")
    if len({str(name).startswith("working_") for name in given}) > 1:
        yield Fault(number, setting, "mixed_time", ", ".join(map(str, given)))


def _faults_around(number: int, row: Mapping[str, Any]) -> Iterator[Fault]:
    """Reminders that come before the promise begins, escalations to nobody, days off where only work counts."""
    within = read_span(row["within"], DAY)
    if within.working and row.get("skip_holidays"):
        yield Fault(number, "skip_holidays", "in_working_time")
    for given in row.get("remind", ()):
        if isinstance(given, Mapping) and set(given) == {"part"}:
            if not _is_number(given["part"]) or not 0 < given["part"] < 1:
                yield Fault(number, "remind", "out_of_range", f"part: {given['part']}")
            continue
        span = given.get("before") if isinstance(given, Mapping) else None
        faults = list(_faults_of_span(number, "remind", span))
        yield from faults
        if not faults and span and _is_longer(read_span(span, DAY).length, within, span):
            yield Fault(number, "remind", "too_long", ", ".join(f"{k}: {v}" for k, v in span.items()))
    for given in row.get("escalate", ()):
        to = given.get("to") if isinstance(given, Mapping) else None
        if to != "leader" and to not in frozenset(Role):
            yield Fault(number, "escalate", "unknown", str(to))
        elif "after" in given:
            yield from _faults_of_span(number, "escalate", given["after"])


def _is_longer(span: timedelta, within: Span, given: Mapping[str, Any]) -> bool:
    """Whether a reminder reaches before the beginning; hours of work and of the clock are not compared."""
    working = any(name.startswith("working_") for name in given)
    return working == within.working and span >= within.length


def _never_reached(promises: Sequence[Promise]) -> Iterator[Fault]:
    """A rule that an earlier one of its line takes everything from."""
    for place, promise in enumerate(promises):
        for earlier in promises[:place]:
            if earlier.line == promise.line and earlier.starts == promise.starts and _takes_all(earlier, promise):
                yield Fault(promise.row + 1, "kind", "never_reached", str(earlier.row + 1))
                break


def _takes_all(earlier: Promise, later: Promise) -> bool:
    return all(name in later.wants and later.wants[name] <= codes for name, codes in earlier.wants.items())


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
