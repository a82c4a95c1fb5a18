"""Telephone numbers of a column as whole numbers, many at a time.

A Chinese mobile number is its 11 digits, a Chinese line its area and number without the leading 0, a number of another
country its digits with `ABROAD` added. The common spellings are read digit by digit for the whole column at once; of
what is left, `values.phone` knows the world's numbering plans.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np

from gleanry.likeness.records.shapes import Flags, Whole
from gleanry.values.phone import parse_phones

ABROAD = 10**15
MOST = 2
"""Numbers of one cell that are kept."""

_SPELLING = re.compile(
    r"[('`\s]*(?:(?:\+|00)?86[ )-]*)?(?:"
    r"(1[3-9][0-9])[ .-]?([0-9]{4})[ .-]?([0-9]{4})"
    r"|\(?(0(?:10|2[0-9]|[3-9][0-9]{2}))[ )-]*([2-8][0-9]{2,3})[ -]?([0-9]{4})"
    r")(?:\.0+)?\s*"
)
_FLOAT = re.compile(r"([0-9])\.([0-9]+)e\+?([0-9]{1,2})")
_ABROAD = re.compile(r"(?:\+|00)((?!86)[1-9][0-9]{0,2}[ -]*(?:\(0\))?[1-9(][0-9 ()./-]{5,18})")
_DIGITS = re.compile(r"[0-9]+")
_LEAST, _MOST_DIGITS = 7, 14
_WIDE = 20
"""Characters of the longest common spelling: (0086) 138-0013-8000 and a little more."""
_IS_DIGIT, _IS_BETWEEN = np.zeros(256, np.bool_), np.zeros(256, np.bool_)
_IS_DIGIT[48:58] = True
_IS_BETWEEN[[0, *map(ord, " -().")]] = True


def numbers_of(cells: Sequence[str], *, region: str) -> tuple[Whole, Whole]:
    """The first and the second number of each cell, 0 where there is none."""
    first, second = _usual(cells), np.zeros(len(cells), np.int64)
    unusual = np.flatnonzero(first < 0).tolist()
    first[unusual] = 0
    known: dict[str, list[int]] = {}
    for at in unusual:
        cell = cells[at]
        numbers = known.get(cell)
        if numbers is None:
            numbers = known[cell] = _read(cell, region)
        if numbers:
            first[at] = numbers[0]
            second[at] = numbers[1] if len(numbers) > 1 else 0
    return first, second


def _usual(cells: Sequence[str]) -> Whole:
    """The numbers of cells in the common spellings, all at once: 0 for blanks, -1 for what must be read by itself.

    Common are a Chinese mobile number, with or without 86 before it, and a Chinese line with its area's 0; with spaces,
    hyphens and brackets, and the ".0" a spreadsheet leaves.
    """
    written = np.array([cell if len(cell) <= _WIDE else "?" for cell in cells], dtype=f"U{_WIDE}")
    codes = written.view(np.uint32).reshape(-1, _WIDE)
    signs = np.ascontiguousarray(np.minimum(codes, 255).astype(np.uint8).T)
    value, digits = np.zeros(len(cells), np.int64), np.zeros(len(cells), np.int8)
    plain = np.ones(len(cells), np.bool_)
    for sign in signs:
        digit = _IS_DIGIT[sign]
        value[digit] = value[digit] * 10 + (sign[digit] - 48)
        plain &= digit | _IS_BETWEEN[sign] | ((sign == 43) & (digits == 0))
        digits += digit
    plain &= digits <= 15
    point = (signs == 46).sum(axis=0)
    whole = plain & (point == 1) & (value % 10 == 0)
    value, digits = np.where(whole, value // 10, value), np.where(whole, digits - 1, digits)
    plain &= (point == 0) | whole
    mobile = (value >= 13_000_000_000) & (value < 20_000_000_000)
    found = np.where(plain & mobile & (digits == 11), value, -1)
    local = value % 10**11
    coded = plain & (value // 10**11 == 86) & (local >= 13_000_000_000) & (local < 20_000_000_000)
    found = np.where(coded & ((digits == 13) | (digits == 15)), local, found)
    starts = (signs[0] == 48) & (signs[1] != 48)
    area = np.where(digits == 11, value // 10**8, value // 10**7)
    line = (
        plain & starts & (((digits == 11) & ((area < 30) | (value >= 3 * 10**9))) | (digits == 12)) & (value < 10**11)
    )
    found = np.where(line, value, found)
    blank = (signs[0] == 0) | (plain & (digits == 0))
    return np.where(blank, 0, found)


def _read(text: str, region: str) -> list[int]:
    """Numbers of a cell in no common spelling; of two, each is tried by itself first."""
    text = unicodedata.normalize("NFKC", text[:120]).lower().strip()
    if abroad := _ABROAD.fullmatch(text):
        return [ABROAD + int("".join(_DIGITS.findall(abroad[1].replace("(0)", ""))))]
    if whole := _FLOAT.fullmatch(text):
        text = _written_out(*whole.groups())
    numbers: list[int] = []
    for part in re.split(r"[,;/|、\n\t&或和及]|(?<=[0-9]{7}) +(?=[0+1])", text):
        match = _SPELLING.fullmatch(part)
        if match is not None:
            numbers.append(int("".join(filter(None, match.groups()))))
        else:
            numbers += [_whole_of(phone.e164) for phone in parse_phones(part, region=region)] or _bare(part)
    return list(dict.fromkeys(numbers))[:MOST]


def _written_out(first: str, rest: str, power: str) -> str:
    """1.3812345678E+10 is 13812345678; 1.38E+10 has lost its digits and is no number any more."""
    return first + rest.ljust(int(power), "0") if len(rest) >= int(power) - 1 else ""


def _whole_of(e164: str) -> int:
    return int(e164[3:]) if e164.startswith("+86") else ABROAD + int(e164[1:])


def _bare(text: str) -> list[int]:
    """The digits of a number that no plan knows, which two rows may still share."""
    digits = "".join(_DIGITS.findall(text)).lstrip("0")
    plain = _LEAST <= len(digits) <= _MOST_DIGITS and len(set(digits)) > 2
    return [(ABROAD if "+" in text else 0) + int(digits)] if plain and "@" not in text else []


def is_line(numbers: Whole) -> Flags:
    """Whether a number is a Chinese line, at which one reaches a house and not a person."""
    mobile = (numbers >= 13_000_000_000) & (numbers < 20_000_000_000)
    return (numbers > 0) & (numbers < ABROAD) & ~mobile


def differs_once(one: Whole, other: Whole) -> Flags:
    """Whether two numbers of one length differ in a single digit, or in two neighbours that changed places."""
    wrong = np.zeros(len(one), np.int64)
    swapped = np.zeros(len(one), np.bool_)
    before_one = before_other = np.full(len(one), -1, np.int64)
    left, right = one % ABROAD, other % ABROAD
    for _ in range(_MOST_DIGITS):
        a, b = left % 10, right % 10
        wrong += a != b
        swapped |= (a != b) & (a == before_other) & (b == before_one)
        before_one, before_other = a, b
        left, right = left // 10, right // 10
    near: Flags = (one != 0) & (other != 0) & ((wrong == 1) | ((wrong == 2) & swapped))
    return near
