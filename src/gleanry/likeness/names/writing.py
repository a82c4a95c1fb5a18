"""One way of writing for all: width, traditional characters, brackets, invisible marks, stock-list marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any

MOST_CHARACTERS = 120
"""A company name longer than this is cut: nothing behind it tells companies apart."""

_UNSEEN = {
    code: None
    for start, end in ((0x00, 0x09), (0x0B, 0x20), (0x7F, 0xA0), (0x200B, 0x2010), (0x202A, 0x202F), (0x2060, 0x2070))
    for code in range(start, end)
} | {0xFEFF: None, 0xAD: None, 0x0A: " "}
_HAN = re.compile("[\u3400-\u9fff]")
# What exchanges put before and after a short name: *ST, S, N, 退市; A, B, 退.
_LISTED_BEFORE = re.compile("^(?:\\*?s?\\*?st|退市|[ns](?=[\u3400-\u9fff]))+(?=[\u3400-\u9fff])")
_LISTED_AFTER = re.compile("(?<=[\u3400-\u9fff]{2})(?:[ab]股?|退|-[uw]{1,2})$")


def plain(text: str) -> str:
    """Give `text` in plain width, folded case and simplified characters, with single spaces. Idempotent."""
    return simplified(_folded(text))


def plain_all(texts: Sequence[str]) -> list[str]:
    """Do the same for many at once; converting them as one text is many times faster."""
    folded = [_folded(text) for text in texts]
    return simplified("\n".join(folded)).split("\n") if folded else []


def _folded(text: str) -> str:
    text = text[: MOST_CHARACTERS * 4]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = text.translate(_UNSEEN).casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return " ".join(text.split())[:MOST_CHARACTERS].rstrip()


def simplified(text: str) -> str:
    """Give `text` in simplified characters. Method: OpenCC, word by word."""
    return text if text.isascii() else str(_converter().convert(text))


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def has_han(text: str) -> bool:
    """Whether there is a Chinese character in it."""
    return not text.isascii() and _HAN.search(text) is not None


def without_accents(text: str) -> str:
    """Latin letters without their marks, as they are typed elsewhere: citroën, citroen."""
    if text.isascii():
        return text
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


def without_listing(text: str) -> str:
    """Take off what a stock exchange put around a short name: *ST华信, 深南电A, 海润退."""
    return _LISTED_AFTER.sub("", _LISTED_BEFORE.sub("", text))
