"""How long it takes to look for twenty thousand words in a million characters.

Measured: `Lexicon.find`, which folds the text, searches it and maps every hit back to where it stands in the text as it
came: once in one text of a million characters, once in as many short messages as make a million. Beside it, in the same
run: the same automaton over characters instead of bytes, and one regular expression of all words joined by their common
beginnings (a prefix tree), both over the text already folded and without mapping anything back. All words are made up;
in every tenth sentence stands one of them, half of those with signs between their characters.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from typing import Any

from bench.printing import Findings, arguments
from gleanry.flow.clean.rules.folding import fold
from gleanry.flow.clean.rules.words import Lexicon

CEILING = 0.5
BUILD_CEILING = 1.0
RUNS = 5
IDEOGRAPHS = [chr(code) for code in range(0x4E00, 0x4E00 + 3500)]
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SIGNS = " .-*_★"
STOPS = "，。！？\n"


def main() -> None:
    given = arguments(__doc__, words=20_000, characters=1_000_000)
    chance = random.Random(20261120)
    words = made_up_words(chance, given.words)
    text = made_up_text(chance, words, given.characters)
    messages = [text[at : at + 50] for at in range(0, len(text), 50)]
    fold(text)  # reads OpenCC's table, which is no part of the work
    build, lexicon = timed(lambda: Lexicon(enumerate(words, 1)), times=3)
    one, found = timed(lambda: lexicon.find([text]))
    many, _ = timed(lambda: lexicon.find(messages))
    folded = fold(text)
    keys = sorted({key for word in words if (key := fold(word))})
    plain = characters_automaton(keys)
    by_characters, hits = timed(lambda: list(plain.iter(folded)))
    expression = re.compile(prefix_tree(keys))
    by_expression, matches = timed(lambda: expression.findall(folded), times=1)
    findings = Findings(
        "screening", "no database", f"{given.words:,} words, {len(text):,} characters, {len(found):,} hits"
    )
    findings.rows = [
        ("building the automaton", build * 1000, "ms"),
        ("one text, folded, searched and mapped back", one * 1000, "ms"),
        (f"the same as {len(messages):,} messages", many * 1000, "ms"),
        (f"automaton over characters, search alone ({len(hits):,} hits)", by_characters * 1000, "ms"),
        (f"prefix-tree expression, search alone ({len(matches):,} matches)", by_expression * 1000, "ms"),
    ]
    findings.claims = [
        ("one text, seconds", one, f"under {CEILING}", one < CEILING),
        ("the expression takes so many times as long", by_expression / one, "over 3", by_expression / one > 3),
        ("building, seconds", build, f"under {BUILD_CEILING:.0f}", build < BUILD_CEILING),
    ]
    findings.tell(as_json=given.json)


def made_up_words(chance: random.Random, count: int) -> list[str]:
    """Four fifths Chinese of two to six characters, one fifth Latin of four to ten."""
    words: set[str] = set()
    while len(words) < count * 4 // 5:
        words.add("".join(chance.choices(IDEOGRAPHS, k=chance.randint(2, 6))))
    while len(words) < count:
        words.add("".join(chance.choices(LETTERS, k=chance.randint(4, 10))))
    return sorted(words)


def made_up_text(chance: random.Random, words: list[str], length: int) -> str:
    parts, size = [], 0
    while size < length:
        part = "".join(chance.choices(IDEOGRAPHS, k=chance.randint(5, 60))) + chance.choice(STOPS)
        if chance.random() < 0.1:
            word = chance.choice(words)
            part += chance.choice(SIGNS).join(word) if chance.random() < 0.5 else word
            part += chance.choice(STOPS)
        parts.append(part)
        size += len(part)
    return "".join(parts)[:length]


def timed(work: Callable[[], Any], times: int = RUNS) -> tuple[float, Any]:
    """(the shortest time of several, the answer)."""
    best, answer = float("inf"), None
    for _ in range(times):
        started = time.perf_counter()
        answer = work()
        best = min(best, time.perf_counter() - started)
    return best, answer


def characters_automaton(keys: list[str]) -> Any:
    from ahocorasick import Automaton

    automaton = Automaton()
    for key in keys:
        automaton.add_word(key, len(key))
    automaton.make_automaton()
    return automaton


def prefix_tree(keys: list[str]) -> str:
    """One expression of all words, common beginnings written once."""
    tree: dict[str, Any] = {}
    for key in keys:
        node = tree
        for character in key:
            node = node.setdefault(character, {})
        node[""] = {}
    return _expression(tree)


def _expression(node: dict[str, Any]) -> str:
    ends = "" in node
    parts = [re.escape(character) + _expression(after) for character, after in sorted(node.items()) if character]
    if not parts:
        return ""
    joined = parts[0] if len(parts) == 1 and not ends else f"(?:{'|'.join(parts)})"
    return f"{joined}?" if ends else joined


if __name__ == "__main__":
    main()
