"""Where accounts stand, what people say of them, and how they came there."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count

from gleanry.kit import bulk, rulebook
from gleanry.people.models import Account, Standing, TierChange, Trait
from gleanry.people.rules import read_tiers
from gleanry.people.shapes import KeyAccount, StandingRow, TierBook, TierChangeRow, TraitRow

STANDING = tuple(StandingRow.__dataclass_fields__)
TRAIT = tuple(TraitRow.__dataclass_fields__)
CHANGE = tuple(TierChangeRow.__dataclass_fields__)
MOST_KEYS = 5000
"""Key accounts looked at for alerts; a company that names more key accounts than this has none."""


def tier_book(workspace_id: int) -> tuple[int, TierBook]:
    """The version in force and its tables."""
    rules = rulebook.current(workspace_id, "tiers")
    return rules.id, read_tiers(rules.body)


def standings_of(workspace_id: int, account_ids: Iterable[int]) -> dict[int, StandingRow]:
    """Account id -> where it stands; one statement."""
    rows = bulk.find(Standing, STANDING, workspace_id=workspace_id, key="account_id", among=account_ids)
    return {row[0]: StandingRow(*row) for row in rows}


def traits_of(workspace_id: int, account_ids: Iterable[int]) -> dict[int, TraitRow]:
    """Account id -> what people know of it; one statement."""
    rows = bulk.find(Trait, TRAIT, workspace_id=workspace_id, key="account_id", among=account_ids)
    return {row[0]: TraitRow(*row) for row in rows}


def tier_changes_of(workspace_id: int, account_id: int, *, limit: int = 50) -> list[TierChangeRow]:
    """How an account came to stand where it does, the latest first."""
    rows = TierChange.objects.of(workspace_id).filter(account_id=account_id).order_by("-id")
    return [TierChangeRow(*row) for row in rows.values_list(*CHANGE)[:limit]]


def key_accounts(workspace_id: int, tiers: Iterable[str]) -> list[KeyAccount]:
    """The accounts of the key tiers, at most 5,000; two statements. What was merged or sleeps is left out."""
    rows = Standing.objects.of(workspace_id).filter(tier__in=list(tiers)).order_by("account_id")
    stands = {row[0]: row[1:] for row in rows.values_list("account_id", "tier", "figures")[:MOST_KEYS]}
    columns = ("id", "name", "owner_id", "deputy_id")
    where = "t.merged_into_id IS NULL AND t.dormant_at IS NULL"
    found = bulk.find(Account, columns, workspace_id=workspace_id, key="id", among=stands, where=where)
    return [
        KeyAccount(i, name, stands[i][0], owner, deputy, stands[i][1].get("value", 0))
        for i, name, owner, deputy in found
    ]


def count_tiers(workspace_id: int) -> dict[str, int]:
    """Tier -> how many accounts have it; one statement."""
    rows = Standing.objects.of(workspace_id).order_by().values_list("tier")
    return dict(rows.annotate(n=Count("pk")))
