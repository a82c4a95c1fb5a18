"""How much an account matters: the figures, the tables and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

SCALES = ("tier", "abc", "rad", "rfm")


@dataclass(frozen=True, slots=True)
class Figures:
    """What the tables look at. Money is in minor units of the workspace's currency.

    `power` is what the account spends in a year on what we sell, `share` our part of it in percent, both None while
    nobody knows. `value` and `deals` are what was won in the window, `last_on` when it last bought.
    """

    is_strategic: bool = False
    level: int = 0
    coverage: str = ""
    power: int | None = None
    share: Decimal | None = None
    value: int = 0
    deals: int = 0
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class TierRow:
    """A row of the table of tiers: it holds when every condition that is not None holds."""

    code: str
    zh: str = ""
    en: str = ""
    is_key: bool = False
    strategic: bool | None = None
    bought: bool | None = None
    coverage: str = ""
    level_least: int | None = None
    level_most: int | None = None
    share_over: Decimal | None = None
    share_most: Decimal | None = None
    value_least: Decimal | None = None
    care_zh: str = ""
    care_en: str = ""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the whole population says: the least values of A and B, and the four cuts of each quintile."""

    abc: tuple[int, int] = (0, 0)
    days: tuple[int, ...] = ()
    deals: tuple[int, ...] = ()
    value: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TierBook:
    """The tables in force. `by` says which of them gives an account its tier, `measure` what its value is.

    The measure is what was won, or what was received.
    """

    by: str
    measure: str
    window_months: int
    rows: tuple[TierRow, ...]
    abc_a: int
    abc_b: int
    rad_currency: str
    rad_low: Decimal
    rad_high: Decimal
    rad_retain: Decimal
    rad_develop: Decimal
    cares: Mapping[str, tuple[str, str]]
    rfm_quintiles: bool
    rfm_high: int
    days: tuple[int, ...]
    deals: tuple[int, ...]
    value: tuple[Decimal, ...]
    keys: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Places:
    """Where an account stands in each table; "" where nothing is known."""

    tier: str = ""
    abc: str = ""
    rad: str = ""
    rfm: str = ""


@dataclass(frozen=True, slots=True)
class StandingRow:
    """Where an account stands now, and why. `held_until` is set while a tier set by hand stays."""

    account_id: int
    tier: str
    abc: str
    rad: str
    rfm: str
    figures: dict[str, Any]
    rules_id: int
    at: datetime
    held_until: date | None = None
    held_reason: str = ""
    held_by: int | None = None

    @property
    def places(self) -> Places:
        return Places(self.tier, self.abc, self.rad, self.rfm)


@dataclass(frozen=True, slots=True)
class TierChangeRow:
    """An account went from one place of a table to another."""

    account_id: int
    scale: str
    former: str
    value: str
    reason: str
    at: datetime
    by: int | None


@dataclass(frozen=True, slots=True)
class TraitRow:
    """What people know of an account that no deal tells."""

    account_id: int
    is_strategic: bool = False
    level: int = 0
    coverage: str = ""
    budget_minor: int | None = None
    currency: str = ""
    rate: Decimal = Decimal(0)
    base_minor: int = 0
    share_percent: int | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """An account as the tables see it: to be written as its standing."""

    account_id: int
    figures: Figures
    places: Places
    known: dict[str, Any] = field(default_factory=dict)
