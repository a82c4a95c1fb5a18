"""Why a text is not a telephone number.

Method: libphonenumber's numbering plans. `impossible` has too few or too many digits, `unassigned` the right number
of them and a beginning nobody was given, `lost_digits` is a number a spreadsheet rounded, `no_number` has no digits.
"""

from __future__ import annotations

import re
import unicodedata

import phonenumbers
from phonenumbers import ValidationResult

from gleanry.values.phone import lost_digits

FEWEST_DIGITS = 5
_CN_MOBILE_SHAPE = re.compile(r"1[0-9]{10}")
_APART = re.compile(r"[,;/|、\n\r\t&]|或|和|及")


def fault_of_number(text: str, *, region: str) -> str:
    """The code of what is wrong with a text that `parse_phone` could not read."""
    if region == "CN" and _CN_MOBILE_SHAPE.fullmatch(text):
        return "unassigned"
    if lost_digits(text):
        return "lost_digits"
    plain = unicodedata.normalize("NFKC", text)
    first = next((part for part in _APART.split(plain) if _digits(part)), "")
    if not first:
        return "no_number"
    if _digits(first) < FEWEST_DIGITS:
        return "impossible"
    try:
        number = phonenumbers.parse(first, region)
    except phonenumbers.NumberParseException:
        return "impossible"
    possible = phonenumbers.is_possible_number_with_reason(number)
    return "unassigned" if possible == ValidationResult.IS_POSSIBLE else "impossible"


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))
