"""What the flow says of companies: deals, money, leads and meetings, counted for a batch of accounts or for all.

The tables of several stages are read side by side, so the questions stand here, above the flow.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from gleanry.cockpit.shapes import AccountBusiness, AccountDeal, BoughtRow
from gleanry.kit import bulk
from gleanry.touches.shapes import TouchRow
from gleanry.values.money import Money

WON = """
SELECT o.account_id, count(*), sum(o.base_minor), max(o.closed_at)
FROM {given} convert_opportunity o {on}
WHERE o.workspace_id = %s AND o.outcome = 'won' AND o.account_id IS NOT NULL AND o.closed_at >= %s
GROUP BY o.account_id
"""
RECEIVED = """
SELECT o.account_id, count(DISTINCT o.id), sum(c.base_minor), max(r.received_at)
FROM {given} convert_opportunity o {on} JOIN collect_claim c ON c.opportunity_id = o.id
JOIN convert_receipt r ON r.id = c.receipt_id
WHERE o.workspace_id = %s AND o.account_id IS NOT NULL AND r.received_at >= %s
GROUP BY o.account_id
"""
DEALS = """
SELECT o.account_id, o.outcome, count(*), sum(o.base_minor),
    sum(CASE WHEN o.base_minor = 0 AND o.rate = 0 AND o.amount_minor <> 0 THEN 1 ELSE 0 END)
FROM {given} convert_opportunity o {on}
WHERE o.workspace_id = %s AND o.account_id IS NOT NULL{mine}
GROUP BY o.account_id, o.outcome
"""
LEADS = """
SELECT o.account_id, count(*), sum(CASE WHEN o.pool IN ('converted', 'invalid') THEN 0 ELSE 1 END)
FROM {given} leads_lead o {on}
WHERE o.workspace_id = %s AND o.account_id IS NOT NULL AND o.source_lead_id IS NULL{mine}
GROUP BY o.account_id
"""
STAFF = """
SELECT o.account_id, count(*) FROM {given} people_person o {on}
WHERE o.workspace_id = %s AND o.merged_into_id IS NULL AND o.account_id IS NOT NULL GROUP BY o.account_id
"""
MET = """
SELECT person_id, max(at) FROM (
    SELECT l.person_id AS person_id, f.at AS at FROM {given} leads_lead l {on}
    JOIN followup_followup f ON f.lead_id = l.id WHERE l.workspace_id = %s AND f.counted = 'contact'
    UNION ALL
    SELECT t.person_id, t.at FROM {given} touches_touch t {on_touch}
    WHERE t.workspace_id = %s AND t.kind = 'event_attended'
) x GROUP BY person_id
"""
MINE = " AND o.owner_id IN ({marks})"


def bought_by(
    workspace_id: int, account_ids: Iterable[int] | None, since: datetime, *, measure: str = "won"
) -> list[BoughtRow]:
    """What accounts bought since a moment: deals, sum in minor units of the workspace's currency, the last time.

    None asks of every account. `measure` is won (deals won) or received (money that came in). One statement.
    """
    rows = _ask(RECEIVED if measure == "received" else WON, account_ids, (workspace_id, since))
    return [BoughtRow(account, deals, int(total or 0), _instant(at)) for account, deals, total, at in rows]


def business_of(
    workspace_id: int, account_ids: Iterable[int], *, owner_ids: tuple[int, ...] | None = None
) -> dict[int, AccountBusiness]:
    """Account id -> its people, leads and deals; three statements for any number.

    `owner_ids` narrows leads and deals to those of some members (None: everybody's), as the viewer may see them.
    """
    wanted = list(dict.fromkeys(account_ids))
    mine = MINE.format(marks=", ".join(["%s"] * len(owner_ids)) or "NULL") if owner_ids is not None else ""
    own = owner_ids or ()
    told: dict[int, dict[str, int]] = {i: {} for i in wanted}
    for account, outcome, count, total, unrated in _ask(DEALS, wanted, (workspace_id, *own), mine=mine):
        name = outcome or "open"
        told[account] |= {f"{name}_deals": count, f"{name}_minor": int(total or 0)}
        told[account]["unrated"] = told[account].get("unrated", 0) + int(unrated)
    for account, count, alive in _ask(LEADS, wanted, (workspace_id, *own), mine=mine):
        told[account] |= {"leads": count, "live_leads": int(alive)}
    for account, count in _ask(STAFF, wanted, (workspace_id,)):
        told[account]["people"] = count
    return {i: AccountBusiness(**values) for i, values in told.items()}


def last_met(workspace_id: int, person_ids: Iterable[int]) -> dict[int, datetime]:
    """Person id -> when somebody of ours last reached or met them, by follow-ups and touches; one statement."""
    wanted = list(dict.fromkeys(person_ids))
    if not wanted:
        return {}
    given, among = _given(wanted)
    statement = MET.format(given=given, on="ON l.person_id = g.id", on_touch="ON t.person_id = g.id")
    with connection.cursor() as cursor:
        cursor.execute(statement, [among, workspace_id, among, workspace_id])
        return {person: at for person, value in cursor.fetchall() if (at := _instant(value)) is not None}


def _ask(
    statement: str, account_ids: Iterable[int] | None, given: tuple[Any, ...], *, mine: str = ""
) -> list[tuple[Any, ...]]:
    values: list[Any] = list(given)
    source, on = "", ""
    if account_ids is not None:
        wanted = list(account_ids)
        if not wanted:
            return []
        source, among = _given(wanted)
        on = "ON o.account_id = g.id"
        values.insert(0, among)
    with connection.cursor() as cursor:
        cursor.execute(statement.format(given=source, on=on, mine=mine), values)
        return list(cursor.fetchall())


def _given(ids: list[int]) -> tuple[str, Any]:
    """A list of ids as a table g(id) to join, and the value it takes."""
    if bulk.is_postgres():
        return "unnest(%s::bigint[]) AS g(id) JOIN", ids
    return "(SELECT value AS id FROM json_each(%s)) AS g CROSS JOIN", json.dumps(ids)


def _instant(value: Any) -> datetime | None:
    """An instant as either database gives it."""
    if value is None:
        return None
    read = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return read if read.tzinfo else read.replace(tzinfo=UTC)


LATEST_DEALS = """
SELECT o.id, o.name, o.stage, o.outcome, o.amount_minor, o.currency, o.base_minor, o.rate, o.owner_id, o.opened_at,
    o.closed_at
FROM {given} convert_opportunity o {on}
WHERE o.workspace_id = %s AND o.account_id IS NOT NULL{mine}
ORDER BY o.id DESC LIMIT {limit}
"""
LATEST_TOUCHES = """
SELECT t.id, t.person_id, t.kind, t.channel, t.campaign, t.content, t.at
FROM {given} touches_touch t ON t.person_id = g.id
WHERE t.workspace_id = %s ORDER BY t.at DESC, t.id DESC LIMIT {limit}
"""


def deals_of_accounts(
    workspace_id: int, account_ids: Iterable[int], *, owner_ids: tuple[int, ...] | None = None, limit: int = 20
) -> list[AccountDeal]:
    """The latest deals of some accounts, the newest first, within the reach of `owner_ids`; one statement."""
    mine = MINE.format(marks=", ".join(["%s"] * len(owner_ids)) or "NULL") if owner_ids is not None else ""
    statement = LATEST_DEALS.replace("{limit}", str(int(limit)))
    rows = _ask(statement, account_ids, (workspace_id, *(owner_ids or ())), mine=mine)
    return [
        AccountDeal(
            deal,
            name,
            stage,
            outcome,
            Money(amount, currency),
            bool(amount) and not base and not rate,
            owner,
            _instant(opened),
            _instant(closed),
        )
        for deal, name, stage, outcome, amount, currency, base, rate, owner, opened, closed in rows
    ]


def touches_of_people(workspace_id: int, person_ids: Iterable[int], *, limit: int = 20) -> list[TouchRow]:
    """The latest touches of some people, the newest first; one statement."""
    wanted = list(dict.fromkeys(person_ids))
    if not wanted:
        return []
    given, among = _given(wanted)
    with connection.cursor() as cursor:
        cursor.execute(LATEST_TOUCHES.format(given=given, limit=int(limit)), [among, workspace_id])
        rows = cursor.fetchall()
    return [
        TouchRow(touch, person, kind, channel, campaign, content, moment)
        for touch, person, kind, channel, campaign, content, at in rows
        if (moment := _instant(at)) is not None
    ]
