"""Leads that a person let out of the invalid pool: who are they, and where do they belong?

A lead keeps its one row. Held back before anybody asked who it was of, it is identified now as it would have been then;
identified before, it goes back to the intake pool. Either way the register writes the move, its reason and by whom.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gleanry.flow.clean.facts import Released
from gleanry.flow.clean.queries import records_of
from gleanry.flow.identify.actions.identify_submissions import LOCK, MATCH, decide_batch, match_rows, tell_of
from gleanry.flow.identify.facts import Restored
from gleanry.flow.identify.models import Match, MatchVerdict
from gleanry.kit import bulk, ledger
from gleanry.leads.actions import know_leads, place_leads
from gleanry.leads.queries import leads_by_id
from gleanry.leads.shapes import NewLead, Placement, Pool, State


def release_leads(workspace_id: int, fact: Released, at: datetime) -> None:
    """Move released leads to the intake pool, or to their source lead; those nobody had identified are identified."""
    bulk.lock_workspace(workspace_id, LOCK)
    by = fact.member_ids[0] if fact.member_ids else None
    columns = ("id", "verdict", "lead_id")
    matches = bulk.find(Match, columns, workspace_id=workspace_id, key="id", among=fact.submission_ids, lock=True)
    leads = leads_by_id(workspace_id, (lead_id for _, _, lead_id in matches))
    held = {row: lead_id for row, _, lead_id in matches if lead_id in leads and leads[lead_id].pool == Pool.INVALID}
    unknown = [row for row, verdict, _ in matches if row in held and verdict == MatchVerdict.INVALID]
    _to_intake(workspace_id, list(held.values()), at, by)
    known = tuple(held[row] for row, verdict, _ in matches if row in held and verdict != MatchVerdict.INVALID)
    ledger.announce(workspace_id, Restored(known), at=at, by=by)
    _identify(workspace_id, {row: held[row] for row in unknown}, at, by)


def _identify(workspace_id: int, lead_of: dict[int, int], at: datetime, by: int | None) -> None:
    """As a fresh batch is identified, but into leads that are there."""
    records = records_of(workspace_id, lead_of)
    batch = decide_batch(workspace_id, records, [lead_of[record.submission_id] for record in records], at)
    know_leads(workspace_id, batch.ids, batch.leads)
    _to_sources(workspace_id, batch.ids, batch.leads, at, by)
    bulk.update(Match, MATCH, match_rows(batch))
    tell_of(workspace_id, batch, at)


def _to_intake(workspace_id: int, lead_ids: Sequence[int], at: datetime, by: int | None) -> None:
    reason = {"code": "released"}
    placements = [Placement(lead_id, Pool.INTAKE, None, State.UNASSIGNED, reason=reason) for lead_id in lead_ids]
    place_leads(workspace_id, placements, at=at, by=by)


def _to_sources(workspace_id: int, ids: Sequence[int], opened: Sequence[NewLead], at: datetime, by: int | None) -> None:
    """Those who came before belong to the lead they came with."""
    reason = {"code": "attached"}
    placements = [
        Placement(lead_id, Pool.ATTACHED, None, State.ATTACHED, reason=reason)
        for lead_id, lead in zip(ids, opened, strict=True)
        if lead.source_lead_id is not None
    ]
    place_leads(workspace_id, placements, at=at, by=by)
