"""Read receipts: those that wait to be claimed, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from gleanry.flow.collect.models import Claim, ClaimKind, RateChange, Receipt, Refund
from gleanry.flow.collect.shapes import RateRow, ReceiptRow, RefundRow
from gleanry.kit import bulk
from gleanry.kit.errors import Refusal
from gleanry.tenants.queries import get_settings
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money

COLUMNS = (
    "id",
    "amount_minor",
    "currency",
    "base_minor",
    "rate",
    "received_at",
    "payer",
    "reference",
    "source",
    "external_id",
)


def receipts_by_id(workspace_id: int, receipt_ids: Iterable[int]) -> dict[int, ReceiptRow]:
    """Receipt id -> receipt with what is left of it; two statements for any number."""
    rows = bulk.find(Receipt, COLUMNS, workspace_id=workspace_id, key="id", among=receipt_ids)
    return {row.id: row for row in _rows(workspace_id, rows)}


def _rows(workspace_id: int, rows: Iterable[tuple[Any, ...]]) -> list[ReceiptRow]:
    rows = list(rows)
    base = get_settings(workspace_id).currency
    columns = ("receipt_id", "kind", "amount_minor")
    among = [row[0] for row in rows]
    taken: dict[int, int] = {}
    over: dict[int, int] = {}
    for receipt, kind, minor in bulk.find(Claim, columns, workspace_id=workspace_id, key="receipt_id", among=among):
        taken[receipt] = taken.get(receipt, 0) + minor
        over[receipt] = over.get(receipt, 0) + (minor if kind == ClaimKind.OVER else 0)
    found = []
    for pk, minor, currency, worth, rate, *told in rows:
        money = (Money(minor, currency), Money(worth, base), Decimal(str(rate)))
        left = (Money(minor - taken.get(pk, 0), currency), Money(over.get(pk, 0), currency))
        row: tuple[Any, ...] = (pk, *money, *told, *left)
        found.append(ReceiptRow(*row))
    return found


def with_rest(workspace_id: int) -> Any:
    """Receipts with `taken`, what was claimed of them in minor units."""
    claims = Claim.objects.of(workspace_id).filter(receipt_id=OuterRef("pk")).order_by().values("receipt_id")
    taken = claims.annotate(total=Sum("amount_minor")).values("total")
    claimed = Coalesce(Subquery(taken, output_field=BigIntegerField()), 0)
    return Receipt.objects.of(workspace_id).annotate(taken=claimed)


UNCLAIMED = Q(amount_minor__gt=F("taken"))


def visible_receipts(viewer: Viewer) -> Any:
    """Receipts that somebody may still claim, which everybody who sees money sees, and those claimed within reach."""
    rows = with_rest(viewer.workspace_id)
    if viewer.owner_ids is None:
        return rows
    mine = Claim.objects.of(viewer.workspace_id).filter(owner_id__in=viewer.owner_ids).values("receipt_id")
    return rows.filter(UNCLAIMED | Q(pk__in=mine))


def list_receipts(viewer: Viewer, state: str = "", *, after: int | None = None, limit: int = 50) -> list[ReceiptRow]:
    """Receipts, newest first, by keyset on id. `state` is "", open, unrated or over."""
    rows = visible_receipts(viewer)
    if state == "open":
        rows = rows.filter(UNCLAIMED)
    elif state == "unrated":
        rows = rows.filter(rate=0).exclude(currency=get_settings(viewer.workspace_id).currency)
    elif state == "over":
        rows = rows.filter(pk__in=_overpaid(viewer.workspace_id))
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return _rows(viewer.workspace_id, rows.order_by("-id").values_list(*COLUMNS)[:limit])


def _overpaid(workspace_id: int) -> Any:
    """Receipts of which something is set aside as an overpayment."""
    rows = Claim.objects.of(workspace_id).filter(kind=ClaimKind.OVER).order_by().values("receipt_id")
    return rows.annotate(total=Sum("amount_minor")).exclude(total=0).values("receipt_id")


def count_to_claim(viewer: Viewer) -> int:
    """How many receipts wait to be claimed; one statement."""
    return int(with_rest(viewer.workspace_id).filter(UNCLAIMED).count())


def sum_unclaimed(workspace_id: int) -> list[Money]:
    """What waits to be claimed, by currency; one statement."""
    rows = with_rest(workspace_id).filter(UNCLAIMED).values_list("currency", "amount_minor", "taken")
    sums: dict[str, int] = {}
    for currency, minor, taken in rows:
        sums[currency] = sums.get(currency, 0) + minor - taken
    return [Money(minor, currency) for currency, minor in sorted(sums.items())]


def get_receipt(viewer: Viewer, receipt_id: int) -> ReceiptRow:
    """One receipt. Raises Refusal `not_found` when there is none or the viewer may not see it."""
    values = visible_receipts(viewer).filter(pk=receipt_id).values_list(*COLUMNS).first()
    if values is None:
        raise Refusal("not_found", receipt=receipt_id)
    return _rows(viewer.workspace_id, [values])[0]


def rate_changes_of(workspace_id: int, receipt_id: int) -> list[RateRow]:
    """The rates a receipt got later, oldest first."""
    base = get_settings(workspace_id).currency
    rows = RateChange.objects.of(workspace_id).filter(receipt_id=receipt_id).order_by("id")
    columns = ("receipt_id", "rate", "base_minor", "at", "by", "reason")
    return [RateRow(pk, rate, Money(minor, base), *more) for pk, rate, minor, *more in rows.values_list(*columns)]


def refunds_of(workspace_id: int, claim_ids: Iterable[int]) -> list[RefundRow]:
    """Refunds asked for of some claims, oldest first; two statements."""
    told = ("reason", "asked_by_id", "asked_at", "verdict", "decided_by_id", "decided_at", "receipt_id")
    columns = ("id", "claim_id", "amount_minor", *told)
    rows = bulk.find(Refund, columns, workspace_id=workspace_id, key="claim_id", among=claim_ids)
    receipts = dict(
        bulk.find(Claim, ("id", "receipt_id"), workspace_id=workspace_id, key="id", among=(row[1] for row in rows))
    )
    pairs = bulk.find(Receipt, ("id", "currency"), workspace_id=workspace_id, key="id", among=receipts.values())
    currencies = dict(pairs)
    return [RefundRow(pk, claim, Money(minor, currencies[receipts[claim]]), *more) for pk, claim, minor, *more in rows]
