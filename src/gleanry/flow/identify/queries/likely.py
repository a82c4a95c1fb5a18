"""People who are likely the same, compared as one table by the engine of `likeness.records`.

The whole table is read in three statements and compared in memory, in columns; what was merged counts as one row with
the signs of all its records.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from gleanry.flow.identify.shapes import Kind, NewPair
from gleanry.likeness.records import Pairs, Settings, find_pairs
from gleanry.people.queries import groups_of

REVIEW = 0.2
"""Pairs less probable than this are not asked about: four in five questions would be wasted."""
SIGNS = ("phone", "email", "wechat")
MOST_SIGNS = 3
"""So many of a kind are compared; few people have more."""

PEOPLE = """
SELECT p.id, p.merged_into_id, p.name, p.job_title, coalesce(a.name, '') FROM people_person p
LEFT JOIN people_account a ON a.id = p.account_id
WHERE p.workspace_id = %s ORDER BY p.id
"""
IDENTIFIERS = """
SELECT person_id, kind, value FROM people_identifier
WHERE workspace_id = %s AND kind IN ('phone', 'email', 'wechat') ORDER BY person_id, id
"""


def alike_people(workspace_id: int) -> list[NewPair]:
    """Pairs of people (roots) with the probability that they are one, of 10,000, and what agrees, in order."""
    people = _ask(PEOPLE, workspace_id)
    groups = groups_of(workspace_id, (row[0] for row in people if row[1] is not None))
    root = {row[0]: groups.get(row[0], (row[0],))[0] for row in people}
    ids = [row[0] for row in people if root[row[0]] == row[0]]
    if len(ids) < 2:
        return []
    signs: dict[tuple[int, str], list[str]] = {}
    for person_id, kind, value in _ask(IDENTIFIERS, workspace_id):
        if person_id in root:
            signs.setdefault((root[person_id], kind), []).append(value)
    columns = {name: [row[at] for row in people if root[row[0]] == row[0]] for name, at in COLUMNS.items()}
    for kind in SIGNS:
        for place in range(MOST_SIGNS):
            cells = [_at(signs.get((i, kind), ()), place) for i in ids]
            if any(cells):
                columns[kind if place == 0 else f"{kind}#{place + 1}"] = cells
    return _pairs(ids, find_pairs(columns, Settings(review=REVIEW)))


COLUMNS = {"person_name": 2, "job_title": 3, "company": 4}


def _at(values: Sequence[str], place: int) -> str:
    return values[place] if place < len(values) else ""


def _pairs(ids: Sequence[int], found: Pairs) -> list[NewPair]:
    sides = zip(found.left.tolist(), found.right.tolist(), found.probability.tolist(), found.levels, strict=True)
    return [
        NewPair(Kind.PERSON, ids[left], ids[right], min(9_999, round(10_000 * probability)), _told(found, levels))
        for left, right, probability, levels in sides
    ]


def _told(found: Pairs, levels: Any) -> tuple[tuple[str, str], ...]:
    """(field, how it agrees), for the fields both sides have."""
    fields = zip(found.fields, found.names_of_levels, levels.tolist(), strict=True)
    return tuple((name, names[level]) for name, names, level in fields if level > 0)


def _ask(statement: str, workspace_id: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [workspace_id])
        return list(cursor.fetchall())
