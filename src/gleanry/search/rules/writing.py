"""One way of writing for what is compared: width, case, accents folded, with the way back to the characters shown."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

HAN = "\u3400-\u9fff\uf900-\ufaff\u3005\u3007"
JOINED = HAN + "\u3040-\u30ff\uac00-\ud7af"
"""Scripts written without spaces between words: Chinese, kana, hangul."""

RUNS = re.compile(rf"[{JOINED}]+|[^\W_{JOINED}]+")
IS_JOINED = re.compile(rf"[{JOINED}]")
IS_HAN = re.compile(rf"[{HAN}]")
PHONE = re.compile(r"\+?[0-9][0-9 ()./-]*[0-9]")
UNSEEN = frozenset("\u200b\u200c\u200d\u2060\ufeff\xad\u200e\u200f\u202a\u202b\u202c\u202d\u202e")


def folded(text: str) -> str:
    """`text` in narrow width, lower case, without accents: Müller and ＭＵＬＬＥＲ are muller."""
    return text.lower() if text.isascii() else _folded(text)


@lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    return "".join(_fold_one(character) for character in text)


@lru_cache(maxsize=8192)
def _fold_one(character: str) -> str:
    if character in UNSEEN:
        return ""
    plain = unicodedata.normalize("NFKC", character).casefold()
    if plain.isascii() or IS_JOINED.match(plain):
        return plain
    apart = unicodedata.normalize("NFKD", plain)
    return "".join(one for one in apart if unicodedata.category(one) != "Mn")


def origins(text: str) -> list[int]:
    """For each character of `folded(text)`, the place in `text` it came from; one more at the end, the length."""
    if text.isascii():
        return list(range(len(text) + 1))
    places = [place for place, character in enumerate(text) for _ in _fold_one(character)]
    return [*places, len(text)]


def runs(text: str) -> list[str]:
    """The stretches of letters and digits of a folded text, each of one kind: joined script, or words."""
    return RUNS.findall(text)


def is_joined(run: str) -> bool:
    """Whether a run is of a script without spaces."""
    return bool(IS_JOINED.match(run))


def digits_of(text: str) -> str:
    """The digits of a phone as it is compared: China's without country code, a trunk zero dropped, others whole.

    Fewer than seven are a part of one, and stay as they are: 0000000 stands in 138 0000 0000.
    """
    digits = "".join(filter(str.isdigit, text))
    whole = digits
    if digits.startswith("0086"):
        whole = digits[4:]
    elif digits.startswith("86") and (text.startswith("+") or len(digits) > 11):
        whole = digits[2:]
    whole = whole.lstrip("0")
    return digits if len(whole) < 7 else whole


def is_phone_like(text: str) -> bool:
    """Whether a whole question is nothing but a phone, or a part of one of four digits and up."""
    return PHONE.fullmatch(text) is not None and sum(map(str.isdigit, text)) >= 4


FORMS = ("有限责任公司", "股份有限公司", "集团有限公司", "集团公司", "有限公司", "公司")


def without_form(term: str) -> str:
    """A company name as far as it says something: a legal form at the end goes, begun or whole (华为有限公 is 华为)."""
    for at in range(2, len(term)):
        if any(form.startswith(term[at:]) for form in FORMS):
            return term[:at]
    return term
