"""Journeys as flat columns, and what the models say of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Journeys:
    """Touches in order of time, journey after journey.

    `channels` are names; `touches` holds for each touch the number of its channel, journey `j` those from `starts[j]`
    up to `starts[j + 1]`. A journey ended in `conversions[j]` conversions worth `values[j]` together, and as many as
    `nulls[j]` times without one. `ages` are the days from each touch to the end of its journey, where times are known.
    """

    channels: tuple[str, ...]
    touches: Whole
    starts: Whole
    conversions: Real
    values: Real
    nulls: Real
    ages: Real | None = None

    @property
    def lengths(self) -> Whole:
        """How many touches each journey has."""
        lengths: Whole = np.diff(self.starts)
        return lengths


@dataclass(frozen=True)
class Settings:
    """`half_life` is in days, or in touches where a journey has no times; `ends` are the shares of the first and the
    last touch of model u; `direct` the channels, in lower case, that last_non_direct passes over; `order` how many
    touches markov remembers; without `with_nulls` it knows only journeys that converted."""

    half_life: float = 7.0
    ends: tuple[float, float] = (0.4, 0.4)
    direct: frozenset[str] = frozenset({"direct", "(direct)", "(none)", "none", "直接访问", "直接"})
    order: int = 1
    with_nulls: bool = True


@dataclass(frozen=True)
class Share:
    """What a channel earned; `removal_effect` is the part of all conversions lost without it, of markov only."""

    channel: str
    conversions: float
    value: float
    removal_effect: float | None = None


@dataclass(frozen=True)
class Credited:
    """One model's answer: channels by what they earned, and what no touch stood before."""

    model: str
    shares: tuple[Share, ...]
    conversions: float
    value: float
    unassigned: float
    unassigned_value: float

    def as_dict(self) -> dict[str, Any]:
        """The document of one model, as `gleanry attribute --json` prints it."""
        return {
            "model": self.model,
            "channels": [
                {
                    "channel": share.channel,
                    "conversions": share.conversions,
                    "value": share.value,
                    "removal_effect": share.removal_effect,
                }
                for share in self.shares
            ],
            "total": self.conversions,
            "total_value": self.value,
            "unassigned": self.unassigned,
            "unassigned_value": self.unassigned_value,
        }
