"""What capture hands about: how a file is laid out, how its columns are meant, what a row became."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Kind = Literal["leads", "deals", "touches", "accounts", "products", "members"]
KINDS: tuple[Kind, ...] = ("leads", "deals", "touches", "accounts", "products", "members")


@dataclass(frozen=True, slots=True)
class FileLayout:
    """How to read a file.

    `form` is "text" or "sheet"; `encoding` a Python codec and `delimiter` one character, for text;
    `sheet` the name of the worksheet, for a sheet; `header_line` the line of the column names, from 1.
    """

    form: Literal["text", "sheet"] = "text"
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    sheet: str = ""
    header_line: int = 1


class DamagedRow(list[str]):
    """The cells of a row that could not be read whole, as far as they could.

    `code` is `bad_encoding`, `unclosed_quote` or `too_long`.
    """

    def __init__(self, cells: list[str], code: str) -> None:
        super().__init__(cells)
        self.code = code


@dataclass(frozen=True, slots=True)
class Formats:
    """How a source writes what it writes.

    `zone` is an IANA name for times without an offset; `day_first` settles 01/02/2018; `currency` is
    meant where an amount names none; `region` is where a bare phone number is dialled; `decimal_mark`
    is "." or "," or empty to judge each amount; `excel_serial` reads 43132 as a day. `unit` is a word for
    what a bare amount counts, such as million or 万; empty for single units.
    """

    zone: str = "UTC"
    day_first: bool | None = None
    currency: str = "CNY"
    region: str = "CN"
    decimal_mark: str = ""
    excel_serial: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """What the columns of a source mean.

    `columns` pairs a header with the canonical fields it fills (several are allowed; `extra` keeps it
    under its own name, `ignore` drops it); headers not named are kept as extra. `constants` fill a field
    in every row where no column does. `values` gives, for a field, the word of the source and ours.
    """

    kind: Kind
    columns: tuple[tuple[str, tuple[str, ...]], ...] = ()
    constants: tuple[tuple[str, str], ...] = ()
    formats: Formats = Formats()
    values: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Guess:
    """A mapping guessed from headers and sample rows.

    `confidence` gives, for each header, 0 to 1; `missing` the things a row of the kind needs that no
    column gives; `unused` the headers that are kept as extra.
    """

    mapping: Mapping
    confidence: dict[str, float]
    missing: tuple[str, ...]
    unused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is refused: the canonical field (empty for the row), a stable code, the value as it came."""

    field: str
    code: str
    value: str


@dataclass(frozen=True, slots=True)
class RowResult:
    """What a row became.

    `fields` is JSON-able: text, `*_at` as ISO instants in UTC, amounts as `amount_minor` (integer minor
    units) with `currency`, `consent` as a truth value, unmapped cells in `extra`. A row with problems is
    refused; `fields` then holds what could be read.
    """

    fields: dict[str, Any]
    problems: tuple[Problem, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class FieldsRead:
    """The typed fields of one captured submission; `region` is where its file says bare phone numbers are dialled.

    `live` says that a form or a program sent it, and not a file.
    """

    submission_id: int
    received_at: datetime
    fields: dict[str, Any]
    region: str = ""
    live: bool = False


THINGS = ("product", "account", "member", "team", "region", "stage")
"""What a column may name."""
Word = tuple[str, str]
"""(what is named, the word as it came)."""


@dataclass(frozen=True, slots=True)
class NewChoice:
    """What a word of files means: `choice` is means (then `target` is our name), keep or add; `refers` what it names.

    `evidence` are the codes that spoke for it.
    """

    refers: str
    word: str
    choice: str
    target: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """A choice as it is kept, standing until `ended_at`."""

    id: int
    refers: str
    word: str
    choice: str
    target: str
    evidence: list[str]
    by: int | None
    at: datetime
    ended_at: datetime | None
    ended_by_id: int | None


@dataclass(frozen=True, slots=True)
class SubmitResult:
    """What became of one record sent in. `known` says that the same was sent before; it was not taken again."""

    submission_id: int
    known: bool
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A refused row of a file: its line, its cells and why."""

    line: int
    cells: list[str]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class ImportRun:
    """A file on its way in. `totals` counts rows read, captured, refused and known; `next_line` is where it goes on."""

    id: int
    workspace_id: int
    kind: Kind
    name: str
    digest: str
    mapping: dict[str, Any]
    headers: tuple[str, ...]
    layout: FileLayout
    state: str
    next_line: int
    size: int
    totals: dict[str, int]
    first_id: int | None
    last_id: int | None
    error: str
    by: int | None
    made_at: datetime
    done_at: datetime | None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will be taken: all rows were, or the file cannot be read on."""
        return self.state in ("done", "failed")


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One of the first rows of a file: its cells as they came, the fields they would fill, what is wrong."""

    line: int
    cells: list[str]
    fields: dict[str, Any]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A file before it is taken: its columns, what they are held to mean and how surely, its first rows.

    `mapping` is a mapping as a dictionary; `choices` the fields a column may fill; `missing` what a row of the kind
    needs and no column gives (any one of a|b|c would do); `unused` the headers kept under their own names.
    """

    headers: tuple[str, ...]
    mapping: dict[str, Any]
    confidence: dict[str, float]
    choices: tuple[str, ...]
    missing: tuple[str, ...]
    unused: tuple[str, ...]
    rows: tuple[PreviewRow, ...]
