"""Read merges: one, those about some records, all of them; and what undoing one would have to ask."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q

from gleanry.flow.clean.queries import records_of
from gleanry.flow.identify.models import Merge, MergeState
from gleanry.flow.identify.queries.sides import lead_fields
from gleanry.flow.identify.rules import identifiers_of
from gleanry.flow.identify.rules.undoing import Layer, take_out
from gleanry.flow.identify.shapes import Arrival, Kind, MergeRow, UndoPlan
from gleanry.kit import rulebook
from gleanry.kit.errors import Refusal
from gleanry.leads.queries import leads_by_id, own_leads
from gleanry.leads.shapes import LeadRow, Pool
from gleanry.people.queries import groups_of, people_by_identifier, raw_rows
from gleanry.people.shapes import RawRow
from gleanry.tenants.queries import list_members

COLUMNS = tuple(MergeRow.__dataclass_fields__)


def get_merge(workspace_id: int, merge_id: int) -> MergeRow:
    """One merge. Raises Refusal `not_found`."""
    found = merges_by_id(workspace_id, [merge_id])
    if not found:
        raise Refusal("not_found", merge=merge_id)
    return found[0]


def merges_by_id(workspace_id: int, merge_ids: Iterable[int]) -> list[MergeRow]:
    """The merges in the order they were done."""
    return _rows(Merge.objects.of(workspace_id).filter(pk__in=list(merge_ids)).order_by("id"))


def merges_of_batch(workspace_id: int, batch: str) -> list[MergeRow]:
    """The merges that were accepted together and still stand, in order."""
    return _rows(Merge.objects.of(workspace_id).filter(batch=batch, state=MergeState.DONE).order_by("id"))


def list_merges(
    workspace_id: int, *, kind: str = "", state: str = "", after: int | None = None, limit: int = 50
) -> list[MergeRow]:
    """Merges, newest first, by key."""
    rows = Merge.objects.of(workspace_id)
    exact = {name: value for name, value in (("kind", kind), ("state", state)) if value}
    rows = rows.filter(**exact)
    return _rows((rows.filter(pk__lt=after) if after is not None else rows).order_by("-id"), limit)


def merges_about(workspace_id: int, records: Mapping[Kind, Iterable[int | None]]) -> list[MergeRow]:
    """The merges, done and undone, that some records were part of, oldest first; one statement.

    Of a merged record those of its group are named by the caller, who knows the group.
    """
    asked = Q(pk__in=())
    for kind, ids in records.items():
        wanted = [i for i in ids if i]
        asked |= Q(kind=kind, winner__in=wanted) | Q(kind=kind, loser__in=wanted)
    return _rows(Merge.objects.of(workspace_id).filter(asked).order_by("id"))


def standing_into(workspace_id: int, kind: Kind, winners: Iterable[int]) -> dict[int, list[MergeRow]]:
    """Winner -> the merges into it that stand, oldest first: the pile of its layers. One statement."""
    piles: dict[int, list[MergeRow]] = {}
    rows = Merge.objects.of(workspace_id).filter(kind=kind, winner__in=list(winners), state=MergeState.DONE)
    for row in _rows(rows.order_by("id")):
        piles.setdefault(row.winner, []).append(row)
    return piles


def joins_of(workspace_id: int, lead_ids: Iterable[int]) -> list[MergeRow]:
    """Every merge, done or undone, in which one of the leads was attached to another."""
    return _rows(Merge.objects.of(workspace_id).filter(kind=Kind.LEAD, loser__in=list(lead_ids)).order_by("id"))


def _rows(found: Any, limit: int | None = None) -> list[MergeRow]:
    return [MergeRow(*values) for values in found.values_list(*COLUMNS)[:limit]]


def layer_of(merge: MergeRow) -> Layer:
    """A merge as a layer on its winner's fields."""
    sources = {name: int(choice[0]) for name, choice in merge.choices.items()}
    return Layer(merge.id, merge.winner, dict(merge.before), dict(merge.after), sources)


def plan_undo(workspace_id: int, merge: MergeRow) -> UndoPlan:
    """What undoing a merge would have to ask, and which later merges were decided while it stood."""
    kind = Kind(merge.kind)
    pile = standing_into(workspace_id, kind, [merge.winner]).get(merge.winner, [])
    above = [layer_of(row) for row in pile if row.id > merge.id]
    resting = tuple(row.id for row in pile if row.id > merge.id)
    if kind is Kind.LEAD:
        leads = leads_by_id(workspace_id, (merge.winner, merge.loser))
        edited = take_out(layer_of(merge), above, lead_fields(leads[merge.winner])).asked
        members = active_members(workspace_id)
        return UndoPlan(merge, tuple(edited), (), tuple(moved_on(merge, leads, members)), resting)
    rows = raw_rows(workspace_id, (merge.winner,), kind=kind)
    edited = take_out(layer_of(merge), above, rows[merge.winner].fields).asked
    arrivals = arrivals_of(workspace_id, [merge])[merge.id] if kind is Kind.PERSON else []
    return UndoPlan(merge, tuple(edited), tuple(arrivals), (), resting)


def active_members(workspace_id: int) -> set[int]:
    """Whom a lead can be given back to."""
    return {member.pk for member in list_members(workspace_id)}


def moved_on(merge: MergeRow, leads: Mapping[int, LeadRow], members: Collection[int]) -> list[str]:
    """Why a parted lead may not simply go back: its holder left, or its source went another way since."""
    place, source = merge.moved["place"], merge.moved["source"]
    codes = []
    owner = place["owner_id"]
    if owner and owner not in members:
        codes.append("owner_left")
    now = leads[merge.winner]
    # A source that was itself attached to another lead stays where it is by that merge, not by anybody's work.
    if now.pool != Pool.ATTACHED and [str(now.pool), now.owner_id] != source:
        codes.append("source_moved_on")
    return codes


def arrivals_of(workspace_id: int, merges: Sequence[MergeRow]) -> dict[int, list[Arrival]]:
    """Merge id -> the leads that came after it and were recognised by signs of both its sides."""
    groups = groups_of(workspace_id, [merge.loser for merge in merges])
    everybody = {member for merge in merges for member in groups.get(merge.loser, ())}
    rows = raw_rows(workspace_id, everybody)
    own = own_leads(workspace_id, everybody)
    since = min((int(merge.moved.get("leads_before", 0)) for merge in merges), default=0)
    fresh = [lead for leads in own.values() for lead in leads if lead.id > since]
    order = rulebook.current(workspace_id, "identify").body.get("order", ("phone", "wechat", "email"))
    records = records_of(workspace_id, (lead.submission_id for lead in fresh))
    signs = {record.submission_id: identifiers_of(record.fields, order) for record in records}
    known = people_by_identifier(workspace_id, (mark for marks in signs.values() for mark in marks))
    found: dict[int, list[Arrival]] = {}
    for merge in merges:
        group = groups.get(merge.loser, (merge.loser,))
        below = _under(merge.loser, group, rows)
        found[merge.id] = [
            arrival
            for lead in fresh
            if lead.person_id in group and lead.id > int(merge.moved.get("leads_before", 0))
            for arrival in [_arrival(lead, signs.get(lead.submission_id, []), known, below, set(group) - below)]
            if arrival is not None
        ]
    return found


def _arrival(
    lead: LeadRow, marks: Sequence[tuple[str, str]], known: Mapping[tuple[str, str], int], one: set[int], two: set[int]
) -> Arrival | None:
    owners = {mark: known[mark] for mark in marks if known.get(mark) in one | two}
    mine, theirs = (one, two) if lead.person_id in one else (two, one)
    other = next((person for person in owners.values() if person in theirs), None)
    if other is None or not mine.intersection(owners.values()) or lead.person_id is None:
        return None
    return Arrival(lead.id, lead.person_id, other, tuple(owners))


def _under(loser: int, group: Iterable[int], rows: Mapping[int, RawRow]) -> set[int]:
    """The loser and all that had been merged into it: what an undo parts from the rest of the group."""

    def path(member: int) -> Iterable[int]:
        at: int | None = member
        while at is not None:
            yield at
            at = rows[at].merged_into_id

    return {member for member in group if member in rows and loser in path(member)}
