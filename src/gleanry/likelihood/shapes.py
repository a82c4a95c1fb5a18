"""What the learned score is told and what it tells. Texts in, numbers and plain data out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Table = Mapping[str, Sequence[str]]
"""Columns of cells as they came, all of one length, in the order of the file."""

Floats = NDArray[np.float64]
Codes = NDArray[np.int32]
Flags = NDArray[np.bool_]
ColumnKind = Literal["number", "date", "category", "empty"]

ROW_ORDER = "row"
"""Given as the time column: the rows themselves are in order of time."""


class Unlearnable(ValueError):
    """Nothing can be learned from this table. `code` is stable; `data` holds what the rule asks and what there is."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(f"{code} {data}")
        self.code = code
        self.data = data


@dataclass(frozen=True, slots=True)
class Column:
    """A column read: `codes` gives for each row its place in `labels`, `values` the number of each label.

    Numbers are as written, dates in days since 1970; NaN where a label is no number or the cell is empty.
    """

    name: str
    kind: ColumnKind
    codes: Codes
    labels: tuple[str, ...]
    values: Floats
    missing: Flags

    @property
    def numbers(self) -> Floats:
        """One number a row."""
        return self.values[self.codes]

    @property
    def absent(self) -> Flags:
        """Whether the cell is empty, for each row."""
        return self.missing[self.codes]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The target read: `known` says which rows have an outcome, `won` which of those ended well.

    `positive` says in words what counts as a yes; `notes` what had to be decided.
    """

    known: Flags
    won: Flags
    positive: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bins:
    """How one feature is cut.

    `column` is where its cells come from; `part` what is taken of them ("value", "weekday", "hour", "days since").
    For numbers `cuts` are the upper ends (a value equal to one lies below it); for categories `labels` are folded
    texts. The last bin is for missing cells; for categories the one before it is for all other texts.
    """

    column: str
    part: str
    ordered: bool
    cuts: tuple[float, ...] = ()
    labels: tuple[str, ...] = ()
    since: str = ""

    @property
    def size(self) -> int:
        """Number of bins, missing included."""
        return (len(self.cuts) + 2) if self.ordered else (len(self.labels) + 2)


@dataclass(frozen=True, slots=True)
class Term:
    """One additive part of the model: a log-odds for each bin of a feature, or for each cell of two."""

    bins: tuple[Bins, ...]
    weights: tuple[float, ...]
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Log-odds are `slope` times the sum of the terms, plus `shift`; `learned_on` says from which rows."""

    slope: float = 1.0
    shift: float = 0.0
    learned_on: str = ""


@dataclass(frozen=True, slots=True)
class Model:
    """All there is to a learned score: saved as JSON, compared by eye, applied to any table with the same columns."""

    target: str
    positive: str
    intercept: float
    terms: tuple[Term, ...]
    calibration: Calibration = Calibration()


@dataclass(frozen=True, slots=True)
class Leak:
    """A column left out because it tells the outcome rather than foretells it.

    `code` is stable: `encodes`, `filled_after`, `written_after`, `recorded_after`, `running_number`; `why` explains.
    """

    column: str
    code: str
    why: str
    auc: float
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """One value of one feature and what it does: `log_odds` against the average row, `share` of rows that have it."""

    column: str
    value: str
    log_odds: float
    share: float


@dataclass(frozen=True, slots=True)
class Drift:
    """How far a column moved between the earlier and the later rows: the population stability index."""

    column: str
    index: float


@dataclass(frozen=True, slots=True)
class Shift:
    """How far new rows moved away in one column: the stability index, what of it chance makes, and the column's weight.

    `pull` is its part, from 0 to 1, in the mean size of all of the model's reasons.
    """

    column: str
    index: float
    by_chance: float
    pull: float


@dataclass(frozen=True, slots=True)
class Point:
    """One tenth of the rows by probability: what was said, what came, how many rows."""

    said: float
    came: float
    rows: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures on rows the model had not seen. `auc_time` is None where the rows have no order in time."""

    rows: int
    positives: int
    auc: float
    auc_time: float | None
    brier: float
    lift_at_10: float
    reliability: tuple[Point, ...]
    drift: tuple[Drift, ...]
    brier_time: float | None = None
    order: str = ""


@dataclass(frozen=True, slots=True)
class Learned:
    """What came of one table."""

    model: Model
    evaluation: Evaluation
    leaks: tuple[Leak, ...]
    reasons: tuple[Reason, ...]
    notes: tuple[str, ...]
