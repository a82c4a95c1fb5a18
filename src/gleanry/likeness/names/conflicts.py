"""What two names say against each other, whatever their letters share: the guard before two companies become one.

A probability is of a name among many; it does not know that Hangzhou and Baoji are two cities. Two companies in one
book are made one only where nothing in their names stands against it.
"""

from __future__ import annotations

from enum import StrEnum

from gleanry.likeness.names.parts import NameParts


class Conflict(StrEnum):
    """`apart`: the names tell two companies from each other. `unsure`: they leave it open. `none`: nothing against."""

    NONE = ""
    UNSURE = "unsure"
    APART = "apart"


def conflict_of(one: NameParts, other: NameParts) -> Conflict:
    """What stands against two names being one company. Symmetric.

    Apart: other places, other trades, another branch, or two full names that differ in more than the legal form.
    Unsure: another brand, such as an abbreviation. Between two scripts the sound alone was judged: none.
    """
    if one.is_han != other.is_han:
        return Conflict.NONE
    if _are_apart(one, other):
        return Conflict.APART
    same = one.brand == other.brand if one.is_han else sorted(one.words) == sorted(other.words)
    return Conflict.NONE if same else Conflict.UNSURE


def _are_apart(one: NameParts, other: NameParts) -> bool:
    if one.branch != other.branch:
        return True
    if one.places and other.places and not set(one.places) & set(other.places):
        return True
    trades, others = set(one.trades), set(other.trades)
    if one.is_full and other.is_full:
        return trades != others or one.is_group != other.is_group
    return bool(trades and others and not (trades <= others or others <= trades))
