"""Targets as a table: one row a number, named by its way from the year down."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from urllib.parse import quote, unquote

from gleanry.cockpit.rules.targets import next_levels, path_of
from gleanry.cockpit.shapes import LEVELS, Node

HEAD = ("path", "value")


class BadRow(ValueError):
    """A row that cannot be taken: `row` from 1, `code` bad_path, no_parent, twice, bad_value or no_year."""

    def __init__(self, row: int, code: str) -> None:
        super().__init__(f"row {row}: {code}")
        self.row, self.code = row, code


def to_csv(nodes: Sequence[Node], name: Callable[[Node], str], shown: Callable[[int], str]) -> str:
    """`year=2026/quarter=2026-Q1/team=North,1200000.00`: names for ids, values as people write them."""
    by_id = {node.id: node for node in nodes}
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(HEAD)
    for node in nodes:
        way = "/".join(f"{step.level}={quote(name(step), safe=' ')}" for step in path_of(by_id, node))
        table.writerow((way, shown(node.value)))
    return out.getvalue()


def from_csv(
    text: str, year: int, *, key: Callable[[str, str], str | None], whole: Callable[[Decimal], int]
) -> list[Node]:
    """The tree of a table, in its order. `key` gives the id a level's name means (None: nobody). Raises BadRow."""
    nodes: list[Node] = []
    ids: dict[str, int] = {}
    for number, row in enumerate(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))), start=1):
        path = (row.get("path") or "").strip()
        above, _, last = path.rpartition("/")
        level, _, written = last.partition("=")
        found = key(level, unquote(written)) if level in LEVELS and written else None
        if found is None:
            raise BadRow(number, "bad_path")
        parent = ids.get(above) if above else None
        if (above and parent is None) or (not above and (level != "year" or found != str(year) or nodes)):
            raise BadRow(number, "no_parent" if above else "no_year")
        if path in ids:
            raise BadRow(number, "twice")
        known = {node.id: node for node in nodes}
        if parent is not None and level not in next_levels(path_of(known, known[parent])):
            raise BadRow(number, "bad_path")
        ids[path] = len(nodes) + 1
        nodes.append(Node(len(nodes) + 1, parent, level, found, _value(row.get("value"), number, whole)))
    if not nodes:
        raise BadRow(1, "no_year")
    return nodes


def _value(text: str | None, number: int, whole: Callable[[Decimal], int]) -> int:
    try:
        value = Decimal((text or "").replace(",", "").strip())
    except InvalidOperation:
        raise BadRow(number, "bad_value") from None
    if not value.is_finite() or value < 0:
        raise BadRow(number, "bad_value")
    return whole(value)
