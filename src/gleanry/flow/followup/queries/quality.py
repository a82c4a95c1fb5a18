"""The next step judges the one before it: what became of what each member signed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from statistics import median

from django.db.models import OuterRef, Q, Subquery

from gleanry.flow.followup.models import GateSign
from gleanry.flow.followup.shapes import QualityRow, SignFilters, SignRow
from gleanry.kit.scope import WorkspaceQuerySet
from gleanry.tenants.shapes import Viewer

PASSED, REFUSED, WAITING = "passed", "refused", "waiting"


def gate_quality(viewer: Viewer, gate: str, since: datetime, until: datetime) -> list[QualityRow]:
    """What each member within reach signed at a gate in a span of time, and how the next one judged it; one statement.

    At `mql` the fate of a signature is the seller's verdict, whenever it came; at `sql` it is the verdict itself.
    """
    columns = ("member_id", "verdict", "reason", "fate", "fate_reason", "since", "at")
    found: dict[int, list[tuple[str, str, timedelta | None]]] = {}
    for member_id, verdict, reason, fate, fate_reason, began, at in _judged(
        viewer, SignFilters(gate=gate, since=since, until=until)
    ).values_list(*columns):
        said = (fate or WAITING, fate_reason or "") if gate == "mql" else (verdict, reason)
        found.setdefault(member_id, []).append((*said, at - began if began else None))
    return sorted((_row(member, rows) for member, rows in found.items()), key=lambda row: (-row.signed, row.member_id))


def _row(member_id: int, rows: Iterable[tuple[str, str, timedelta | None]]) -> QualityRow:
    fates: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    spans: list[float] = []
    for fate, reason, span in rows:
        fates[fate] += 1
        if fate == REFUSED:
            reasons[reason] += 1
        if span is not None:
            spans.append(span.total_seconds())
    return QualityRow(
        member_id,
        signed=fates.total(),
        accepted=fates[PASSED],
        refused=fates[REFUSED],
        waiting=fates[WAITING],
        reasons=tuple(sorted(reasons.items(), key=lambda item: (-item[1], item[0]))),
        median=timedelta(seconds=median(spans)) if spans else None,
    )


def list_signs(viewer: Viewer, filters: SignFilters, *, after: int | None = None, limit: int = 50) -> list[SignRow]:
    """Signatures within the viewer's reach, newest first, by key; `after` is the last one's id."""
    rows = _judged(viewer, filters)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    columns = tuple(SignRow.__dataclass_fields__)
    return [SignRow(*values) for values in rows.order_by("-id").values_list(*columns)[:limit]]


def count_signs(viewer: Viewer, filters: SignFilters) -> int:
    """How many signatures a list holds."""
    return _judged(viewer, filters).count()


def _judged(viewer: Viewer, filters: SignFilters) -> WorkspaceQuerySet[GateSign]:
    judging = GateSign.objects.of(viewer.workspace_id).filter(judged_id=OuterRef("pk")).order_by("-id")
    rows = GateSign.objects.of(viewer.workspace_id).filter(gate=filters.gate)
    if viewer.owner_ids is not None:
        rows = rows.filter(member_id__in=viewer.owner_ids)
    given = {"member_id": filters.member_id, "at__gte": filters.since, "at__lt": filters.until}
    rows = rows.filter(**{name: value for name, value in given.items() if value is not None})
    fates = {"fate": Subquery(judging.values("verdict")[:1]), "fate_reason": Subquery(judging.values("reason")[:1])}
    rows = rows.annotate(**fates)
    fate, reason = ("fate", "fate_reason") if filters.gate == "mql" else ("verdict", "reason")
    if filters.fate == WAITING:
        rows = rows.filter(Q(**{f"{fate}__isnull": True}))
    elif filters.fate:
        rows = rows.filter(**{fate: filters.fate})
    return rows.filter(**{reason: filters.reason}) if filters.reason else rows
