"""Credit a batch of claims to touches, by every model; take credit back with the claim."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from gleanry.flow.attribute.facts import Credited
from gleanry.flow.attribute.models import Credit
from gleanry.flow.attribute.rules import MODELS, credit, is_within
from gleanry.flow.collect.facts import Claimed, Rated, Unclaimed
from gleanry.flow.collect.queries import paid_deals
from gleanry.flow.collect.shapes import PaidDeal
from gleanry.kit import bulk, ledger, rulebook
from gleanry.touches.queries import touches_by_person
from gleanry.touches.shapes import TouchRow
from gleanry.values.money import Money

PLACE = ("touch_id", "channel", "campaign")
COLUMNS = ("workspace_id", "receipt_id", "claim_id", "model", *PLACE, "amount_minor", "rules_id")


def credit_claims(workspace_id: int, fact: Claimed | Unclaimed | Rated, at: datetime) -> None:
    """Write the credits of each claim. Where no touch qualifies, the whole is credited to nothing, and says so.

    What takes a claim back takes back the very credits it had. A claim whose rate came later is credited with what it
    is worth beyond what was credited before.
    """
    rules = rulebook.current(workspace_id, "attribute")
    lookback = timedelta(days=rules.body["lookback_days"])
    paid = paid_deals(workspace_id, fact.claim_ids)
    credited = _credited(workspace_id, [pk for deal in paid for pk in (deal.claim_id, deal.reverses_id) if pk])
    touches = touches_by_person(workspace_id, (deal.person_id for deal in paid))
    rows: list[tuple[Any, ...]] = []
    for deal in paid:
        known = touches.get(deal.person_id or 0, ())
        earned = [touch for touch in known if is_within(touch.at, deal.received_at, lookback)]
        shares = _shares(deal, earned, credited)
        rows += [(workspace_id, deal.receipt_id, deal.claim_id, *share, rules.id) for share in shares]
    bulk.insert(Credit, COLUMNS, rows)
    ledger.announce(workspace_id, Credited(tuple(deal.claim_id for deal in paid)), at=at)


Share = tuple[str, int | None, str, str, int]
"""(model, touch id, channel, campaign, minor units)."""


def _shares(deal: PaidDeal, earned: Sequence[TouchRow], credited: dict[int, list[Share]]) -> list[Share]:
    before = credited.get(deal.claim_id, [])
    if deal.reverses_id is not None and not before and deal.reverses_id in credited:
        back = [
            (model, touch, channel, campaign, -minor)
            for model, touch, channel, campaign, minor in credited[deal.reverses_id]
        ]
        if all(sum(row[4] for row in back if row[0] == model) == deal.base.minor for model in MODELS):
            return back
    found: list[Share] = []
    for model in MODELS:
        minor = deal.base.minor - sum(row[4] for row in before if row[0] == model)
        if before and not minor:
            continue
        # Money without a rate has nothing to share, and is accounted for all the same.
        if not earned or not minor:
            found.append((model, None, "", "", minor))
            continue
        for touch, share in zip(earned, credit(Money(minor, deal.base.currency), model, len(earned)), strict=True):
            if share.minor:
                found.append((model, touch.id, touch.channel, touch.campaign, share.minor))
    return found


def _credited(workspace_id: int, claim_ids: Sequence[int]) -> dict[int, list[Share]]:
    """Claim id -> the credits written for it so far; one statement."""
    columns = ("claim_id", "model", *PLACE, "amount_minor")
    found: dict[int, list[Share]] = {}
    for claim_id, *share in bulk.find(Credit, columns, workspace_id=workspace_id, key="claim_id", among=claim_ids):
        found.setdefault(claim_id, []).append(tuple(share))
    return found
