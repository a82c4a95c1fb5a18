"""One record, or a few, against a table that was made ready once: all of it in memory."""

from __future__ import annotations

import numpy as np

from gleanry.likeness.records.block import keys_of
from gleanry.likeness.records.compare import Sides, compare
from gleanry.likeness.records.find import Found, names_of
from gleanry.likeness.records.shapes import Columns, Pairs, Settings, Whole
from gleanry.likeness.records.table import table_of
from gleanry.likeness.records.weigh import bits_of, probability_of


class Index:
    """A table with its keys in order. Building it costs as much as deduplicating the table, whose weights it learns;
    each key costs 16 bytes a row beside what the table itself takes.
    """

    def __init__(self, columns: Columns, settings: Settings | None = None) -> None:
        self._settings = settings or Settings()
        self._found = Found(columns, self._settings, lambda _: None)
        self._kinds = np.argsort(self._found.kind, kind="stable")
        self._keys: list[tuple[Whole, Whole]] = []
        for key in keys_of(self._found.table):
            rows = np.flatnonzero(key)
            order = rows[np.argsort(key[rows])]
            self._keys.append((key[order], order))

    def find(self, columns: Columns) -> Pairs:
        """Rows of the table that may be the ones asked about: `left` numbers the rows asked, `right` those found.

        The columns must be those of the table (blank where unknown). Keys that more than `settings.most_in_block` rows
        of the table share bring nobody. Sorted by the row asked, the surest first.
        """
        asked = table_of(columns, self._settings)
        left, right = self._candidates(asked.rows, list(keys_of(asked)))
        found = self._found
        compared = compare(Sides(asked, left, found.table, right, found.crowd), found.fields)
        probability = probability_of(bits_of(compared, found.model))
        pairs = Pairs(left, found.first[right], probability, compared.levels, found.fields, names_of(found))
        pairs = pairs.take(probability >= self._settings.review)
        return pairs.take(np.lexsort((pairs.right, -pairs.probability, pairs.left)))

    def _candidates(self, rows: int, asked: list[Whole]) -> tuple[Whole, Whole]:
        found = [np.zeros(0, np.int64)]
        for (ordered, order), keys in zip(self._keys, asked, strict=True):
            for row in range(rows):
                if keys[row]:
                    start = int(np.searchsorted(ordered, keys[row]))
                    end = int(np.searchsorted(ordered, keys[row], side="right"))
                    if end - start <= self._settings.most_in_block:
                        found.append((row << 32) | order[start:end])
        pairs = np.unique(np.concatenate(found))
        return pairs >> 32, pairs & 0xFFFFFFFF
