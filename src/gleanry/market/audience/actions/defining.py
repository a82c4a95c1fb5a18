"""Make a segment, define it anew, end it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.market.audience.actions.keeping import LOCK
from gleanry.market.audience.facts import SegmentDefined, SegmentEnded
from gleanry.market.audience.models import Segment, SegmentVersion
from gleanry.market.audience.rules.definition import faults_of
from gleanry.market.audience.shapes import SegmentKind
from gleanry.tenants.shapes import Viewer

PERMISSION = "segments.edit"


class BadDefinition(Refusal):
    """What is wrong stands in `data["faults"]`, as `shapes.Fault`."""

    code = "bad_definition"


def define_segment(
    viewer: Viewer,
    name: str,
    body: Mapping[str, Any],
    at: datetime,
    *,
    segment_id: int | None = None,
    kind: SegmentKind = SegmentKind.RULES,
) -> int:
    """Make a segment, or define one anew; who belongs is found out by the worker, from the first person on.

    A list has no body. Raises BadDefinition, and Refusal `forbidden`, `not_found`, `name_empty`, `name_taken`.
    """
    if not viewer.may(PERMISSION):
        raise Refusal("forbidden", permission=PERMISSION)
    name = " ".join(name.split())[:120]
    if not name:
        raise Refusal("name_empty")
    if kind is SegmentKind.RULES and (faults := faults_of(body)):
        raise BadDefinition(faults=faults)
    with transaction.atomic():
        bulk.lock_workspace(viewer.workspace_id, LOCK)
        live = Segment.objects.of(viewer.workspace_id).filter(ended_at__isnull=True)
        if live.filter(name=name).exclude(pk=segment_id or 0).exists():
            raise Refusal("name_taken", name=name)
        if segment_id is None:
            return _make(viewer, name, kind, body, at)
        return _change(viewer, segment_id, name, body, at)


def _make(viewer: Viewer, name: str, kind: SegmentKind, body: Mapping[str, Any], at: datetime) -> int:
    row = Segment.objects.create(
        workspace_id=viewer.workspace_id,
        name=name,
        kind=kind,
        body=dict(body) if kind is SegmentKind.RULES else {},
        done=kind is SegmentKind.LIST,
        made_at=at,
        defined_at=at,
        by=viewer.member_id or None,
    )
    _keep_version(viewer, row, at)
    return int(row.pk)


def _change(viewer: Viewer, segment_id: int, name: str, body: Mapping[str, Any], at: datetime) -> int:
    row = Segment.objects.of(viewer.workspace_id).filter(pk=segment_id, ended_at__isnull=True).first()
    if row is None:
        raise Refusal("not_found", segment=segment_id)
    row.name = name
    if row.kind == SegmentKind.RULES and row.body != body:
        row.body, row.version, row.done, row.upto, row.defined_at = dict(body), row.version + 1, False, 0, at
        _keep_version(viewer, row, at)
    row.save(update_fields=["name", "body", "version", "done", "upto", "defined_at"])
    return segment_id


def _keep_version(viewer: Viewer, row: Segment, at: datetime) -> None:
    by = viewer.member_id or None
    SegmentVersion.objects.create(
        workspace_id=row.workspace_id, segment_id=row.pk, version=row.version, body=row.body, by=by, at=at
    )
    ledger.announce(row.workspace_id, SegmentDefined((row.pk,), (row.version,)), at=at, by=by)


def end_segment(viewer: Viewer, segment_id: int, at: datetime) -> None:
    """Keep a segment no longer; who belonged stays readable. Raises Refusal `forbidden` and `not_found`."""
    if not viewer.may(PERMISSION):
        raise Refusal("forbidden", permission=PERMISSION)
    with transaction.atomic():
        bulk.lock_workspace(viewer.workspace_id, LOCK)
        rows = Segment.objects.of(viewer.workspace_id).filter(pk=segment_id, ended_at__isnull=True)
        if not rows.update(ended_at=at):
            raise Refusal("not_found", segment=segment_id)
        ledger.announce(viewer.workspace_id, SegmentEnded((segment_id,)), at=at, by=viewer.member_id or None)
