"""How far new rows have moved away from those a model learned from, column by column."""

from __future__ import annotations

import numpy as np

from gleanry.likelihood.model import codes_by_term, columns_of, title_of
from gleanry.likelihood.reading import read_column
from gleanry.likelihood.shapes import Floats, Model, Shift, Table


def shifts_of(model: Model, table: Table, rows: int) -> tuple[Shift, ...]:
    """The shift of each column the model weighs, the farthest first. `rows` is how many rows it learned from.

    The index is the population stability index of the model's own bins: the shares it learned from, kept in it, against
    the table's. Half a row is added to each bin. Two samples of one population differ too: by (bins - 1) x (1/n + 1/m)
    on average (Yurdakul, 2018), which `by_chance` says. `pull` is the column's part in the mean size of all reasons.
    """
    new = len(next(iter(table.values()), ()))
    if not new or not rows:
        return ()
    wanted = columns_of(model)
    columns = {name: read_column(name, cells) for name, cells in table.items() if name in wanted}
    found: dict[str, Shift] = {}
    single = [
        (term, codes)
        for term, codes in zip(model.terms, codes_by_term(model, columns), strict=True)
        if len(term.bins) == 1
    ]
    pulls = [float(np.abs(term.weights) @ np.array(term.shares)) for term, _ in single]
    for (term, codes), pull in zip(single, pulls, strict=True):
        before = np.array(term.shares) * rows
        after = np.bincount(codes, minlength=len(before)).astype(float)
        bins = int(((before > 0) | (after > 0)).sum())
        title = title_of(term.bins[0])
        share = pull / sum(pulls) if sum(pulls) else 0.0
        found[title] = Shift(title, _index(before, after), (bins - 1) * (1 / rows + 1 / new), share)
    return tuple(sorted(found.values(), key=lambda shift: shift.by_chance - shift.index))


def _index(before: Floats, after: Floats) -> float:
    first = (before + 0.5) / (before.sum() + len(before) / 2)
    second = (after + 0.5) / (after.sum() + len(after) / 2)
    return float(((second - first) * np.log(second / first)).sum())
