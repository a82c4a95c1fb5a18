"""Append touches. Open to all above: it can only add."""

from __future__ import annotations

from collections.abc import Sequence

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
