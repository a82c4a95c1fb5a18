"""A forecast by several methods side by side, its weekly snapshots, and how right each method was."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from gleanry.values.money import Money

METHODS = ("stage", "grade", "learned", "word")
"""By the stage's probability, the grade's share, the probability learned from the own past, and the seller's word."""
HORIZONS = (4, 8, 13)
"""Weeks after which a snapshot is held against what happened."""
GROUPINGS = ("owner", "team", "product", "process", "month", "quarter", "currency")


@dataclass(frozen=True, slots=True)
class Ask:
    """What a forecast covers: deals expected to close from `since` up to, not including, `until` (None: no bound).

    Open deals whose day has passed count where today lies. `team_id` means the team with all teams below it.
    """

    by: str = "owner"
    since: date | None = None
    until: date | None = None
    owner_id: int | None = None
    team_id: int | None = None
    product: str | None = None
    process: str | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class OwnSums:
    """The sums of one currency in that currency."""

    pipeline: Money
    stage: Money
    grade: Money
    learned: Money
    commit: Money
    best: Money
    won: Money


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """One group. Money in the workspace's currency; `own` beside it when the group is a currency.

    `pipeline` is the whole amount of the open deals, `commit` what the sellers stand for, `best` the whole amount of
    the deals they stand for anything of. `unrated` deals have no exchange rate: counted, in no sum. `untaught` deals
    have no learned probability and stand in `learned` with that of their stage.
    """

    key: str
    deals: int
    pipeline: Money
    stage: Money
    grade: Money
    learned: Money
    commit: Money
    best: Money
    won: Money
    won_deals: int
    lost_deals: int
    unrated: int
    untaught: int
    own: OwnSums | None = None

    def of(self, method: str) -> Money:
        """What is still to come by a method; the seller's word is what they commit to."""
        found: Money = getattr(self, "commit" if method == "word" else method)
        return found

    def landing(self, method: str) -> Money:
        """Where the period would end by a method: won so far and what is still to come."""
        return self.won + self.of(method)


@dataclass(frozen=True, slots=True)
class Unrated:
    """Deals in a currency nobody fixed a rate for: how many, and what they come to in it."""

    currency: str
    deals: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Forecast:
    """Groups and their total; what has no rate is listed beside them."""

    ask: Ask
    rows: tuple[ForecastRow, ...]
    total: ForecastRow
    unrated: tuple[Unrated, ...] = ()


@dataclass(frozen=True, slots=True)
class DealFigures:
    """One open deal and what each method makes of it, in the workspace's currency."""

    id: int
    name: str
    account_id: int | None
    owner_id: int | None
    stage: str
    grade: str
    expected_close: date | None
    amount: Money
    pipeline: Money
    stage_sum: Money
    grade_sum: Money
    learned_sum: Money
    word_sum: Money
    is_taught: bool
    is_unrated: bool


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """A week's snapshot: `week` is its Monday in the workspace's zone; `late` when it was taken after that day."""

    id: int
    week: date
    taken_at: datetime
    late: bool
    deals: int
    unrated: int
    pipeline: Money
    sums: dict[str, Money]


@dataclass(frozen=True, slots=True)
class Score:
    """How right a method was over all snapshots of a horizon.

    `bias` and `error` are shares of what came: the sum of all errors, and the mean size of one; None while nothing
    came. `hit_rate` is the share of snapshots that ended within the tolerance.
    """

    method: str
    horizon: int
    snapshots: int
    forecast: Money
    actual: Money
    bias: float | None
    error: float | None
    hit_rate: float | None


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of change since a snapshot: how many deals, by how much the amount moved, and which (the first ones)."""

    kind: str
    deals: int
    amount: Money
    ids: tuple[int, ...] = field(default=())
