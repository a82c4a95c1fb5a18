"""Read buying committees and who knows whom."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from gleanry.kit import bulk, rulebook
from gleanry.people.models import Account, Acquaintance, Seat
from gleanry.people.queries.groups import groups_of, with_members
from gleanry.people.rules import read_committee, read_keeping
from gleanry.people.shapes import AtRisk, CommitteeBook, KeepingBook, SeatRow, Tie

SEAT = tuple(SeatRow.__dataclass_fields__)
TIE = tuple(Tie.__dataclass_fields__)
OPEN = "t.ended_at IS NULL"
NAMED = 50


def committee_book(workspace_id: int) -> CommitteeBook:
    """What a committee needs, by the version in force."""
    return read_committee(rulebook.current(workspace_id, "accounts").body)


def keeping_book(workspace_id: int) -> KeepingBook:
    """From which share on one is too much, and how accounts are handed over, by the version in force."""
    return read_keeping(rulebook.current(workspace_id, "accounts").body)


def seats_of(workspace_id: int, account_ids: Iterable[int], *, opportunity_id: int | None = None) -> list[SeatRow]:
    """The seats of accounts and of all they were merged with, or those of one opportunity; two statements."""
    if opportunity_id is not None:
        rows = Seat.objects.of(workspace_id).filter(opportunity_id=opportunity_id, ended_at__isnull=True)
        return [SeatRow(*row) for row in rows.order_by("id").values_list(*SEAT)]
    wanted = list(account_ids)
    everything = with_members(groups_of(workspace_id, wanted, kind="account"), wanted)
    where = f"{OPEN} AND t.opportunity_id IS NULL"
    found = bulk.find(Seat, SEAT, workspace_id=workspace_id, key="account_id", among=everything, where=where)
    return [SeatRow(*row) for row in found]


def past_seats(workspace_id: int, account_id: int, *, limit: int = 50) -> list[SeatRow]:
    """Seats of an account that have ended, the latest first."""
    rows = Seat.objects.of(workspace_id).filter(account_id=account_id, ended_at__isnull=False).order_by("-id")
    return [SeatRow(*row) for row in rows.values_list(*SEAT)[:limit]]


def ties_of(workspace_id: int, person_ids: Iterable[int]) -> list[Tie]:
    """Who some people know and who knows them, each tie once; one statement."""
    wanted = list(person_ids)
    rows = Acquaintance.objects.of(workspace_id).filter(ended_at__isnull=True)
    theirs = rows.filter(Q(person_id__in=wanted) | Q(other_person_id__in=wanted)).order_by("-strength", "id")
    return [Tie(*row) for row in theirs.values_list(*TIE)]


def at_risk(workspace_id: int, member_ids: Iterable[int]) -> list[AtRisk]:
    """What hangs on members who are gone; only those on whom something does. Three statements for any number."""
    wanted = list(member_ids)
    kept = _by_member(workspace_id, wanted, "owner_id")
    deputised = _by_member(workspace_id, wanted, "deputy_id")
    relations: dict[int, set[int]] = {}
    for person, member in bulk.find(
        Seat, ("person_id", "keeper_id"), workspace_id=workspace_id, key="keeper_id", among=wanted, where=OPEN
    ):
        relations.setdefault(member, set()).add(person)
    return [
        AtRisk(
            member,
            tuple(kept.get(member, ())[:NAMED]),
            len(deputised.get(member, ())),
            len(relations.get(member, ())),
            len(kept.get(member, ())),
        )
        for member in wanted
        if member in kept or member in deputised or member in relations
    ]


def _by_member(workspace_id: int, members: list[int], column: str) -> dict[int, list[tuple[int, str]]]:
    where = f"t.merged_into_id IS NULL AND t.dormant_at IS NULL AND t.{column} IS NOT NULL"
    found: dict[int, list[tuple[int, str]]] = {}
    for member, i, name in bulk.find(
        Account, (column, "id", "name"), workspace_id=workspace_id, key=column, among=members, where=where
    ):
        found.setdefault(member, []).append((i, name))
    return found
