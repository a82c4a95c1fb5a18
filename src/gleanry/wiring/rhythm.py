"""The team's rhythm: what is kept, scored, judged and prepared when a week or a month begins."""

from __future__ import annotations

from datetime import datetime

from gleanry.cockpit.actions.forecast import score_snapshots, take_snapshot
from gleanry.cockpit.actions.learning import learn_deals, say_chances
from gleanry.cockpit.actions.promises import judge_commitments
from gleanry.cockpit.actions.reviews import prepare_reviews


def keep_rhythm(workspace_id: int, at: datetime) -> bool:
    """Do what is due in a workspace; whether a week began. Safe to run again and late: what was kept late says so.

    Chances first, for the snapshot is kept with them; commitments before the reviews, which tell how they ended.
    """
    judge_commitments(workspace_id, at)
    say_chances(workspace_id, at)
    began = take_snapshot(workspace_id, at)
    if began:
        score_snapshots(workspace_id, at)
    prepare_reviews(workspace_id, at, kind="week")
    prepare_reviews(workspace_id, at, kind="month")
    return began


def learn_again(workspace_id: int, at: datetime) -> None:
    """Learn anew from the deals that have ended."""
    learn_deals(workspace_id, at)
