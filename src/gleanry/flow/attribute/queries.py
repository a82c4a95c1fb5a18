"""Read credits."""

from __future__ import annotations

from gleanry.flow.attribute.models import Credit
from gleanry.flow.attribute.shapes import CreditRow
from gleanry.flow.convert.queries import receipts_of
from gleanry.tenants.queries import get_settings
from gleanry.values.money import Money


def credits_of_deal(workspace_id: int, deal_id: int) -> list[CreditRow]:
    """The credits of a deal's receipts, by receipt, model and touch."""
    base = get_settings(workspace_id).currency
    receipts = [receipt.id for receipt in receipts_of(workspace_id, deal_id)]
    rows = Credit.objects.of(workspace_id).filter(receipt_id__in=receipts).order_by("receipt_id", "model", "id")
    return [
        CreditRow(receipt, model, touch, channel, campaign, Money(minor, base))
        for receipt, model, touch, channel, campaign, minor in rows.values_list(
            "receipt_id", "model", "touch_id", "channel", "campaign", "amount_minor"
        )
    ]
