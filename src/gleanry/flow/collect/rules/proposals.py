"""Which order a receipt pays, by what can be shown: a number in its reference, its payer's name, an open amount."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gleanry.flow.collect.shapes import Terms
from gleanry.values.money import Money

NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z/_.-]{2,39}")
NAMED, STEP, WHOLE, PAYER, LIKE = 100, 40, 40, 60, 30
"""Weights of the evidence: its number is named; the amount is that of an open step, or of all that is owed; the payer
is called like the account, exactly or alike."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A target that may be meant: `steps` are open amounts of its plan, `likeness` in percent (0: another name)."""

    terms: Terms
    steps: tuple[Money, ...] = ()
    likeness: int = 0
    called: str = ""


def named_numbers(reference: str) -> list[str]:
    """What in a reference may be the number of a document: words with a figure in them, as written, each once."""
    words = (word.strip(".-_/") for word in NUMBER.findall(reference))
    return list(dict.fromkeys(word for word in words if len(word) >= 3 and any(letter.isdigit() for letter in word)))


def weigh(candidate: Candidate, rest: Money, numbers: Iterable[str]) -> tuple[int, tuple[tuple[str, str], ...]]:
    """How much speaks for a candidate, and what: codes with their values, strongest first. 0 where nothing does."""
    terms, found = candidate.terms, []
    if terms.number and terms.number.casefold() in {number.casefold() for number in numbers}:
        found.append((NAMED, ("number_named", terms.number)))
    if candidate.likeness >= 100:
        found.append((PAYER, ("payer_is", candidate.called)))
    elif candidate.likeness:
        found.append((LIKE, ("payer_like", f"{candidate.called} {candidate.likeness}%")))
    if rest in candidate.steps:
        found.append((STEP, ("step_of_plan", str(rest.amount))))
    elif terms.owed is not None and rest == terms.owed:
        found.append((WHOLE, ("all_owed", str(rest.amount))))
    # An equal amount alone is chance: it only confirms what a number or a name says.
    if not any(weight in (NAMED, PAYER, LIKE) for weight, _ in found):
        return 0, ()
    found.sort(key=lambda entry: -entry[0])
    return sum(weight for weight, _ in found), tuple(evidence for _, evidence in found)
