"""The buying committee: who sits in it, what is missing, who knows whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

ROLES = ("decides", "uses", "buys", "judges", "influences", "blocks")
"""What a person does in the decision; `judges` is the technical judgement."""
ATTITUDES = (-2, -1, 0, 1, 2)


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A person's seat. `power` 0 to 3, `attitude` -2 (against us) to 2 (for us), `closeness` 0 to 5 to `keeper_id`."""

    id: int
    account_id: int
    opportunity_id: int | None
    person_id: int
    role: str
    power: int
    attitude: int
    concern: str
    keeper_id: int | None
    closeness: int
    at: datetime
    by: int | None = None


@dataclass(frozen=True, slots=True)
class NewSeat:
    """A seat to be taken, or one taken already to be changed: there is one per person, role and account or deal."""

    account_id: int
    person_id: int
    role: str
    power: int = 0
    attitude: int = 0
    concern: str = ""
    keeper_id: int | None = None
    closeness: int = 0
    opportunity_id: int | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """A person knows `other_person_id` or our `member_id`, as strongly as 1 to 5, and how we know."""

    id: int
    person_id: int
    other_person_id: int | None
    member_id: int | None
    strength: int
    source: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NewTie:
    person_id: int
    other_person_id: int | None = None
    member_id: int | None = None
    strength: int = 3
    source: str = ""


@dataclass(frozen=True, slots=True)
class CommitteeBook:
    """What a committee needs: roles filled, so many people known, and deciders met within `met_days`."""

    needed: tuple[str, ...]
    least_people: int
    met_days: int


@dataclass(frozen=True, slots=True)
class Gap:
    """What a committee lacks: `code` with the role, the person and the days since they were met, where it has them."""

    code: str
    role: str = ""
    person_id: int | None = None
    days: int | None = None
