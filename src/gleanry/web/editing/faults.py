"""What is wrong with a draft, each fault at its place and in words: its declaration first, then the slice's check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gleanry.kit import rulebook
from gleanry.web.editing.describing import Book, Table, value_at
from gleanry.web.editing.drafts import Draft, body_of, draft_of
from gleanry.web.editing.kinds import Sight, text_of
from gleanry.web.editing.rows import row_wrong

CURES: Mapping[str, Any] = {
    "missing": gettext_lazy("This is missing."),
    "malformed": gettext_lazy("This is written in a way that cannot be read here."),
    "unknown": gettext_lazy("“%(value)s” is not known here. Choose one of those offered."),
    "unknown_setting": gettext_lazy("There is no setting “%(value)s”. Take it out."),
    "twice": gettext_lazy("“%(value)s” is there twice. Take one out."),
    "too_many": gettext_lazy("There are too many: %(value)s is the most."),
    "too_long": gettext_lazy("This is too long: %(value)s characters is the most."),
    "too_small": gettext_lazy("This is too small: %(value)s is the least."),
    "too_large": gettext_lazy("This is too large: %(value)s is the most."),
    "not_whole": gettext_lazy("“%(value)s” is not a whole number."),
    "not_number": gettext_lazy("“%(value)s” is not a number. Write it as 7.5."),
    "not_code": gettext_lazy("“%(value)s” is not a code: letters, digits, _ and - only."),
    "not_hours": gettext_lazy("“%(value)s” cannot be read. Write hours as 09:00-12:00, 13:30-18:00."),
    "not_date": gettext_lazy("“%(value)s” is not a date. Write it as 2026-10-01."),
    "none": gettext_lazy("There must be at least one row."),
    "never_reached": gettext_lazy("An earlier rule always answers first. Move this one up, or take it out."),
}


@dataclass(frozen=True)
class Fault:
    """What is wrong: where in the draft (`rules.2.code`, rows from 0; "" is the book), a code, what its words need."""

    place: str
    code: str
    data: Mapping[str, Any] = field(default_factory=dict)


def fault_text(book: Book, fault: Fault) -> str:
    """A fault and its cure in one sentence; one whose code nobody put into words names it."""
    if book.says is not None and "setting" in fault.data:
        return book.says(fault.data)
    words = book.cures.get(fault.code) or CURES.get(fault.code)
    if words is None:
        told = {"value": "", **fault.data, "code": fault.code}
        return _("This cannot be put in force (%(code)s: %(value)s).") % told
    return str(words) % {"value": "", **fault.data}


def faults_of(book: Book, draft: Draft, sight: Sight) -> list[Fault]:
    """Everything wrong with a draft. What cannot be read is said first; only what can be is given to the check."""
    found = list(_declared(book, draft, sight))
    if found:
        return found
    body = body_of(book, draft)
    told: Iterable[Mapping[str, Any]] = rulebook.faults_of(book.name, body)
    if not told and book.also is not None:
        told = book.also(sight.viewer, body)
    return [_checked(book, draft, fault) for fault in told]


def faults_of_body(book: Book, body: Mapping[str, Any], sight: Sight) -> list[Fault]:
    """Everything wrong with a body, such as one in force since before its book was checked so well."""
    return faults_of(book, draft_of(book, body), sight)


def _declared(book: Book, draft: Draft, sight: Sight) -> Iterator[Fault]:
    for wrong in row_wrong(list(book.settings()), draft, sight):
        yield Fault(wrong.inside, wrong.code, wrong.data)
    for table in book.tables():
        rows = value_at(draft, table.key)
        if isinstance(rows, dict):
            yield Fault(table.key, "malformed")
        elif isinstance(rows, list):
            yield from _of_rows(table, rows, sight)


def _of_rows(table: Table, rows: list[Any], sight: Sight) -> Iterator[Fault]:
    if len(rows) > table.most:
        yield Fault(table.key, "too_many", {"value": table.most})
    seen: set[str] = set()
    for at, row in enumerate(rows):
        for wrong in row_wrong(table.columns, row, sight):
            yield Fault(f"{table.key}.{at}.{wrong.inside}", wrong.code, wrong.data)
        if table.known_by is not None:
            code = text_of(value_at(row, table.known_by.key))
            if code and code in seen:
                yield Fault(f"{table.key}.{at}.{table.known_by.key}", "twice", {"value": code})
            seen.add(code)


def _checked(book: Book, draft: Draft, told: Mapping[str, Any]) -> Fault:
    """A fault of a check at its place in the draft: its row is a number from 1, or the key of a row.

    The setting may name its table: `events.cap`.
    """
    setting, row, code = str(told.get("setting", "")), told.get("row", 0), str(told["code"])
    tables = list(book.tables())
    named = next((table for table in tables if setting == table.key or setting.startswith(f"{table.key}.")), None)
    if not row or any(one.key == setting for one in book.settings()):
        known = {one.key for one in book.settings()} | {table.key for table in tables}
        return Fault(setting if setting in known else named.key if named else "", code, told)
    if named is not None:
        setting = setting.removeprefix(named.key).removeprefix(".")
    wanted = [table for table in tables if table.key == told.get("table")]
    holding = [table for table in tables if any(column.key == setting for column in table.columns)]
    table = named or next(iter(wanted or holding or tables), None)
    if table is None:
        return Fault(f"rules.{int(row) - 1}.{setting}", code, told)
    at = _row_number(table, draft, row)
    inside = f".{setting}" if any(column.key == setting for column in table.columns) else ""
    return Fault(f"{table.key}.{at}{inside}", code, told)


def _row_number(table: Table, draft: Draft, row: Any) -> int:
    if isinstance(row, int):
        return row - 1
    rows = value_at(draft, table.key)
    key = table.columns[0].key
    return next((at for at, one in enumerate(rows) if text_of(value_at(one, key)) == str(row)), 0)


def by_place(book: Book, faults: Iterable[Fault]) -> dict[str, list[str]]:
    """Place -> sentences, as the form shows them."""
    told: dict[str, list[str]] = {}
    for fault in faults:
        text = fault_text(book, fault)
        if text not in told.setdefault(fault.place, []):
            told[fault.place].append(text)
    return told
