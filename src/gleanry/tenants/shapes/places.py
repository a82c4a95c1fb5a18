"""Where members work: their team, who heads it, their region."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewMember:
    """A colleague as a file tells of them. What is empty is not said, and stays as it is.

    Without a `team` the manager's is meant, which is called after the manager where nobody named it.
    """

    name: str
    external_id: str = ""
    manager: str = ""
    team: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """A member with its place; ids are None where it has none. `active` is no longer true of who has left."""

    id: int
    name: str
    team_id: int | None
    region_id: int | None
    active: bool = True


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team of the tree. `path` holds the ids from the root, as `/1/4/`; `head_id` is the member who leads it."""

    id: int
    name: str
    path: str
    head_id: int | None
    parent_id: int | None = None

    def holds(self, other: TeamRow | None) -> bool:
        """Whether another team is this one or below it."""
        return other is not None and other.path.startswith(self.path)
