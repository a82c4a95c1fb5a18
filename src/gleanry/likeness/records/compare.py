"""Pairs of rows, field by field: at which level they agree, and how rare it is to agree so by chance.

Every measure is symmetric. Strings are compared once for each distinct pair of texts; edit distances come from
`rapidfuzz` (optimal string alignment: a letter more, less, other, or two exchanged).
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from gleanry.likeness.records.alike import are_close_mails, are_close_names, company_levels, do_fit, plain_levels
from gleanry.likeness.records.crowd import SHARED, Crowd, rarity, rarity_of_owned
from gleanry.likeness.records.levels import CHANCE, LEVELS, NEAR_BOX, NEAR_NAME
from gleanry.likeness.records.name import FAMILY, FULL
from gleanry.likeness.records.phones import differs_once
from gleanry.likeness.records.shapes import Flags, Levels, Real, Whole
from gleanry.likeness.records.table import Table
from gleanry.likeness.records.text import Column

_MANY, _AT_ONCE = 10_000, 2
"""From so many pairs on, two fields are compared at a time: numpy and rapidfuzz let other threads run."""

Found = tuple[Levels, Real]
"""For each pair: the level, and the bits of chance against it."""


@dataclass
class Compared:
    """For each pair (row) and each field (column): the level, and the bits of chance against it."""

    fields: tuple[str, ...]
    levels: Levels
    chance: NDArray[np.float32]


@dataclass
class Sides:
    """Two tables (or one twice), which rows of them to compare, and how common their values are."""

    one: Table
    left: Whole
    other: Table
    right: Whole
    crowd: Crowd


def compare(sides: Sides, fields: tuple[str, ...]) -> Compared:
    """Compare the pairs in the fields that both tables have."""
    levels = np.zeros((len(sides.left), len(fields)), np.int8)
    chance = np.zeros((len(sides.left), len(fields)), np.float32)

    def measure(name: str) -> Found:
        known = MEASURES.get(name)
        return known(sides) if known else _plain(sides, name)

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        measured = pool.map(measure, fields) if len(sides.left) >= _MANY else map(measure, fields)
        for at, (level, bits) in enumerate(measured):
            levels[:, at], chance[:, at] = level, bits
    return Compared(fields, levels, chance)


def fields_of(table: Table) -> tuple[str, ...]:
    """The fields in which a table holds anything."""
    kinds = table.name.rows("kind")
    there = {
        "name": bool((kinds == FULL).any()),
        "short_name": bool((kinds > FULL).any()),
        "company": bool(table.has("company").any()),
        "phone": bool(table.mobiles),
        "line": bool(table.lines or table.mobiles),
        "email": bool(table.has("email").any()),
        "domain": bool(table.email.rows("domain").any()),
        **{name: bool(table.has(name).any()) for name in table.plain},
    }
    return tuple(name for name in LEVELS if there.get(name))


class Ids:
    """The ids of one column on both sides, fetched pair by pair."""

    def __init__(self, sides: Sides, name: str) -> None:
        self.one, self.other = column_of(sides.one, name), column_of(sides.other, name)
        self.left, self.right = self.one.codes[sides.left], self.other.codes[sides.right]
        self.crowd = sides.crowd

    def of(self, what: str) -> tuple[Whole, Whole]:
        return self.one.ids[what][self.left], self.other.ids[what][self.right]

    def equal(self, what: str) -> Flags:
        """Where both have the id and it is one."""
        mine, theirs = self.of(what)
        same: Flags = (mine == theirs) & (mine != 0)
        return same

    def both(self, what: str) -> Flags:
        mine, theirs = self.of(what)
        there: Flags = (mine != 0) & (theirs != 0)
        return there

    def rare(self, what: str, more: int = 0) -> Real:
        """How rare the value on the right is, in bits; `more` holders are added to those counted."""
        return rarity(self.crowd.counts[what][self.right] + more, self.crowd)

    def each(self, where: Flags, judge: Callable[[Column, Whole, Column, Whole], Levels]) -> Levels:
        """Judge each distinct pair of texts once; `judge` takes the columns with the codes of either side."""
        left, right = self.left[where], self.right[where]
        pairs, back = np.unique((left << 32) | right, return_inverse=True)
        return judge(self.one, pairs >> 32, self.other, pairs & 0xFFFFFFFF)[back]


def column_of(table: Table, name: str) -> Column:
    """A column by the field it is."""
    column: Column = table.plain[name] if name in table.plain else getattr(table, name)
    return column


def _names(sides: Sides) -> Found:
    """Whole names of both."""
    ids = Ids(sides, "name")
    kinds = ids.of("kind")
    level = np.where((kinds[0] == FULL) & (kinds[1] == FULL), np.int8(5), np.int8(0))
    family, sound, same = ids.equal("family"), ids.equal("sound"), ids.equal("whole")
    level[(level > 0) & family] = 4
    open_ = (level > 0) & ~same & ~sound
    level[open_] = np.where(ids.each(open_, are_close_names) > 0, 3, level[open_])
    level[(level > 0) & sound] = 2
    level[(level > 0) & same] = 1
    of_family = ids.rare("name.family")
    return level, _chosen(level, {
        1: ids.rare("name.whole", 1),
        2: ids.rare("name.sound", 1),
        3: np.where(family, of_family + NEAR_NAME, CHANCE["name"][3]), 4: of_family,
    })  # fmt: skip


def _short_names(sides: Sides) -> Found:
    """Names of which one or both are not whole: Mr Wang, J. Smith, 小伟."""
    ids = Ids(sides, "name")
    mine, theirs = ids.of("kind")
    level = np.where(ids.both("kind") & ((mine != FULL) | (theirs != FULL)), np.int8(2), np.int8(0))
    family = ids.equal("family")
    titled = (mine == FAMILY) | (theirs == FAMILY)
    open_ = (level > 0) & ~titled
    level[open_] = np.where(ids.each(open_, do_fit) > 0, 1, 2)
    level[(level > 0) & titled & family] = 1
    of_family = ids.rare("name.family")
    return level, _chosen(level, {1: np.where(family, of_family, CHANCE["short_name"][1])})


def _companies(sides: Sides) -> Found:
    ids = Ids(sides, "company")
    level = np.where(ids.both("whole"), np.int8(6), np.int8(0))
    same, core = ids.equal("whole"), ids.equal("core")
    places = ids.of("place")
    elsewhere = ids.both("place") & (places[0] != places[1])
    open_ = (level > 0) & ~same & ~core
    level[open_] = np.maximum(ids.each(open_, company_levels), 0)
    level[core] = 2
    level[elsewhere & ((level == 2) | (level == 3))] = 5
    level[same] = 1
    return level, _chosen(level, {
        1: ids.rare("company.whole"),
        2: ids.rare("company.core"),
        3: ids.rare("company.brand"),
        4: np.full(len(level), CHANCE["company"][4]),
        5: ids.rare("company.core"),
    })  # fmt: skip


def _phones(sides: Sides) -> Found:
    level = np.zeros(len(sides.left), np.int8)
    bits = np.zeros(len(level))
    shares = np.zeros(len(level), np.bool_)
    for mine in sides.one.mobiles:
        for at, theirs in enumerate(sides.other.mobiles):
            a, b = mine[sides.left], theirs[sides.right]
            both, same = (a != 0) & (b != 0), (a == b) & (a != 0)
            near = np.zeros(len(level), np.bool_)
            unlike = np.flatnonzero(both & ~same)
            near[unlike] = differs_once(a[unlike], b[unlike])
            count = sides.crowd.counts[f"mobile{at}"][sides.right]
            own = same & (count < SHARED)
            shares |= same & ~own
            level[both & (level == 0)] = 3
            level[near & (level != 1)] = 2
            level[own] = 1
            bits = np.where(own, np.maximum(bits, rarity_of_owned(count, sides.crowd)), bits)
    level[shares & (level != 1)] = 0
    return level, np.where(level == 1, bits, np.where(level == 2, CHANCE["phone"][2], 0.0))


def _lines(sides: Sides) -> Found:
    """Lines of a house, and mobile numbers that people of several families answer."""
    level, bits = np.zeros(len(sides.left), np.int8), np.zeros(len(sides.left))
    for what in ("line", "mobile"):
        for mine in getattr(sides.one, f"{what}s"):
            for at, theirs in enumerate(getattr(sides.other, f"{what}s")):
                a, b = mine[sides.left], theirs[sides.right]
                count = sides.crowd.counts[f"{what}{at}"][sides.right]
                same = (a == b) & (a != 0) & ((count >= SHARED) | (what == "line"))
                level[(a != 0) & (b != 0) & (level == 0) & (what == "line")] = 2
                level[same] = 1
                bits = np.where(same, np.maximum(bits, rarity(count, sides.crowd)), bits)
    return level, bits


def _mails(sides: Sides) -> Found:
    ids = Ids(sides, "email")
    count = sides.crowd.counts["email.whole"][ids.right]
    roles = ids.of("role")
    shared = (roles[0] != 0) | (roles[1] != 0) | (ids.equal("whole") & (count >= SHARED))
    level = np.where(ids.both("whole") & ~shared, np.int8(4), np.int8(0))
    open_ = (level > 0) & ~ids.equal("whole") & ~ids.equal("box")
    level[open_] = np.where(ids.each(open_, are_close_mails) > 0, 3, 4)
    level[(level > 0) & ids.equal("box")] = 2
    level[(level > 0) & ids.equal("whole")] = 1
    near = np.where(ids.equal("domain"), NEAR_BOX, CHANCE["email"][3])
    return level, _chosen(level, {
        1: rarity_of_owned(count, sides.crowd),
        2: ids.rare("email.box"), 3: near,
    })  # fmt: skip


def _domains(sides: Sides) -> Found:
    ids = Ids(sides, "email")
    level = np.where(ids.both("domain"), np.int8(2), np.int8(0))
    level[ids.equal("domain")] = 1
    return level, _chosen(level, {1: ids.rare("email.domain")})


def _plain(sides: Sides, name: str) -> Found:
    ids = Ids(sides, name)
    level = np.where(ids.both("whole"), np.int8(3), np.int8(0))
    open_ = (level > 0) & ~ids.equal("whole")
    level[open_] = ids.each(open_, partial(plain_levels, name))
    level[ids.equal("whole")] = 1
    owned = rarity_of_owned(sides.crowd.counts[name][ids.right], sides.crowd)
    same = owned if name == "wechat" else ids.rare(name)
    return level, _chosen(level, {1: same, 2: np.full(len(level), CHANCE[name][2])})


def _chosen(level: Levels, bits: dict[int, Real]) -> Real:
    """The bits that belong to each pair's level, 0 for levels without."""
    found = np.zeros(len(level))
    for at, values in bits.items():
        found = np.where(level == at, values, found)
    return found


MEASURES: dict[str, Callable[[Sides], Found]] = {
    "name": _names, "short_name": _short_names, "company": _companies, "phone": _phones, "line": _lines,
    "email": _mails, "domain": _domains,
}  # fmt: skip
"""How each field is compared; those not named here as they stand."""
