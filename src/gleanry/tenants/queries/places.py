"""Where members stand in the tree of teams, for sums that climb it."""

from __future__ import annotations

from dataclasses import dataclass

from gleanry.tenants.models import Member, Region, Team


@dataclass(frozen=True, slots=True)
class Seat:
    """A member's place. `active` is no longer true of who has left."""

    name: str
    team_id: int | None
    region_id: int | None
    active: bool


@dataclass(frozen=True, slots=True)
class Branch:
    """A team; `path` holds the ids from the root, as `/1/4/`."""

    id: int
    name: str
    parent_id: int | None
    path: str

    def holds(self, other: Branch | None) -> bool:
        """Whether another team is this one or below it."""
        return other is not None and other.path.startswith(self.path)


def seats_of(workspace_id: int) -> dict[int, Seat]:
    """Member id -> where they stand; one statement."""
    rows = Member.objects.of(workspace_id).order_by("id").values_list("pk", "name", "team_id", "region_id", "active")
    return {row[0]: Seat(*row[1:]) for row in rows}


def team_tree(workspace_id: int) -> dict[int, Branch]:
    """Team id -> its branch, parents before children; one statement."""
    rows = Team.objects.of(workspace_id).order_by("path", "id").values_list("pk", "name", "parent_id", "path")
    return {row[0]: Branch(*row) for row in rows}


def names_of_regions(workspace_id: int) -> dict[int, str]:
    """Region id -> name."""
    return dict(Region.objects.of(workspace_id).values_list("pk", "name"))
