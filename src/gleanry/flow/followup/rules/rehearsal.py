"""What would have become of the promises of one holder of one lead, had other rules been in force."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from gleanry.flow.followup.rules.promises import (
    CONTACT,
    CONVERSION,
    EACH_CONTACT,
    OWNER_CHANGED,
    RECEIVED,
    Case,
    Promise,
    promises_for,
)
from gleanry.flow.followup.rules.spans import due_by
from gleanry.world.shapes import WorkingCalendar

FIRST_CONTACT = "first_contact"


@dataclass(frozen=True, slots=True)
class Played:
    """What happened while somebody held a lead: `left_at` None while they still do; `contacts` in order of time."""

    case: Case
    since: datetime
    received_at: datetime
    left_at: datetime | None
    decided_at: datetime | None
    converted_at: datetime | None
    contacts: tuple[datetime, ...]


def outcomes_of(
    played: Played, promises: Sequence[Promise], calendar: WorkingCalendar, at: datetime
) -> Iterator[tuple[str, str]]:
    """(kind, outcome) of every deadline these rules would have started, as it stands at `at`."""
    end = min(played.left_at or at, at)
    contacts = [moment for moment in played.contacts if played.since <= moment <= end]
    first = contacts[0] if contacts else None
    missed_first = False
    for promise in promises_for(OWNER_CHANGED, played.case, promises):
        due = due_by(played.received_at if promise.since == RECEIVED else played.since, promise, calendar)
        if promise.since == RECEIVED and due <= played.since:
            continue
        if promise.met_by == EACH_CONTACT:
            yield from _rolled(played, promise, contacts, calendar, end)
            continue
        met = first if promise.met_by == CONTACT else _met_at(played, promise)
        outcome = _judged(due, met, played, end)
        missed_first = missed_first or (promise.kind == FIRST_CONTACT and outcome == "missed")
        yield promise.kind, outcome
    event = "contact_missed" if missed_first else "contacted" if first else ""
    for promise in promises_for(event, played.case, promises) if event else ():
        due = due_by(played.since, promise, calendar)
        yield promise.kind, _judged(due, _met_at(played, promise), played, end)


def _met_at(played: Played, promise: Promise) -> datetime | None:
    return played.converted_at if promise.met_by == CONVERSION else played.decided_at


def _rolled(
    played: Played, promise: Promise, contacts: Sequence[datetime], calendar: WorkingCalendar, end: datetime
) -> Iterator[tuple[str, str]]:
    """One deadline from contact to contact."""
    start = played.since
    for contact in contacts:
        yield promise.kind, "met" if contact < due_by(start, promise, calendar) else "missed"
        start = contact
    yield promise.kind, _judged(due_by(start, promise, calendar), None, played, end)


def _judged(due: datetime, met_at: datetime | None, played: Played, end: datetime) -> str:
    if met_at is not None and played.since <= met_at < due and met_at <= end:
        return "met"
    if due <= end:
        return "missed"
    return "released" if played.left_at is not None and played.left_at <= end else "running"
