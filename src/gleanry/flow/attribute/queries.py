"""Read credits."""

from __future__ import annotations

from gleanry.flow.attribute.models import Credit
from gleanry.flow.attribute.shapes import CreditRow
from gleanry.flow.collect.queries import claims_of_deals
from gleanry.tenants.queries import get_settings
from gleanry.values.money import Money


def credits_of_deal(workspace_id: int, deal_id: int) -> list[CreditRow]:
    """The credits of what came in for a deal, by claim, model and touch."""
    base = get_settings(workspace_id).currency
    claims = [claim.id for claim in claims_of_deals(workspace_id, [deal_id]).get(deal_id, ())]
    rows = Credit.objects.of(workspace_id).filter(claim_id__in=claims).order_by("claim_id", "model", "id")
    return [
        CreditRow(receipt, model, touch, channel, campaign, Money(minor, base))
        for receipt, model, touch, channel, campaign, minor in rows.values_list(
            "receipt_id", "model", "touch_id", "channel", "campaign", "amount_minor"
        )
    ]
