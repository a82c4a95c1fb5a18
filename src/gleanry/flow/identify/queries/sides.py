"""The records of a merge as they stand by themselves, what hangs on each, and who may see them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from gleanry.flow.identify.shapes import Kind, Side
from gleanry.leads.queries import among_visible, leads_by_id, leads_of_sources, own_leads
from gleanry.leads.shapes import SETTLED, LeadRow, Pool
from gleanry.people.queries import (
    count_consents,
    groups_of,
    identifiers_of_people,
    people_of_accounts,
    raw_rows,
    with_members,
)
from gleanry.tenants.shapes import Viewer
from gleanry.touches.queries import count_touches

MAY_MERGE = "duplicates.merge"
MAY_MERGE_ANY = "duplicates.merge_any"
"""To merge also what lies beyond one's own reach."""


def sides_of(workspace_id: int, kind: Kind, ids: Iterable[int]) -> dict[int, Side]:
    """Id -> the root of its group as one side of a merge; the same few statements for any number.

    What lies in nobody's books in this workspace is left out.
    """
    return SIDES[kind](workspace_id, list(dict.fromkeys(ids)))


def roots_by_id(workspace_id: int, kind: Kind, ids: Iterable[int]) -> dict[int, int]:
    """Id -> the record it stands for now: itself, what it was merged into, or the source lead it is attached to."""
    wanted = list(dict.fromkeys(ids))
    if kind is Kind.LEAD:
        return {i: lead.source_lead_id or i for i, lead in leads_by_id(workspace_id, wanted).items()}
    groups = groups_of(workspace_id, wanted, kind=kind)
    return {i: groups[i][0] if i in groups else i for i in wanted}


def _people(workspace_id: int, ids: Sequence[int]) -> dict[int, Side]:
    groups = groups_of(workspace_id, ids)
    everybody = with_members(groups, ids)
    rows = raw_rows(workspace_id, everybody)
    marks = identifiers_of_people(workspace_id, everybody)
    leads = own_leads(workspace_id, everybody)
    touches = count_touches(workspace_id, everybody)
    consents = count_consents(workspace_id, everybody)
    found = {}
    for i in ids:
        group = groups.get(i, (i,))
        if group[0] in rows:
            own = [lead for member in group for lead in leads.get(member, ())]
            counts = _counted(own) | {
                "touches": sum(touches.get(member, 0) for member in group),
                "consents": sum(consents.get(member, 0) for member in group),
            }
            row = rows[group[0]]
            signs = tuple(mark for member in group for mark in marks.get(member, ()))
            found[i] = _side(row.id, row.made_at, row.fields, signs, group, leads=own, counts=counts)
    return found


def _accounts(workspace_id: int, ids: Sequence[int]) -> dict[int, Side]:
    groups = groups_of(workspace_id, ids, kind=Kind.ACCOUNT)
    everything = with_members(groups, ids)
    rows = raw_rows(workspace_id, everything, kind=Kind.ACCOUNT)
    people = people_of_accounts(workspace_id, everything)
    leads = own_leads(workspace_id, [person for staff in people.values() for person in staff])
    found = {}
    for i in ids:
        group = groups.get(i, (i,))
        if group[0] in rows:
            staff = [person for member in group for person in people.get(member, ())]
            own = [lead for person in staff for lead in leads.get(person, ()) if lead.account_id in group]
            names = tuple(("company", rows[member].fields["name"]) for member in group if member in rows)
            row = rows[group[0]]
            counts = _counted(own) | {"people": len(staff)}
            found[i] = _side(row.id, row.made_at, row.fields, names, group, leads=own, counts=counts)
    return found


def _leads(workspace_id: int, ids: Sequence[int]) -> dict[int, Side]:
    given = leads_by_id(workspace_id, ids)
    sources = leads_by_id(workspace_id, (lead.source_lead_id or lead.id for lead in given.values()))
    attached = leads_of_sources(workspace_id, sources)
    marks = identifiers_of_people(workspace_id, {lead.person_id for lead in sources.values() if lead.person_id})
    found = {}
    for i, lead in given.items():
        source = sources[lead.source_lead_id or lead.id]
        group = (source.id, *attached.get(source.id, ()))
        signs = tuple(marks.get(source.person_id or 0, ()))
        counts = {**_counted([source]), "attached": len(group) - 1}
        found[i] = _side(
            source.id, source.first_contact_at, lead_fields(source), signs, group, leads=[source], counts=counts
        )
    return found


SIDES: Mapping[Kind, Callable[[int, Sequence[int]], dict[int, Side]]] = {
    Kind.PERSON: _people,
    Kind.ACCOUNT: _accounts,
    Kind.LEAD: _leads,
}


def lead_fields(lead: LeadRow) -> dict[str, Any]:
    """What one lead brings to another: when it became MQL and SQL, in ISO form."""
    return {name: at.isoformat() if at else None for name, at in (("mql_at", lead.mql_at), ("sql_at", lead.sql_at))}


def _counted(leads: Collection[LeadRow]) -> dict[str, int]:
    return {
        "leads": len(leads),
        "open_leads": sum(1 for lead in leads if lead.pool not in SETTLED),
        "deals": sum(1 for lead in leads if lead.pool == Pool.CONVERTED),
    }


def _side(
    record_id: int,
    made_at: datetime,
    fields: dict[str, Any],
    marks: tuple[tuple[str, str], ...],
    members: tuple[int, ...],
    *,
    leads: Sequence[LeadRow],
    counts: dict[str, int],
) -> Side:
    owners = {lead.owner_id for lead in leads if lead.owner_id and lead.pool not in SETTLED}
    ids = tuple(lead.id for lead in leads)
    return Side(record_id, made_at, fields, marks, members, ids, tuple(sorted(owners)), counts)


def sees_all(viewer: Viewer) -> bool:
    """Whether nothing of the workspace is hidden from the viewer."""
    return viewer.owner_ids is None and viewer.pools is None


def within(viewer: Viewer, sides: Mapping[int, Side]) -> set[int]:
    """Those of the sides the viewer may see: all, for who sees all; else those with a lead within reach."""
    if sees_all(viewer):
        return set(sides)
    seen = set(among_visible(viewer, {lead_id for side in sides.values() for lead_id in side.lead_ids}))
    return {i for i, side in sides.items() if seen.intersection(side.lead_ids)}


def may_merge(viewer: Viewer) -> bool:
    """Whether the viewer's roles let it merge at all."""
    return viewer.may(MAY_MERGE) or viewer.may(MAY_MERGE_ANY)
