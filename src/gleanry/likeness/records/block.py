"""Which rows are worth comparing: those that share one of a dozen keys.

Each key is exact and cheap; each error that real lists hold leaves at least one of them whole. Rows that share a key
with more than `most` others are compared only where they share the sound of the name too.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gleanry.likeness.records.phones import ABROAD
from gleanry.likeness.records.shapes import Flags, Settings, Whole
from gleanry.likeness.records.table import Table
from gleanry.likeness.records.text import joined, mixed, sorted_once

_TAIL = 10**5
"""A mobile number has six digits before its last five."""
PAIRED = (
    ("birth_date", "postcode"), ("birth_date", "address"), ("birth_date", "region"), ("birth_date", "family"),
    ("address", "region"), ("address", "postcode"), ("family", "postcode"),
)  # fmt: skip
"""Fields two of which make a key of their own."""


def keys_of(table: Table) -> Iterator[tuple[str, Whole]]:
    """The keys, each with its name and a number for each row, 0 for a row without it. The same values give the same
    keys in every table of one process; keys of one name may be compared with each other."""
    name, company, email = table.name, table.company, table.email
    sound, family, whole = table.full_sound(), name.rows("family"), name.rows("whole")
    core, domain = company.rows("core"), email.rows("domain")
    yield "email", email.rows("whole")
    yield "box", email.rows("box")
    yield "name, company", joined(whole, company.rows("whole"))
    yield "name, core", joined(whole, core)
    yield "sound, brand", joined(sound, company.rows("brand"))
    yield "family, core", joined(family, core)
    yield "family, sound", joined(family, company.rows("sound"))
    yield "sound, domain", joined(sound, domain)
    yield from _numbers(table, family, sound)
    plain = {field: column.rows("whole") for field, column in table.plain.items()}
    for field in ("wechat", "person_id"):
        if field in plain:
            yield field, plain[field]
    for field in ("region", "job_title", "postcode", "birth_date", "address"):
        if field in plain:
            yield f"sound, {field}", joined(sound, plain[field])
    plain["family"] = family
    for one, other in PAIRED:
        if one in plain and other in plain:
            yield f"{one}, {other}", joined(plain[one], plain[other])


def _numbers(table: Table, family: Whole, sound: Whole) -> Iterator[tuple[str, Whole]]:
    """Exact numbers; numbers with a slip in one half, of people of one family; lines of a house with the name."""
    for slot in table.mobiles:
        number = slot % ABROAD
        yield "mobile", slot
        yield "family, head", joined(family, number // _TAIL)
        yield "family, tail", joined(family, np.where(slot != 0, number % _TAIL + 1, 0))
    for slot in table.lines:
        yield "line, sound", joined(slot, sound)
        yield "line, family", joined(slot, family)


def candidates(table: Table, settings: Settings) -> tuple[Whole, Whole]:
    """Pairs of rows that share a key, each once, the lower row first, in order."""
    refine = table.full_sound()
    found = [np.zeros(0, np.int64)]
    rows = np.arange(table.rows)
    for _, key in keys_of(table):
        found += _pairs(rows, key, refine, settings.most_in_block)
    if len(table.mobiles) > 1:
        found += _across(table.mobiles, refine, settings.most_in_block)
    pairs = sorted_once(np.concatenate(found))
    return pairs >> 32, pairs & 0xFFFFFFFF


def _pairs(rows: Whole, key: Whole, refine: Whole, most: int) -> list[Whole]:
    """Pairs within the blocks of one key as left * 2^32 + right; blocks past `most` rows by key and sound."""
    order, ordered, large = _blocks(rows, key, most)
    found = _neighbours(order[~large], ordered[~large])
    if large.any():
        again = order[large]
        order, ordered, large = _blocks(again, joined(ordered[large], refine[again]), most)
        found += _neighbours(order[~large], ordered[~large])
    return found


def _blocks(rows: Whole, key: Whole, most: int) -> tuple[Whole, Whole, Flags]:
    """Rows that have a key, in the order of the keys, with what they are ordered by, and which of them stand in blocks
    of more than `most` rows.

    Row and key are sorted as one number, the row in its lowest bits. What of the key falls off there may bring two
    keys together, once in many files, which adds a block and loses none.
    """
    there = key != 0
    rows, key = rows[there], key[there]
    mask = (1 << max(1, int(rows.max(initial=0)).bit_length())) - 1
    packed = np.sort((mixed(key.view(np.uint64)).view(np.int64) & ~mask) | rows)
    ordered = packed & ~mask
    starts = np.flatnonzero(np.diff(ordered, prepend=ordered[:1] - 1))
    sizes = np.diff(starts, append=len(ordered))
    return packed & mask, ordered, np.repeat(sizes > most, sizes)


def _neighbours(order: Whole, ordered: Whole) -> list[Whole]:
    """All pairs of rows under one key."""
    found = []
    live, apart = np.arange(len(ordered)), 0
    while len(live):
        apart += 1
        live = live[live + apart < len(ordered)]
        live = live[ordered[live] == ordered[live + apart]]
        one, other = order[live], order[live + apart]
        found.append((np.minimum(one, other) << 32) | np.maximum(one, other))
    return found


def _across(slots: list[Whole], refine: Whole, most: int) -> list[Whole]:
    """Pairs of rows of which one holds as its second number what the other holds as its first or second."""
    both = np.flatnonzero(slots[1])
    number = np.concatenate([slots[0], slots[1][both]])
    row = np.concatenate([np.arange(len(slots[0])), both])
    wanted = np.isin(number, slots[1][both]) & (number != 0)
    found = _pairs(row[wanted], number[wanted], refine, most)
    return [pairs[(pairs >> 32) != (pairs & 0xFFFFFFFF)] for pairs in found]
