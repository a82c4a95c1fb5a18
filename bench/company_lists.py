"""Real company names to learn from and to be tried on: `../shared/data/cn_company`, never part of the product.

Companies are parted in two halves by a hash of their legal name: weights are fitted on one, figures come from the
other.
"""

from __future__ import annotations

import csv
import hashlib
import random
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gleanry.likeness.names import split_name

FOLDER = Path(__file__).resolve().parents[2] / "shared/data/cn_company"
DISTRACTORS = 20_000
Truth = dict[str, frozenset[str]]


@dataclass(frozen=True)
class Trial:
    """Names to find, in a list; `truth`: the right entries of each, none where nothing is right."""

    what: str
    candidates: tuple[str, ...]
    queries: tuple[str, ...]
    truth: Truth

    def of(self, half: int) -> Trial:
        """Only the queries of one half; those that are nobody's are parted by their own name."""
        kept = tuple(q for q in self.queries if half_of(min(self.truth.get(q) or {q})) == half)
        return Trial(self.what, self.candidates, kept, self.truth)

    def without_truth(self) -> Trial:
        """The same names to find where their companies are not in the list: nothing is right."""
        return Trial(f"{self.what}, its company not in the list", self.candidates, self.queries, {})


def half_of(name: str) -> int:
    """0 to learn from, 1 to be tried on."""
    return hashlib.sha256(name.encode()).digest()[0] % 2


@cache
def rows_of(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@cache
def brands() -> list[str]:
    text = (FOLDER / "brands_28w.txt").read_text(encoding="utf-8-sig")
    return sorted({line.strip() for line in text.splitlines()} - {""})


def some_brands(seed: int, count: int = DISTRACTORS) -> list[str]:
    return random.Random(seed).sample(brands(), count)


def truth_of(pairs: Iterable[tuple[str, str]]) -> Truth:
    found: dict[str, set[str]] = {}
    for asked, right in pairs:
        found.setdefault(asked, set()).add(right)
    return {asked: frozenset(right) for asked, right in found.items()}


def trial(what: str, pairs: Iterable[tuple[str, str]], more: Iterable[str] = ()) -> Trial:
    pairs = list(pairs)
    truth = truth_of(pairs)
    candidates = dict.fromkeys([*sorted({right for _, right in pairs}), *more])
    return Trial(what, tuple(candidates), tuple(sorted(truth)), truth)


def legal_names() -> list[str]:
    return sorted({row["full_name"] for row in rows_of("listed_pairs.csv")})


def short_pairs() -> list[tuple[str, str]]:
    return [(row["short_name"], row["full_name"]) for row in rows_of("listed_pairs.csv")]


def renamed_pairs() -> list[tuple[str, str]]:
    kinds = ("renamed", "renamed_far", "bracket_variant")
    rows = [row for row in rows_of("listed_name_variants.csv") if row["kind"] in kinds]
    return [(row["full_2021"], row["full_2022"]) for row in rows]


def brand_pairs() -> list[tuple[str, str]]:
    rows = [row for row in rows_of("lagou_brand_pairs.csv") if row["relation"] != "same"]
    return [(row["short_name"], row["full_name"]) for row in rows]


def bare(name: str, salt: str) -> str:
    """A legal name as people write it: without form, and perhaps without place or trade."""
    parts = split_name(name)
    ways = [parts.text]
    if "P" in parts.kinds:
        kept = [(letter, kind) for letter, kind in zip(parts.text, parts.kinds, strict=True)]
        ways.append("".join(letter for letter, kind in kept if kind != "P"))
        placed = "".join(letter for letter, kind in kept if kind in "PB")
        ways += [placed] if len(placed) > 3 else []
    elif len(parts.brand) > 2:
        ways.append(parts.brand)
    return random.Random(name + salt).choice(ways)
