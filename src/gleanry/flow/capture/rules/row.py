"""A row of text to typed fields, by a plan made once for a file.

Codes of problems: `bad_date`, `ambiguous_date`, `bad_year`, `bad_amount`, `negative`, `bad_currency`, `bad_choice`,
`too_long`, `too_many_cells`, `no_contact` (nobody is named), `no_name` (nothing is named), `bad_phone` and `bad_email`
(the only contact there is cannot be used), `lost_digits` (a spreadsheet shortened the phone), `missing`, and for
damaged rows `bad_encoding`, `unclosed_quote`, `too_long`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from gleanry.flow.capture.rules import fields as canon
from gleanry.flow.capture.rules.cells import MAY_BEGIN_ODDLY, read_cell, read_phone_cell, unswap_contacts
from gleanry.flow.capture.shapes import DamagedRow, Formats, Kind, Mapping, Problem, RowResult
from gleanry.values.amount import parse_money
from gleanry.values.email import parse_email
from gleanry.values.moment import parse_moment
from gleanry.values.money import Money, is_currency
from gleanry.values.phone import parse_phone
from gleanry.values.unreadable import Unreadable

Reader = Callable[[str], Any]
Steps = tuple[tuple[int, str, Reader | None, int], ...]

_REMEMBERED_DATES = 4096
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20|21)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class RowPlan:
    """A mapping made ready for the headers of one file; `absent` are its headers the file lacks."""

    kind: Kind
    width: int
    steps: Steps
    amounts: tuple[tuple[int, str], ...]
    extra: tuple[tuple[int, str], ...]
    constants: tuple[tuple[str, Any], ...]
    formats: Formats
    currency_at: int
    absent: tuple[str, ...]


def plan_of(mapping: Mapping, headers: Sequence[str]) -> RowPlan:
    """Make a mapping ready for a file's headers, which are matched without regard to case and width.

    Raises Unreadable where a constant of the mapping cannot be what its field is.
    """
    names = distinct_headers(headers)
    wanted = {_fold(header): targets for header, targets in mapping.columns}
    readers = _readers(mapping)
    steps: list[tuple[int, str, Reader | None, int]] = []
    amounts: list[tuple[int, str]] = []
    extra: list[tuple[int, str]] = []
    currency_at = -1
    for at, name in enumerate(names):
        for target in wanted.get(_fold(name), (canon.EXTRA,)):
            if target == canon.EXTRA:
                extra.append((at, name))
            elif target in canon.AMOUNTS[mapping.kind]:
                amounts.append((at, target))
            elif target == "currency":
                currency_at = at
            elif target != canon.IGNORE:
                steps.append((at, target, readers.get(target), canon.TEXT[mapping.kind].get(target, 0)))
    present = set(map(_fold, names))
    absent = tuple(header for header, _ in mapping.columns if _fold(header) not in present)
    constants = _constants(mapping, readers)
    formats = replace(mapping.formats, currency=dict(constants).get("currency", mapping.formats.currency))
    return RowPlan(
        mapping.kind, len(names), tuple(steps), tuple(amounts), tuple(extra), constants, formats,
        currency_at, absent,
    )  # fmt: skip


def read_row(plan: RowPlan, cells: list[str]) -> RowResult:
    """Type the cells of one row; any problem refuses the row, and all of them are named."""
    fields: dict[str, Any] = {}
    problems: list[Problem] = []
    if isinstance(cells, DamagedRow):
        problems.append(Problem("", cells.code, ""))
    width = len(cells)
    if width > plan.width and any(cells[plan.width :]):
        problems.append(Problem("", "too_many_cells", " ".join(cells[plan.width :])[:200]))
    for at, field, reader, longest in plan.steps:
        if at >= width or (text := cells[at].strip()) in canon.BLANKS:
            continue
        if longest and len(text) > longest:
            problems.append(Problem(field, "too_long", text[:200]))
        elif field in fields:
            continue  # of several columns for one field the first that holds anything counts
        elif reader is None:
            fields[field] = text if text[0] not in MAY_BEGIN_ODDLY else read_cell(text)
        else:
            try:
                fields[field] = reader(text)
            except Unreadable as refusal:
                problems.append(Problem(field, refusal.code, text))
    if plan.amounts or plan.currency_at >= 0:
        _read_amounts(plan, cells, fields, problems)
    for field, value in plan.constants:
        fields.setdefault(field, value)
    unswap_contacts(fields, plan.formats.region)
    if plan.extra:
        _keep_extra(plan, cells, fields, problems)
    _compose_name(fields)
    _require(plan, fields, problems)
    return RowResult(fields, tuple(problems))


def _read_amounts(plan: RowPlan, cells: list[str], fields: dict[str, Any], problems: list[Problem]) -> None:
    stated = cells[plan.currency_at].strip().upper() if 0 <= plan.currency_at < len(cells) else ""
    if stated and not is_currency(stated):
        problems.append(Problem("currency", "bad_currency", stated))
        return
    expected = stated or plan.formats.currency
    found: set[str] = set()
    for at, field in plan.amounts:
        if at >= len(cells) or (text := cells[at].strip()) in canon.BLANKS or text == "-":
            continue
        try:
            money = _amount(text, expected, plan.formats)
        except Unreadable as refusal:
            problems.append(Problem(field, refusal.code, text))
            continue
        if money.minor < 0 and field in canon.NEVER_NEGATIVE:
            problems.append(Problem(field, "negative", text))
            continue
        fields[f"{field}_minor"] = money.minor
        found.add(money.currency)
    if len(found) > 1 or (stated and found - {stated}):
        problems.append(Problem("currency", "bad_currency", " ".join(sorted(found | {expected}))))
    elif found or stated:
        fields["currency"] = found.pop() if found else stated


def _amount(text: str, currency: str, formats: Formats) -> Money:
    """An amount as the source counts it: bare digits in its unit, anything else as it says itself."""
    bare = formats.unit and not any(character.isalpha() for character in text)
    return parse_money(f"{text} {formats.unit}" if bare else text, currency=currency,
                       decimal_mark=formats.decimal_mark or None)  # fmt: skip


def _keep_extra(plan: RowPlan, cells: list[str], fields: dict[str, Any], problems: list[Problem]) -> None:
    width = len(cells)
    kept = {name: text for at, name in plan.extra if at < width and (text := cells[at].strip()) not in canon.BLANKS}
    for name, text in kept.items():
        if len(text) > canon.LONGEST_EXTRA:
            problems.append(Problem(name, "too_long", text[:200]))
    if kept:
        fields[canon.EXTRA] = kept


def _compose_name(fields: dict[str, Any]) -> None:
    """Put a name that came in two parts together, the family name first where it is not ASCII."""
    first, last = fields.pop("first_name", ""), fields.pop("last_name", "")
    if (first or last) and "person_name" not in fields:
        eastern = not (first + last).isascii() and len(last) <= 2 and len(first) <= 3
        fields["person_name"] = last + first if eastern else f"{first} {last}".strip()


def _require(plan: RowPlan, fields: dict[str, Any], problems: list[Problem]) -> None:
    refused = {problem.field for problem in problems}
    named = [field for field in canon.SOMEBODY[plan.kind] if field in fields]
    if not named:
        if refused.isdisjoint(canon.SOMEBODY[plan.kind]):
            problems.append(Problem("", "no_name" if plan.kind in canon.NAMED_THINGS else "no_contact", ""))
    elif named == ["phone"] and parse_phone(fields["phone"], region=plan.formats.region) is None:
        problems.append(Problem("phone", "bad_phone", fields["phone"]))
    elif named == ["email"] and parse_email(fields["email"]) is None:
        problems.append(Problem("email", "bad_email", fields["email"]))
    elif named == ["phone", "email"] and not (
        parse_email(fields["email"]) or parse_phone(fields["phone"], region=plan.formats.region)
    ):
        problems.append(Problem("phone", "bad_phone", fields["phone"]))
        problems.append(Problem("email", "bad_email", fields["email"]))
    problems.extend(
        Problem(field, "missing", "")
        for field in canon.ALSO_REQUIRED[plan.kind]
        if field not in fields and field not in refused
    )


def _readers(mapping: Mapping) -> dict[str, Reader]:
    """Give the reader of each field that is more than text, value words applied first."""
    formats, kind = mapping.formats, mapping.kind
    moment = _moment_reader(formats, UTC if formats.zone == "UTC" else ZoneInfo(formats.zone))
    readers: dict[str, Reader] = dict.fromkeys(canon.MOMENTS[kind], moment)
    readers |= {field: str for field in canon.TEXT[kind] if field in canon.PROSE}
    readers["phone"] = _phone
    readers["founded"] = _year
    readers["consent"] = _consent
    readers["stage"] = lambda text: canon.STAGE_WORDS.get(text.lower(), text)
    for field, words in mapping.values:
        if field in canon.fields_of(kind):
            readers[field] = _worded(words, readers.get(field))
    return readers


def _moment_reader(formats: Formats, zone: tzinfo) -> Reader:
    @lru_cache(maxsize=_REMEMBERED_DATES)
    def read(text: str) -> str:
        found = parse_moment(text, zone=zone, day_first=formats.day_first, excel_serial=formats.excel_serial)
        return found.at.isoformat()

    return read


def _year(text: str) -> str:
    """The year of a foundation, from a year or a date. Raises Unreadable `bad_year`."""
    found = _YEAR.search(text)
    if found is None:
        raise Unreadable("bad_year", text)
    return found[0]


def _phone(text: str) -> str:
    return read_phone_cell(read_cell(text))


def _consent(text: str) -> bool:
    known = canon.CONSENT_WORDS.get(text.lower())
    if known is None:
        raise Unreadable("bad_choice", text)
    return known


def _worded(words: Iterable[tuple[str, str]], reader: Reader | None) -> Reader:
    ours = {_fold(theirs): word for theirs, word in words}

    def read(text: str) -> Any:
        word = ours.get(_fold(text), text)
        return reader(word) if reader is not None else word

    return read


def _constants(mapping: Mapping, readers: dict[str, Reader]) -> tuple[tuple[str, Any], ...]:
    return tuple((field, readers[field](text) if field in readers else text) for field, text in mapping.constants)


def distinct_headers(headers: Sequence[str]) -> list[str]:
    """Name the nameless and tell apart columns of one name: "tel", "tel (2)"."""
    names: list[str] = []
    for at, header in enumerate(headers, start=1):
        name = header.strip() or f"column {at}"
        again = sum(1 for other in headers[: at - 1] if other.strip() == header.strip())
        names.append(f"{name} ({again + 1})" if again and header.strip() else name)
    return names


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
