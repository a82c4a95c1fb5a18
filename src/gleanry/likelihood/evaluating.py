"""Figures on rows the model has not seen: at random, and later in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gleanry.likelihood.additive import Feature
from gleanry.likelihood.features import part
from gleanry.likelihood.learner import PAST, learn, steady
from gleanry.likelihood.measures import auc, auc_error, brier, chance, lift, reliability, stability
from gleanry.likelihood.ordering import Order
from gleanry.likelihood.shapes import Bins, Calibration, Drift, Evaluation, Flags, Floats

MANY = 10_000
RECENT = 1 - PAST
MOVED = 0.25
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Log-odds said of rows before their outcome was shown, and the outcome; `later` when those rows came later."""

    odds: Floats
    won: Flags
    later: bool


def evaluate(
    features: Sequence[Feature], bins: Sequence[Bins], won: Flags, order: Order | None
) -> tuple[Evaluation, HeldOut]:
    """Figures of the way of learning, and the predictions a calibration can be learned from."""
    odds = at_random(features, won)
    said = chance(odds)
    held_out = HeldOut(odds, won, later=False)
    area_time: float | None = None
    brier_time: float | None = None
    drift: tuple[Drift, ...] = ()
    if order is not None and (cut := cut_in_time(order, won)) is not None:
        past, later = cut
        later_odds = _in_time(features, won, past, later)
        area_time, brier_time = auc(later_odds, won[later]), brier(chance(later_odds), won[later])
        held_out = HeldOut(later_odds, won[later], later=True)
        drift = drifts(features, bins, past, later)
    evaluation = Evaluation(
        rows=len(won),
        positives=int(won.sum()),
        auc=auc(odds, won),
        auc_time=area_time,
        brier=brier(said, won),
        lift_at_10=lift(odds, won),
        reliability=reliability(said, won),
        drift=drift,
        brier_time=brier_time,
        order="" if order is None else order.column or "row",
    )
    return evaluation, held_out


def at_random(features: Sequence[Feature], won: Flags) -> Floats:
    """The log-odds of every row, each said by a model that had not seen it: three parts of many rows, five of few."""
    folds = fold_of(won, 3 if len(won) > MANY else 5)
    odds = np.zeros(len(won))
    for fold in range(int(folds.max()) + 1):
        taught = folds != fold
        odds[~taught] = learn(part(features, taught), won[taught]).score(part(features, ~taught))
    return odds


def fold_of(won: Flags, folds: int) -> NDArray[np.int64]:
    """The part of each row: drawn by lot, the same lot every time, yeses and noes shared out evenly."""
    lot = np.random.default_rng(1)
    parts = np.zeros(len(won), dtype=np.int64)
    for kind in (False, True):
        rows = np.flatnonzero(won == kind)
        lot.shuffle(rows)
        parts[rows] = np.arange(len(rows)) % folds
    return parts


def cut_in_time(order: Order, won: Flags, fewest: int = 20) -> tuple[Rows, Rows] | None:
    """Earlier and later rows; rows of one moment stay together. None where a side has too few of either outcome."""
    border = order.moments[min(int(PAST * len(order.rows)), len(order.rows) - 1)]
    past, later = order.rows[order.moments < border], order.rows[order.moments >= border]
    for side in (past, later):
        if min(int(won[side].sum()), int((~won[side]).sum())) < fewest:
            return None
    return past, later


def _in_time(features: Sequence[Feature], won: Flags, past: Rows, later: Rows) -> Floats:
    earlier = [Feature(feature.codes[past], feature.size, feature.ordered) for feature in features]
    after = [Feature(feature.codes[later], feature.size, feature.ordered) for feature in features]
    return learn(earlier, won[past], steady(earlier, won[past])).score(after)


def drifts(features: Sequence[Feature], bins: Sequence[Bins], past: Rows, later: Rows) -> tuple[Drift, ...]:
    """How far each feature moved, the farthest first."""
    found = [
        Drift(cut.column, round(stability(feature.codes[past], feature.codes[later], cut.size), 4))
        for feature, cut in zip(features, bins, strict=True)
    ]
    return tuple(sorted(found, key=lambda drift: -drift.index))


def calibrate(odds: Floats, won: Flags, held_out: HeldOut, sequence: Rows | None) -> Calibration:
    """Platt's two numbers, the slope from rows that were held out; the shift makes the latest rows right on average."""
    slope, shift = platt(held_out.odds, held_out.won)
    slope = min(max(slope, 0.1), 1.25)
    if not held_out.later or sequence is None:
        return Calibration(slope, shift if 0.1 < slope < 1.25 else 0.0, "rows held out at random")
    recent = sequence[-max(int(RECENT * len(sequence)), 1) :]
    return Calibration(slope, level(slope * odds[recent], won[recent]), "rows held out in time")


def platt(odds: Floats, won: Flags) -> tuple[float, float]:
    """Slope and shift of the logistic regression of the outcome on the log-odds (Platt, 1999), by Newton's method."""
    weights = np.array([1.0, 0.0])
    columns = np.stack([odds, np.ones(len(odds))], axis=1)
    for _ in range(25):
        said = chance(columns @ weights)
        spread = np.maximum(said * (1 - said), 1e-9)
        curve = columns.T @ (columns * spread[:, None]) + np.eye(2) * 1e-9
        step = np.linalg.solve(curve, columns.T @ (won - said))
        weights = weights + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-8:
            break
    return float(weights[0]), float(weights[1])


def level(odds: Floats, won: Flags) -> float:
    """The shift under which the mean probability is the share of yeses, found by halving."""
    low, high = -20.0, 20.0
    target = float(won.mean())
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if chance(odds + middle).mean() < target else (low, middle)
    return (low + high) / 2


def warnings_of(
    evaluation: Evaluation, order: Order | None, chosen: Sequence[int], bins: Sequence[Bins]
) -> tuple[str, ...]:
    """What a reader of the figures must know."""
    notes = []
    if order is None:
        notes.append(
            "nothing says which rows came first: there is no figure for later rows, and the random one may flatter"
        )
    elif not order.stated:
        by = f"by {order.column}" if order.column else "as they stand in the file, which is not by chance"
        notes.append(f"rows are taken in order of time {by}")
    if evaluation.auc_time is not None:
        negatives = evaluation.rows - evaluation.positives
        error = 2 * auc_error(evaluation.auc_time, int(evaluation.positives * RECENT) + 1, int(negatives * RECENT) + 1)
        if evaluation.auc - evaluation.auc_time > max(0.02, error):
            notes.append(
                f"the random split flatters: AUC {evaluation.auc:.3f}, but {evaluation.auc_time:.3f} on later rows; "
                "expect the second"
            )
    elif order is not None:
        notes.append("earlier or later rows have too few of one outcome: there is no figure for later rows")
    moved = [f"{drift.column} ({drift.index:.2f})" for drift in evaluation.drift if drift.index > MOVED]
    if moved:
        notes.append("moved between the earlier and the later rows (stability index over 0.25): " + ", ".join(moved))
    if len(chosen) < len(bins):
        out = sorted({cut.column for place, cut in enumerate(bins) if place not in chosen})
        notes.append("left out of the model, because what they said did not hold later: " + ", ".join(out))
    if evaluation.auc < 0.55:
        notes.append("the columns hardly tell the outcome: an AUC near 0.5 is no better than a lot")
    return tuple(notes)
