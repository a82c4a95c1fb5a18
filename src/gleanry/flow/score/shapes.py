"""Score cards, cells, dry runs and learned scores, as others read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

ROUTES = ("rules", "sdr", "sales", "nurture")
"""Where a cell's leads go first: as the routing rules say, to an SDR, to a seller, or to nurture until they stir."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What is to be done with the leads of one cell: `route` is one of ROUTES, `plan` the code of a nurture plan or "".

    `advice` has a text for each language ("zh", "en") that the workspace wrote.
    """

    grade: str
    route: str = "rules"
    plan: str = ""
    advice: Mapping[str, str] | None = None

    def advice_in(self, language: str) -> str:
        """The advice in a language such as `zh-hans` or `en`, in another where there is none, "" without any."""
        texts = self.advice or {}
        return texts.get(language[:2]) or next(iter(texts.values()), "")


@dataclass(frozen=True, slots=True)
class ScoreCardRow:
    """`reasons` holds [rule, points] or, where touches faded or were capped, [rule, points, points without that].

    They add up to the sums before these stop at zero. A rule is a fit rule's code, a kind of touch, or `cap:` or
    `fit_cap:` with the group whose cap took points away.
    """

    fit: float
    behaviour: float
    grade: str
    reasons: list[list[str | float]]
    rules_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A stored scoring and what comes out today from what is kept; `now` is None where its rules are gone."""

    lead_id: int
    stored: ScoreCardRow
    now: ScoreCardRow | None

    @property
    def is_same(self) -> bool:
        return self.now == self.stored


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A lead that another table would put elsewhere: (cell, fit, behaviour) now and then."""

    lead_id: int
    before: tuple[str, float, float]
    after: tuple[str, float, float]


@dataclass(frozen=True, slots=True)
class DryRun:
    """What another score book would change. `cut` says that older leads were left out.

    `moves` counts (cell now, cell then) with those that stay; `farthest` are the leads that would move most.
    """

    leads: int
    cut: bool
    moves: Mapping[tuple[str, str], int]
    up: int
    down: int
    across: int
    farthest: tuple[Otherwise, ...]


TARGETS = ("sql", "opportunity", "order")
"""What a learned score may foretell of a lead."""


@dataclass(frozen=True, slots=True)
class LearnedRow:
    """One attempt to learn a target; `refusal` is {"code": ..., data} where the matrix stays in force.

    `drift` is how the newest leads differ from those it learned from, as last looked at; empty when nobody has.
    """

    id: int
    target: str
    version: int
    evaluation: dict[str, Any]
    refusal: dict[str, Any] | None
    drift: dict[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class LikelihoodRow:
    """How likely a lead is to reach a target; `reasons` holds [column, value, log-odds]."""

    target: str
    version: int
    probability: float
    reasons: list[list[Any]]
    at: datetime
