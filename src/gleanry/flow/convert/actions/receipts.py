"""Take money for won deals, and keep the register's sums."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from gleanry.flow.convert.facts import Paid
from gleanry.flow.convert.models import DealOutcome, Opportunity, Receipt
from gleanry.flow.convert.queries import fixed_rate, visible_deals
from gleanry.flow.convert.rules import in_base
from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.leads.actions import reach_milestones, set_money
from gleanry.leads.shapes import Milestone
from gleanry.tenants.queries import get_settings
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money


def record_receipt(
    viewer: Viewer, deal_id: int, amount: Money, received_at: datetime, at: datetime, *, rate: Decimal | None = None
) -> None:
    """Take money for a won deal; a refund is a negative amount. Raises Refusal `not_found` or `deal_not_won`.

    `rate` as in win_deal: without one, and without one in the workspace's table, the money is kept but not summed.
    """
    take_money(viewer, [(deal_id, amount, fixed_rate(viewer.workspace_id, amount.currency, rate), received_at)], at)


def take_money(viewer: Viewer, given: Sequence[tuple[int, Money, Decimal, datetime]], at: datetime) -> None:
    """Take money for won deals: (deal, amount, rate, received at). All of them, or none and a Refusal."""
    if not viewer.may("deals.move"):
        raise Refusal("forbidden", permission="deals.move")
    if not all(amount.minor for _, amount, _, _ in given):
        raise Refusal("bad_amount")
    with transaction.atomic():
        rows = visible_deals(viewer).filter(pk__in=[deal_id for deal_id, *_ in given])
        deals = {pk: (lead_id, outcome) for pk, lead_id, outcome in rows.values_list("pk", "lead_id", "outcome")}
        for deal_id, *_ in given:
            if deal_id not in deals:
                raise Refusal("not_found", deal=deal_id)
            if deals[deal_id][1] != DealOutcome.WON:
                raise Refusal("deal_not_won", deal=deal_id)
        full = [(deal_id, deals[deal_id][0], amount, rate, received) for deal_id, amount, rate, received in given]
        record_receipts(viewer.workspace_id, full, at=at)


ReceiptGiven = tuple[int, int | None, Money, Decimal, datetime]
"""(opportunity id, lead id, amount, rate to the workspace's currency, received at)."""


def record_receipts(workspace_id: int, given: Sequence[ReceiptGiven], *, at: datetime) -> None:
    """Append a batch of receipts, bring the register's money up to date and announce them to attribution."""
    if not given:
        return
    base = get_settings(workspace_id).currency
    ids = bulk.allocate(Receipt, len(given))
    rows = []
    for receipt_id, (deal_id, _, amount, rate, received_at) in zip(ids, given, strict=True):
        total = in_base(amount, base, rate)
        money = (amount.minor, amount.currency, rate, total.minor)
        rows.append((receipt_id, workspace_id, deal_id, "", *money, received_at))
    columns = ("amount_minor", "currency", "rate", "base_minor", "received_at")
    bulk.insert(Receipt, ("id", "workspace_id", "opportunity_id", "external_id", *columns), rows)
    paid = [(lead_id, received_at) for _, lead_id, _, _, received_at in given if lead_id]
    reach_milestones(workspace_id, Milestone.PAID, paid)
    refresh_money(workspace_id, [lead_id for lead_id, _ in paid])
    ledger.announce(workspace_id, Paid(tuple(ids)), at=at)


def refresh_money(workspace_id: int, lead_ids: Sequence[int]) -> None:
    """Set what leads won and paid to the sums of their deals and receipts."""
    deals = bulk.find(
        Opportunity,
        ("id", "lead_id", "base_minor", "outcome"),
        workspace_id=workspace_id,
        key="lead_id",
        among=lead_ids,
    )
    lead_of = {deal_id: lead_id for deal_id, lead_id, _, _ in deals}
    won: dict[int, int] = {}
    paid: dict[int, int] = {}
    for _, lead_id, minor, outcome in deals:
        won[lead_id] = won.get(lead_id, 0) + (minor if outcome == DealOutcome.WON else 0)
    for deal_id, minor in bulk.find(
        Receipt, ("opportunity_id", "base_minor"), workspace_id=workspace_id, key="opportunity_id", among=lead_of
    ):
        paid[lead_of[deal_id]] = paid.get(lead_of[deal_id], 0) + minor
    set_money(workspace_id, [(lead_id, minor, paid.get(lead_id, 0)) for lead_id, minor in won.items()])
