"""The pool book: how each pool is kept, and when leads leave it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from gleanry.leads.shapes.register import Pool

NEXT_PERSON = "next_person"
"""A target that is no pool: somebody else than who had the lead before."""

ALONE = frozenset({Pool.INTAKE, Pool.CONVERTED, Pool.ATTACHED, Pool.INVALID})
"""Kinds of which a workspace has no pools of its own: the flow itself puts leads there."""


class Unit(StrEnum):
    """How the time of a rule is counted: by the working calendar of who is concerned, or plainly."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    MONTHS = "months"


class Waits(StrEnum):
    """What a recycling rule waits for in vain."""

    FOLLOW_UP = "follow_up"
    CONVERSION = "conversion"
    RESTED = "rested"
    """Nobody holds the lead: it only lay there."""


@dataclass(frozen=True, slots=True)
class Caps:
    """How many leads a member may be given a day, take a day, hold at once; None is no cap."""

    assign_per_day: int | None = None
    claim_per_day: int | None = None
    hold_most: int | None = None


@dataclass(frozen=True, slots=True)
class PoolSetting:
    """One pool: one of the fixed kinds, or one of the workspace's own, which is of such a kind.

    `members`, `claimers` and `admins` are addresses such as `role:seller`, `team:North`, `region:South`, `member:12`;
    a pool without members is that of its team, or of its region. `masked` names what is hidden of unclaimed leads:
    name, phone, email, wechat. `cooldown_days` are working days.
    """

    code: str
    kind: Pool
    zh: str = ""
    en: str = ""
    region: str = ""
    team: str = ""
    members: tuple[str, ...] = ()
    claimers: tuple[str, ...] = ()
    admins: tuple[str, ...] = ()
    masked: tuple[str, ...] = ()
    caps: Caps = Caps()
    cooldown_days: float = 0
    opens_after_hours: float = 0
    order: str = "newest"

    @property
    def is_own(self) -> bool:
        """Whether the workspace made it."""
        return self.code != self.kind

    @property
    def own_pool(self) -> str:
        """What the register keeps beside the kind."""
        return self.code if self.is_own else ""

    def name(self, language: str) -> str:
        """What an own pool is called; "" for one of the fixed kinds, which every language names itself."""
        first, second = (self.zh, self.en) if language.startswith("zh") else (self.en, self.zh)
        return first or second or self.own_pool


@dataclass(frozen=True, slots=True)
class RecycleRule:
    """When leads leave `pools`, and whereto. Empty conditions hold for every lead.

    The time runs `count` units from the moment the holder changed (or of the last follow-up, or of the entry of what
    rests); each follow-up extends it to `extend` units after itself, but never past `most` units after the lead came
    into these pools, whoever held it since. `drops` is how often it was taken back before, at least.
    """

    code: str
    pools: tuple[str, ...]
    waits: Waits
    count: float
    unit: Unit
    to: str
    stages: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    extend: float = 0
    most: float = 0
    drops: int = 0


@dataclass(frozen=True, slots=True)
class SortingRule:
    """Where a lead goes that is put by: the first rule whose marks it carries."""

    code: str
    marks: tuple[str, ...]
    to: str


@dataclass(frozen=True, slots=True)
class PoolFault:
    """What is wrong with a body: the row (from 1; 0 is the book), the table and setting, a code, and the value."""

    row: int
    setting: str
    code: str
    value: str = ""


@dataclass(frozen=True)
class PoolBook:
    """The pools of a workspace by code, and the rules that move leads between them. `rules_id` is 0 without a book."""

    rules_id: int
    version: int
    pools: Mapping[str, PoolSetting]
    role_caps: Mapping[tuple[str, str], Caps] = field(default_factory=dict)
    recycling: tuple[RecycleRule, ...] = ()
    sorting: tuple[SortingRule, ...] = ()
    regions: Mapping[str, int] = field(default_factory=dict)

    def of(self, pool: str, own_pool: str = "") -> PoolSetting:
        """The settings of where a lead is; an own pool that is no longer in the book is kept as its kind."""
        return self.pools.get(own_pool) or self.pools[pool]

    def caps_for(self, pool: str, roles: Iterable[str] = ()) -> Caps:
        """The caps of a pool (a kind or an own one) for somebody with these roles, the widest of those given."""
        setting = self.pools[pool]
        given = [self.role_caps[key] for role in roles if (key := (role, setting.code)) in self.role_caps]
        if not given:
            return setting.caps
        return Caps(
            _widest((caps.assign_per_day for caps in given), setting.caps.assign_per_day),
            _widest((caps.claim_per_day for caps in given), setting.caps.claim_per_day),
            _widest((caps.hold_most for caps in given), setting.caps.hold_most),
        )

    def own_of(self, kind: str) -> list[PoolSetting]:
        """The workspace's own pools of a kind, in the order of the book."""
        return [setting for setting in self.pools.values() if setting.is_own and setting.kind == kind]

    def target(self, to: str, region_id: int | None) -> PoolSetting:
        """Where a rule sends a lead: `to`, and of a kind with pools for regions that of the lead's region."""
        setting = self.pools[to]
        if setting.is_own or region_id is None:
            return setting
        fitting = (own for own in self.own_of(setting.kind) if own.region and self.regions.get(own.region) == region_id)
        return next(fitting, setting)


def _widest(given: Iterable[int | None], otherwise: int | None) -> int | None:
    said = [cap for cap in given if cap is not None]
    return max(said) if said else otherwise


@dataclass(frozen=True, slots=True)
class Stay:
    """How a lead came to where it is.

    `entered` is when it came to its place and holder; `spells` since when somebody holds it without a break, by place
    (an own pool's code, else the kind); `lost` when each former holder lost it last; `drops` how often it was taken
    back from a holder by the rules.
    """

    entered: datetime
    spells: Mapping[str, datetime]
    lost: Mapping[int, datetime]
    drops: int
