"""What is wrong with a score book: contradictions, rows that can never count, cells that nobody can reach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gleanry.flow.score.rules.faults import (
    LONGEST,
    Fault,
    Row,
    faults_of_event,
    faults_of_fit_rule,
    points_of,
    rows_of,
)
from gleanry.flow.score.rules.reaching import most_behaviour, most_fit, without_effect
from gleanry.flow.score.rules.tables import BANDS, CELLS, LETTERS
from gleanry.flow.score.shapes import ROUTES

TABLES = ("fit", "events", "letters", "bands")
SETTINGS = frozenset({*TABLES, "fit_groups", "groups", "cells"})
MOST_ROWS = 200


def faults_of(body: Mapping[str, Any]) -> list[Fault]:
    """Everything that is wrong with a body, table by table; empty when it can be put in force.

    What can never count is looked for only where every row is right by itself.
    """
    faults = [*_faults_of_tables(body)]
    if faults:
        return faults
    fit_groups, groups = _groups(body, "fit_groups"), _groups(body, "groups")
    for number, row in enumerate(body["fit"], start=1):
        faults += faults_of_fit_rule(number, row, fit_groups)
    for number, row in enumerate(body["events"], start=1):
        faults += faults_of_event(number, row, groups)
    faults += _twice(body["fit"], "fit", "code")
    faults += _twice(body["events"], "events", "event")
    for table, used in (("fit_groups", "fit"), ("groups", "events")):
        faults += _faults_of_groups(body, table, used)
    faults += _faults_of_thresholds(body["letters"], "letters", LETTERS)
    faults += _faults_of_thresholds(body["bands"], "bands", BANDS)
    faults += _faults_of_cells(body)
    return faults or [*without_effect(body["fit"], fit_groups), *_never_reached(body)]


def _faults_of_tables(body: Mapping[str, Any]) -> Iterator[Fault]:
    for name in sorted(set(map(str, body)) - SETTINGS):
        yield Fault(0, name, "unknown_setting", name)
    for name in (*TABLES, "fit_groups", "groups", "cells"):
        rows = body.get(name)
        if rows is None and name not in TABLES:
            continue
        if not isinstance(rows, Sequence) or isinstance(rows, str) or (name in TABLES and not rows):
            yield Fault(0, name, "missing")
            continue
        if len(rows) > MOST_ROWS:
            yield Fault(0, name, "too_many", str(MOST_ROWS))
        wanted = Sequence if name in ("letters", "bands") else Mapping
        for number, row in enumerate(rows, start=1):
            if not isinstance(row, wanted) or isinstance(row, str):
                yield Fault(number, name, "missing")


def _groups(body: Mapping[str, Any], table: str) -> dict[str, int]:
    """Group -> cap in hundredths, of the rows that have one."""
    found = {}
    for row in rows_of(body, table):
        cap = points_of(row, "cap")
        if cap is not None:
            found[str(row.get("group", ""))] = cap
    return found


def _faults_of_groups(body: Mapping[str, Any], table: str, used: str) -> Iterator[Fault]:
    named = {row.get("group") for row in rows_of(body, used)}
    rows = rows_of(body, table)
    yield from _twice(rows, table, "group")
    for number, row in enumerate(rows, start=1):
        group = str(row.get("group") or "")
        if not group.strip() or len(group) > LONGEST:
            yield Fault(number, f"{table}.group", "missing", group)
        elif group not in named:
            yield Fault(number, f"{table}.group", "nothing_in_it", group)
        cap = points_of(row, "cap")
        if cap is None or cap <= 0:
            yield Fault(number, f"{table}.cap", "not_points", str(row.get("cap")))


def _twice(rows: Sequence[Row], table: str, setting: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        name = str(row.get(setting, ""))
        if name in seen:
            yield Fault(number, f"{table}.{setting}", "twice", name)
        seen.add(name)


def _faults_of_thresholds(rows: Sequence[Any], table: str, names: tuple[str, ...]) -> Iterator[Fault]:
    """Each name once and in order, from high to low, the last from zero on."""
    if [str(row[-1]) if row else "" for row in rows] != list(names):
        yield Fault(0, table, "not_these", ", ".join(names))
        return
    before: int | None = None
    for number, row in enumerate(rows, start=1):
        least = points_of({"least": row[0]}, "least")
        if least is None or least < 0 or least % 10:
            yield Fault(number, table, "not_points", str(row[0]))
        elif before is not None and least >= before:
            yield Fault(number, table, "not_falling", str(row[0]))
        elif number == len(rows) and least:
            yield Fault(number, table, "not_from_zero", str(row[0]))
        before = before if least is None else least


def _faults_of_cells(body: Mapping[str, Any]) -> Iterator[Fault]:
    rows = rows_of(body, "cells")
    yield from _twice(rows, "cells", "cell")
    for number, row in enumerate(rows, start=1):
        if row.get("cell") not in CELLS:
            yield Fault(number, "cells.cell", "unknown", str(row.get("cell")))
        if row.get("route", "rules") not in ROUTES:
            yield Fault(number, "cells.route", "unknown", str(row.get("route")))
        if len(str(row.get("plan") or "")) > LONGEST:
            yield Fault(number, "cells.plan", "too_long", str(row["plan"]))
        for name in sorted(set(map(str, row)) - {"cell", "route", "plan", "zh", "en"}):
            yield Fault(number, f"cells.{name}", "unknown_setting", name)
    absent = [cell for cell in CELLS if cell not in {row.get("cell") for row in rows}]
    if rows and absent:
        yield Fault(0, "cells", "cells_missing", ", ".join(absent))


def _never_reached(body: Mapping[str, Any]) -> Iterator[Fault]:
    """Letters and bands above all that can be added up."""
    most = {
        "letters": most_fit(body["fit"], _groups(body, "fit_groups")),
        "bands": most_behaviour(body["events"], _groups(body, "groups")),
    }
    for table, points in most.items():
        for number, (least, name) in enumerate(body[table], start=1):
            threshold = points_of({"least": least}, "least")
            if points is not None and threshold is not None and threshold > points:
                yield Fault(number, table, "never_reached", str(name))
