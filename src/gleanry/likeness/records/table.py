"""A table made ready for comparing: every cell read as what it is, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from zlib import crc32

import numpy as np

from gleanry.likeness.records.companies import companies_of
from gleanry.likeness.records.mails import mails_of
from gleanry.likeness.records.name import FULL
from gleanry.likeness.records.names import names_of
from gleanry.likeness.records.phones import is_line, numbers_of
from gleanry.likeness.records.plain import dates_of, digits_of, texts_of
from gleanry.likeness.records.shapes import FIELDS, Columns, Flags, Settings, Whole
from gleanry.likeness.records.swaps import put_right
from gleanry.likeness.records.text import Column, distinct, joined

PLAIN = {
    "wechat": texts_of, "job_title": texts_of, "region": texts_of, "address": texts_of, "birth_date": dates_of,
    "person_id": digits_of, "postcode": digits_of,
}  # fmt: skip
"""Fields that are compared as they stand, and how their cells are read."""


@dataclass
class Table:
    """`rows` records. `name`, `company` and `email` are there always, blank where no column was given; `mobiles` and
    `lines` hold up to two numbers a row each, 0 for none; `plain` the other fields that were given."""

    rows: int
    name: Column
    company: Column
    email: Column
    mobiles: list[Whole]
    lines: list[Whole]
    plain: dict[str, Column] = field(default_factory=dict)

    def has(self, name: str) -> Flags:
        """Which rows hold something in a field."""
        if name == "phone":
            found = [slot != 0 for slot in (*self.mobiles, *self.lines)]
            any_of_them: Flags = np.logical_or.reduce([np.zeros(self.rows, np.bool_), *found])
            return any_of_them
        column = {"person_name": self.name, "company": self.company, "email": self.email}.get(name) or self.plain[name]
        there: Flags = column.rows("kind" if name == "person_name" else "whole") != 0
        return there

    def full_sound(self) -> Whole:
        """The sound of each row's name, 0 where the name is not whole."""
        return np.where(self.name.rows("kind") == FULL, self.name.rows("sound"), 0)


def table_of(columns: Columns, settings: Settings) -> Table:
    """Read columns into a table. ValueError when a field is unknown or the columns are not of one length."""
    given = checked(columns)
    rows = len(next(iter(given.values()))[0])
    blank: Sequence[str] = [""] * rows
    cells = {name: found[0] for name, found in given.items()}
    came = (put_together(cells, blank), cells.get("company", blank), cells.get("email", blank))
    names, companies, mails = map(distinct, came)
    names, companies, phones, mails = put_right(names, companies, given.get("phone", []), mails)
    if "wechat" in cells:  # many go by their mobile number there
        phones = [*phones, [text if text.isdigit() and len(text) == 11 else "" for text in cells["wechat"]]]

    def read_numbers() -> list[Whole]:
        return [slot for column in phones for slot in numbers_of(column, region=settings.region)]

    # Numbers are read by numpy, which lets Python read names meanwhile; a second process costs more than it saves.
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(read_numbers) if rows >= settings.rows_for_two else None
        name, email, company = names_of(names), mails_of(mails), companies_of(companies)
        plain = {field: read(cells[field]) for field, read in PLAIN.items() if field in cells}
        numbers = waiting.result() if waiting else read_numbers()
    mobiles = [np.where(is_line(slot), 0, slot) for slot in numbers]
    lines = [np.where(is_line(slot), slot, 0) for slot in numbers]
    return Table(rows, name, company, email, _packed(mobiles), _packed(lines), plain)


def checked(columns: Columns) -> dict[str, list[Sequence[str]]]:
    """The columns by field, those of `phone#2` and on after those of `phone`."""
    given: dict[str, list[Sequence[str]]] = {}
    for name in sorted(columns):
        given.setdefault(name.partition("#")[0], []).append(columns[name])
    unknown = sorted(set(given) - set(FIELDS))
    lengths = {len(cells) for found in given.values() for cells in found}
    if unknown or len(lengths) != 1:
        raise ValueError(f"unknown fields {unknown}" if unknown else f"columns of {sorted(lengths)} rows")
    return given


def put_together(cells: dict[str, Sequence[str]], blank: Sequence[str]) -> Sequence[str]:
    """The names, from one column or from those of first and last names: Chinese ones without a space between."""
    if "first_name" not in cells and "last_name" not in cells:
        return cells.get("person_name", blank)
    first, last = cells.get("first_name", blank), cells.get("last_name", blank)
    parts = [f"{b}{a}" if a[:1] > "\u2e80" else f"{a} {b}".strip() for a, b in zip(first, last, strict=True)]
    whole = cells.get("person_name", blank)
    return [given or part for given, part in zip(whole, parts, strict=True)]


def identical(table: Table) -> tuple[Whole, Whole]:
    """Rows that hold the same in every field: the first row of each kind, and for each row which kind it is.

    Compared are the ids that comparing itself uses, so rows of one kind cannot be told apart later.
    """
    parts = [table.name.codes, table.company.codes, table.email.codes, *table.mobiles, *table.lines]
    parts += [column.codes for column in table.plain.values()]
    _, first, kind = np.unique(joined(*(part + 1 for part in parts)), return_index=True, return_inverse=True)
    order = np.argsort(first)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return first[order], place[kind]


def take(table: Table, rows: Whole) -> Table:
    """Some rows of a table, in the order given."""

    def some(column: Column) -> Column:
        return replace(column, codes=column.codes[rows])

    return Table(
        len(rows), some(table.name), some(table.company), some(table.email), [slot[rows] for slot in table.mobiles],
        [slot[rows] for slot in table.lines], {name: some(column) for name, column in table.plain.items()},
    )  # fmt: skip


def stamps_of(table: Table, rows: Whole) -> list[int]:
    """A number for each of some rows made of what it holds: the same in every process and for every order of rows."""
    columns = [table.name, table.company, table.email, *(table.plain[name] for name in sorted(table.plain))]
    texts = [list(map(column.texts.__getitem__, column.codes[rows].tolist())) for column in columns]
    texts += [list(map(str, slot[rows].tolist())) for slot in (*table.mobiles, *table.lines)]
    return [crc32("\x1f".join(cells).encode("utf-8", "replace")) for cells in zip(*texts, strict=True)]


def _packed(slots: list[Whole]) -> list[Whole]:
    """At most two numbers a row, the earliest first; slots nobody fills fall away."""
    if not slots:
        return []
    first, second = slots[0].copy(), np.zeros_like(slots[0])
    for slot in slots[1:]:
        empty = first == 0
        later = ~empty & (second == 0) & (slot != first)
        second[later] = slot[later]
        first[empty] = slot[empty]
    return [slot for slot in (first, second) if slot.any()]
