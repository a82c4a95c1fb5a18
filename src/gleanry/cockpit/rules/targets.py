"""A tree of targets whose children add up to their parent exactly, whatever is split or changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from gleanry.cockpit.rules.periods import days_of_key
from gleanry.cockpit.shapes import LEVELS, Node
from gleanry.values.money import Money, Weight

ANY = "XXX"
"""Counts and amounts are split alike: by whole units, with ISO 4217's code for no currency."""
TIMES = ("year", "quarter", "month")
MODES = ("siblings", "up")


class NotAdding(ValueError):
    """Children would not add up to their parent `node`: `missing` is what they lack (below nothing: excess)."""

    def __init__(self, node: int, missing: int) -> None:
        super().__init__(f"{missing} missing under {node}")
        self.node, self.missing = node, missing


def shared(value: int, weights: Sequence[Weight]) -> list[int]:
    """A whole number in parts by weights that add up to it; in equal parts where all weights are nothing."""
    if not any(weights):
        weights = [1] * len(weights)
    return [part.minor for part in Money(value, ANY).split(weights)]


def root_of(year: int, value: int) -> Node:
    """The year itself."""
    return Node(1, None, "year", str(year), value)


def faults_of(nodes: Sequence[Node]) -> list[tuple[int, int]]:
    """(parent, what its children lack) of every number whose children do not add up; a leaf always does."""
    sums: dict[int, int] = {}
    for node in nodes:
        if node.parent is not None:
            sums[node.parent] = sums.get(node.parent, 0) + node.value
    return [(node.id, node.value - sums[node.id]) for node in nodes if node.id in sums and sums[node.id] != node.value]


def is_tree(nodes: Sequence[Node], year: int) -> bool:
    """Whether nodes are a tree of a year: its root first, parents before children, levels that may stand."""
    if not nodes or (nodes[0].parent, nodes[0].level, nodes[0].key) != (None, "year", str(year)):
        return False
    known: dict[int, Node] = {}
    split_by: dict[int, str] = {}
    taken: set[tuple[int | None, str]] = set()
    for node in nodes:
        if node.id in known or (node.parent, node.key) in taken or (known and node.parent not in known):
            return False
        if node.parent is not None:
            way = path_of(known, known[node.parent])
            if node.level not in next_levels(way) or split_by.setdefault(node.parent, node.level) != node.level:
                return False
            if not _may_be(node, way):
                return False
        known[node.id] = node
        taken.add((node.parent, node.key))
    return True


def _may_be(node: Node, way: Sequence[Node]) -> bool:
    """Whether a key is one of its level: a time within the one above it, a number, or words."""
    if node.level == "product":
        return bool(node.key)
    if node.level not in TIMES:
        return node.key.isascii() and node.key.isdigit()
    time = next(one for one in reversed(way) if one.level in TIMES)
    return node.key in parts_of(time, node.level)


def path_of(nodes: Mapping[int, Node], node: Node) -> list[Node]:
    """The way from the year down to a number."""
    way = [node]
    while (parent := way[-1].parent) is not None:
        way.append(nodes[parent])
    return way[::-1]


def next_levels(way: Iterable[Node]) -> tuple[str, ...]:
    """By what a number may be split further: each level once, time only into something shorter."""
    used = {node.level for node in way}
    shortest = max((TIMES.index(level) for level in used if level in TIMES), default=0)
    return tuple(
        level
        for level in LEVELS
        if level not in used and (level not in TIMES or TIMES.index(level) > shortest) and level != "year"
    )


def parts_of(node: Node, level: str) -> list[str]:
    """The keys of the quarters or months of a year or quarter."""
    first, after = days_of_key(node.key)
    if level == "quarter":
        return [f"{first.year}-Q{number}" for number in range(1, 5)]
    months = range(first.month, after.month or 13) if after.year == first.year else range(first.month, 13)
    return [f"{first.year}-{month:02}" for month in months]


def split(nodes: Sequence[Node], node_id: int, level: str, weights: Mapping[str, Weight]) -> list[Node]:
    """Split a number by `level` into the keys of `weights`; what was below it before goes. ValueError for no keys."""
    if not weights:
        raise ValueError("nothing to split into")
    kept = [node for node in nodes if node.id not in below(nodes, node_id)]
    parent = next(node for node in kept if node.id == node_id)
    fresh = max(node.id for node in nodes) + 1
    values = shared(parent.value, list(weights.values()))
    made = [
        Node(fresh + number, node_id, level, key, value)
        for number, (key, value) in enumerate(zip(weights, values, strict=True))
    ]
    return [*kept, *made]


def below(nodes: Sequence[Node], node_id: int) -> set[int]:
    """The ids of everything under a number, itself not counted. Parents stand before children."""
    found: set[int] = set()
    for node in nodes:
        if node.parent is not None and (node.parent == node_id or node.parent in found):
            found.add(node.id)
    return found


def change(nodes: Sequence[Node], node_id: int, value: int, mode: str = "") -> list[Node]:
    """Set a number; what is below it follows in proportion.

    `siblings` takes the difference from, or gives it to, its siblings that are not fixed, in proportion; `up` changes
    its parents by it. Without a mode a number that has a parent raises NotAdding with what would be missing; so does
    `siblings` where they are all fixed or cannot give that much. Negative numbers are refused by ValueError.
    """
    if value < 0:
        raise ValueError("a target is not negative")
    by_id = {node.id: node for node in nodes}
    node = by_id[node_id]
    difference = value - node.value
    if difference == 0 and not mode:
        return list(nodes)
    values = {node_id: value}
    if node.parent is not None and difference:
        if mode == "up":
            values |= {above.id: above.value + difference for above in path_of(by_id, node)[:-1]}
        elif mode == "siblings":
            values |= _balanced(nodes, node, difference)
        else:
            raise NotAdding(node.parent, -difference)
    return _followed(nodes, values)


def _balanced(nodes: Sequence[Node], node: Node, difference: int) -> dict[int, int]:
    free = [one for one in nodes if one.parent == node.parent and one.id != node.id and not one.fixed]
    rest = sum(one.value for one in free) - difference
    if not free or rest < 0:
        raise NotAdding(node.parent or 0, -difference)
    return {one.id: part for one, part in zip(free, shared(rest, [one.value for one in free]), strict=True)}


def _followed(nodes: Sequence[Node], values: Mapping[int, int]) -> list[Node]:
    """Give the numbers their new values, and those below the changed ones theirs, in proportion.

    A parent whose children were all given new values that add up keeps them; parents stand before children.
    """
    children: dict[int, list[Node]] = {}
    for node in nodes:
        if node.parent is not None:
            children.setdefault(node.parent, []).append(node)
    now = {node.id: values.get(node.id, node.value) for node in nodes}
    for node in nodes:
        own = children.get(node.id, ())
        if own and sum(now[one.id] for one in own) != now[node.id]:
            parts = shared(now[node.id], [Fraction(one.value) for one in own])
            now.update(zip((one.id for one in own), parts, strict=True))
    return [replace(node, value=now[node.id]) for node in nodes]


def fix(nodes: Sequence[Node], node_id: int, fixed: bool) -> list[Node]:
    """Hold a number against the balancing of its siblings, or let it go."""
    return [replace(node, fixed=fixed) if node.id == node_id else node for node in nodes]
