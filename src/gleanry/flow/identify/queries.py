"""Read who a submission was found to be from."""

from __future__ import annotations

from gleanry.flow.identify.models import Match
from gleanry.flow.identify.shapes import MatchRow


def match_of(workspace_id: int, submission_id: int) -> MatchRow | None:
    """The match of one submission with its evidence."""
    row = Match.objects.of(workspace_id).filter(pk=submission_id).first()
    return MatchRow(row.verdict, row.lead_id, row.evidence, row.rules_id) if row else None
