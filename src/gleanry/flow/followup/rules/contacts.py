"""What counts as follow-up: contact, attempt or nothing, by the demands of the rule book `contacts`.

An answered call that leaves nothing behind is no contact; one that nobody answered is an attempt. Attempts that came
too soon after one another count once, and after enough of them over enough days the lead is given up for now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from gleanry.flow.followup.rules.bant import FIELDS, says_something
from gleanry.flow.followup.shapes import Counted, Demand, Demands, FollowUpEntry, Patience

CONTACT, ATTEMPT, NOTHING = "contact", "attempt", "nothing"
NOTE, REACHED = "note", "reached"
KINDS = ("call", "visit", "meeting", "message", "mail", NOTE)
RESULTS = (REACHED, "no_answer", "busy", "wrong_number")
LEAVES = ("note", *FIELDS, "recording")
"""What a follow-up can leave behind."""


def read_demands(body: Mapping[str, Any]) -> Demands:
    """Compile the rule book. An empty body, from before there was one, demands nothing and gives nobody up."""
    tries = body.get("attempts", {})
    patience = Patience(
        int(tries.get("number", 0)),
        timedelta(hours=float(tries.get("apart_hours", 0))),
        timedelta(days=float(tries.get("over_days", 0))),
        str(tries.get("reason", "not_reached")),
    )
    return Demands(
        kinds={kind: _demand(row) for kind, row in body.get("kinds", {}).items()},
        attempts=frozenset(body.get("attempt_results", [result for result in RESULTS if result != REACHED])),
        starts_with=frozenset(body.get("first_contact_met_by", (CONTACT, ATTEMPT))),
        patience=patience if patience.number else None,
    )


def _demand(row: Mapping[str, Any]) -> Demand:
    return Demand(
        any_of=tuple(row.get("any_of", ())),
        all_of=tuple(row.get("all_of", ())),
        least_seconds=int(row.get("least_seconds", 0)),
        least_note=int(row.get("least_note", 1)),
    )


FREE = Demand()


def what_counts(entry: FollowUpEntry, demands: Demands) -> Counted:
    """Whether an entry is a contact, an attempt or nothing, and why; `missing` names what it would have to leave."""
    demand = demands.kinds.get(entry.kind, FREE)
    left = fields_left(entry, demand.least_note)
    if entry.kind == NOTE:
        return Counted(NOTHING, "note" if left else "empty")
    if entry.result != REACHED:
        return Counted(ATTEMPT if entry.result in demands.attempts else NOTHING, entry.result)
    if entry.seconds is not None and entry.seconds < demand.least_seconds:
        return Counted(ATTEMPT, "too_short")
    if missing := tuple(name for name in demand.all_of if name not in left):
        return Counted(NOTHING, "all_of", missing)
    if demand.any_of and not left.intersection(demand.any_of):
        return Counted(NOTHING, "any_of", demand.any_of)
    return Counted(CONTACT)


def fields_left(entry: FollowUpEntry, least_note: int = 1) -> frozenset[str]:
    """What an entry leaves behind. A note of dots and dashes is none: its letters and digits are counted."""
    left = {name for name in FIELDS if says_something(entry.bant.get(name))}
    if sum(map(str.isalnum, entry.note)) >= max(1, least_note):
        left.add("note")
    if entry.recording_url:
        left.add("recording")
    return frozenset(left)


def spaced_attempts(moments: Iterable[datetime], apart: timedelta) -> list[datetime]:
    """The attempts that count: each at least `apart` after the one counted before it."""
    counted: list[datetime] = []
    for moment in sorted(moments):
        if not counted or moment - counted[-1] >= apart:
            counted.append(moment)
    return counted


def is_given_up(moments: Iterable[datetime], patience: Patience | None) -> bool:
    """Whether attempts without any contact were enough, and over enough days."""
    if patience is None:
        return False
    counted = spaced_attempts(moments, patience.apart)
    return len(counted) >= patience.number and counted[-1] - counted[0] >= patience.over


def contacts_faults(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is wrong with a body: dicts of row (the kind's number from 1; 0 is the book), setting, code and value."""
    faults = [
        fault
        for number, (kind, row) in enumerate(body.get("kinds", {}).items(), start=1)
        for fault in _kind_faults(number, kind, row)
    ]
    known = {"attempt_results": RESULTS[1:], "first_contact_met_by": (CONTACT, ATTEMPT)}
    for setting, words in known.items():
        faults += [_fault(0, setting, "unknown", word) for word in body.get(setting, ()) if word not in words]
    tries = body.get("attempts", {})
    numbers = ("number", "apart_hours", "over_days")
    return faults + [
        _fault(0, name, "not_a_number", tries[name]) for name in numbers if not _is_count(tries.get(name, 0))
    ]


def _kind_faults(number: int, kind: str, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    faults = [] if kind in KINDS and kind != NOTE else [_fault(number, "kind", "unknown", kind)]
    for setting in ("any_of", "all_of"):
        faults += [_fault(number, setting, "unknown", name) for name in row.get(setting, ()) if name not in LEAVES]
    counts = ("least_seconds", "least_note")
    return faults + [
        _fault(number, name, "not_a_number", row[name]) for name in counts if not _is_count(row.get(name, 0))
    ]


def _fault(row: int, setting: str, code: str, value: Any) -> dict[str, Any]:
    return {"row": row, "setting": setting, "code": code, "value": str(value)}


def _is_count(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 10**6
