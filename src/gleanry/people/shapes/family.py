"""Groups of companies: who belongs to whom."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Member:
    """An account in its group. `depth` counts from the top, 0; `merged` are those that were merged into it."""

    id: int
    name: str
    parent_id: int | None
    relation: str
    depth: int
    merged: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Family:
    """A whole group, its top first and each child behind its parent."""

    members: tuple[Member, ...]

    @property
    def top(self) -> Member:
        return self.members[0]

    def ids(self) -> list[int]:
        """Every account of it, with those that were merged into one of them."""
        return [i for member in self.members for i in (member.id, *member.merged)]

    def below(self, account_id: int) -> list[Member]:
        """An account and all that belong to it, itself first."""
        inside: set[int | None] = {account_id}
        found = []
        for member in self.members:
            if member.id == account_id or member.parent_id in inside:
                inside.add(member.id)
                found.append(member)
        return found


@dataclass(frozen=True, slots=True)
class NewPlace:
    """An account shall belong to `parent_id` as `relation` (subsidiary, branch, dealer); None: to nobody."""

    account_id: int
    parent_id: int | None
    relation: str = ""


@dataclass(frozen=True, slots=True)
class RefusedPlace:
    """A place that cannot be: `code` is itself, circle, too_deep, no_account or bad_relation."""

    account_id: int
    parent_id: int | None
    code: str


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of a batch: who belongs elsewhere now, as (account, former parent, parent), and what was refused."""

    done: tuple[tuple[int, int | None, int | None], ...] = ()
    refused: tuple[RefusedPlace, ...] = field(default=())
