"""What a file, or a made-up year, says of many accounts at once; nobody's reach is asked, for nobody is looking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from gleanry.people.actions import name_deputies, note_traits, place_accounts, take_seats
from gleanry.people.shapes import NewPlace, NewSeat, Placed, TraitRow


@dataclass(frozen=True)
class ToldOfAccounts:
    """Places in groups, traits, seats of committees, deputies by account; each in the order to be taken."""

    places: Sequence[NewPlace] = ()
    traits: Sequence[TraitRow] = ()
    seats: Sequence[NewSeat] = ()
    deputies: Mapping[int, int | None] = field(default_factory=dict)


def take_accounts(workspace_id: int, told: ToldOfAccounts, *, at: datetime, by: int | None = None) -> Placed:
    """Write all of it in one transaction; the same few statements for any number. Returns what became of the places."""
    with transaction.atomic():
        placed = place_accounts(workspace_id, told.places, at=at, by=by)
        note_traits(workspace_id, told.traits, at=at, by=by)
        take_seats(workspace_id, told.seats, at=at, by=by)
        name_deputies(workspace_id, told.deputies, at=at, by=by)
    return placed
