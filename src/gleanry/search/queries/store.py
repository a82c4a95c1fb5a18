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

LAST = 2**61
"""Above every record."""
READ = 12_000
"""Documents PostgreSQL reads one by one at most, for a question of nothing but common tokens."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The documents of one kind in one workspace."""

    workspace_id: int
    kind: Kind


def document_id(kind: Kind, record_id: int) -> int:
    """The id of a record's document: ids of documents are in the order of records."""
    return 2 * record_id + (kind is Kind.ACCOUNT)


def kept(numbers: Sequence[int]) -> Any:
    """A document's numbers as its column holds them."""
    return list(numbers) if connection.vendor == "postgresql" else " ".join(map(written, numbers))


def newest(shelf: Shelf, plans: Sequence[Plan], *, limit: int, below: int = LAST) -> list[list[int]]:
    """For each plan the newest records below one that hold what it asks for, newest first; fewer only where all are.

    One statement for all plans. On PostgreSQL one more where common tokens stand together less often than expected.
    """
    if not plans:
        return []
    if connection.vendor != "postgresql":
        return _each(plans, [(BY_WORDS, [_match(plan), 2 * below, limit]) for plan in plans])
    parts = [_of_arrays(shelf, plan, below, limit, read=plan.is_common) for plan in plans]
    found = _each(plans, parts)
    short = [at for at, plan in enumerate(plans) if plan.is_common and len(found[at]) < limit]
    if short:
        again = [plans[at] for at in short]
        rest = _each(again, [_of_arrays(shelf, plan, below, limit, read=False) for plan in again])
        for at, rows in zip(short, rest, strict=True):
            found[at] = rows
    return found


def among(shelf: Shelf, plans: Sequence[Plan], record_ids: Sequence[int], *, limit: int) -> list[int]:
    """Of given records the newest that hold what any of the plans asks for, for a reader who sees few."""
    if connection.vendor == "postgresql":
        parts = [_held(plan) for plan in plans]
        held = " OR ".join(f"({part})" for part, _ in parts)
        given = [value for _, values in parts for value in values]
        return _fetch(AMONG_ARRAYS.format(held=held), [shelf.workspace_id, shelf.kind, list(record_ids), *given, limit])
    held = " OR ".join(f"({_held_in_words(plan)})" for plan in plans)
    numbers = [written(number) for plan in plans for number in (*plan.every, *plan.some)]
    documents = [document_id(shelf.kind, record_id) for record_id in record_ids]
    return _fetch(AMONG_WORDS.format(held=held), [json.dumps(documents), *numbers, limit])


def _held_in_words(plan: Plan) -> str:
    held = " AND ".join("instr(d.tokens, %s) > 0" for _ in plan.every) or "1 = 1"
    return held + (" AND (" + " OR ".join("instr(d.tokens, %s) > 0" for _ in plan.some) + ")" if plan.some else "")


AMONG_ARRAYS = (
    "SELECT record_id FROM search_document WHERE workspace_id = %s AND kind = %s AND record_id = ANY(%s::bigint[]) "
    "AND ({held}) ORDER BY record_id DESC LIMIT %s"
)
AMONG_WORDS = (
    "SELECT d.record_id FROM json_each(%s) AS given CROSS JOIN search_document d ON d.id = given.value WHERE {held} "
    "ORDER BY d.record_id DESC LIMIT %s"
)
READ_ONE_BY_ONE = (
    "SELECT record_id FROM (SELECT record_id, tokens FROM search_document WHERE workspace_id = %s AND kind = %s "
    "AND record_id < %s ORDER BY record_id DESC LIMIT %s) newest WHERE {held} ORDER BY record_id DESC LIMIT %s"
)
BY_ARRAYS = "SELECT record_id FROM search_document WHERE {held} AND record_id < %s ORDER BY record_id DESC LIMIT %s"
BY_WORDS = (
    "SELECT rowid >> 1 AS record_id FROM search_index WHERE search_index MATCH %s AND rowid < %s "
    "ORDER BY rowid DESC LIMIT %s"
)

PART = "SELECT {at}, record_id FROM ({part}) p{at}"


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


def _of_arrays(shelf: Shelf, plan: Plan, below: int, limit: int, *, read: bool) -> tuple[str, list[Any]]:
    held, given = _held(plan)
    if read:
        return READ_ONE_BY_ONE.format(held=held), [shelf.workspace_id, shelf.kind, below, READ, *given, limit]
    return BY_ARRAYS.format(held=held), [*given, below, limit]


def _each(plans: Sequence[Plan], parts: Sequence[tuple[str, list[Any]]]) -> list[list[int]]:
    """The records of each part of a statement, in the order of the parts."""
    whole = " UNION ALL ".join(PART.format(at=at, part=part) for at, (part, _) in enumerate(parts))
    found: list[list[int]] = [[] for _ in plans]
    with connection.cursor() as cursor:
        cursor.execute(whole, [value for _, given in parts for value in given])
        for at, record_id in cursor.fetchall():
            found[at].append(record_id)
    for rows in found:
        rows.sort(reverse=True)
    return found


def _fetch(statement: str, given: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return [row[0] for row in cursor.fetchall()]
