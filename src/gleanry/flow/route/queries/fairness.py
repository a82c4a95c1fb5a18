"""Where everybody stands in every rotation, and the decisions that brought them there."""

from __future__ import annotations

from gleanry.flow.route.models import Assignment, Rotation, Waiting
from gleanry.flow.route.queries.decisions import COLUMNS, rows_of, starts_of
from gleanry.flow.route.rules import PARTS
from gleanry.flow.route.shapes import AssignmentRow, PersonShare, RotationRow
from gleanry.tenants.shapes import Viewer

IDLE = "!"
"""Ends the key of what is kept of decisions that found nobody."""


def rotations_of(viewer: Viewer) -> list[RotationRow]:
    """The rotations of a workspace in order of key, with the people within the viewer's reach. Two statements."""
    rows = list(Rotation.objects.of(viewer.workspace_id).exclude(key__endswith=IDLE).order_by("key"))
    starts = starts_of(viewer.workspace_id, (row.stretch_id for row in rows if row.stretch_id))
    passed = {pk: dict(start.passed) for pk, start in starts.items()}
    found = [_row(viewer, row, passed.get(row.stretch_id or 0, {})) for row in rows]
    return [row for row in found if row.people]


def _row(viewer: Viewer, row: Rotation, passed: dict[int, str]) -> RotationRow:
    weights = dict(row.weights)
    seen = [s for s in row.standings if viewer.owner_ids is None or s[0] in viewer.owner_ids]
    people = [
        PersonShare(
            member_id=member,
            weight=weights.get(member, 0),
            given=given,
            entitled=given + balance / row.unit,
            balance=balance / row.unit,
            owed=owed / PARTS,
            why=passed.get(member, ""),
        )
        for member, balance, given, owed in sorted(seen, key=lambda s: (s[0] not in weights, s[0]))
    ]
    return RotationRow(row.pk, row.key, row.key.partition(":")[0].partition("/")[0], row.turns, tuple(people))


def decisions_of(
    viewer: Viewer, *, rule: str = "", owner_id: int | None = None, before: int | None = None, limit: int = 50
) -> list[AssignmentRow]:
    """Decisions about leads, newest first, of a rule or for a member where given; to members within reach or nobody."""
    rows = Assignment.objects.of(viewer.workspace_id)
    if rule:
        rows = rows.filter(rule=rule)
    if owner_id is not None:
        rows = rows.filter(owner_id=owner_id)
    if viewer.owner_ids is not None:
        rows = rows.filter(owner_id__in=viewer.owner_ids)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return rows_of(viewer.workspace_id, list(rows.order_by("-id").values_list(*COLUMNS)[:limit]))


def waiting_leads(workspace_id: int, limit: int = 200) -> list[tuple[int, str, object, object, int]]:
    """(lead, rule, since, tried again from, tries) of leads nobody could take yet, the next to be tried first."""
    rows = Waiting.objects.of(workspace_id).order_by("again_at", "lead_id")
    return list(rows.values_list("lead_id", "rule", "since", "again_at", "tries")[:limit])
