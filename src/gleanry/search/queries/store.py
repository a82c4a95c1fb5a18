"""Where documents are looked up: one interface, a full-text table on SQLite and an array index on PostgreSQL.

Both give the newest documents that hold given numbers, and never read a long list to its end: SQLite walks its lists
from the newest document back and stops; PostgreSQL is asked for the rarest numbers of a question, and where even those
are common, reads the newest documents one by one until enough fit.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from gleanry.search.rules.planning import Plan
from gleanry.search.rules.tokens import written
from gleanry.search.shapes import Kind

READ = 12_000
"""Documents PostgreSQL reads one by one at most, for a question of nothing but common tokens."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The documents of one kind in one workspace."""

    workspace_id: int
    kind: Kind


Row = tuple[int, int]
"""(document id, record id)."""


def kept(numbers: Sequence[int]) -> Any:
    """A document's numbers as its column holds them."""
    return list(numbers) if connection.vendor == "postgresql" else " ".join(map(written, numbers))


def newest(shelf: Shelf, plan: Plan, *, below: int, limit: int) -> list[Row]:
    """The newest documents that hold what a plan asks for, newest first, from below a document's id on."""
    if connection.vendor == "postgresql":
        return _newest_of_arrays(shelf, plan, below, limit)
    return _fetch(
        "SELECT d.id, d.record_id FROM search_index CROSS JOIN search_document d ON d.id = search_index.rowid "
        "WHERE search_index MATCH %s AND search_index.rowid < %s ORDER BY search_index.rowid DESC LIMIT %s",
        [_match(plan), below, limit],
    )


def among(shelf: Shelf, plan: Plan, record_ids: Sequence[int], *, limit: int) -> list[Row]:
    """The same of given records only, for a reader who sees few."""
    if connection.vendor == "postgresql":
        condition, given = _held(plan)
        return _fetch(
            "SELECT id, record_id FROM search_document WHERE workspace_id = %s AND kind = %s "
            f"AND record_id = ANY(%s::bigint[]) AND {condition} ORDER BY (id + 0) DESC LIMIT %s",
            [shelf.workspace_id, shelf.kind, list(record_ids), *given, limit],
        )
    every = "".join(" AND instr(d.tokens, %s)" for _ in plan.every)
    some = " AND (" + " OR ".join("instr(d.tokens, %s)" for _ in plan.some) + ")" if plan.some else ""
    return _fetch(
        "SELECT d.id, d.record_id FROM json_each(%s) AS given CROSS JOIN search_document d "
        f"ON d.record_id = given.value AND d.workspace_id = %s AND d.kind = %s WHERE 1 = 1{every}{some} "
        "ORDER BY d.id DESC LIMIT %s",
        [json.dumps(list(record_ids)), shelf.workspace_id, shelf.kind, *map(written, (*plan.every, *plan.some)), limit],
    )


def _match(plan: Plan) -> str:
    every = [written(number) for number in plan.every]
    some = " OR ".join(written(number) for number in plan.some)
    return " AND ".join([*every, f"({some})"] if some else every)


def _held(plan: Plan) -> tuple[str, list[Any]]:
    parts: list[str] = []
    given: list[Any] = []
    if plan.every:
        parts.append("tokens @> %s::integer[]")
        given.append(list(plan.every))
    if plan.some:
        parts.append("tokens && %s::integer[]")
        given.append(list(plan.some))
    return " AND ".join(parts), given


def _newest_of_arrays(shelf: Shelf, plan: Plan, below: int, limit: int) -> list[Row]:
    condition, given = _held(plan)
    if plan.is_common:
        return _fetch(
            "SELECT id, record_id FROM (SELECT id, record_id, tokens FROM search_document "
            "WHERE workspace_id = %s AND kind = %s AND id < %s ORDER BY id DESC LIMIT %s) newest "
            f"WHERE {condition} ORDER BY id DESC LIMIT %s",
            [shelf.workspace_id, shelf.kind, below, READ, *given, limit],
        )
    # By an expression: to spare the sort, the newest documents would else be read one by one.
    return _fetch(
        f"SELECT id, record_id FROM search_document WHERE {condition} AND id < %s ORDER BY (id + 0) DESC LIMIT %s",
        [*given, below, limit],
    )


def _fetch(statement: str, given: list[Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall()
