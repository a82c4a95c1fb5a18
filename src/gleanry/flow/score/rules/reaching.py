"""What rules can add up to at most, and which of them can never change a sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gleanry.flow.score.rules.faults import Fault, Row
from gleanry.flow.score.rules.points import hundredths

Caps = Mapping[str, int]


def most_fit(rows: Sequence[Row], caps: Caps) -> int:
    """The most a lead can fit, in hundredths: every rule that gives, groups held to their caps."""
    return _sum([(str(row.get("group") or ""), hundredths(row["points"])) for row in rows], caps)


def most_behaviour(rows: Sequence[Row], caps: Caps) -> int | None:
    """The most behaviour can come to; None where something that gives has no cap at all."""
    given = []
    for row in rows:
        if hundredths(row["points"]) <= 0:
            continue
        group = str(row.get("group") or "")
        if row.get("cap") is not None:
            given.append((group, hundredths(row["cap"])))
        elif group in caps:
            given.append((group, caps[group]))
        else:
            return None
    return _sum(given, caps)


def _sum(given: Sequence[tuple[str, int]], caps: Caps) -> int:
    total = 0
    groups: dict[str, int] = {}
    for group, points in given:
        if points > 0:
            groups[group] = groups.get(group, 0) + points
    for group, points in groups.items():
        total += min(points, caps.get(group, points)) if group else points
    return total


def without_effect(rows: Sequence[Row], caps: Caps) -> Iterator[Fault]:
    """Rules of the same condition, and rules that others of their group have always filled before them."""
    for number, row in enumerate(rows, start=1):
        for before in rows[: number - 1]:
            if _condition(before) == _condition(row):
                same = (hundredths(before["points"]) > 0) == (hundredths(row["points"]) > 0)
                yield Fault(number, "fit.test", "repeats" if same else "contradicts", str(before["code"]))
                break
        else:
            if _is_full(row, [other for other in rows if other is not row], caps):
                yield Fault(number, "fit.points", "group_full", str(row["group"]))


def _condition(row: Row) -> tuple[str, str, object]:
    value = row.get("value")
    folded: object = value
    if isinstance(value, Sequence) and not isinstance(value, str):
        folded = frozenset(str(one).casefold() for one in value)
    return str(row["field"]), str(row["test"]), folded


def _is_full(row: Row, others: Sequence[Row], caps: Caps) -> bool:
    """Whether, each time a rule that gives holds, others of its group hold too that fill the group alone."""
    group = str(row.get("group") or "")
    if group not in caps or hundredths(row["points"]) <= 0:
        return False
    theirs = [other for other in others if other.get("group") == group]
    if any(hundredths(other["points"]) < 0 for other in theirs):
        return False
    always = sum(hundredths(other["points"]) for other in theirs if implies(row, other))
    return always >= caps[group]


def implies(rule: Row, other: Row) -> bool:
    """Whether the second rule holds for every value for which the first does; no where that is not plain to see."""
    if rule["field"] != other["field"]:
        return False
    if other["test"] == "present":
        return True
    if rule["test"] != other["test"]:
        return False
    if rule["test"] == "at_least":
        return float(other["value"]) <= float(rule["value"])
    mine, theirs = (frozenset(str(one).casefold() for one in each["value"]) for each in (rule, other))
    return theirs <= mine if rule["test"] == "none_of" else mine <= theirs
