"""Read who a submission was found to be from."""

from __future__ import annotations

from collections.abc import Iterable

from gleanry.flow.identify.models import Match
from gleanry.flow.identify.shapes import MatchRow
from gleanry.kit import bulk


def match_of(workspace_id: int, submission_id: int) -> MatchRow | None:
    """The match of one submission with its evidence."""
    return matches_of(workspace_id, [submission_id]).get(submission_id)


def matches_of(workspace_id: int, submission_ids: Iterable[int]) -> dict[int, MatchRow]:
    """Submission -> its match; one statement."""
    columns = ("id", *MatchRow.__dataclass_fields__)
    rows = bulk.find(Match, columns, workspace_id=workspace_id, key="id", among=submission_ids)
    return {row[0]: MatchRow(*row[1:]) for row in rows}


def accounts_matched(workspace_id: int, submission_ids: Iterable[int]) -> dict[int, int]:
    """Submission -> the account its duplicate rule found, for those that belong to one; one statement."""
    rows = bulk.find(Match, ("id", "found"), workspace_id=workspace_id, key="id", among=submission_ids)
    return {pk: found[0]["id"] for pk, found in rows if found and found[0]["with"] == "account"}


def leads_of_submissions(workspace_id: int, submission_ids: Iterable[int]) -> dict[int, int]:
    """Submission id -> its lead, for those already identified; one statement."""
    rows = bulk.find(Match, ("id", "lead_id"), workspace_id=workspace_id, key="id", among=submission_ids)
    return dict(rows)
