"""What a company does, by the words of its name. The dictionary is trades.toml beside this file."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

_TRADES = "trades.toml"
_LATIN = re.compile(r"[a-z]+")


@lru_cache(maxsize=65536)
def trade_of(name: str) -> tuple[str, str]:
    """(industry, the word that says so) of a company's name; ("", "") where no word does."""
    chinese, english, pattern = _dictionary()
    best: tuple[int, int, str] = (0, 0, "")
    for match in pattern.finditer(name):
        word = match[1]
        best = max(best, (match.start() + len(word), len(word), word))
    if best[2]:
        return chinese[best[2]], best[2]
    for word in reversed(_LATIN.findall(name.lower())):
        if word in english:
            return english[word], word
    return "", ""


@cache
def _dictionary() -> tuple[dict[str, str], dict[str, str], re.Pattern[str]]:
    """Chinese word -> industry, English word -> industry, and the longest Chinese word at each place of a text."""
    tables = tomllib.loads((files("gleanry.flow.clean.rules") / _TRADES).read_text(encoding="utf-8"))
    chinese, english = (
        {word: trade for trade, words in tables[k].items() for word in words.split()} for k in ("zh", "en")
    )
    longest_first = sorted(chinese, key=len, reverse=True)
    return chinese, english, re.compile(f"(?=({'|'.join(map(re.escape, longest_first))}))")
