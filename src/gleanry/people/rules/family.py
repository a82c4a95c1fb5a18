"""Whether an account may belong to another: no circles, and no deeper than people can oversee."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gleanry.people.shapes import NewPlace, RefusedPlace

MOST_LEVELS = 8
"""Levels of a group, its top included: deeper ones are mistakes of entry, and every page would have to draw them."""
RELATIONS = ("subsidiary", "branch", "dealer")


class Tree:
    """Who belongs to whom, while it is being changed."""

    def __init__(self, parents: Mapping[int, int | None]) -> None:
        """`parents` holds every account of the groups concerned -> what it belongs to."""
        self.parents = dict(parents)
        self.children: dict[int, set[int]] = {}
        for child, parent in parents.items():
            if parent is not None:
                self.children.setdefault(parent, set()).add(child)

    def fault_of(self, place: NewPlace) -> str:
        """Why a place cannot be; "" when it can."""
        account, parent = place.account_id, place.parent_id
        if account not in self.parents or (parent is not None and parent not in self.parents):
            return "no_account"
        if parent is None:
            return ""
        if place.relation not in RELATIONS:
            return "bad_relation"
        if parent == account:
            return "itself"
        line = self.line_of(parent)
        if account in line:
            return "circle"
        return "too_deep" if len(line) + self.levels_below(account) > MOST_LEVELS else ""

    def line_of(self, account: int) -> list[int]:
        """An account, what it belongs to, and so on to the top."""
        line = [account]
        while (parent := self.parents.get(line[-1])) is not None and parent not in line:
            line.append(parent)
        return line

    def levels_below(self, account: int) -> int:
        """How many levels an account and what belongs to it make."""
        levels, row = 0, {account}
        while row and levels <= MOST_LEVELS:
            levels += 1
            row = {child for one in row for child in self.children.get(one, ())}
        return levels

    def move(self, place: NewPlace) -> None:
        """Put an account under another, as is."""
        former = self.parents.get(place.account_id)
        if former is not None:
            self.children[former].discard(place.account_id)
        self.parents[place.account_id] = place.parent_id
        if place.parent_id is not None:
            self.children.setdefault(place.parent_id, set()).add(place.account_id)


def settle(
    parents: Mapping[int, int | None], places: Iterable[NewPlace]
) -> tuple[dict[int, NewPlace], list[RefusedPlace]]:
    """The places that hold, by account, and those refused: one after the other, each on what the ones before made."""
    tree = Tree(parents)
    kept: dict[int, NewPlace] = {}
    refused = []
    for place in places:
        if fault := tree.fault_of(place):
            refused.append(RefusedPlace(place.account_id, place.parent_id, fault))
        else:
            tree.move(place)
            kept[place.account_id] = place
    return kept, refused


def circles(parents: Mapping[int, int | None]) -> set[int]:
    """The accounts that belong to themselves by way of others."""
    tree = Tree(parents)
    return {i for i in parents if (last := tree.parents.get(tree.line_of(i)[-1])) is not None and last == i}
