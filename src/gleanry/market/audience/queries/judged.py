"""Which segments people belong to by their definitions, whatever is kept about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from gleanry.market.audience.queries.knowing import known_of
from gleanry.market.audience.rules.definition import Group, needs_of, read_definition
from gleanry.market.audience.rules.judging import answer_of, earliest
from gleanry.market.audience.shapes import Answer, Known, SegmentKind, SegmentRow


@dataclass(frozen=True, slots=True)
class Judged:
    """One person: the segments it belongs to, and when time alone may change that."""

    segments: frozenset[int]
    due: datetime | None


def judged(workspace_id: int, roots: Sequence[int], segments: Sequence[SegmentRow], at: datetime) -> dict[int, Judged]:
    """Person id -> which of `segments` it belongs to at a moment."""
    read: dict[int, Group | None] = {
        row.id: None if row.kind == SegmentKind.LIST else read_definition(row.body) for row in segments
    }
    needs = frozenset(need for group in read.values() for need in (needs_of(group) if group else ("lists",)))
    known = known_of(workspace_id, roots, needs)
    return {root: _judge(known[root], read, at) for root in roots}


def _judge(known: Known, read: Mapping[int, Group | None], at: datetime) -> Judged:
    answers = {
        segment_id: answer_of(group, known, at) if group else Answer(segment_id in known.lists, None)
        for segment_id, group in read.items()
    }
    holds = frozenset(segment_id for segment_id, answer in answers.items() if answer.holds)
    return Judged(holds, earliest(answer.due for answer in answers.values()))
