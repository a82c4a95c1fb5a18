"""Read handovers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from gleanry.kit import bulk
from gleanry.people.models import Handover, HandoverStep
from gleanry.people.shapes import HandoverRow, StepRow

PLAN = ("id", "account_id", "from_id", "to_id", "state", "why", "at", "ended_at")
STEP = tuple(StepRow.__dataclass_fields__)
SHOWN = 200


def handovers_of(workspace_id: int, account_ids: Iterable[int]) -> list[HandoverRow]:
    """The handovers of accounts, open and past, the oldest first; two statements."""
    rows = bulk.find(Handover, PLAN, workspace_id=workspace_id, key="account_id", among=account_ids)
    return _with_steps(workspace_id, rows)


def open_handovers(workspace_id: int, *, member_ids: Sequence[int] | None = None) -> list[HandoverRow]:
    """Handovers under way, from or to some members or (None) all, at most 200; two statements."""
    rows = Handover.objects.of(workspace_id).filter(state="open").order_by("id")
    if member_ids is not None:
        rows = rows.filter(Q(from_id__in=member_ids) | Q(to_id__in=member_ids))
    return _with_steps(workspace_id, list(rows.values_list(*PLAN)[:SHOWN]))


def handover_named(workspace_id: int, handover_id: int) -> HandoverRow | None:
    """One handover with its steps."""
    rows = bulk.find(Handover, PLAN, workspace_id=workspace_id, key="id", among=[handover_id])
    return next(iter(_with_steps(workspace_id, rows)), None)


def _with_steps(workspace_id: int, rows: Sequence[tuple[Any, ...]]) -> list[HandoverRow]:
    steps: dict[int, list[StepRow]] = {}
    for handover, *step in bulk.find(
        HandoverStep,
        ("handover_id", *STEP),
        workspace_id=workspace_id,
        key="handover_id",
        among=[row[0] for row in rows],
    ):
        steps.setdefault(handover, []).append(StepRow(*step))
    return [
        HandoverRow(
            **dict(zip(PLAN, row, strict=True)),
            steps=tuple(sorted(steps.get(row[0], ()), key=lambda step: step.place)),
        )
        for row in rows
    ]
