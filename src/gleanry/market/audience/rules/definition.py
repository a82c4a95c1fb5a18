"""What a definition says, read once into conditions; and what is wrong with one.

A body is {"join": "all" or "any", "rows": [...]}; each row is a condition, or a group of conditions with a join of its
own, nested no deeper. Every row may be turned round by "not".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from gleanry.market.audience.shapes import Fault

FIELDS = ("job_title", "company", "region", "industry", "size")
"""Texts of a person and of its company."""
LEAD_FIELDS = ("pool", "grade", "source", "campaign")
TESTS = ("one_of", "contains", "present", "at_least")
WAYS = ("email", "phone", "wechat")
MILESTONES = ("mql", "sql", "opportunity", "won", "paid")
OF = (*FIELDS, "way", "refuses_mail", "touch", *(f"lead_{name}" for name in LEAD_FIELDS), "milestone", "came")
JOINS = ("all", "any")
MOST_ROWS, MOST_VALUES, LONGEST_DAYS = 30, 200, 3650
NO_VALUES = frozenset({"refuses_mail", "touch", "came"})


@dataclass(frozen=True, slots=True)
class Condition:
    """One question about a person. `days` 0 means ever; `values` are folded to lower case."""

    of: str
    test: str = "one_of"
    values: tuple[str, ...] = ()
    kind: str = ""
    channel: str = ""
    campaign: str = ""
    least: int = 1
    days: int = 0
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions, all of which or any of which must hold."""

    join: str
    rows: tuple[Condition | Group, ...]
    negated: bool = False


def read_definition(body: Mapping[str, Any]) -> Group:
    """A body without faults as conditions."""
    return Group(
        str(body.get("join", "all")),
        tuple(read_definition(row) if "rows" in row else _condition(row) for row in body.get("rows", ())),
        bool(body.get("not", False)),
    )


def _condition(row: Mapping[str, Any]) -> Condition:
    return Condition(
        of=str(row["of"]),
        test=str(row.get("test") or "one_of"),
        values=tuple(str(value).strip().casefold() for value in row.get("values", ())),
        kind=str(row.get("kind", "")),
        channel=str(row.get("channel", "")).casefold(),
        campaign=str(row.get("campaign", "")).casefold(),
        least=int(row.get("least", 1)),
        days=int(row.get("days", 0)),
        negated=bool(row.get("not", False)),
    )


def parts_of(group: Group) -> Iterable[Condition]:
    """The conditions of a definition, those inside groups too."""
    for row in group.rows:
        if isinstance(row, Group):
            yield from parts_of(row)
        else:
            yield row


NEEDS = {"way": "ways", "refuses_mail": "consents", "touch": "touches", "milestone": "leads", "came": "leads"}


def needs_of(group: Group) -> frozenset[str]:
    """What has to be read to judge by a definition: person, account, ways, consents, touches, leads."""
    found = set()
    for part in parts_of(group):
        if part.of == "job_title":
            found.add("person")
        elif part.of in FIELDS:
            found.add("account")
        else:
            found.add("leads" if part.of.startswith("lead_") else NEEDS[part.of])
    return frozenset(found)


def faults_of(body: Mapping[str, Any]) -> list[Fault]:
    """What is wrong with a body, every fault named; empty when it may be saved."""
    rows = body.get("rows")
    if not isinstance(rows, list) or not rows:
        return [Fault(0, "no_rows")]
    if body.get("join", "all") not in JOINS:
        return [Fault(0, "bad_join", value=str(body.get("join"))[:40])]
    if len(rows) > MOST_ROWS:
        return [Fault(0, "too_many_rows", value=str(MOST_ROWS))]
    return [fault for number, row in enumerate(rows, 1) for fault in _row_faults(row, number)]


def _row_faults(row: Any, number: int) -> list[Fault]:
    if not isinstance(row, Mapping):
        return [Fault(number, "no_condition")]
    if "rows" not in row:
        return _faults(row, number, 0)
    inner = row["rows"]
    if row.get("join", "all") not in JOINS:
        return [Fault(number, "bad_join", value=str(row.get("join"))[:40])]
    if not isinstance(inner, list) or not inner or len(inner) > MOST_ROWS:
        return [Fault(number, "no_rows")]
    found = []
    for at, part in enumerate(inner, 1):
        if not isinstance(part, Mapping) or "rows" in part:
            found.append(Fault(number, "too_deep", at))
        else:
            found += _faults(part, number, at)
    return found


def _faults(row: Mapping[str, Any], number: int, inner: int) -> list[Fault]:
    of, test, values = row.get("of"), row.get("test") or "one_of", row.get("values", [])
    if of not in OF:
        return [Fault(number, "unknown_field", inner, str(of)[:40])]
    if test not in TESTS or (test == "at_least" and of != "size"):
        return [Fault(number, "unknown_test", inner, str(test)[:40])]
    asks_value = of not in NO_VALUES and test != "present"
    if not isinstance(values, list) or (asks_value and not any(str(value).strip() for value in values)):
        return [Fault(number, "no_value", inner)]
    if len(values) > MOST_VALUES:
        return [Fault(number, "too_many_values", inner, str(MOST_VALUES))]
    return _number_faults(row, number, inner)


def _number_faults(row: Mapping[str, Any], number: int, inner: int) -> list[Fault]:
    of, values = row["of"], row.get("values", [])
    first = str(values[0]).strip()[:40] if values else ""
    allowed = {"way": WAYS, "milestone": MILESTONES}.get(of)
    days, least = row.get("days", 0), row.get("least", 1)
    wrong = [
        (row.get("test") == "at_least" and not (first.isascii() and first.isdigit()), "no_number", first),
        (bool(allowed) and any(value not in (allowed or ()) for value in values), "unknown_value", first),
        (not _is_whole(days, 1 if of == "came" else 0, LONGEST_DAYS), "bad_days", str(days)[:40]),
        (not _is_whole(least, 1, 10_000), "bad_least", str(least)[:40]),
    ]
    return [Fault(number, code, inner, value) for is_wrong, code, value in wrong if is_wrong]


def _is_whole(value: Any, lowest: int, highest: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest
