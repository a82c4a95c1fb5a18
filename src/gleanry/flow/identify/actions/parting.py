"""Detach leads that a person had attached: back to their pool, owner and clock, with what had come along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from gleanry.flow.identify.actions.joining import instants_of
from gleanry.flow.identify.actions.piles import Piles, piles_of, write_layers
from gleanry.flow.identify.facts import LeadsParted
from gleanry.flow.identify.queries.merges import active_members, joins_of, moved_on
from gleanry.flow.identify.queries.sides import lead_fields
from gleanry.flow.identify.rules.undoing import Joined, leads_going_along
from gleanry.flow.identify.shapes import Kind, MergeRow, UndoAnswers
from gleanry.kit import ledger
from gleanry.leads.actions import part_leads, point_leads, set_milestones
from gleanry.leads.queries import leads_by_id, leads_of_sources
from gleanry.leads.shapes import LeadRow, Obtained, Place, Pool, State
from gleanry.tenants.shapes import Viewer

NO_ANSWERS = UndoAnswers()
PLACES = ("former", "free", "source")


def part_joined(
    viewer: Viewer, kind: Kind, merges: Sequence[MergeRow], answers: Mapping[int, UndoAnswers], at: datetime
) -> list[MergeRow]:
    """Part the losers of the merges, the newest merge first; returns those that needed no answer or had it."""
    workspace_id = viewer.workspace_id
    leads = leads_by_id(workspace_id, {i for merge in merges for i in (merge.winner, merge.loser)})
    sources = leads_by_id(workspace_id, {lead.source_lead_id for lead in leads.values() if lead.source_lead_id})
    attached = leads_of_sources(workspace_id, {lead.source_lead_id or lead.id for lead in leads.values()})
    source_of = {lead_id: source for source, ids in attached.items() for lead_id in ids}
    joins = _joins(workspace_id, [*source_of, *attached])
    piles = piles_of(workspace_id, kind, merges, {i: lead_fields(lead) for i, lead in leads.items()})
    members = active_members(workspace_id)
    before = dict(source_of)
    places: list[Place] = []
    done = []
    for merge in merges:
        said = answers.get(merge.id, NO_ANSWERS)
        if moved_on(merge, leads, members) and said.place not in PLACES:
            continue
        if not piles.take(merge, said.edited):
            continue
        source = source_of.pop(merge.loser)
        under = [lead_id for lead_id, at_source in source_of.items() if at_source == source]
        along = leads_going_along(merge.loser, source, [merge.loser, *under], joins)
        source_of.update(dict.fromkeys(along, merge.loser))
        joins = [_undone(join) if join.merge_id == merge.id else join for join in joins]
        places.append(_place(merge, said.place, sources.get(source, leads[merge.winner])))
        done.append(merge)
    changed = {i: source for i, source in source_of.items() if before[i] != source}
    _write(viewer, done, places, changed, at)
    _restore(piles, done)
    return done


def _joins(workspace_id: int, lead_ids: Sequence[int]) -> list[Joined]:
    return [
        Joined(row.id, row.winner, row.loser, tuple(row.moved["carried"]), row.state == "done")
        for row in joins_of(workspace_id, lead_ids)
    ]


def _undone(join: Joined) -> Joined:
    return Joined(join.merge_id, join.winner, join.loser, join.carried, done=False)


def _place(merge: MergeRow, answer: str, source: LeadRow) -> Place:
    """Where a parted lead goes. With its source's owner it is that one's own work: in a pool where work is done."""
    former = merge.moved["place"]
    since = datetime.fromisoformat(former["owner_since"]) if former["owner_since"] else None
    if answer == "free":
        return Place(merge.loser, former["pool"], None, State.UNASSIGNED, "", None)
    if answer == "source":
        pool = source.pool if source.pool in (Pool.SDR, Pool.SALES) else Pool.SALES
        state = State.PENDING if source.owner_id else State.UNASSIGNED
        obtained = Obtained.ASSIGNED if source.owner_id else Obtained.NONE
        return Place(merge.loser, pool, source.owner_id, state, obtained, source.owner_since)
    return Place(merge.loser, former["pool"], former["owner_id"], former["state"], former["obtained"], since)


def _write(
    viewer: Viewer, done: Sequence[MergeRow], places: Sequence[Place], source_of: Mapping[int, int], at: datetime
) -> None:
    workspace_id, by = viewer.workspace_id, viewer.member_id or None
    part_leads(workspace_id, places, at=at, by=by)
    parted = {merge.loser for merge in done}
    point_leads([(lead_id, source) for lead_id, source in source_of.items() if lead_id not in parted])
    fact = LeadsParted(tuple(merge.loser for merge in done), tuple(merge.at.isoformat() for merge in done))
    ledger.announce(workspace_id, fact, at=at, by=by)


def _restore(piles: Piles, done: Sequence[MergeRow]) -> None:
    touched = {i for merge in done for i in (merge.winner, merge.loser)}
    set_milestones([(i, *instants_of(piles.fields[i])) for i in touched])
    write_layers(piles)
