"""Seat people in buying committees, and note who knows whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.people.facts import SeatsLeft, SeatsTaken, TiesEnded, TiesNoted
from gleanry.people.models import Acquaintance, Seat
from gleanry.people.queries import roots_of, seats_of
from gleanry.people.rules import fault_of_seat
from gleanry.people.shapes import NewSeat, NewTie, SeatRow

LOCK = 85
SAID = ("power", "attitude", "concern", "keeper_id", "closeness")
COLUMNS = ("account_id", "opportunity_id", "person_id", "role", *SAID)


def take_seats(workspace_id: int, seats: Sequence[NewSeat], *, at: datetime, by: int | None = None) -> list[int]:
    """Seat people, or change how they sit; a seat said again as it is stays. Returns the ids of those written.

    Of the same seat twice the last counts. Raises Refusal `bad_seat` with the field that is wrong.
    """
    for seat in seats:
        if fault := fault_of_seat(seat):
            raise Refusal("bad_seat", field=fault)
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        accounts = roots_of(workspace_id, [seat.account_id for seat in seats], kind="account")
        people = roots_of(workspace_id, [seat.person_id for seat in seats])
        meant = {
            _place(seat): seat
            for one in seats
            for seat in [
                replace(
                    one,
                    account_id=accounts.get(one.account_id, one.account_id),
                    person_id=people.get(one.person_id, one.person_id),
                    concern=one.concern.strip()[:200],
                )
            ]
        }
        known = _known(workspace_id, meant.values())
        new = [seat for place, seat in meant.items() if place not in known or _differs(known[place], seat)]
        former = [known[_place(seat)].id for seat in new if _place(seat) in known]
        bulk.update(Seat, ("ended_at", "ended_by"), [(i, at, by) for i in former])
        ids = bulk.allocate(Seat, len(new))
        rows: list[tuple[Any, ...]] = [
            (i, workspace_id, *(getattr(seat, name) for name in COLUMNS), at, by)
            for i, seat in zip(ids, new, strict=True)
        ]
        bulk.insert(Seat, ("id", "workspace_id", *COLUMNS, "at", "by"), rows)
        fact = SeatsTaken(tuple(ids), tuple(s.account_id for s in new), tuple(s.person_id for s in new))
        ledger.announce(workspace_id, fact, at=at, by=by)
    return list(ids)


def _place(seat: NewSeat | SeatRow) -> tuple[int, int, int, str]:
    return (0 if seat.opportunity_id else seat.account_id, seat.opportunity_id or 0, seat.person_id, seat.role)


def _differs(known: SeatRow, seat: NewSeat) -> bool:
    return any(getattr(known, name) != getattr(seat, name) for name in SAID)


def _known(workspace_id: int, seats: Iterable[NewSeat]) -> dict[tuple[int, int, int, str], SeatRow]:
    """The seats that are taken in the accounts and opportunities concerned."""
    wanted = list(seats)
    rows = seats_of(workspace_id, {seat.account_id for seat in wanted if not seat.opportunity_id})
    columns = tuple(SeatRow.__dataclass_fields__)
    deals = {seat.opportunity_id for seat in wanted if seat.opportunity_id}
    found = bulk.find(
        Seat, columns, workspace_id=workspace_id, key="opportunity_id", among=deals, where="t.ended_at IS NULL"
    )
    return {_place(row): row for row in [*rows, *(SeatRow(*row) for row in found)]}


def leave_seats(workspace_id: int, seat_ids: Iterable[int], *, at: datetime, by: int | None = None) -> int:
    """End seats; returns how many were taken."""
    with transaction.atomic():
        columns = ("id", "account_id")
        rows = bulk.find(
            Seat, columns, workspace_id=workspace_id, key="id", among=seat_ids, where="t.ended_at IS NULL", lock=True
        )
        bulk.update(Seat, ("ended_at", "ended_by"), [(i, at, by) for i, _ in rows])
        fact = SeatsLeft(tuple(i for i, _ in rows), tuple(account for _, account in rows))
        ledger.announce(workspace_id, fact, at=at, by=by)
    return len(rows)


def note_ties(workspace_id: int, ties: Sequence[NewTie], *, at: datetime, by: int | None = None) -> list[int]:
    """Note who knows whom; what was noted of the two before is ended. Returns the new ids.

    Raises Refusal `bad_tie` where somebody would know themselves, nobody, or both a person and a member.
    """
    for tie in ties:
        both = (tie.other_person_id is None) == (tie.member_id is None)
        if both or tie.person_id == tie.other_person_id or not 1 <= tie.strength <= 5:
            raise Refusal("bad_tie", person=tie.person_id)
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        latest = {_pair(tie): tie for tie in ties}
        columns = ("id", "person_id", "other_person_id", "member_id")
        people = {i for tie in latest.values() for i in (tie.person_id, tie.other_person_id) if i}
        rows = bulk.find(
            Acquaintance, columns, workspace_id=workspace_id, key="person_id", among=people, where="t.ended_at IS NULL"
        )
        former = [i for i, *pair in rows if _pair(NewTie(*pair)) in latest]
        bulk.update(Acquaintance, ("ended_at", "ended_by"), [(i, at, by) for i in former])
        ids = bulk.allocate(Acquaintance, len(latest))
        bulk.insert(
            Acquaintance,
            ("id", "workspace_id", "person_id", "other_person_id", "member_id", "strength", "source", "at", "by"),
            [
                (i, workspace_id, t.person_id, t.other_person_id, t.member_id, t.strength, t.source[:120], at, by)
                for i, t in zip(ids, latest.values(), strict=True)
            ],
        )
        ledger.announce(workspace_id, TiesNoted(tuple(ids)), at=at, by=by)
    return list(ids)


def _pair(tie: NewTie) -> tuple[int, ...]:
    """Two people know each other whichever of them was named first."""
    if tie.other_person_id is not None:
        return (0, *sorted((tie.person_id, tie.other_person_id)))
    return (1, tie.person_id, tie.member_id or 0)


def end_ties(workspace_id: int, tie_ids: Iterable[int], *, at: datetime, by: int | None = None) -> int:
    """End what was noted of who knows whom; returns how many held."""
    with transaction.atomic():
        rows = bulk.find(
            Acquaintance, ("id",), workspace_id=workspace_id, key="id", among=tie_ids, where="t.ended_at IS NULL"
        )
        bulk.update(Acquaintance, ("ended_at", "ended_by"), [(i, at, by) for (i,) in rows])
        ledger.announce(workspace_id, TiesEnded(tuple(i for (i,) in rows)), at=at, by=by)
    return len(rows)
