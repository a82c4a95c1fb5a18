"""Who stands in for a keeper; which accounts sleep; which are gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from gleanry.kit import bulk, ledger
from gleanry.people.facts import AccountsDeleted, Deputised, Rested
from gleanry.people.models import Account, AccountLookup, AccountName, Standing, TierChange, Trait
from gleanry.people.queries import roots_of


def name_deputies(
    workspace_id: int, deputies: Mapping[int, int | None], *, at: datetime, by: int | None = None
) -> list[int]:
    """Say who stands in for the keepers of accounts: account id -> member or None. Returns those that changed."""
    with transaction.atomic():
        roots = roots_of(workspace_id, deputies, kind="account")
        meant = {roots.get(i, i): member for i, member in deputies.items()}
        rows = bulk.find(Account, ("id", "deputy_id"), workspace_id=workspace_id, key="id", among=meant, lock=True)
        changed = [(i, former) for i, former in rows if former != meant[i]]
        bulk.update(Account, ("deputy_id",), [(i, meant[i]) for i, _ in changed])
        fact = Deputised(
            tuple(i for i, _ in changed),
            tuple(former or 0 for _, former in changed),
            tuple(meant[i] or 0 for i, _ in changed),
        )
        ledger.announce(workspace_id, fact, at=at, by=by)
    return [i for i, _ in changed]


def rest_accounts(
    workspace_id: int, account_ids: Iterable[int], *, dormant: bool, at: datetime, by: int | None = None
) -> list[int]:
    """Mark accounts as dormant, or wake them. Returns those that changed."""
    with transaction.atomic():
        columns = ("id", "dormant_at")
        rows = bulk.find(Account, columns, workspace_id=workspace_id, key="id", among=account_ids, lock=True)
        changed = [i for i, since in rows if (since is not None) is not dormant]
        bulk.update(Account, ("dormant_at",), [(i, at if dormant else None) for i in changed])
        fact = Rested(tuple(changed), (dormant,) * len(changed))
        ledger.announce(workspace_id, fact, at=at, by=by)
    return changed


def delete_accounts(workspace_id: int, account_ids: Iterable[int], *, at: datetime, by: int | None = None) -> int:
    """Delete accounts with what only serves to find them. Nothing else may hang on them: the caller has asked."""
    with transaction.atomic():
        rows = bulk.find(Account, ("id", "name"), workspace_id=workspace_id, key="id", among=account_ids, lock=True)
        ids = [i for i, _ in rows]
        for model in (AccountName, AccountLookup, Trait, Standing, TierChange):
            model.objects.of(workspace_id).filter(account_id__in=ids).delete()
        Account.objects.of(workspace_id).filter(pk__in=ids).delete()
        fact = AccountsDeleted(tuple(ids), tuple(name for _, name in rows))
        ledger.announce(workspace_id, fact, at=at, by=by)
    return len(ids)
