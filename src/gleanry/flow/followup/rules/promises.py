"""Which deadlines a holder owes a lead: the rule book `followup`, compiled, and the rules that fit a lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple

CONTACT, EACH_CONTACT, DECISION, CONVERSION = "contact", "each_contact", "decision", "conversion"
"""What meets a deadline: the next contact; each contact, whereupon it starts anew; a decision; becoming an SQL."""

MET_BY = {"no_follow_up": EACH_CONTACT, "unconverted": CONVERSION, "decide_mql": DECISION, "decide_sql": DECISION}
"""What meets the kinds everybody has, where the rule does not say; any other kind is met by a contact."""

LINES = {"decide_mql": "decide", "decide_sql": "decide"}
"""Kinds that stand for one another: of a line the first fitting rule decides, whatever its kind."""

FOLLOWED_UP = "followed_up"
NEXT_PERSON = "next_person"
OWNER_CHANGED, RECEIVED = "owner_changed", "received"

CONDITIONS = ("pools", "grades", "own_pools", "sources", "campaigns", "channels", "products")
LATER_ASKED = ("channels", "products")
"""What is not in the register and is only looked up when a rule asks for it."""


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time; `working` says whether it runs only in working hours."""

    length: timedelta
    working: bool = False


@dataclass(frozen=True, slots=True)
class Escalation:
    """Who hears of a missed deadline, and how long after: `to` is "leader" or a role."""

    to: str
    after: Span


@dataclass(frozen=True, slots=True)
class Promise:
    """One deadline rule: after `starts`, for the leads it is for, `kind` is due within `within`.

    `row` is its place in the book, from 0. `wants` holds condition -> codes, only those that limit it. T is `since`:
    when the owner changed, or when the lead was received. `then` is what becomes of a lead whose deadline was missed.
    """

    kind: str
    starts: str
    within: timedelta
    working: bool
    row: int = 0
    wants: Mapping[str, frozenset[str]] = field(default_factory=dict)
    since: str = OWNER_CHANGED
    met_by: str = CONTACT
    skip_holidays: bool = False
    remind: tuple[Span, ...] = ()
    escalate: tuple[Escalation, ...] = ()
    then: str = ""

    @property
    def line(self) -> str:
        """What it stands in for: of each line a lead owes at most one."""
        return LINES.get(self.kind, self.kind)


class Case(NamedTuple):
    """What a rule may ask of a lead; texts folded by `fold`."""

    pool: str
    grade: str
    own_pool: str = ""
    source: str = ""
    campaign: str = ""
    channels: frozenset[str] = frozenset()
    product: str = ""


def fold(text: str) -> str:
    """Sources and campaigns are typed by many hands: case, spaces and hyphens make no difference."""
    return text.strip().casefold().replace(" ", "_").replace("-", "_")


def read_promises(body: Mapping[str, Any], day: timedelta) -> tuple[Promise, ...]:
    """Compile the rule book's deadlines; a working day counts as `day`, which the workspace's calendar says."""
    return tuple(_promise(row, number, day) for number, row in enumerate(body["deadlines"]))


def read_span(given: Mapping[str, Any], day: timedelta) -> Span:
    """A span as a rule states it: units that add up. One working unit makes all of it working time."""
    working = any(name.startswith("working_") for name in given)
    length = (
        day * float(given.get("working_days", 0))
        + timedelta(hours=float(given.get("working_hours", 0)) + float(given.get("hours", 0)))
        + timedelta(minutes=float(given.get("working_minutes", 0)) + float(given.get("minutes", 0)))
        + timedelta(days=float(given.get("days", 0)))
    )
    return Span(length, working)


def _promise(row: Mapping[str, Any], number: int, day: timedelta) -> Promise:
    span = read_span(row["within"], day)
    wants = {name: frozenset(_folded(name, row[name])) for name in CONDITIONS if row.get(name)}
    return Promise(
        kind=row["kind"],
        starts=row["starts"],
        within=span.length,
        working=span.working,
        row=number,
        wants=wants,
        since=row.get("since", OWNER_CHANGED),
        met_by=row.get("met_by") or MET_BY.get(row["kind"], CONTACT),
        skip_holidays=bool(row.get("skip_holidays", False)),
        remind=_in_order([_reminder(given, span, day) for given in row.get("remind", ())]),
        escalate=tuple(
            Escalation(given["to"], read_span(given.get("after", {}), day)) for given in row.get("escalate", ())
        ),
        then=row.get("then", ""),
    )


def _folded(name: str, values: Sequence[str]) -> list[str]:
    return [str(value) if name in ("pools", "grades", "own_pools") else fold(str(value)) for value in values]


def _reminder(given: Mapping[str, Any], within: Span, day: timedelta) -> Span:
    """How long before the end it comes; a part counts by the deadline's own length."""
    if part := float(given.get("part", 0)):
        return Span(within.length * (1 - part), within.working)
    return read_span(given["before"], day)


def _in_order(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Reminders by when they come: the longest before the end first."""
    return tuple(sorted(spans, key=lambda span: -span.length))


def asks_about(promises: Sequence[Promise]) -> frozenset[str]:
    """What the rules ask of leads that the register does not know."""
    return frozenset(name for promise in promises for name in promise.wants if name in LATER_ASKED)


def promises_for(event: str, case: Case, promises: Sequence[Promise]) -> tuple[Promise, ...]:
    """What `event` starts for a lead: of each line the first rule that fits.

    A follow-up (`followed_up`) starts anew what each contact meets.
    """
    found: dict[str, Promise] = {}
    for promise in promises:
        if promise.line not in found and _starts(promise, event) and fits(promise, case):
            found[promise.line] = promise
    return tuple(found.values())


def _starts(promise: Promise, event: str) -> bool:
    return promise.starts == event or (event == FOLLOWED_UP and promise.met_by == EACH_CONTACT)


def fits(promise: Promise, case: Case) -> bool:
    """Whether a rule is for a lead; a condition that names nothing lets every lead pass."""
    for name, codes in promise.wants.items():
        if name == "channels":
            if not codes & case.channels:
                return False
        elif getattr(case, name[:-1]) not in codes:
            return False
    return True
