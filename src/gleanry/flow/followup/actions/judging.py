"""A missed deadline is judged by who leads its holder; the holder may say why it was not their fault."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from gleanry.flow.followup.facts import Appealed, Excused, Upheld
from gleanry.flow.followup.models import Verdict, Violation
from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.tenants.shapes import Viewer

JUDGE = "violations.judge"
COLUMNS = ("id", "lead_id", "owner_id", "verdict")


def excuse_violations(viewer: Viewer, violation_ids: Iterable[int], note: str, at: datetime) -> tuple[int, ...]:
    """Find that missing them was not the holder's fault; returns those it changed. A note is required."""
    return _judge(viewer, violation_ids, Verdict.EXCUSED, note, at)


def uphold_violations(viewer: Viewer, violation_ids: Iterable[int], note: str, at: datetime) -> tuple[int, ...]:
    """Find that missing them was the holder's fault; returns those it changed. A note is required."""
    return _judge(viewer, violation_ids, Verdict.UPHELD, note, at)


def _judge(viewer: Viewer, violation_ids: Iterable[int], verdict: Verdict, note: str, at: datetime) -> tuple[int, ...]:
    """Nobody judges what they missed themselves, nor what lies beyond their reach. What is excused is not escalated."""
    if not viewer.may(JUDGE):
        raise Refusal("forbidden", permission=JUDGE)
    if not note.strip():
        raise Refusal("reason_missing")
    with transaction.atomic():
        rows = _within(viewer, violation_ids)
        if rows and all(owner_id == viewer.member_id for _, _, owner_id, _ in rows):
            raise Refusal("own_violation")
        judged = [(i, lead) for i, lead, owner, was in rows if owner != viewer.member_id and was != verdict]
        columns = ("verdict", "judged_by_id", "judged_at", "judgement")
        bulk.update(Violation, columns, [(i, verdict.value, viewer.member_id, at, note.strip()) for i, _ in judged])
        ids, leads = tuple(i for i, _ in judged), tuple(lead for _, lead in judged)
        if verdict is Verdict.EXCUSED:
            bulk.update(Violation, ("escalate_at",), [(i, None) for i in ids])
        fact = Excused(ids, leads) if verdict is Verdict.EXCUSED else Upheld(ids, leads)
        ledger.announce(viewer.workspace_id, fact, at=at, by=viewer.member_id)
    return ids


def _within(viewer: Viewer, violation_ids: Iterable[int]) -> list[tuple[int, int, int, str]]:
    rows = bulk.find(Violation, COLUMNS, workspace_id=viewer.workspace_id, key="id", among=violation_ids, lock=True)
    return [
        (i, lead, owner, was) for i, lead, owner, was in rows if viewer.owner_ids is None or owner in viewer.owner_ids
    ]


def appeal_violation(viewer: Viewer, violation_id: int, note: str, at: datetime) -> None:
    """Say of one's own missed deadline why it was not one's fault. Refusal `not_found` for another's."""
    if not note.strip():
        raise Refusal("reason_missing")
    with transaction.atomic():
        rows = [row for row in _within(viewer, [violation_id]) if row[2] == viewer.member_id]
        if not rows:
            raise Refusal("not_found")
        bulk.update(Violation, ("appeal", "appealed_at"), [(violation_id, note.strip(), at)])
        fact = Appealed((violation_id,), (rows[0][1],))
        ledger.announce(viewer.workspace_id, fact, at=at, by=viewer.member_id)
