"""Who came again, and to which lead of a company: what the comparisons of identification and its pages read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import Count

from gleanry.kit import bulk
from gleanry.leads.models import Lead
from gleanry.leads.queries.gathering import COLUMNS, row_of
from gleanry.leads.shapes import LatestLead, LeadRow


def followers_of(workspace_id: int, source_lead_ids: Iterable[int]) -> list[LeadRow]:
    """The leads attached to any of some source leads, in order of opening; one statement."""
    where = "t.source_lead_id IS NOT NULL"
    rows = bulk.find(Lead, COLUMNS, workspace_id=workspace_id, key="source_lead_id", among=source_lead_ids, where=where)
    return [row_of(row) for row in rows]


def count_followers(workspace_id: int, lead_ids: Iterable[int]) -> dict[int, int]:
    """Source lead -> how many are attached to it, for those that have any; one statement."""
    rows = Lead.objects.of(workspace_id).filter(source_lead_id__in=list(lead_ids)).order_by()
    return dict(rows.values_list("source_lead_id").annotate(leads=Count("pk")))


LATEST = """
SELECT l.id, l.first_contact_at, l.person_id, l.account_id, l.won_at FROM leads_lead l WHERE l.id IN (
    SELECT (SELECT max(x.id) FROM leads_lead x WHERE x.account_id = given.id AND x.workspace_id = %s
        AND x.source_lead_id IS NULL AND x.pool <> 'invalid'{before}) FROM {given}
)
"""
GIVEN = {
    "postgresql": "unnest(%s::bigint[]) AS given(id)",
    "sqlite": "(SELECT value AS id FROM json_each(%s)) AS given",
}


def latest_of_accounts(
    workspace_id: int, account_ids: Iterable[int], *, before: int | None = None
) -> dict[int, LatestLead]:
    """Account -> its latest source lead that is not invalid: each found by the end of the index, not by reading all.

    `before` is a lead id that the latest is to lie below.
    """
    wanted = sorted(set(account_ids))
    if not wanted:
        return {}
    postgres = bulk.is_postgres()
    with connection.cursor() as cursor:
        bound = "" if before is None else " AND x.id < %s"
        statement = LATEST.format(given=GIVEN[connection.vendor], before=bound)
        among = wanted if postgres else json.dumps(wanted)
        cursor.execute(statement, [workspace_id, *(() if before is None else (before,)), among])
        rows = cursor.fetchall()
    return {row[3]: LatestLead(row[0], _aware(row[1]), row[2], row[3], row[4] is not None) for row in rows}


def _aware(value: Any) -> datetime:
    """An instant as either driver gives it."""
    at = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def leads_since(workspace_id: int, since: datetime, *, most: int) -> tuple[list[LeadRow], bool]:
    """The leads received since a moment in order of opening, and whether older ones were left out beyond `most`.

    Read from the newest back, a page at a time, until one was received before.
    """
    found: list[LeadRow] = []
    rows = Lead.objects.of(workspace_id).order_by("-id")
    while len(found) <= most:
        page = rows.filter(pk__lt=found[-1].id) if found else rows
        batch = [row_of(values) for values in page.values_list(*COLUMNS)[:PAGE]]
        kept = [lead for lead in batch if lead.received_at >= since]
        found += kept
        if len(kept) < PAGE:
            break
    return found[most - 1 :: -1] if len(found) > most else found[::-1], len(found) > most


PAGE = 2000
