"""Pools, states, milestones, and what the stages hand to the register."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple


class Pool(StrEnum):
    """Where a lead is kept. Every lead is in exactly one."""

    INTAKE = "intake"
    INVALID = "invalid"
    SDR = "sdr"
    SALES = "sales"
    NURTURE = "nurture"
    ACTIVE_SEA = "active_sea"
    GENERAL_SEA = "general_sea"
    REGION = "region"
    PARTNER = "partner"
    CONVERTED = "converted"
    ATTACHED = "attached"
    """With its source lead: an attached lead goes where its source goes and is never routed itself."""


CLAIMABLE = frozenset({Pool.SDR, Pool.SALES, Pool.NURTURE, Pool.ACTIVE_SEA, Pool.GENERAL_SEA, Pool.REGION})
"""Pools whose unowned leads are there to be claimed."""


SETTLED = frozenset({Pool.CONVERTED, Pool.ATTACHED, Pool.INVALID})
"""Pools whose leads went on, or a person decided about: nothing is asked of them any more."""
HANDING = 2
"""All handing out of leads in a workspace holds this lock, so that turns and caps are counted one after the other."""
HELD = frozenset({Pool.SDR, Pool.SALES, Pool.PARTNER})
"""Pools whose leads are in somebody's hands, and count as held."""


def pool_after_claim(pool: str) -> Pool:
    """Where a claimed lead goes: who claims it from where it rested answers for it as a seller."""
    return Pool(pool) if pool in (Pool.SDR, Pool.SALES) else Pool.SALES


class State(StrEnum):
    """How far its holder has come with a lead."""

    UNASSIGNED = "unassigned"
    PENDING = "pending"
    FOLLOWING = "following"
    CONVERTED = "converted"
    INVALID = "invalid"
    ATTACHED = "attached"


class Obtained(StrEnum):
    """How the holder came by the lead."""

    NONE = ""
    ASSIGNED = "assigned"
    AUTO = "auto"
    CLAIMED = "claimed"
    IMPORTED = "imported"
    SOURCE = "source"
    """An attached lead goes with its source lead."""
    ACCOUNT = "account"
    """It belongs to a company that somebody keeps."""


class Novelty(StrEnum):
    """How new a lead was when it came."""

    NEW = "new"
    KNOWN = "known"
    CUSTOMER = "customer"


class Duplicate(StrEnum):
    """What the duplicate rule that found a double of the lead did with it; a lead without one has none."""

    ATTACH = "attach"
    TO_ACCOUNT_OWNER = "to_account_owner"
    REFRESH = "refresh"
    TAG = "tag"
    ASK = "ask"


class Milestone(StrEnum):
    """How far a lead came; each is reached once and keeps its moment."""

    MQL = "mql_at"
    SQL = "sql_at"
    OPPORTUNITY = "opportunity_at"
    WON = "won_at"
    PAID = "paid_at"


class NewLead(NamedTuple):
    """A lead to be opened. Instants are aware; texts are already cleaned."""

    submission_id: int
    person_id: int | None
    account_id: int | None
    pool: Pool
    state: State
    received_at: datetime
    first_contact_at: datetime
    source: str = ""
    campaign: str = ""
    external_id: str = ""
    source_lead_id: int | None = None
    region_id: int | None = None
    mql_at: datetime | None = None
    sql_at: datetime | None = None
    novelty: str = ""
    duplicate: str = ""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a lead shall go, to whom, and why. `reason` is a code with its data, replayable and translated in web.

    `own_pool` is the code of one of the workspace's own pools of the kind `pool`, "" for the common one.
    """

    lead_id: int
    pool: Pool
    owner_id: int | None
    state: State
    obtained: Obtained = Obtained.NONE
    reason: dict[str, Any] = field(default_factory=dict)
    own_pool: str = ""


@dataclass(frozen=True, slots=True)
class Joining:
    """A source lead that shall be attached to another one, and goes to that one's owner."""

    lead_id: int
    source_lead_id: int
    owner_id: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a lead was and who held it: what parting gives back. `owner_since` is when the holder's clock began."""

    lead_id: int
    pool: str
    owner_id: int | None
    state: str
    obtained: str
    owner_since: datetime | None


class LeadRow(NamedTuple):
    """A lead as lists and pages read it, and every stage several times on a lead's way: a tuple is made quickest."""

    id: int
    person_id: int | None
    account_id: int | None
    source: str
    campaign: str
    pool: Pool
    state: State
    owner_id: int | None
    grade: str
    received_at: datetime
    first_contact_at: datetime
    submission_id: int
    source_lead_id: int | None
    external_id: str
    obtained: str
    owner_since: datetime | None
    region_id: int | None
    mql_at: datetime | None
    sql_at: datetime | None
    opportunity_at: datetime | None
    won_at: datetime | None
    paid_at: datetime | None
    won_minor: int
    paid_minor: int
    novelty: str
    duplicate: str
    own_pool: str


@dataclass(frozen=True, slots=True)
class LatestLead:
    """The latest source lead of a company, for comparisons by company."""

    id: int
    first_contact_at: datetime
    person_id: int | None
    account_id: int
    won: bool


@dataclass(frozen=True, slots=True)
class LeadFilters:
    """What a list of leads is narrowed by; empty means not narrowed.

    `own_pool` is the code of one of the workspace's own pools; `month` is `YYYY-MM` of first contact in the
    workspace's zone; `reached` a stage of the funnel; `money` "won" or "paid" for the leads that brought some;
    `novelty` and `duplicate` are labels ("any" for every duplicate); `repeated` leaves the source leads others are
    attached to; `source` and `campaign` may be the empty string to mean "none", so their absence is None.
    """

    pool: str = ""
    own_pool: str = ""
    owner_id: int | None = None
    unowned: bool = False
    state: str = ""
    grade: str = ""
    source: str | None = None
    campaign: str | None = None
    month: str = ""
    reached: str = ""
    anomaly: str = ""
    money: str = ""
    novelty: str = ""
    duplicate: str = ""
    repeated: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class LeadPage:
    """One page, newest first. `next_after` and `prev_before` are lead ids to continue from, None at an end."""

    rows: tuple[LeadRow, ...]
    next_after: int | None
    prev_before: int | None


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One change of pool or holder."""

    at: datetime
    by: int | None
    from_pool: str
    from_owner_id: int | None
    pool: str
    owner_id: int | None
    reason: dict[str, Any]
    from_own_pool: str = ""
    own_pool: str = ""


class Tenure(NamedTuple):
    """Somebody held a lead in a pool; `until` is None while they do, `ended_by` the code of why they do no more."""

    lead_id: int
    owner_id: int
    pool: str
    since: datetime
    until: datetime | None
    ended_by: str
