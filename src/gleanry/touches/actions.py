"""Append touches, and say whose they are. Open to all above."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from gleanry.kit import bulk
from gleanry.touches.models import Touch
from gleanry.touches.shapes import NewTouch

COLUMNS = (
    "workspace_id",
    "person_id",
    "visitor",
    "lead_id",
    "kind",
    "channel",
    "campaign",
    "content",
    "at",
    "submission_id",
)


def append_touches(workspace_id: int, touches: Sequence[NewTouch]) -> None:
    """Append a batch."""
    bulk.insert(
        Touch,
        COLUMNS,
        [
            (
                workspace_id,
                touch.person_id,
                touch.visitor,
                touch.lead_id,
                touch.kind,
                touch.channel,
                touch.campaign,
                touch.content,
                touch.at,
                touch.submission_id,
            )
            for touch in touches
        ],
    )


def give_touches(workspace_id: int, person_ids: Iterable[int], given: Mapping[int, int]) -> None:
    """Say whose touches of `person_ids` are, by the submission they came with: submission id -> person id.

    Only where a merge is undone and the submission was recognised by signs of both sides: a person then says whose.
    """
    columns = ("id", "submission_id")
    rows = bulk.find(Touch, columns, workspace_id=workspace_id, key="person_id", among=person_ids)
    bulk.update(
        Touch, ("person_id",), [(touch_id, given[submission]) for touch_id, submission in rows if submission in given]
    )
