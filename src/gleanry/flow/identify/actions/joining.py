"""Attach one source lead to another, as a person decided, with all that had been attached to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from gleanry.flow.identify.facts import LeadsJoined
from gleanry.flow.identify.queries.sides import lead_fields
from gleanry.flow.identify.rules.merging import Done, earliest
from gleanry.flow.identify.shapes import MergeOrder
from gleanry.kit import ledger
from gleanry.kit.errors import Refusal
from gleanry.leads.actions import join_leads, point_leads, set_milestones
from gleanry.leads.queries import last_lead_id, leads_by_id, leads_of_sources
from gleanry.leads.shapes import Joining, LeadRow, Pool
from gleanry.tenants.shapes import Viewer


def join_pairs(viewer: Viewer, orders: Sequence[MergeOrder], at: datetime) -> list[Done]:
    """Attach each loser to its winner; an attached lead stands for its source. Returns what took effect.

    The winner reaches the milestones of the loser where it had not, so that the funnel loses none. Raises Refusal
    `lead_converted` where the loser became an opportunity: that goes on by itself.
    """
    workspace_id = viewer.workspace_id
    given = leads_by_id(workspace_id, {i for order in orders for i in (order.winner, order.loser)})
    roots = {i: lead.source_lead_id or i for i, lead in given.items()}
    leads = leads_by_id(workspace_id, set(roots.values()))
    attached = leads_of_sources(workspace_id, leads)
    fields = {i: lead_fields(lead) for i, lead in leads.items()}
    newest = last_lead_id(workspace_id)
    into: dict[int, int] = {}
    done: list[Done] = []
    for order in orders:
        winner, loser = (_source(roots[i], into) for i in (order.winner, order.loser))
        if winner == loser:
            continue
        if leads[loser].pool == Pool.CONVERTED:
            raise Refusal("lead_converted", lead=loser)
        carried = attached.pop(loser, [])
        attached.setdefault(winner, []).extend([loser, *carried])
        into[loser] = winner
        moved = _moved(leads[loser], leads[winner], carried, newest)
        done.append(_brought(order, winner, loser, fields, moved))
    _write(viewer, done, leads, at)
    return done


def _source(lead_id: int, into: Mapping[int, int]) -> int:
    while lead_id in into:
        lead_id = into[lead_id]
    return lead_id


def _moved(loser: LeadRow, winner: LeadRow, carried: Sequence[int], newest: int) -> dict[str, Any]:
    """Where the loser was and what it brings, so that parting gives exactly that back."""
    place = {
        "pool": str(loser.pool),
        "owner_id": loser.owner_id,
        "state": str(loser.state),
        "obtained": loser.obtained,
        "owner_since": loser.owner_since.isoformat() if loser.owner_since else None,
    }
    source = [str(winner.pool), winner.owner_id]
    return {"place": place, "source": source, "carried": list(carried), "leads_before": newest}


def _brought(
    order: MergeOrder, winner: int, loser: int, fields: dict[int, dict[str, Any]], moved: dict[str, Any]
) -> Done:
    before = dict(fields[winner])
    after = {name: earliest(value, fields[loser][name]) for name, value in before.items()}
    fields[winner] = dict(after)
    choices = {name: [winner if value == before[name] else loser, "most_complete"] for name, value in after.items()}
    return Done(order, winner, loser, before, after, choices, moved)


def _write(viewer: Viewer, done: Sequence[Done], leads: Mapping[int, LeadRow], at: datetime) -> None:
    workspace_id, by = viewer.workspace_id, viewer.member_id or None
    joinings = [Joining(d.loser, d.winner, leads[d.winner].owner_id) for d in done]
    joined = join_leads(workspace_id, joinings, at=at, by=by)
    if len(joined) < len(done):
        raise Refusal("not_joinable", lead=min({d.loser for d in done} - {j.lead_id for j in joined}))
    # In order: of a lead that was carried twice, the last source is the one it lies under now.
    pointers = {lead_id: d.winner for d in done for lead_id in d.moved["carried"]}
    point_leads(list(pointers.items()))
    set_milestones([(winner, *instants_of(values)) for winner, values in {d.winner: d.after for d in done}.items()])
    fact = LeadsJoined(tuple(d.loser for d in done), tuple(d.winner for d in done))
    ledger.announce(workspace_id, fact, at=at, by=by)


def instants_of(fields: Mapping[str, Any]) -> tuple[datetime | None, datetime | None]:
    """When a lead became MQL and SQL, from the ISO forms that merges keep."""
    mql, sql = (datetime.fromisoformat(fields[name]) if fields[name] else None for name in ("mql_at", "sql_at"))
    return mql, sql
