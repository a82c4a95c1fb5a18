"""Read touches."""

from __future__ import annotations

from collections.abc import Iterable

from gleanry.kit import bulk
from gleanry.touches.models import Touch
from gleanry.touches.shapes import TouchRow

COLUMNS = ("id", "person_id", "kind", "channel", "campaign", "content", "at")


def touches_of(workspace_id: int, person_id: int | None, limit: int = 200) -> list[TouchRow]:
    """The latest touches of a person, newest first."""
    if person_id is None:
        return []
    rows = Touch.objects.of(workspace_id).filter(person_id=person_id).order_by("-at", "-id")
    return [TouchRow(*row) for row in rows.values_list(*COLUMNS)[:limit]]


def touches_by_person(workspace_id: int, person_ids: Iterable[int | None]) -> dict[int, list[TouchRow]]:
    """Person id -> all its touches in order of time; one statement."""
    wanted = [person_id for person_id in person_ids if person_id]
    found: dict[int, list[TouchRow]] = {}
    for row in bulk.find(Touch, COLUMNS, workspace_id=workspace_id, key="person_id", among=wanted):
        found.setdefault(row[1], []).append(TouchRow(*row))
    for touches in found.values():
        touches.sort(key=lambda touch: (touch.at, touch.id))
    return found
