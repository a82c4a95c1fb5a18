"""When a lead leaves its place: by which rule, since when it waits, until when it may stay.

Of the rules that wait for the same thing the first that holds for the lead decides, in the order of the book; of what
is left, whatever runs out first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from gleanry.leads.shapes import RecycleRule, SortingRule, Unit, Waits

Counted = Callable[[datetime, float, Unit], datetime]
"""(start, how many, of which unit) -> when that time has passed, by the calendar of who holds the lead."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A lead as recycling sees it. `places` are its own pool and its kind; `stages` those it is in.

    `since` is when its holder changed, or when it came to rest; `last` the last follow-up, `spells` since when somebody
    holds it without a break, by place, whoever that was; `drops` how often it was taken back before.
    """

    lead_id: int
    places: frozenset[str]
    held: bool
    stages: frozenset[str]
    grade: str
    source: str
    product: str
    since: datetime
    last: datetime | None = None
    spells: Mapping[str, datetime] = field(default_factory=dict)
    drops: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """The rule that a lead leaves by, from when it counted, and when it leaves."""

    rule: RecycleRule
    since: datetime
    at: datetime


def stages_of(
    *, state: str, mql_at: datetime | None, sql_at: datetime | None, opportunity_at: datetime | None
) -> frozenset[str]:
    """What a rule may ask of how far a lead came: pending, following, mql (and no SQL), sql (and no opportunity)."""
    found = {state}
    if sql_at is not None and opportunity_at is None:
        found.add("sql")
    elif mql_at is not None and opportunity_at is None:
        found.add("mql")
    return frozenset(found)


def due_of(kept: Kept, rules: Iterable[RecycleRule], counted: Counted) -> Due | None:
    """When the lead leaves its place; None where no rule holds for it."""
    first: Due | None = None
    asked: set[Waits] = set()
    for rule in rules:
        if rule.waits in asked or not holds(rule, kept):
            continue
        asked.add(rule.waits)
        due = _due(rule, kept, counted)
        if first is None or due.at < first.at:
            first = due
    return first


def holds(rule: RecycleRule, kept: Kept) -> bool:
    """Whether a rule is about this lead at all."""
    return (
        (rule.waits is not Waits.RESTED) is kept.held
        and bool(kept.places & set(rule.pools))
        and (not rule.stages or bool(kept.stages & set(rule.stages)))
        and (not rule.grades or kept.grade in rule.grades)
        and (not rule.sources or kept.source in rule.sources)
        and (not rule.products or any(word.casefold() in kept.product.casefold() for word in rule.products))
        and kept.drops >= rule.drops
    )


def _due(rule: RecycleRule, kept: Kept, counted: Counted) -> Due:
    last = kept.last if kept.last is not None and kept.last > kept.since else None
    since = last if rule.waits is Waits.FOLLOW_UP and last is not None else kept.since
    at = counted(since, rule.count, rule.unit)
    if rule.extend and last is not None:
        at = max(at, counted(last, rule.extend, rule.unit))
    if rule.most:
        began = min((at for place, at in kept.spells.items() if place in rule.pools), default=kept.since)
        at = min(at, counted(min(began, kept.since), rule.most, rule.unit))
    return Due(rule, since, at)


def sorted_by(marks: Iterable[str], rules: Sequence[SortingRule]) -> SortingRule | None:
    """The first rule all of whose marks a lead carries; a rule without marks takes every lead."""
    carried = set(marks)
    return next((rule for rule in rules if carried >= set(rule.marks)), None)
