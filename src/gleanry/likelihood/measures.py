"""How good probabilities are: ranking, calibration, lift, and how far columns moved."""

from __future__ import annotations

import numpy as np

from gleanry.likelihood.shapes import Codes, Flags, Floats, Point


def auc(scores: Floats, won: Flags) -> float:
    """The chance that a yes is placed above a no, ties counted half (Mann and Whitney); 0.5 without both kinds."""
    positives = int(won.sum())
    negatives = len(won) - positives
    if not positives or not negatives:
        return 0.5
    _, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks = (last - (counts - 1) / 2)[place]
    return float((ranks[won].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def auc_error(area: float, positives: int, negatives: int) -> float:
    """The standard error of an AUC (Hanley and McNeil, 1982)."""
    if not positives or not negatives:
        return 0.5
    first, second = area / (2 - area), 2 * area**2 / (1 + area)
    spread = area * (1 - area) + (positives - 1) * (first - area**2) + (negatives - 1) * (second - area**2)
    return float(np.sqrt(max(spread, 0.0) / (positives * negatives)))


def brier(probabilities: Floats, won: Flags) -> float:
    """Mean squared distance between what was said and what came; smaller is better."""
    return float(np.mean((probabilities - won) ** 2))


def lift(scores: Floats, won: Flags, share: float = 0.1) -> float:
    """How many times as many yeses as on average are in the best `share` of the rows; ties are shared out evenly."""
    taken = share * len(won)
    values, place, counts = np.unique(-scores, return_inverse=True, return_counts=True)
    yes = np.bincount(place, weights=won, minlength=len(values))
    before = np.cumsum(counts) - counts
    part = np.clip((taken - before) / counts, 0.0, 1.0)
    return float((yes * part).sum() / taken / max(won.mean(), 1e-12))


def reliability(probabilities: Floats, won: Flags, parts: int = 10) -> tuple[Point, ...]:
    """What was said and what came, by tenths of the rows in order of probability."""
    order = np.argsort(probabilities, kind="stable")
    return tuple(
        Point(float(probabilities[part].mean()), float(won[part].mean()), len(part))
        for part in np.array_split(order, parts)
        if len(part)
    )


def stability(before: Codes, after: Codes, size: int) -> float:
    """The population stability index between two samples of bins; under 0.1 little moved, over 0.25 much.

    Half a row is added to each bin, so that one empty bin does not make it endless.
    """
    first = (np.bincount(before, minlength=size) + 0.5) / (len(before) + size / 2)
    second = (np.bincount(after, minlength=size) + 0.5) / (len(after) + size / 2)
    return float(((second - first) * np.log(second / first)).sum())


def log_odds(rate: float) -> float:
    """The log-odds of a rate, kept away from never and always."""
    rate = min(max(rate, 1e-6), 1 - 1e-6)
    return float(np.log(rate / (1 - rate)))


def chance(odds: Floats) -> Floats:
    """Probabilities of log-odds."""
    return 1.0 / (1.0 + np.exp(-np.clip(odds, -35.0, 35.0)))
