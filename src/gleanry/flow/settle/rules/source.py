"""Where an opportunity came from: one source, by who was first on record, or last where all of it is long ago.

Method: the single-source rule of the lead management handbook (可清晰的归因标准). Within so many calendar months before
the opportunity the pipe that was recorded first has it; when nothing was recorded in that time, the one that was
recorded last before it. What was recorded after the opportunity does not count.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import datetime

from gleanry.flow.settle.shapes import KINDS, Pipe, Record, Source, SourceRule

FIRST_WITHIN, LAST_BEFORE, NO_RECORD = "first_within", "last_before", "no_record"
_KIND = {kind: place for place, kind in enumerate(KINDS)}


def months_before(at: datetime, months: int) -> datetime:
    """The same time of day so many calendar months earlier; the last day of a month that is too short."""
    return _shifted(at, -months)


def months_after(at: datetime, months: int) -> datetime:
    """The same time of day so many calendar months later; the last day of a month that is too short."""
    return _shifted(at, months)


def _shifted(at: datetime, months: int) -> datetime:
    count = max(12, at.year * 12 + at.month - 1 + months)
    year, month = divmod(count, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))


def pipe_of(source: str, obtained: str, rule: SourceRule) -> str:
    """The pipe a lead came by: the first that names its source, else the way it was obtained; else `otherwise`."""
    told = fold(source)
    by_source = next((pipe.code for pipe in rule.pipes if told and told in pipe.sources), None)
    by_way = next((pipe.code for pipe in rule.pipes if obtained and obtained in pipe.obtained), None)
    return by_source or by_way or rule.otherwise


def pipe_of_roles(roles: Iterable[str], rule: SourceRule) -> str:
    """The pipe of who registers a company, by its roles; else `otherwise`."""
    held = set(roles)
    return next((pipe.code for pipe in rule.pipes if held & pipe.roles), rule.otherwise)


def fold(source: str) -> str:
    """A source as it is compared: however its words are joined."""
    return source.strip().casefold().replace(" ", "_").replace("-", "_")


def source_of(records: Iterable[Record], opened_at: datetime, rule: SourceRule, *, product: str = "") -> Source:
    """The one source of an opportunity opened at an instant. Total; the order of the records does not matter."""
    months = rule.months_of.get(product, rule.months)
    since = months_before(opened_at, months)
    counted = [record for record in set(records) if record.at <= opened_at]
    within = [record for record in counted if record.at >= since]
    before = [record for record in counted if record.at < since]
    places = {pipe.code: place for place, pipe in enumerate(rule.pipes)}
    decided, reason = None, NO_RECORD
    if within:
        decided, reason = min(within, key=lambda record: _order(record, places)), FIRST_WITHIN
    elif before:
        decided, reason = max(before, key=lambda record: _backwards(record, places)), LAST_BEFORE
    evidence = _telling(within, before, places)
    if decided is None:
        return Source("", None, reason, months, None, ())
    return Source(decided.pipe, decided.member_id, reason, months, decided, evidence)


def _order(record: Record, places: dict[str, int]) -> tuple[datetime, int, int, str, int, int]:
    """Earlier first; of one instant, by the order of the pipes, the kinds, and which was written first."""
    place = places.get(record.pipe, len(places))
    return (record.at, place, _KIND.get(record.kind, len(KINDS)), record.pipe, record.id, record.member_id or 0)


def _backwards(record: Record, places: dict[str, int]) -> tuple[datetime, int, int, str, int, int]:
    """Later last; of one instant, the pipe that stands first in the rule wins here too."""
    at, place, kind, pipe, number, member = _order(record, places)
    return (at, -place, -kind, pipe, -number, -member)


def _telling(within: list[Record], before: list[Record], places: dict[str, int]) -> tuple[Record, ...]:
    """The first of each pipe and member within the time and the last before it: they decide, and show who lost."""
    told: dict[tuple[bool, str, int | None], Record] = {}
    for record in sorted(within, key=lambda one: _order(one, places)):
        told.setdefault((True, record.pipe, record.member_id), record)
    for record in sorted(before, key=lambda one: _backwards(one, places), reverse=True):
        told.setdefault((False, record.pipe, record.member_id), record)
    return tuple(sorted(told.values(), key=lambda one: _order(one, places)))


def default_pipes() -> tuple[Pipe, ...]:
    """The four of the handbook, without the sources a workspace names."""
    names = (("marketing", "市场", "Marketing"), ("sales", "销售自拓", "Sales"))
    more = (("agents", "代理商", "Agents"), ("ecosystem", "生态伙伴", "Ecosystem partners"))
    return tuple(Pipe(code, zh, en, own=code != "marketing") for code, zh, en in (*names, *more))
