"""Read claims: by receipt, by deal, by order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from gleanry.flow.collect.models import Claim, ClaimKind, Receipt
from gleanry.flow.collect.shapes import ClaimRow, PaidDeal
from gleanry.flow.convert.queries import deal_terms, narrowed_deals
from gleanry.flow.convert.shapes import DealFilters
from gleanry.kit import bulk
from gleanry.tenants.queries import get_settings
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money

COLUMNS = (
    "id",
    "receipt_id",
    "kind",
    "opportunity_id",
    "order_id",
    "quote_id",
    "account_id",
    "person_id",
    "owner_id",
    "amount_minor",
    "base_minor",
    "settled_minor",
    "settled_currency",
    "at",
    "by",
    "reason",
    "reverses_id",
)
PARTIES = 9
"""The columns before the amounts."""


def claims_of(workspace_id: int, receipt_ids: Iterable[int]) -> dict[int, list[ClaimRow]]:
    """Receipt id -> its claims in order, those taken back and those that take back among them; three statements."""
    found: dict[int, list[ClaimRow]] = {}
    for row in _claims(workspace_id, "receipt_id", receipt_ids):
        found.setdefault(row.receipt_id, []).append(row)
    return found


def claims_by_id(workspace_id: int, claim_ids: Iterable[int]) -> dict[int, ClaimRow]:
    """Claim id -> claim; three statements for any number."""
    return {row.id: row for row in _claims(workspace_id, "id", claim_ids)}


def claims_of_deals(workspace_id: int, deal_ids: Iterable[int]) -> dict[int, list[ClaimRow]]:
    """Deal id -> what was claimed for it, its PIs and its orders, in order; overpayments apart."""
    found: dict[int, list[ClaimRow]] = {}
    for row in _claims(workspace_id, "opportunity_id", deal_ids, where=PAYING):
        found.setdefault(row.opportunity_id or 0, []).append(row)
    return found


def claims_of_orders(workspace_id: int, order_ids: Iterable[int]) -> dict[int, list[ClaimRow]]:
    """Order id -> what was claimed for it by name, in order; overpayments apart."""
    found: dict[int, list[ClaimRow]] = {}
    for row in _claims(workspace_id, "order_id", order_ids, where=PAYING):
        found.setdefault(row.order_id or 0, []).append(row)
    return found


def receipts_of(workspace_id: int, deal_id: int) -> list[ClaimRow]:
    """What came in for a deal, oldest first, without what was taken back."""
    rows = claims_of_deals(workspace_id, [deal_id]).get(deal_id, [])
    return [row for row in rows if row.is_in_force]


def sum_paid(viewer: Viewer, filters: DealFilters) -> Money:
    """What came in for the deals of a list, in the workspace's currency; one statement."""
    deals = narrowed_deals(viewer, filters).values("pk")
    rows = Claim.objects.of(viewer.workspace_id).filter(opportunity_id__in=deals).exclude(kind=ClaimKind.OVER)
    total = rows.aggregate(total=Sum("base_minor"))["total"]
    return Money(total or 0, get_settings(viewer.workspace_id).currency)


def count_receipts(workspace_id: int, deal_ids: Iterable[int]) -> int:
    """How many receipts some deals share in; one statement."""
    rows = Claim.objects.of(workspace_id).filter(opportunity_id__in=list(deal_ids))
    return rows.values("receipt_id").distinct().count()


def paid_deals(workspace_id: int, claim_ids: Iterable[int]) -> list[PaidDeal]:
    """Claims with their deal's lead and person, in order; overpayments apart. Three statements."""
    base = get_settings(workspace_id).currency
    columns = ("id", "receipt_id", "opportunity_id", "person_id", "base_minor", "reverses_id")
    claims = bulk.find(Claim, columns, workspace_id=workspace_id, key="id", among=claim_ids, where=PAYING)
    came = _when(workspace_id, (row[1] for row in claims))
    deals = deal_terms(workspace_id, (row[2] for row in claims))
    paid = []
    for pk, receipt, deal_id, person_id, minor, reverses in claims:
        deal = deals.get(deal_id or 0)
        lead_id, person = (deal.lead_id, deal.person_id or person_id) if deal else (None, person_id)
        paid.append(PaidDeal(pk, receipt, deal_id, lead_id, person, Money(minor, base), came[receipt][2], reverses))
    return paid


PAYING = "t.kind <> 'over'"


def _when(workspace_id: int, receipt_ids: Iterable[int]) -> dict[int, tuple[str, Decimal, datetime]]:
    """Receipt id -> (currency, rate, received at)."""
    columns = ("id", "currency", "rate", "received_at")
    rows = bulk.find(Receipt, columns, workspace_id=workspace_id, key="id", among=receipt_ids)
    return {pk: (currency, Decimal(str(rate)), at) for pk, currency, rate, at in rows}


def _claims(workspace_id: int, key: str, among: Iterable[Any], where: str = "") -> list[ClaimRow]:
    rows = bulk.find(Claim, COLUMNS, workspace_id=workspace_id, key=key, among=among, where=where)
    return claim_rows(workspace_id, rows)


def claim_rows(workspace_id: int, rows: list[tuple[Any, ...]]) -> list[ClaimRow]:
    """Rows of COLUMNS with what their receipts and later rows say of them; three statements."""
    base = get_settings(workspace_id).currency
    came = _when(workspace_id, (row[1] for row in rows))
    ids = [row[0] for row in rows]
    reversals = bulk.find(Claim, ("reverses_id", "id"), workspace_id=workspace_id, key="reverses_id", among=ids)
    taken_back = dict(reversals)
    found = []
    for row in rows:
        amount, worth, settled, to, at, by, reason, reverses = row[PARTIES:]
        currency, rate, received_at = came[row[1]]
        money = (Money(amount, currency), Money(worth, base), Money(settled, to))
        trace = (at, by, reason, reverses, taken_back.get(row[0]), received_at, not rate and currency != base)
        values: tuple[Any, ...] = (*row[:PARTIES], *money, *trace)
        found.append(ClaimRow(*values))
    return found
