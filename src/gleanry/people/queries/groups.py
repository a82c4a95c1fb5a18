"""Who was merged with whom: the whole group of any of its members."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection

from gleanry.kit import bulk
from gleanry.people.models import Account, Person
from gleanry.people.shapes import ACCOUNT_FIELDS, PERSON_FIELDS, RawRow

TABLES: Mapping[str, Any] = {"person": Person, "account": Account}


FIELDS = {"person": PERSON_FIELDS, "account": ACCOUNT_FIELDS}


GROUPS = """
WITH RECURSIVE up(id, at, next) AS (
    SELECT t.id, t.id, t.merged_into_id FROM {given} WHERE t.workspace_id = %s
    UNION
    SELECT up.id, t.id, t.merged_into_id FROM up JOIN {table} t ON t.id = up.next AND t.workspace_id = %s
),
root(id) AS (SELECT DISTINCT at FROM up WHERE next IS NULL),
down(root, id) AS (
    SELECT id, id FROM root
    UNION
    SELECT down.root, t.id FROM down JOIN {table} t ON t.merged_into_id = down.id AND t.workspace_id = %s
)
SELECT root, id FROM down ORDER BY root, id
"""
"""From each of the given rows up to the one it was merged into, and from there down to all that were. UNION, not UNION
ALL: a circle, which the audit would name, must not keep a reader for ever."""


def groups_of(workspace_id: int, ids: Iterable[int | None], *, kind: str = "person") -> dict[int, tuple[int, ...]]:
    """Id -> everybody it was merged with and itself, root first; only those merged. One statement for any number.

    Every member of a group that was asked for by any of its ids is a key. `kind` is "person" or "account".
    """
    table = TABLES[kind]._meta.db_table
    wanted = list(dict.fromkeys(i for i in ids if i))
    if not wanted:
        return {}
    if bulk.is_postgres():
        given = f"{table} t JOIN unnest(%s::bigint[]) AS g(id) ON t.id = g.id"
    else:
        given = f"json_each(%s) AS g CROSS JOIN {table} t ON t.id = g.value"
    first: Any = wanted if bulk.is_postgres() else json.dumps(wanted)
    with connection.cursor() as cursor:
        cursor.execute(GROUPS.format(given=given, table=table), [first, workspace_id, workspace_id, workspace_id])
        rows: list[tuple[int, int]] = cursor.fetchall()
    members: dict[int, list[int]] = {}
    for root, member in rows:
        members.setdefault(root, [root])
        if member != root:
            members[root].append(member)
    return {member: tuple(group) for group in members.values() if len(group) > 1 for member in group}


def roots_of(workspace_id: int, ids: Iterable[int | None], *, kind: str = "person") -> dict[int, int]:
    """Id -> the row it was merged into, for those merged into another; one statement."""
    return {i: group[0] for i, group in groups_of(workspace_id, ids, kind=kind).items() if i != group[0]}


def members_of(workspace_id: int, root_ids: Iterable[int], *, kind: str = "person") -> dict[int, tuple[int, ...]]:
    """Root id -> its whole group, itself first; only those with others in it. One statement."""
    return {i: group for i, group in groups_of(workspace_id, root_ids, kind=kind).items() if i == group[0]}


def with_members(groups: Mapping[int, tuple[int, ...]], ids: Iterable[int | None]) -> list[int]:
    """The ids and all that were merged with them, each once, in order."""
    return list(dict.fromkeys(member for i in ids if i for member in groups.get(i, (i,))))


def raw_rows(workspace_id: int, ids: Iterable[int], *, kind: str = "person", lock: bool = False) -> dict[int, RawRow]:
    """Id -> the row by itself, merged or not; for merging and undoing. `lock` holds them until the transaction ends."""
    names = FIELDS[kind]
    columns = ("id", "made_at", "merged_into_id", *names)
    rows = bulk.find(TABLES[kind], columns, workspace_id=workspace_id, key="id", among=ids, lock=lock)
    return {row[0]: RawRow(row[0], row[1], row[2], dict(zip(names, row[3:], strict=True))) for row in rows}
