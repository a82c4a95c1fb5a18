"""What people said about a purpose."""

from __future__ import annotations

from collections.abc import Iterable

from gleanry.kit import bulk
from gleanry.people.models import Consent
from gleanry.people.queries.groups import groups_of, with_members
from gleanry.people.rules import prevailing
from gleanry.people.shapes import ConsentRow


def consents_of(workspace_id: int, person_ids: Iterable[int | None]) -> dict[int, dict[str, ConsentRow]]:
    """Person id -> purpose -> what holds; of a merged person the strictest of its group. Two statements."""
    wanted = [person_id for person_id in person_ids if person_id]
    groups = groups_of(workspace_id, wanted)
    columns = ("person_id", "purpose", "state", "at", "source")
    said: dict[int, list[ConsentRow]] = {}
    for row in bulk.find(
        Consent, columns, workspace_id=workspace_id, key="person_id", among=with_members(groups, wanted)
    ):
        said.setdefault(row[0], []).append(ConsentRow(*row))
    return {i: prevailing([said.get(member, []) for member in groups.get(i, (i,))]) for i in wanted}


def count_consents(workspace_id: int, person_ids: Iterable[int]) -> dict[int, int]:
    """Person id -> how many statements it made by itself, groups apart; one statement."""
    counts: dict[int, int] = {}
    for (person_id,) in bulk.find(
        Consent, ("person_id",), workspace_id=workspace_id, key="person_id", among=person_ids
    ):
        counts[person_id] = counts.get(person_id, 0) + 1
    return counts
