"""Who held which lead from when until when, newest first: what rules about holders are tried on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gleanry.kit import bulk
from gleanry.leads.models import Move
from gleanry.leads.shapes.register import Tenure


def list_tenures(workspace_id: int, since: datetime, *, limit: int) -> list[Tenure]:
    """The newest `limit` times a lead got a holder since an instant; two statements."""
    rows = Move.objects.of(workspace_id).filter(owner_id__isnull=False, at__gte=since).order_by("-id")
    got: list[tuple[Any, ...]] = list(rows.values_list("id", "lead_id", "owner_id", "pool", "at")[:limit])
    after: dict[int, list[tuple[int, datetime, str]]] = {}
    columns = ("id", "lead_id", "at", "reason")
    leads = {row[1] for row in got}
    for move_id, lead_id, at, reason in bulk.find(
        Move, columns, workspace_id=workspace_id, key="lead_id", among=leads, shared=True
    ):
        after.setdefault(lead_id, []).append((move_id, at, str(reason.get("code", ""))))
    tenures = []
    for move_id, lead_id, owner_id, pool, at in got:
        ended = next((move for move in after.get(lead_id, ()) if move[0] > move_id), None)
        until, why = (ended[1], ended[2]) if ended else (None, "")
        tenures.append(Tenure(lead_id, owner_id, pool, at, until, why))
    return tenures
