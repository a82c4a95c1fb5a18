"""The rule book `route` as objects: rules in order, what is done where none holds, and how a day begins anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gleanry.flow.route.rules.conditions import PLACES, Case, Test, read_conditions, words_of

SHARES = ("turn", "by_hand", "pool")
"""In turn, by weight; in turn to directors who assign by hand; left in the pool for whoever claims."""
WHEN_OFF = ("skip", "wait", "leave", "ignore")
"""Who is not at work is passed over (`skip`, `wait`); only who is on leave, nights and free days do not count (`leave`,
the default); nobody is (`ignore`)."""
OTHERWISE = ("next", "wait")
"""With nobody left the next rule is asked (where nothing is said: with `skip`), or the lead waits (with the others)."""
MOST_MADE_UP = 20
"""Leads made up after leave, where the rule does not say how many."""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule: for which leads (`tests`), to which pool, among whom, by which weights, and what leave changes.

    Members are named by id, external id or name; an empty set of `members`, `roles` or `teams` narrows nothing.
    `weights` holds weights by member, `weights_by_grade` such tables by cell (A1) or letter (A). Members not named
    in a table have the weight under `*`, else 1; weight 0 takes no part.
    """

    code: str
    pool: str
    tests: tuple[Test, ...] = ()
    members: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()
    same_region: bool = False
    territory: bool = False
    named: bool = False
    share: str = "turn"
    weights: Mapping[str, int] = field(default_factory=dict)
    weights_by_grade: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    when_off: str = "leave"
    make_up: int = 0
    passes_on: bool = False

    def holds(self, case: Case) -> bool:
        """Whether all conditions hold for a lead."""
        return all(test(case) for test in self.tests)

    def table_for(self, grade: str) -> tuple[str, Mapping[str, int]]:
        """The weights for a grade, and the name of their table; the rotations of different tables are apart."""
        for name in (grade, grade[:1]):
            if name and name in self.weights_by_grade:
                return name, self.weights_by_grade[name]
        return "", self.weights


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """The rules in order. `fallback` is the pool of leads no rule holds for; `places` where a place is read from.

    `gone` says what becomes of leads whose holder is no longer there: `route` anew, or the name of a pool.
    `again_minutes` is how long a lead waits at most until it is tried again.
    """

    rules: tuple[Rule, ...]
    fallback: str = "sdr"
    places: tuple[str, ...] = PLACES
    gone: str = "route"
    again_minutes: int = 15
    asks_region: bool = False

    @property
    def asks_hours(self) -> bool:
        """Whether any rule asks who is at work."""
        return any(rule.when_off != "ignore" and rule.share != "pool" for rule in self.rules)


def read_book(body: Mapping[str, Any]) -> Book:
    """The book of a checked body."""
    places = tuple(body.get("place_from", PLACES))
    return Book(
        tuple(_rule(row, places) for row in body.get("rules", ())),
        str((body.get("fallback") or {}).get("pool", "sdr")),
        places,
        str(body.get("gone", "route")),
        int((body.get("second_round") or {}).get("minutes", 15)),
        any("region" in row.get("when", {}) for row in body.get("rules", ())),
    )


def _rule(row: Mapping[str, Any], places: tuple[str, ...]) -> Rule:
    return Rule(
        code=str(row["code"]),
        pool=str(row["pool"]),
        tests=read_conditions(row.get("when", {}), places),
        members=_names(row, "members"),
        roles=_names(row, "role", "roles"),
        teams=_names(row, "team", "teams"),
        same_region=bool(row.get("same_region")),
        territory=bool(row.get("territory")),
        named=bool(row.get("named")),
        share=str(row.get("share", "turn")),
        weights=_weights(row.get("weights", ())),
        weights_by_grade=_tables(row.get("weights_by_grade", ())),
        when_off=str(row.get("when_off", "leave")),
        make_up=int(row.get("make_up_most", MOST_MADE_UP)) if row.get("make_up") else 0,
        passes_on=passes_on(row),
    )


def passes_on(row: Mapping[str, Any]) -> bool:
    """Whether the next rule is asked where a rule finds nobody who can take the lead."""
    return str(row.get("otherwise", "next" if row.get("when_off") == "skip" else "wait")) == "next"


def _names(row: Mapping[str, Any], *settings: str) -> frozenset[str]:
    return frozenset(word for name in settings if name in row for word in words_of(row[name]))


def weights_in(table: Any) -> list[tuple[str, Any]]:
    """(member, weight) of a table: rows of `member` and `weight`, or for short member = weight."""
    if isinstance(table, Mapping):
        return [(str(name), weight) for name, weight in table.items()]
    return [(str(row.get("member", "")), row.get("weight")) for row in table]


def tables_in(tables: Any) -> dict[str, list[tuple[str, Any]]]:
    """Grade -> its table: rows of `grade`, `member` and `weight`, or for short grade = { member = weight }."""
    if isinstance(tables, Mapping):
        return {str(grade).upper(): weights_in(table) for grade, table in tables.items()}
    found: dict[str, list[tuple[str, Any]]] = {}
    for row in tables:
        found.setdefault(str(row.get("grade", "")).upper(), []).extend(weights_in([row]))
    return found


def _weights(table: Any) -> Mapping[str, int]:
    return {name.casefold(): int(weight) for name, weight in weights_in(table)}


def _tables(tables: Any) -> Mapping[str, Mapping[str, int]]:
    return {
        grade: {name.casefold(): int(weight) for name, weight in table} for grade, table in tables_in(tables).items()
    }
