"""Inquiry codes: of which segments they are built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

KINDS = ("fixed", "list", "account_number", "number", "year", "month", "day")


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a code. `fixed` is `text`; `list` a word's code; numbers have `digits` digits, counted per prefix.

    `account_number` is one the account keeps under its prefix, `number` a new one each time. `source` says what a list
    is filled from where nobody chose: region, industry or product.
    """

    code: str
    kind: str
    zh: str = ""
    en: str = ""
    text: str = ""
    digits: int = 4
    source: str = ""
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CodePlan:
    """How codes are built: the segments in order, and what stands between them."""

    separator: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class CodeWanted:
    """A deal that wants its code. `chosen` is segment -> the word or code somebody picked; `told` what is known.

    `told` has the keys region, industry and product.
    """

    opportunity_id: int
    account_id: int | None
    chosen: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code that was given."""

    code: str
    opportunity_id: int
    account_id: int | None
    parts: tuple[tuple[str, str], ...]
