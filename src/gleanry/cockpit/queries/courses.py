"""Deals with the stages they went through, to learn from; two statements each, however many."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from gleanry.cockpit.queries.figures import instant_of, rows
from gleanry.cockpit.rules.learning import Course

DEALS = """SELECT o.id, o.opened_at, o.closed_at, o.outcome, o.owner_id, o.product, o.process, o.currency,
    coalesce(l.source, ''), o.stage
FROM convert_opportunity o LEFT JOIN leads_lead l ON l.id = o.lead_id
WHERE o.workspace_id = %(w)s AND {which}"""
CLOSED = "o.outcome <> '' AND o.closed_at IS NOT NULL ORDER BY o.closed_at DESC, o.id DESC LIMIT %(most)s"
OPEN = "o.outcome = '' ORDER BY o.id"
STAGES = """SELECT c.opportunity_id, c.at, c.stage FROM convert_stagechange c
WHERE c.workspace_id = %(w)s AND c.opportunity_id IN (SELECT id FROM ({deals}) x) ORDER BY c.id"""


def closed_courses(workspace_id: int, most: int) -> list[Course]:
    """The deals closed last, newest first."""
    return _courses(DEALS.format(which=CLOSED), {"w": workspace_id, "most": most})


def open_courses(workspace_id: int) -> list[Course]:
    """All open deals. One whose first stage nobody recorded has been in its present stage since it was opened."""
    return _courses(DEALS.format(which=OPEN), {"w": workspace_id})


def _courses(deals: str, params: dict[str, Any]) -> list[Course]:
    stages: dict[int, list[tuple[datetime, str]]] = {}
    for deal, at, stage in rows(STAGES.format(deals=deals), params):
        stages.setdefault(deal, []).append((_instant(at), stage))
    found = []
    for pk, opened, closed, outcome, owner, product, process, currency, source, stage in rows(deals, params):
        since = _instant(opened)
        way = stages.get(pk) or ([(since, stage)] if not outcome else [])
        end = instant_of(closed) if outcome else None
        won = None if not outcome else outcome == "won"
        found.append(Course(pk, since, end, won, owner, product, process, currency, source, tuple(way)))
    return found


def _instant(value: datetime | str) -> datetime:
    return instant_of(value) or datetime.min.replace(tzinfo=UTC)
