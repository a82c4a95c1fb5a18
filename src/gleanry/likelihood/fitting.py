"""From a table to a model with honest figures: the whole way, in the order it is taken."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np

from gleanry.likelihood import evaluating
from gleanry.likelihood.additive import Feature
from gleanry.likelihood.features import cut_features, features_of
from gleanry.likelihood.leaks import find_leaks
from gleanry.likelihood.learner import learn, steady
from gleanry.likelihood.model import model_of, reasons_of
from gleanry.likelihood.ordering import Order, find_order
from gleanry.likelihood.reading import read_column
from gleanry.likelihood.shapes import ROW_ORDER, Bins, Column, Flags, Leak, Learned, Outcome, Table, Unlearnable
from gleanry.likelihood.target import read_outcome

FEWEST = 50
"""Fewer yeses, or fewer noes, than this teach nothing that would hold."""


@dataclass(frozen=True, slots=True)
class Taught:
    """A table made ready: columns, features and outcomes of the rows that have one, and their order in time."""

    columns: Mapping[str, Column]
    bins: tuple[Bins, ...]
    features: tuple[Feature, ...]
    won: Flags
    outcome: Outcome
    leaks: tuple[Leak, ...]
    order: Order | None


def learn_table(
    table: Table, target: str, *, time: str = "", ignore: Collection[str] = (), positive: str | None = None
) -> Learned:
    """Learn the target of a table.

    `time` names a column of moments, or is "row" when the rows stand in order of time; `ignore` names columns to leave
    out; `positive` the value that counts as a yes. Raises Unlearnable: `unknown_column`, `too_few`, `no_features`,
    `bad_time`, and those of the target.
    """
    taught = prepare(table, target, time=time, ignore=ignore, positive=positive)
    evaluation, held_out = evaluating.evaluate(taught.features, taught.bins, taught.won, taught.order)
    chosen, sequence = None, None
    if taught.order is not None:
        sequence = taught.order.rows
        chosen = steady([_ordered(feature, sequence) for feature in taught.features], taught.won[sequence])
    learner = learn(taught.features, taught.won, chosen)
    calibration = evaluating.calibrate(learner.score(taught.features), taught.won, held_out, sequence)
    model = model_of(learner, taught.bins, taught.features, target, taught.outcome.positive, calibration)
    notes = (*taught.outcome.notes, *evaluating.warnings_of(evaluation, taught.order, learner.chosen, taught.bins))
    return Learned(model, evaluation, taught.leaks, reasons_of(model), notes)


def prepare(
    table: Table, target: str, *, time: str = "", ignore: Collection[str] = (), positive: str | None = None
) -> Taught:
    """Read, find what leaks, and cut what is left into features."""
    _refuse_unknown(table, [target, *ignore, *([time] if time and time != ROW_ORDER else [])])
    outcome = read_outcome(read_column(target, table[target]), positive)
    won = outcome.won[outcome.known]
    yeses, noes = int(won.sum()), int((~won).sum())
    if min(yeses, noes) < FEWEST:
        raise Unlearnable("too_few", rows=len(won), positives=yeses, negatives=noes, fewest=FEWEST)
    left_out = {target, *ignore}
    columns = {
        name: read_column(name, _kept(cells, outcome.known)) for name, cells in table.items() if name not in left_out
    }
    leaks = find_leaks(columns, won, time=time)
    gone = {leak.column for leak in leaks}
    columns = {name: column for name, column in columns.items() if name not in gone}
    order = find_order(columns, len(won), time)
    moment = order.column if order is not None else ""
    bins = tuple(cut_features(columns, np.ones(len(won), dtype=np.bool_), time=moment))
    if not bins:
        raise Unlearnable("no_features", columns=len(table) - 1, leaks=sorted(gone))
    return Taught(columns, bins, tuple(features_of(bins, columns)), won, outcome, tuple(leaks), order)


def _refuse_unknown(table: Table, names: Sequence[str]) -> None:
    for name in names:
        if name not in table:
            raise Unlearnable("unknown_column", column=name, columns=list(table))


def _kept(cells: Sequence[str], rows: Flags) -> Sequence[str]:
    return cells if rows.all() else list(compress(cells, rows.tolist()))


def _ordered(feature: Feature, rows: np.ndarray) -> Feature:
    return Feature(feature.codes[rows], feature.size, feature.ordered)
