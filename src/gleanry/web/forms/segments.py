"""The draft of a segment's definition: carried whole in the form, so that nothing is kept before it is saved."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

from gleanry.market.audience.shapes import Fault

Row = dict[str, Any]
FRESH: Row = {
    "of": "touch",
    "test": "one_of",
    "values": "",
    "kind": "",
    "channel": "",
    "campaign": "",
    "least": "1",
    "days": "30",
    "not": False,
    "with": False,
}
TIMED, TEXTS = ("touch", "came"), ("job_title", "company", "region", "industry", "size")
MOST = 30
BETWEEN = re.compile(r"[,，;；、\n]+")


def rows_of(body: Mapping[str, Any]) -> list[Row]:
    """The conditions of a body as rows of the form; those of a group stand together."""
    rows: list[Row] = []
    for row in body.get("rows", ()):
        for number, part in enumerate(row.get("rows", (row,))):
            rows.append(_row_of(part) | {"with": number > 0})
    return rows


def _row_of(part: Mapping[str, Any]) -> Row:
    told = {name: part[name] for name in FRESH.keys() & part.keys() if name not in ("values", "least", "days")}
    numbers = {name: str(part.get(name, default)) for name, default in (("least", 1), ("days", 0))}
    return {**FRESH, **told, **numbers, "values": ", ".join(str(value) for value in part.get("values", ()))}


def rows_from(posted: QueryDict) -> list[Row]:
    """The rows as they were sent."""
    count = _number(posted.get("rows", "0"))
    return [_row_from(posted, number) for number in range(min(count if isinstance(count, int) else 0, MOST))]


def _row_from(posted: QueryDict, number: int) -> Row:
    def one(name: str) -> str:
        return posted.get(f"{name}-{number}", FRESH[name] if isinstance(FRESH[name], str) else "").strip()[:4000]

    chosen = posted.getlist(f"chosen-{number}")
    row = {name: one(name) for name in FRESH}
    return row | {
        "values": ", ".join(chosen) if chosen else row["values"],
        "not": bool(row["not"]),
        "with": bool(row["with"]) and number > 0,
    }


def _number(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else text


def changed(rows: Sequence[Row], verb: str) -> list[Row]:
    """The rows after a step: `remove-3` (numbers from 0) or `add`; any other leaves them."""
    after = list(rows)
    step, _, number = verb.partition("-")
    if step == "add" and len(after) < MOST:
        after.append(dict(FRESH))
    elif step == "remove" and number.isascii() and number.isdigit() and int(number) < len(after):
        del after[int(number)]
    if after:
        after[0] = after[0] | {"with": False}
    return after


def body_of(rows: Sequence[Row], join: str) -> dict[str, Any]:
    """The body the rows say: rows that stand together make a group joined the other way."""
    found: list[list[dict[str, Any]]] = []
    for row in rows:
        if row["with"] and found:
            found[-1].append(_written(row))
        else:
            found.append([_written(row)])
    inner = "any" if join == "all" else "all"
    groups = [group[0] if len(group) == 1 else {"join": inner, "rows": group} for group in found]
    return {"join": join, "rows": groups}


def _written(row: Row) -> dict[str, Any]:
    """One condition without what does not belong to it."""
    said: dict[str, Any] = {"of": row["of"]}
    if row["not"]:
        said["not"] = True
    if row["of"] in TIMED:
        said["days"] = _number(row["days"] or "0")
    if row["of"] == "touch":
        said["least"] = _number(row["least"] or "1")
        said |= {name: row[name] for name in ("kind", "channel", "campaign") if row[name]}
    elif row["of"] not in (*TIMED, "refuses_mail"):
        test = row["test"] if row["of"] in TEXTS or row["test"] in ("one_of", "present") else "one_of"
        said["test"] = test
        if test != "present":
            said["values"] = [value.strip() for value in BETWEEN.split(row["values"]) if value.strip()]
    return said


def row_numbers(rows: Sequence[Row], faults: Sequence[Fault]) -> list[tuple[int, Fault]]:
    """(row of the form from 0, fault); -1 for the whole."""
    first: list[int] = [number for number, row in enumerate(rows) if not row["with"] or number == 0]
    found = []
    for fault in faults:
        at = first[fault.row - 1] + max(fault.inner - 1, 0) if 0 < fault.row <= len(first) else -1
        found.append((at, fault))
    return found
