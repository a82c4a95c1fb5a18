"""Columns that name something we have (a product, a colleague, a stage), and what was decided of their words.

Kinds of things named: product, account, member, team, region, stage.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from gleanry.flow.capture.shapes import Kind, Word

REFERS: dict[Kind, tuple[tuple[str, str], ...]] = {
    "deals": (
        ("product", "product"), ("account", "account"), ("company", "account"), ("owner", "member"),
        ("sdr", "member"), ("stage", "stage"),
    ),
    "accounts": (("parent", "account"),),
    "members": (("manager", "member"), ("team", "team"), ("region", "region")),
}  # fmt: skip
"""For each kind of file: the fields that name something, and what they name."""
LONGEST = 300


def words_of(kind: Kind, fields: Mapping[str, Any]) -> Iterator[Word]:
    """The words by which a row names something we should have."""
    for field, refers in REFERS.get(kind, ()):
        word = fields.get(field)
        if isinstance(word, str) and 0 < len(word) <= LONGEST:
            yield refers, word


def counted_words(kind: Kind, rows: Iterable[Mapping[str, Any]]) -> dict[Word, int]:
    """How many rows name something by which word. Companies of deals are left out: each is kept as an account."""
    counts: dict[Word, int] = {}
    for fields in rows:
        for word in set(words_of(kind, fields)):
            if kind != "deals" or word[0] != "account":
                counts[word] = counts.get(word, 0) + 1
    return counts


def repaired(kind: Kind, fields: dict[str, Any], meant: Mapping[Word, str]) -> dict[str, Any]:
    """The fields with each word that somebody decided on replaced by our name; the same object where none was."""
    changed = {
        field: meant[refers, fields[field]]
        for field, refers in REFERS.get(kind, ())
        if (refers, fields.get(field)) in meant
    }
    return {**fields, **changed} if changed else fields
