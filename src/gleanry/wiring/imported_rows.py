"""The rows behind the numbers of an import: which became a lead, which joined one, which wait or were refused."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection

from gleanry.flow.capture.shapes import ImportRun, Problem
from gleanry.kit.errors import Refusal

PARTS = ("all", "accepted", "attached", "held", "known", "refused")
"""The numbers of an import, as `wiring.importing.Outcome` names them; "all" are its rows."""


@dataclass(frozen=True)
class ImportedRow:
    """One row of a file and where it ended. `key` is what the next page begins after."""

    key: str
    line: int
    part: str
    lead_id: int | None
    deal_id: int | None
    raw: list[Any] | dict[str, Any] | None
    problems: tuple[Problem, ...]


HELD = {
    "leads": "s.problems IS NULL AND (m.id IS NULL OR m.verdict = 'invalid')",
    "deals": "d.id IS NOT NULL AND d.opportunity_id IS NULL",
    "touches": "1 = 0",
    "accounts": "1 = 0",
    "products": "1 = 0",
    "members": "1 = 0",
}
CONDITIONS = {
    "all": "1 = 1",
    "refused": "s.problems IS NOT NULL",
    "attached": "m.verdict = 'attached'",
}
COLUMNS = "s.id, s.row, s.raw, s.problems, m.verdict, m.lead_id, d.id, d.opportunity_id"
SUBMITTED = """
SELECT {columns} FROM capture_submission s
LEFT JOIN identify_match m ON m.id = s.id
LEFT JOIN convert_takendeal d ON d.id = s.id
WHERE s.id BETWEEN %s AND %s AND s.id > %s AND s.import_id = %s AND s.workspace_id = %s AND {condition}
ORDER BY s.id LIMIT %s
"""
KNOWN = """
SELECT k.id, k.line, s.raw, NULL, m.verdict, m.lead_id, d.id, d.opportunity_id FROM capture_knownrow k
LEFT JOIN capture_submission s ON s.id = (SELECT min(x.id) FROM capture_submission x
    WHERE x.workspace_id = k.workspace_id AND x.digest = k.digest AND x.problems IS NULL)
LEFT JOIN identify_match m ON m.id = s.id
LEFT JOIN convert_takendeal d ON d.id = s.id
WHERE k.import_id = %s AND k.workspace_id = %s AND k.id > %s ORDER BY k.id LIMIT %s
"""
"""Rows that were here before, each with what the first of its kind became."""


def list_rows(run: ImportRun, part: str, *, after: str = "", limit: int = 50) -> list[ImportedRow]:
    """One page of the rows of `part`, in the order of the file. Raises Refusal `bad_choice` for an unknown part."""
    if part not in PARTS:
        raise Refusal("bad_choice", part=part)
    submitted, known = _after(after)
    rows: list[ImportedRow] = []
    if part != "known":
        rows += _submitted(run, part, submitted, limit)
    if part in ("all", "known"):
        rows += _known(run, known, limit)
    rows.sort(key=lambda row: row.line)
    return _keyed(rows[:limit], submitted, known)


def _after(key: str) -> tuple[int, int]:
    """(last submission, last known row) of the page before: the two kinds are read side by side."""
    parts = key.split("-")
    fits = len(parts) == 2 and all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts)
    return (int(parts[0]), int(parts[1])) if fits else (0, 0)


def _keyed(rows: list[ImportedRow], submitted: int, known: int) -> list[ImportedRow]:
    """The rows with the key of each: how far both kinds have been read up to it."""
    keyed = []
    for row in rows:
        kind, number = row.key.split(":")
        submitted, known = (int(number), known) if kind == "s" else (submitted, int(number))
        keyed.append(ImportedRow(**{**row.__dict__, "key": f"{submitted}-{known}"}))
    return keyed


def _submitted(run: ImportRun, part: str, after: int, limit: int) -> list[ImportedRow]:
    if run.first_id is None:
        return []
    held = HELD[run.kind]
    condition = (CONDITIONS | {"held": held, "accepted": _accepted(run.kind, held)})[part]
    sql = SUBMITTED.format(columns=COLUMNS, condition=condition)
    given = [run.first_id, run.last_id, after, run.id, run.workspace_id, limit]
    return [_row(f"s:{row[0]}", row[1], row, _part(run.kind, row)) for row in _fetch(sql, given)]


def _accepted(kind: str, held: str) -> str:
    return "m.verdict = 'new'" if kind == "leads" else f"s.problems IS NULL AND NOT ({held})"


def _known(run: ImportRun, after: int, limit: int) -> list[ImportedRow]:
    found = _fetch(KNOWN, [run.id, run.workspace_id, after, limit])
    return [_row(f"k:{row[0]}", row[1], row, "known") for row in found]


def _row(key: str, line: int, row: Any, part: str) -> ImportedRow:
    problems = tuple(Problem(*problem) for problem in _json(row[3]) or ())
    return ImportedRow(key, line, part, lead_id=row[5], deal_id=row[7], raw=_json(row[2]), problems=problems)


def _part(kind: str, row: Any) -> str:
    """The number a submission is counted under; the same conditions as above."""
    problems, verdict, waits, deal_id = row[3], row[4], row[6], row[7]
    if problems:
        return "refused"
    if kind == "leads":
        return {"new": "accepted", "attached": "attached"}.get(verdict or "", "held")
    return "held" if waits and not deal_id else "accepted"


def _fetch(sql: str, given: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())


def _json(value: Any) -> Any:
    """What the database holds as JSON: text on one kind, already read on the other."""
    return json.loads(value) if isinstance(value, str) else value
