"""Which of a question's tokens are looked up: the rarest, since a record is compared with the whole question anyway."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

WHOLE = 100_000
"""Shares are counted in so many."""
COMMON_FROM = 300
"""A token is common where it stands in so many of 100,000 documents; the others are not remembered."""
STREAMED_FROM = 500
"""Where so many of 100,000 are expected to fit, the newest are read one by one."""
MOST = 5
"""So many tokens narrow a question down as far as more would."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The numbers to look up, rarest first; `is_common` where even together they fit many documents."""

    every: tuple[int, ...]
    some: tuple[int, ...]
    is_common: bool


def plan_of(every: Iterable[int], some: Iterable[int], common: Mapping[int, int]) -> Plan:
    """What to look up, by how many in 100,000 hold each common number."""
    rarest = sorted(every, key=lambda number: (common.get(number, 0), number))[:MOST]
    any_of = tuple(sorted(some, key=lambda number: (common.get(number, 0), number)))
    expected = float(WHOLE)
    for number in rarest:
        expected *= common.get(number, 0) / WHOLE
    if any_of:
        expected *= min(1.0, sum(common.get(number, 0) for number in any_of) / WHOLE)
    return Plan(tuple(rarest), any_of, is_common=expected >= STREAMED_FROM)


def common_among(documents: Iterable[Iterable[int]]) -> dict[int, int]:
    """The common numbers of a sample of documents, each with how many of 100,000 hold it."""
    counts: dict[int, int] = {}
    total = 0
    for document in documents:
        total += 1
        for number in document:
            counts[number] = counts.get(number, 0) + 1
    shares = {number: count * WHOLE // total for number, count in counts.items()} if total else {}
    return {number: share for number, share in shares.items() if share >= COMMON_FROM}
