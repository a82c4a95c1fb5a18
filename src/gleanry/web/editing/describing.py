"""What a rule book holds, declared: sections of settings and of rows, each of typed fields.

A key may lead inside: `most.address` is the setting `address` of the setting `most`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from gleanry.tenants.shapes import Viewer
from gleanry.web.editing.kinds import GONE, Code, Kind
from gleanry.web.editing.trying import DryRun

Body = Mapping[str, Any]
Also = Callable[[Viewer, Body], Iterable[Mapping[str, Any]]]
"""Faults of a whole body that need the database: dicts of row (from 1, or the row's key; 0 is the book), setting, code,
value, and `table` where a book has several."""
Try = Callable[[Viewer, Body], DryRun]


@dataclass(frozen=True)
class Field:
    """One setting, or one column of a table.

    `required`: it must be there. `only`: (another field of the row, its values) that this one is asked with.
    `keeps_empty`: an empty list is written rather than left out. `wide`: it gets more room.
    """

    key: str
    label: Any
    kind: Kind
    help: Any = ""
    required: bool = False
    only: tuple[str, tuple[str, ...]] | None = None
    keeps_empty: bool = False
    wide: bool = False

    def asked_in(self, row: Any) -> bool:
        """Whether the field belongs to a row as it is."""
        return self.only is None or str(value_at(row, self.only[0])) in self.only[1]


@dataclass(frozen=True)
class Settings:
    """Settings that stand by themselves."""

    title: Any
    fields: tuple[Field, ...]
    help: Any = ""


@dataclass(frozen=True)
class Table:
    """Rows under `key`, in order where `ordered`.

    `shape`: "rows" is a list of dicts; "pairs" a list of lists in the order of the columns; "keyed" a dict of dicts
    whose key is the first column; "map" a dict of plain values, the columns being key and value. `fixed`: rows are
    neither added nor removed. `layout`: "lines" is a dense table, "cards" gives every row a grid of fields.
    """

    key: str
    title: Any
    columns: tuple[Field, ...]
    help: Any = ""
    shape: str = "rows"
    ordered: bool = True
    fixed: bool = False
    layout: str = "lines"
    most: int = 200
    new: Mapping[str, Any] = field(default_factory=dict)
    nothing: Any = ""

    @property
    def known_by(self) -> Field | None:
        """The column that tells one row from another: a code, or the key of a dict."""
        if self.shape in ("keyed", "map"):
            return self.columns[0]
        return next((column for column in self.columns if isinstance(column.kind, Code)), None)


@dataclass(frozen=True)
class Book:
    """One rule book. `decides` says in one line what it decides; `order` places it in the list.

    `cures`: code of a fault -> words, with %(value)s; `says` puts a fault of the slice's check into words instead.
    `also`: faults that need the database. `dry_run`: what would have been, for a viewer and a body. `reads` and
    `edits` are permissions. `place`: a page of its own, by name.
    """

    name: str
    title: Any
    decides: Any
    sections: tuple[Settings | Table, ...] = ()
    help: Any = ""
    order: int = 100
    cures: Mapping[str, Any] = field(default_factory=dict)
    says: Callable[[Mapping[str, Any]], str] | None = None
    also: Also | None = None
    dry_run: Try | None = None
    reads: str = "leads.see"
    edits: str = "rules.edit"
    place: str = ""

    def tables(self) -> Iterator[Table]:
        yield from (section for section in self.sections if isinstance(section, Table))

    def settings(self) -> Iterator[Field]:
        for section in self.sections:
            if isinstance(section, Settings):
                yield from section.fields


def value_at(inside: Any, key: str) -> Any:
    """The setting at a key that may lead inside; GONE where there is none."""
    for part in key.split("."):
        if not isinstance(inside, dict) or part not in inside:
            return GONE
        inside = inside[part]
    return inside


def placed(inside: Any, key: str, value: Any) -> dict[str, Any]:
    """A copy with a setting changed, or left out where the value is GONE."""
    before: dict[str, Any] = dict(inside) if isinstance(inside, dict) else {}
    first, _dot, rest = key.partition(".")
    if rest:
        if value is GONE and not isinstance(before.get(first), dict):
            return before
        return before | {first: placed(before.get(first), rest, value)}
    if value is GONE:
        before.pop(first, None)
        return before
    return before | {first: value}
