"""Who is looking, and how far they see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a member does; one member may have several."""

    ADMINISTRATOR = "administrator"
    HEAD_OF_MARKETING = "head_of_marketing"
    MARKETER = "marketer"
    SDR = "sdr"
    SELLER = "seller"
    SALES_DIRECTOR = "sales_director"
    CHANNEL_MANAGER = "channel_manager"
    PARTNER = "partner"
    FINANCE = "finance"
    GENERAL_MANAGER = "general_manager"


class Reach(StrEnum):
    """Whose records a role sees, from narrow to wide."""

    OWN = "own"
    TEAM = "team"
    SUBTREE = "subtree"
    REGION = "region"
    ALL = "all"


@dataclass(frozen=True)
class Viewer:
    """A member at work in a workspace.

    `owner_ids` are the members whose leads the viewer sees (None: everybody's); `pools` the pools whose unowned leads
    it sees (None: every pool); `region_ids` the regions whose leads it sees besides. `own_pools` are the codes of the
    workspace's own pools it is a member of (None: there are none, or it sees every pool), `barred` the pools it sees
    and may not claim from, `masks` what of a pool's unclaimed leads is hidden from it.
    """

    workspace_id: int
    member_id: int
    name: str
    roles: frozenset[Role] = frozenset()
    owner_ids: tuple[int, ...] | None = ()
    region_ids: tuple[int, ...] = ()
    pools: tuple[str, ...] | None = ()
    permissions: frozenset[str] = field(default_factory=frozenset)
    own_pools: tuple[str, ...] | None = None
    barred: frozenset[str] = frozenset()
    masks: Mapping[str, frozenset[str]] = field(default_factory=dict, hash=False)

    def may(self, permission: str) -> bool:
        """Whether the viewer's roles carry `permission`, such as `leads.import`."""
        return permission in self.permissions


@dataclass(frozen=True)
class WorkspaceSettings:
    """What other slices need to know of a workspace. `zone` is an IANA name, `currency` ISO 4217."""

    id: int
    name: str
    country: str
    zone: str
    currency: str
    language: str
    made_up: bool
