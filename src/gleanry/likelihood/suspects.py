"""What a column tells of the outcome by itself: how well it ranks, where a yes never is, when it is filled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gleanry.likelihood.binning import codes_of, cut_column
from gleanry.likelihood.measures import auc
from gleanry.likelihood.shapes import Bins, Codes, Column, Flags

PRIOR_ROWS = 5.0
NEXT_TO_NONE = 0.02
"""Of the yeses (or noes) that chance would put there, at most this share is found: as good as never."""
EXPECTED = 20.0
"""And chance would have put at least so many there."""


@dataclass(frozen=True, slots=True)
class Look:
    """One column by itself.

    `auc` is that of its bins' rates, learned on one half and tested on the other. `never` and `always` are the shares
    of rows that lie in bins as good as without a yes, or without a no. `filled_won` is the share of yeses where the
    cell is filled (neither empty nor the usual value), `empty_won` where it is not; `filled` the share of rows.
    """

    column: Column
    bins: Bins
    auc: float
    never: float
    always: float
    filled: float
    filled_won: float
    empty_won: float
    coupling: str


def look_at(column: Column, won: Flags, half: Flags) -> Look | None:
    """Look at one column over rows that all have an outcome; None when it says the same in every row."""
    bins = cut_column(column, np.ones(len(won), dtype=np.bool_))
    if bins is None:
        return None
    codes = codes_of(bins, {column.name: column})
    never, always = _pure(codes, bins.size, won)
    filled, filled_won, empty_won, coupling = _filling(column, won)
    return Look(
        column, bins, half_auc(codes, bins.size, won, half), never, always, filled, filled_won, empty_won, coupling
    )


def half_auc(codes: Codes, size: int, won: Flags, half: Flags) -> float:
    """The AUC of bins' rates, each half scored by what the other taught."""
    areas = []
    for taught, tested in ((half, ~half), (~half, half)):
        rows = np.bincount(codes[taught], minlength=size)
        yes = np.bincount(codes[taught], weights=won[taught], minlength=size)
        mean = won[taught].mean()
        rates = (yes + PRIOR_ROWS * mean) / (rows + PRIOR_ROWS)
        areas.append(auc(rates[codes[tested]], won[tested]))
    return float(np.mean(areas))


def _pure(codes: Codes, size: int, won: Flags) -> tuple[float, float]:
    rows = np.bincount(codes, minlength=size)
    yes = np.bincount(codes, weights=won, minlength=size)
    shares = []
    for found, rate in ((yes, won.mean()), (rows - yes, 1 - won.mean())):
        # Bins are joined in order of their rate: each alone may be too small to prove anything.
        order = np.argsort(found / np.maximum(rows, 1), kind="stable")
        came, all_rows = np.cumsum(found[order]), np.cumsum(rows[order])
        pure = (came <= NEXT_TO_NONE * all_rows * rate) & (all_rows * rate >= EXPECTED)
        shares.append(float(all_rows[pure].max() / len(won)) if pure.any() else 0.0)
    return shares[0], shares[1]


def _filling(column: Column, won: Flags) -> tuple[float, float, float, str]:
    """Whether being filled goes with the outcome: empty cells, or else the value most rows have."""
    best = (0.0, 0.0, 0.0, "")
    gone = column.absent
    counts = np.bincount(column.codes, minlength=len(column.labels)).astype(np.float64)
    counts[column.missing] = 0
    usual = int(counts.argmax())
    ways = [(gone, "empty")]
    if counts[usual] >= 0.3 * len(won):
        ways.append((gone | (column.codes == usual), column.labels[usual]))
    for empty, name in ways:
        if 0 < empty.sum() < len(won):
            told = (float((~empty).mean()), float(won[~empty].mean()), float(won[empty].mean()), name)
            if is_coupled(told, won):
                return told
            best = best if best[3] else told
    return best


def is_coupled(told: tuple[float, float, float, str], won: Flags) -> bool:
    """Filled means yes (or no) as good as always, or empty never has a yes and a filled cell mostly tells."""
    filled, filled_won, empty_won, _ = told
    rate, rows = float(won.mean()), len(won)
    for share, there, base in ((filled, filled_won, rate), (filled, 1 - filled_won, 1 - rate)):
        # p < 1e-6 that so many rows would agree by chance
        if share * rows * -np.log(max(base, 1e-9)) >= 14 and 1 - there <= NEXT_TO_NONE * (1 - base):
            return True
    told_apart = 0.5 + abs(filled_won - empty_won) * filled * (1 - filled) / (2 * rate * (1 - rate))
    for there, base in ((empty_won, rate), (1 - empty_won, 1 - rate)):
        if there <= NEXT_TO_NONE * base and (1 - filled) * rows * base >= EXPECTED and told_apart >= 0.75:
            return True
    return False
