"""One record, or a few, against a table that was made ready once: all of it in memory."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gleanry.likeness.records.block import keys_of
from gleanry.likeness.records.compare import Sides, compare
from gleanry.likeness.records.find import Found, names_of
from gleanry.likeness.records.shapes import Columns, Pairs, Settings, Whole
from gleanry.likeness.records.table import Table, table_of
from gleanry.likeness.records.text import sorted_once
from gleanry.likeness.records.weigh import bits_of, probability_of


class Index:
    """A table with its keys in order. Building it costs as much as deduplicating the table, whose weights it learns;
    each key costs 16 bytes a row beside what the table itself takes.
    """

    def __init__(self, columns: Columns, settings: Settings | None = None) -> None:
        self._settings = settings or Settings()
        self._found = Found(columns, self._settings, lambda _: None)
        self._members = np.argsort(self._found.kind, kind="stable")
        self._starts = np.searchsorted(self._found.kind[self._members], np.arange(self._found.table.rows + 1))
        parts: dict[str, list[tuple[Whole, Whole]]] = {}
        for name, key in keys_of(self._found.table):
            rows = np.flatnonzero(key)
            parts.setdefault(name, []).append((key[rows], rows))
        self._keys = {name: _ordered(found) for name, found in parts.items()}

    def find(self, columns: Columns) -> Pairs:
        """Rows of the table that may be the ones asked about: `left` numbers the rows asked, `right` those found.

        The columns must be those of the table (blank where unknown). Keys that more than `settings.most_in_block` rows
        of the table share bring nobody. Sorted by the row asked, the surest first.
        """
        asked = table_of(columns, self._settings)
        left, right = self._candidates(asked)
        found = self._found
        compared = compare(Sides(asked, left, found.table, right, found.crowd), found.fields)
        probability = probability_of(bits_of(compared, found.model))
        pairs = Pairs(left, right, probability, compared.levels, found.fields, names_of(found))
        pairs = self._rows_of_kinds(pairs.take(probability >= self._settings.review))
        return pairs.take(np.lexsort((pairs.right, -pairs.probability, pairs.left)))

    def _candidates(self, asked: Table) -> tuple[Whole, Whole]:
        """Rows asked and kinds of rows of the table that share a key."""
        found = [np.zeros(0, np.int64)]
        for name, keys in keys_of(asked):
            if name not in self._keys:
                continue
            ordered, order = self._keys[name]
            start, end = np.searchsorted(ordered, keys), np.searchsorted(ordered, keys, side="right")
            few = (keys != 0) & (end > start) & (end - start <= self._settings.most_in_block)
            found += [(row << 32) | order[start[row] : end[row]] for row in np.flatnonzero(few).tolist()]
        pairs = sorted_once(np.concatenate(found))
        return pairs >> 32, pairs & 0xFFFFFFFF

    def _rows_of_kinds(self, pairs: Pairs) -> Pairs:
        """Every row that holds the same as the one found is found with it."""
        counts = np.diff(self._starts)[pairs.right]
        each = np.repeat(np.arange(len(pairs)), counts)
        within = np.arange(len(each)) - np.repeat(np.cumsum(counts) - counts, counts)
        rows = self._members[self._starts[pairs.right[each]] + within]
        return replace(pairs.take(each), right=rows)


def _ordered(parts: list[tuple[Whole, Whole]]) -> tuple[Whole, Whole]:
    """Keys in order, and the row of each."""
    keys, rows = (np.concatenate(found) for found in zip(*parts, strict=True))
    order = np.argsort(keys)
    return keys[order], rows[order]
