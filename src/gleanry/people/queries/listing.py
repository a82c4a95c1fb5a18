"""The list of accounts, by key."""

from __future__ import annotations

from typing import Any

from django.db import connection

from gleanry.people.shapes import AccountFilters, ListedAccount

COLUMNS = "a.id, a.name, a.region, a.industry, a.owner_id, a.deputy_id, a.parent_id, a.bought_at, a.dormant_at"


def list_accounts(
    workspace_id: int,
    filters: AccountFilters,
    *,
    keepers: tuple[int, ...] | None = None,
    after: int | None = None,
    limit: int = 50,
) -> list[ListedAccount]:
    """Accounts, the newest first, each group of merged ones once; one statement.

    `keepers` narrows to accounts kept or deputised by some members (None: everybody's). `filters.among` are the ids of
    a group of companies. Tiers come along; the statement begins where the narrowest index is.
    """
    wheres, given = _wheres(workspace_id, filters, keepers)
    source = "people_account a LEFT JOIN people_standing s ON s.account_id = a.id AND s.workspace_id = a.workspace_id"
    key = "a.id"
    if filters.tier:
        source = "people_standing s JOIN people_account a ON a.id = s.account_id"
        wheres += ["s.workspace_id = %s", "s.tier = %s"]
        given += [workspace_id, filters.tier]
        key = "s.account_id"
    if after is not None:
        wheres.append(f"{key} < %s")
        given.append(after)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS}, s.tier, s.abc, s.rad, s.rfm FROM {source} "  # noqa: S608  # constants of ours
            f"WHERE {' AND '.join(wheres)} ORDER BY {key} DESC LIMIT %s",
            [*given, limit],
        )
        rows = cursor.fetchall()
    return [
        ListedAccount(i, name, region, industry, owner, deputy, parent, bool(bought), bool(dormant), *_told(scales))
        for i, name, region, industry, owner, deputy, parent, bought, dormant, *scales in rows
    ]


def _told(scales: list[str | None]) -> tuple[str, str, str, str]:
    tier, abc, rad, rfm = (value or "" for value in scales)
    return tier, abc, rad, rfm


def _wheres(workspace_id: int, filters: AccountFilters, keepers: tuple[int, ...] | None) -> tuple[list[str], list[Any]]:
    wheres = ["a.workspace_id = %s", "a.merged_into_id IS NULL"]
    given: list[Any] = [workspace_id]
    wheres.append("a.dormant_at IS NOT NULL" if filters.dormant else "a.dormant_at IS NULL")
    for column, value in (("region", filters.region), ("industry", filters.industry)):
        if value:
            # Said for the partial index: only what is filled is in it.
            wheres.append(f"a.{column} = %s AND a.{column} > ''")
            given.append(value)
    if filters.owner_id is not None:
        wheres.append("a.owner_id = %s")
        given.append(filters.owner_id)
    if filters.unkept:
        wheres.append("a.owner_id IS NULL")
    for ids, columns in ((keepers, ("owner_id", "deputy_id")), (filters.among, ("id",))):
        if ids is not None:
            marks = ", ".join(["%s"] * len(ids)) or "NULL"
            wheres.append("(" + " OR ".join(f"a.{column} IN ({marks})" for column in columns) + ")")
            given += list(ids) * len(columns)
    return wheres, given


def words_of_accounts(workspace_id: int) -> tuple[list[str], list[str]]:
    """The regions and industries that accounts have, in order, at most 200 each; two statements.

    Each value is found from the one before it in the index, so that a million accounts cost as many steps as values.
    """
    return _distinct(workspace_id, "region"), _distinct(workspace_id, "industry")


STEPS = """
WITH RECURSIVE found(value) AS (
    SELECT (SELECT min({column}) FROM people_account WHERE workspace_id = %s AND {column} > '')
    UNION ALL
    SELECT (SELECT min(t.{column}) FROM people_account t WHERE t.workspace_id = %s AND t.{column} > ''
    AND t.{column} > found.value) FROM found WHERE found.value IS NOT NULL
)
SELECT value FROM found WHERE value IS NOT NULL LIMIT 200
"""


def _distinct(workspace_id: int, column: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(STEPS.format(column=column), [workspace_id, workspace_id])
        return [row[0] for row in cursor.fetchall()]
