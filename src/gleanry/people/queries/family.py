"""Which accounts make a group."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection

from gleanry.kit import bulk
from gleanry.people.shapes import Family, Member

FAMILIES = """
WITH RECURSIVE up(at, next) AS (
    SELECT t.id, coalesce(t.merged_into_id, t.parent_id) FROM {given} WHERE t.workspace_id = %s
    UNION
    SELECT t.id, coalesce(t.merged_into_id, t.parent_id) FROM up JOIN people_account t ON t.id = up.next
    AND t.workspace_id = %s
),
top(id) AS (SELECT DISTINCT at FROM up WHERE next IS NULL),
down(top, id) AS (
    SELECT id, id FROM top
    UNION
    SELECT down.top, t.id FROM down JOIN people_account t ON (t.merged_into_id = down.id
    OR (t.parent_id = down.id AND t.merged_into_id IS NULL)) AND t.workspace_id = %s
)
SELECT down.top, t.id, t.name, t.parent_id, t.relation, t.merged_into_id
FROM down JOIN people_account t ON t.id = down.id ORDER BY down.top, t.id
"""
"""Up by what an account was merged into, else by what it belongs to; from the top down by both. UNION, not UNION ALL:
a circle, which the audit would name, must not keep a reader for ever."""


def families_of(workspace_id: int, ids: Iterable[int | None]) -> dict[int, Family]:
    """Account id -> the whole group it belongs to; one statement for any number.

    An account that belongs to nobody and has nobody is a group of one. Every member of a group is a key, merged ones
    too. What is not there, or stands in a circle, has none.
    """
    wanted = list(dict.fromkeys(i for i in ids if i))
    if not wanted:
        return {}
    if bulk.is_postgres():
        given = "people_account t JOIN unnest(%s::bigint[]) AS g(id) ON t.id = g.id"
    else:
        given = "json_each(%s) AS g CROSS JOIN people_account t ON t.id = g.value"
    first: Any = wanted if bulk.is_postgres() else json.dumps(wanted)
    with connection.cursor() as cursor:
        cursor.execute(FAMILIES.format(given=given), [first, workspace_id, workspace_id, workspace_id])
        rows = cursor.fetchall()
    tops: dict[int, list[tuple[Any, ...]]] = {}
    for top, *row in rows:
        tops.setdefault(top, []).append(tuple(row))
    found: dict[int, Family] = {}
    for top, members in tops.items():
        family = _family(top, members)
        found.update(dict.fromkeys(family.ids(), family))
    return found


def _family(top: int, rows: list[tuple[Any, ...]]) -> Family:
    into = {row[0]: row[4] for row in rows if row[4] is not None}
    by_id = {row[0]: row for row in rows if row[4] is None}
    merged: dict[int, list[int]] = {}
    for i in into:
        merged.setdefault(_root(i, into), []).append(i)
    children: dict[int, list[int]] = {}
    for i, row in by_id.items():
        if row[2] is not None and i != top:
            children.setdefault(_root(row[2], into), []).append(i)
    members: list[Member] = []
    waiting: list[tuple[int, int | None, int]] = [(top, None, 0)]
    while waiting:
        i, parent, depth = waiting.pop()
        _, name, _, relation, _ = by_id[i]
        members.append(Member(i, name, parent, relation if parent else "", depth, tuple(sorted(merged.get(i, ())))))
        waiting += [(child, i, depth + 1) for child in sorted(children.get(i, ()), reverse=True)]
    return Family(tuple(members))


def _root(i: int, into: dict[int, int]) -> int:
    while i in into:
        i = into[i]
    return i
