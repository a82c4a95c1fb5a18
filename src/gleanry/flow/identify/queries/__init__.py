"""Read who a submission was found to be from."""

from __future__ import annotations

from collections.abc import Iterable

from gleanry.flow.identify.models import Match
from gleanry.flow.identify.shapes import MatchRow
from gleanry.kit import bulk


def match_of(workspace_id: int, submission_id: int) -> MatchRow | None:
    """The match of one submission with its evidence."""
    row = Match.objects.of(workspace_id).filter(pk=submission_id).first()
    return MatchRow(row.verdict, row.lead_id, row.evidence, row.rules_id) if row else None


def leads_of_submissions(workspace_id: int, submission_ids: Iterable[int]) -> dict[int, int]:
    """Submission id -> its lead, for those already identified; one statement."""
    rows = bulk.find(Match, ("id", "lead_id"), workspace_id=workspace_id, key="id", among=submission_ids)
    return dict(rows)
