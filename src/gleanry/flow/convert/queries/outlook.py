"""How a deal stands in time: its stays with their days, and what may go wrong."""

from __future__ import annotations

from datetime import datetime

from gleanry.flow.convert.queries.books import DealRules
from gleanry.flow.convert.rules import Watched, risks_of, stays_of
from gleanry.flow.convert.shapes import DealCard, DealFile, RiskRow, StayRow
from gleanry.flow.followup.queries import follow_ups_of
from gleanry.tenants.queries import working_times


def stays_of_deal(workspace_id: int, deal: DealCard, file: DealFile, at: datetime) -> list[StayRow]:
    """The stays of a deal, oldest first, with plain days and working days of who holds it now."""
    until = deal.closed_at or at
    times = working_times(workspace_id, [deal.owner_id])
    calendar = times.of(deal.owner_id)
    changes = [change for change in file.changes if change.stage not in ("won", "lost")]
    rows = []
    for stay, change in zip(stays_of([(one.stage, one.at) for one in changes], until), changes, strict=True):
        worked = calendar.working_between(stay.since, stay.until) / times.day
        days = (stay.until - stay.since).days
        rows.append(StayRow(stay.stage, stay.since, days, round(worked, 1), change.by, change.reason))
    return rows


def risks_of_deal(
    workspace_id: int,
    deal: DealCard,
    file: DealFile,
    rules: DealRules,
    at: datetime,
    *,
    owed_since: datetime | None = None,
) -> tuple[RiskRow, ...]:
    """The risk signals of a deal; `owed_since` says since when money of it is owed, where that is known."""
    process = rules.processes.of_stage(deal.stage)
    stage = next((one for one in process.stages if one.key == deal.stage), None) if process else None
    kinds = {paper.kind for paper in file.papers}
    contacts = follow_ups_of(workspace_id, deal.lead_id) if deal.lead_id else []
    waiting = [gate.asked_at for gate in file.gates if not gate.state]
    watched = Watched(
        deal.outcome,
        stage.phase if stage else "",
        opened_at=deal.opened_at,
        since=deal.stage_since or deal.opened_at,
        stuck_days=stage.stuck_days if stage else None,
        contacted_at=max((row.at for row in contacts), default=None),
        decider=deal.decider,
        has_quote="quote" in kinds,
        papers_missing=sum(1 for kind in stage.papers if kind not in kinds) if stage else 0,
        gate_asked_at=min(waiting, default=None),
        expected_close=deal.expected_close,
        owed_since=owed_since,
    )
    today = at.astimezone(working_times(workspace_id).workspace.zone).date()
    return risks_of(watched, rules.risks, at, today)
