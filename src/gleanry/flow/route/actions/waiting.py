"""Leads nobody can take now wait in their pool, and are tried again when somebody may be there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gleanry.flow.route.actions.presence import Presence
from gleanry.flow.route.models import Waiting
from gleanry.flow.route.rules import Book, Choice
from gleanry.kit import bulk
from gleanry.leads.shapes import LeadRow

COLUMNS = ("workspace_id", "lead_id", "rule", "since", "again_at", "tries", "strict")


def keep_waiting(
    workspace_id: int, choices: Sequence[tuple[LeadRow, Choice]], presence: Presence, book: Book, *, strict: bool
) -> None:
    """Note the leads that found nobody, and forget those that found a place; four statements at most."""
    rows = bulk.find(
        Waiting,
        ("lead_id", "id", "tries"),
        workspace_id=workspace_id,
        key="lead_id",
        among=(lead.id for lead, _ in choices),
    )
    known = {lead_id: (pk, tries) for lead_id, pk, tries in rows}
    without = [(lead.id, choice) for lead, choice in choices if choice.code == "nobody"]
    again = {choice.passed: presence.again_at(choice.passed, book.again_minutes) for _, choice in without}
    bulk.update(
        Waiting,
        ("rule", "again_at", "tries"),
        [(known[i][0], c.rule, again[c.passed], known[i][1] + 1) for i, c in without if i in known],
    )
    bulk.insert(
        Waiting,
        COLUMNS,
        [(workspace_id, i, c.rule, presence.at, again[c.passed], 1, strict) for i, c in without if i not in known],
    )
    stay = {lead_id for lead_id, _ in without}
    forget(workspace_id, [lead_id for lead_id in known if lead_id not in stay])


def forget(workspace_id: int, lead_ids: Sequence[int]) -> None:
    """These leads wait no more."""
    if lead_ids:
        Waiting.objects.of(workspace_id).filter(lead_id__in=lead_ids).delete()


def due(at: datetime, limit: int) -> list[tuple[int, int, bool]]:
    """(workspace, lead, strict) of leads to be tried again by now, the longest due first."""
    rows = Waiting.objects.everywhere("the scheduler serves all workspaces").filter(again_at__lte=at)
    return list(rows.order_by("again_at", "pk").values_list("workspace_id", "lead_id", "strict")[:limit])
