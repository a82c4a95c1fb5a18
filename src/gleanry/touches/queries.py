"""Read touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gleanry.kit import bulk
from gleanry.people.queries import groups_of, with_members
from gleanry.touches.models import Touch
from gleanry.touches.shapes import TouchRow

COLUMNS = ("id", "person_id", "kind", "channel", "campaign", "content", "at")


def touches_of(workspace_id: int, person_id: int | None, limit: int = 200) -> list[TouchRow]:
    """The latest touches of a person and of all it was merged with, newest first."""
    if person_id is None:
        return []
    everybody = groups_of(workspace_id, [person_id]).get(person_id, (person_id,))
    rows = Touch.objects.of(workspace_id).filter(person_id__in=everybody).order_by("-at", "-id")
    return [TouchRow(*row) for row in rows.values_list(*COLUMNS)[:limit]]


def touches_by_person(
    workspace_id: int, person_ids: Iterable[int | None], *, groups: Mapping[int, tuple[int, ...]] | None = None
) -> dict[int, list[TouchRow]]:
    """Person id -> all its touches in order of time, of a merged person those of its whole group; two statements.

    Who knows the groups of the people already gives them, and spares one; nothing says that they are today's.
    """
    wanted = list(dict.fromkeys(person_id for person_id in person_ids if person_id))
    groups = groups_of(workspace_id, wanted) if groups is None else groups
    own: dict[int, list[TouchRow]] = {}
    for row in bulk.find(
        Touch, COLUMNS, workspace_id=workspace_id, key="person_id", among=with_members(groups, wanted)
    ):
        own.setdefault(row[1], []).append(TouchRow(*row))
    found: dict[int, list[TouchRow]] = {}
    for person_id in wanted:
        touches = [touch for member in groups.get(person_id, (person_id,)) for touch in own.get(member, ())]
        if touches:
            found[person_id] = sorted(touches, key=lambda touch: (touch.at, touch.id))
    return found


def count_touches(workspace_id: int, person_ids: Iterable[int]) -> dict[int, int]:
    """Person id -> how many touches it has by itself, groups apart; one statement."""
    counts: dict[int, int] = {}
    for (person_id,) in bulk.find(Touch, ("person_id",), workspace_id=workspace_id, key="person_id", among=person_ids):
        counts[person_id] = counts.get(person_id, 0) + 1
    return counts
