"""Each stage's account: in = out + held + refused.

What a stage was given is counted from the ledger, what became of it from the stage's own tables, and what is still on
its way from the deliveries owed; a difference means that something was lost or counted twice.
"""

from __future__ import annotations

from django.db import connection

from gleanry.cockpit.shapes import FlowReport, StageReport
from gleanry.kit import ledger
from gleanry.kit.models import Delivery


def flow_report(workspace_id: int) -> FlowReport:
    """The account of every stage of a workspace, and how many leads each pool holds."""
    with connection.cursor() as cursor:

        def count(sql: str) -> int:
            cursor.execute(sql, {"w": workspace_id})
            return int(cursor.fetchone()[0] or 0)

        stages = _stages(count, ledger.announced_sizes(workspace_id), _owed(workspace_id))
        cursor.execute(
            "SELECT pool, count(*) FROM leads_lead WHERE workspace_id = %(w)s GROUP BY pool ORDER BY pool",
            {"w": workspace_id},
        )
        pools = dict(cursor.fetchall())
    return FlowReport(stages, pools)


def _owed(workspace_id: int) -> dict[str, int]:
    """Handler -> how many records it has still to be handed."""
    owed: dict[str, int] = {}
    for handler, size in Delivery.objects.of(workspace_id).values_list("handler", "size"):
        name = handler.partition(">")[2]
        owed[name] = owed.get(name, 0) + size
    return owed
