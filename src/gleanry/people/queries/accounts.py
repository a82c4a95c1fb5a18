"""Find accounts, by the batch."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gleanry.kit import bulk
from gleanry.people.models import Account
from gleanry.people.queries.groups import groups_of, with_members
from gleanry.people.shapes import AccountCard, AccountRow


def accounts_by_key(workspace_id: int, keys: Iterable[str]) -> dict[str, int]:
    """Normalised name -> account id, for those we know."""
    rows = bulk.find(Account, ("key", "id"), workspace_id=workspace_id, key="key", among=keys)
    return dict(rows)


CARD = tuple(AccountCard.__dataclass_fields__)


def account_cards(workspace_id: int, field: str, values: Iterable[Any]) -> list[AccountCard]:
    """The accounts with one of `values` in `field` (id, key, credit_code or domain), oldest first; one statement."""
    where = "" if field in ("id", "key") else f"t.{field} > ''"  # says to the database that its index holds them all
    rows = bulk.find(Account, CARD, workspace_id=workspace_id, key=field, among=values, where=where)
    return [AccountCard(*row) for row in rows]


OWN = ("parent_id", "relation", "dormant_at")
"""What holds of the root alone: a merged account's own place in a group waits until the merge is undone."""


def accounts_by_id(workspace_id: int, ids: Iterable[int | None]) -> dict[int, AccountRow]:
    """Account id -> account; for one that was merged, the account it was merged into. Two statements.

    What the root does not know is shown from the others of its group.
    """
    columns = tuple(AccountRow.__dataclass_fields__)
    wanted = [account_id for account_id in ids if account_id]
    groups = groups_of(workspace_id, wanted, kind="account")
    rows = bulk.find(Account, columns, workspace_id=workspace_id, key="id", among=with_members(groups, wanted))
    by_id = {row[0]: row for row in rows}
    found = {}
    for account_id in wanted:
        group = [by_id[i] for i in groups.get(account_id, (account_id,)) if i in by_id]
        if group:
            told = zip(columns, zip(*group, strict=True), strict=True)
            found[account_id] = AccountRow(
                *(column[0] if name in OWN else next((v for v in column if v), column[0]) for name, column in told)
            )
    return found


def accounts_after(workspace_id: int, account_id: int, limit: int) -> dict[int, str]:
    """The next accounts by id, at most `limit`: id -> name."""
    rows = Account.objects.of(workspace_id).filter(pk__gt=account_id).order_by("pk")
    return dict(rows.values_list("pk", "name")[:limit])
