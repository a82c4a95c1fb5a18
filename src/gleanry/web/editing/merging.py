"""Two drafts begun from one version become one: row by row and field by field.

What only one of them changed is as that one put it. Where both changed the same otherwise, mine stands and is named.
Rows keep my order if I moved any, else theirs; a row the other added follows the row it followed there.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gleanry.web.editing.describing import Book, Table, placed, value_at
from gleanry.web.editing.differing import matched, row_name
from gleanry.web.editing.drafts import Draft
from gleanry.web.editing.kinds import GONE, Sight

Item = tuple[str, int]


@dataclass
class _Merge:
    """The names of what both changed, gathered on the way."""

    sight: Sight
    both: list[str] = field(default_factory=list)

    def value(self, was: Any, mine: Any, theirs: Any, name: str) -> Any:
        """One value by three; dicts go inside."""
        if mine in (was, theirs):
            return theirs
        if theirs == was:
            return mine
        if isinstance(mine, dict) and isinstance(theirs, dict):
            before = was if isinstance(was, dict) else {}
            inside = {
                key: self.value(*(side.get(key, GONE) for side in (before, mine, theirs)), name)
                for key in dict.fromkeys([*mine, *theirs, *before])
            }
            return {key: value for key, value in inside.items() if value is not GONE}
        if name not in self.both:
            self.both.append(name)
        return mine

    def rows(self, table: Table, was: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any]) -> list[Any]:
        """The rows of a table by three."""
        my = {now: old for old, now in matched(table, was, mine)}
        their = {now: old for old, now in matched(table, was, theirs)}
        content: dict[Item, Any] = {}
        mine_of = {old: mine[now] for now, old in my.items()}
        theirs_of = {old: theirs[now] for now, old in their.items()}
        for old, row in enumerate(was):
            name = row_name(table, row, old, self.sight)
            sides = (row, mine_of.get(old, GONE), theirs_of.get(old, GONE))
            content["kept", old] = self.value(*sides, name)
        added = self._added(table, theirs, their, [row for now, row in enumerate(mine) if now not in my])
        content |= {("mine", now): row for now, row in enumerate(mine) if now not in my}
        content |= {("theirs", now): row for now, row in added.items()}
        orders = (
            [("kept", my[now]) if now in my else ("mine", now) for now in range(len(mine))],
            [("kept", their[now]) if now in their else ("theirs", now) for now in range(len(theirs))],
        )
        moved = [old for _now, old in sorted(my.items())]
        first, second = orders if moved != sorted(moved) else (orders[1], orders[0])
        items = _woven(first, second)
        return [content[item] for item in items if content.get(item, GONE) is not GONE]

    def _added(
        self, table: Table, theirs: Sequence[Any], their: Mapping[int, int], mine: Sequence[Any]
    ) -> dict[int, Any]:
        """The rows they added, without those I added too; one key twice is mine, and named."""
        known = table.known_by
        keys = [value_at(row, known.key) for row in mine] if known else []
        added = {}
        for now, row in enumerate(theirs):
            if now in their or row in mine:
                continue
            if known and value_at(row, known.key) in keys:
                self.both.append(row_name(table, row, now, self.sight))
                continue
            added[now] = row
        return added


def _woven(first: Sequence[Item], second: Sequence[Item]) -> list[Item]:
    """All items in the order of the first; what only the second has follows what it follows there."""
    woven: list[Item] = list(first)
    known: set[Hashable] = set(first)
    for at, item in enumerate(second):
        if item in known:
            continue
        before = next((one for one in reversed(second[:at]) if one in known), None)
        woven.insert(woven.index(before) + 1 if before else 0, item)
        known.add(item)
    return woven


def merged(book: Book, base: Draft, mine: Draft, theirs: Draft, sight: Sight) -> tuple[Draft, list[str]]:
    """My draft on top of theirs, both begun from `base`; and what both changed otherwise, in words."""
    merge = _Merge(sight)
    tables = {table.key: table for table in book.tables()}
    result: Draft = {}
    rest = [_without(draft, tables) for draft in (base, mine, theirs)]
    labels = {one.key.partition(".")[0]: str(one.label) for one in book.settings()}
    for name in dict.fromkeys([*rest[1], *rest[2], *rest[0]]):
        value = merge.value(*(draft.get(name, GONE) for draft in rest), labels.get(name, name))
        if value is not GONE:
            result[name] = value
    for key, table in tables.items():
        was, my, their = (value_at(draft, key) for draft in (base, mine, theirs))
        if all(side is GONE or isinstance(side, list) for side in (was, my, their)) and not my is their is GONE:
            rows: Any = merge.rows(table, *([] if side is GONE else side for side in (was, my, their)))
        else:
            rows = merge.value(was, my, their, str(table.title))
        if rows is not GONE:
            result = placed(result, key, rows)
    return result, merge.both


def _without(draft: Draft, tables: Mapping[str, Table]) -> Draft:
    for key in tables:
        draft = placed(draft, key, GONE)
    return draft
