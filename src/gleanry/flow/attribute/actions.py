"""Credit a batch of receipts to touches, by every model."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from gleanry.flow.attribute.facts import Credited
from gleanry.flow.attribute.models import Credit
from gleanry.flow.attribute.rules import MODELS, credit, is_within
from gleanry.flow.convert.facts import Paid
from gleanry.flow.convert.queries import paid_deals
from gleanry.kit import bulk, ledger, rulebook
from gleanry.touches.queries import touches_by_person


def credit_receipts(workspace_id: int, fact: Paid, at: datetime) -> None:
    """Write the credits of each receipt. Where no touch qualifies, the whole is credited to nothing, and says so."""
    rules = rulebook.current(workspace_id, "attribute")
    lookback = timedelta(days=rules.body["lookback_days"])
    paid = paid_deals(workspace_id, fact.receipt_ids)
    touches = touches_by_person(workspace_id, (deal.person_id for deal in paid))
    rows: list[tuple[Any, ...]] = []
    for deal in paid:
        known = touches.get(deal.person_id or 0, ())
        earned = [touch for touch in known if is_within(touch.at, deal.received_at, lookback)]
        for model in MODELS:
            # Money without a rate has nothing to share, and is accounted for all the same.
            if not earned or not deal.base.minor:
                rows.append((workspace_id, deal.receipt_id, model, None, "", "", deal.base.minor, rules.id))
                continue
            for touch, share in zip(earned, credit(deal.base, model, len(earned)), strict=True):
                if share.minor or not deal.base.minor:  # a receipt without a rate is credited too, with nothing
                    place = (touch.id, touch.channel, touch.campaign)
                    rows.append((workspace_id, deal.receipt_id, model, *place, share.minor, rules.id))
    columns = ("workspace_id", "receipt_id", "model", "touch_id", "channel", "campaign", "amount_minor", "rules_id")
    bulk.insert(Credit, columns, rows)
    ledger.announce(workspace_id, Credited(tuple(deal.receipt_id for deal in paid)), at=at)
