"""Read score cards."""

from __future__ import annotations

from gleanry.flow.score.models import ScoreCard
from gleanry.flow.score.shapes import ScoreCardRow


def cards_of(workspace_id: int, lead_id: int) -> list[ScoreCardRow]:
    """The scorings of a lead, newest first."""
    columns = ("fit", "behaviour", "grade", "reasons", "rules_id", "at")
    rows = ScoreCard.objects.of(workspace_id).filter(lead_id=lead_id).order_by("-id")
    return [ScoreCardRow(*values) for values in rows.values_list(*columns)]
