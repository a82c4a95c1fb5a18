"""How often something came from the same place lately."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count

from gleanry.flow.clean.models import SourceMark


def marks_since(workspace_id: int, marks: Iterable[int], since: datetime) -> dict[int, int]:
    """Mark -> how often it was seen from `since` on."""
    rows = SourceMark.objects.of(workspace_id).filter(mark__in=list(marks), at__gte=since)
    return dict(rows.values_list("mark").annotate(times=Count("pk")).order_by())
