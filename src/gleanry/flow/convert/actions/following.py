"""When the processes change, open deals follow the stage they stand in."""

from __future__ import annotations

from datetime import datetime

from gleanry.flow.convert.models import DealOutcome, Opportunity
from gleanry.flow.convert.queries import deal_rules


def follow_processes(workspace_id: int, at: datetime, by: int | None) -> None:
    """Name for each open deal the process its stage is of now; a stage may have gone over to another one."""
    for process in deal_rules(workspace_id).processes.processes:
        rows = Opportunity.objects.of(workspace_id).filter(outcome=DealOutcome.OPEN)
        rows = rows.filter(stage__in=[stage.key for stage in process.stages]).exclude(process=process.key)
        rows.update(process=process.key)
