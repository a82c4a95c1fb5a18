"""The work on a deal: tasks, documents, gates, rivals, changes, grades and reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gleanry.flow.convert.shapes.deals import DealCard, StageChangeRow


@dataclass(frozen=True, slots=True)
class Missing:
    """What a deal lacks: `kind` is field, task, paper or gate; `code` which one; `stage` the stage that demands it."""

    stage: str
    kind: str
    code: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a closed deal teaches. Of a loss: what happened, why, to whom, what we learn; of a win: what was needed
    (`what`), what convinced (`why`) and whether others may be told (`may_refer`).
    """

    what: str = ""
    why: str = ""
    competitor: str = ""
    lesson: str = ""
    may_refer: bool = False


@dataclass(frozen=True, slots=True)
class ReportRow:
    outcome: str
    what: str
    why: str
    competitor: str
    lesson: str
    may_refer: bool
    by: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class TaskRow:
    stage: str
    code: str
    done: bool
    by: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as it is entered: kind, name or number, and a link where there is one."""

    kind: str
    name: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class PaperRow:
    id: int
    kind: str
    name: str
    link: str
    by: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class GateRow:
    """A request to pass a gate; `state` is empty while it waits."""

    id: int
    opportunity_id: int
    stage: str
    gate: str
    approver: str
    note: str
    asked_by_id: int
    asked_at: datetime
    state: str
    decided_by_id: int | None
    decided_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class WaitingGate:
    """A request that waits for the viewer, with its deal."""

    request: GateRow
    deal: DealCard


@dataclass(frozen=True, slots=True)
class RivalRow:
    name: str
    strong: str
    weak: str
    by: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class EditRow:
    """What one change made of a deal: field -> (before, after) as text."""

    version: int
    changes: Mapping[str, Any]
    by: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class StayRow:
    """A stay in a stage: how it began, and how long it is in days and in working days of who holds the deal."""

    stage: str
    since: datetime
    days: int
    working_days: float
    by: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A risk signal, its phase from lead to cash (empty: any), and since how many days."""

    code: str
    phase: str
    days: int


@dataclass(frozen=True, slots=True)
class GradeChangeRow:
    from_grade: str
    grade: str
    because: tuple[str, ...]
    reason: str
    by: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class DealFile:
    """Everything about a deal that its page shows."""

    criteria: Mapping[str, str]
    changes: tuple[StageChangeRow, ...]
    tasks: tuple[TaskRow, ...]
    papers: tuple[PaperRow, ...]
    gates: tuple[GateRow, ...]
    rivals: tuple[RivalRow, ...]
    grades: tuple[GradeChangeRow, ...]
    report: ReportRow | None = None
    edits: tuple[EditRow, ...] = field(default=())
