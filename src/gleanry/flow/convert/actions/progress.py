"""Move deals along, win them, lose them, and take the money."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from gleanry.flow.convert.facts import Lost, Paid, Won
from gleanry.flow.convert.models import DealOutcome, Opportunity, Receipt, StageChange
from gleanry.flow.convert.queries import visible_deals
from gleanry.flow.convert.rules import LOST, WON, read_stages
from gleanry.kit import bulk, ledger, rulebook
from gleanry.kit.errors import Refusal
from gleanry.leads.actions import reach_milestones, set_money
from gleanry.leads.shapes import Milestone
from gleanry.tenants.queries import get_settings
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money
from gleanry.world.rules.currency import convert


def move_deal(viewer: Viewer, deal_id: int, stage: str, at: datetime, *, reason: str = "") -> None:
    """Put an open deal into another stage. Raises Refusal `not_found`, `deal_closed` or `no_such_stage`."""
    stages = {known.key for known in read_stages(rulebook.current(viewer.workspace_id, "convert").body)}
    if stage not in stages:
        raise Refusal("no_such_stage", stage=stage)
    with transaction.atomic():
        deal = _held(viewer, deal_id)
        if deal.stage == stage:
            return
        _changed(viewer, deal, stage, at, reason)
        Opportunity.objects.of(viewer.workspace_id).filter(pk=deal_id).update(stage=stage)


def win_deal(viewer: Viewer, deal_id: int, amount: Money, at: datetime, *, rate: Decimal = Decimal(1)) -> None:
    """Win an open deal for `amount`; `rate` (workspace currency per unit) is fixed with it."""
    base = get_settings(viewer.workspace_id).currency
    with transaction.atomic():
        deal = _held(viewer, deal_id)
        total = _in_base(amount, base, rate)
        _changed(viewer, deal, WON, at, "")
        Opportunity.objects.of(viewer.workspace_id).filter(pk=deal_id).update(
            outcome=DealOutcome.WON,
            closed_at=at,
            amount_minor=amount.minor,
            currency=amount.currency,
            rate=rate,
            base_minor=total.minor,
        )
        if deal.lead_id:
            reach_milestones(viewer.workspace_id, Milestone.WON, [(deal.lead_id, at)])
            refresh_money(viewer.workspace_id, [deal.lead_id])
        ledger.announce(viewer.workspace_id, Won((deal_id,)), at=at, by=viewer.member_id)


def lose_deal(viewer: Viewer, deal_id: int, reason: str, at: datetime) -> None:
    """Lose an open deal; why is required."""
    if not reason.strip():
        raise Refusal("reason_missing")
    with transaction.atomic():
        deal = _held(viewer, deal_id)
        _changed(viewer, deal, LOST, at, reason)
        rows = Opportunity.objects.of(viewer.workspace_id).filter(pk=deal_id)
        rows.update(outcome=DealOutcome.LOST, closed_at=at, loss_reason=reason[:80])
        ledger.announce(viewer.workspace_id, Lost((deal_id,)), at=at, by=viewer.member_id)


def record_receipt(
    viewer: Viewer, deal_id: int, amount: Money, received_at: datetime, at: datetime, *, rate: Decimal = Decimal(1)
) -> None:
    """Take money for a won deal; a refund is a negative amount. Raises Refusal `not_found` or `deal_not_won`."""
    if not viewer.may("deals.move"):
        raise Refusal("forbidden", permission="deals.move")
    if not amount.minor:
        raise Refusal("bad_amount")
    with transaction.atomic():
        deal = visible_deals(viewer).filter(pk=deal_id).first()
        if deal is None:
            raise Refusal("not_found", deal=deal_id)
        if deal.outcome != DealOutcome.WON:
            raise Refusal("deal_not_won", deal=deal_id)
        record_receipts(viewer.workspace_id, [(deal_id, deal.lead_id, amount, rate, received_at)], at=at)


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
        total = _in_base(amount, base, rate)
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


def _held(viewer: Viewer, deal_id: int) -> Opportunity:
    if not viewer.may("deals.move"):
        raise Refusal("forbidden", permission="deals.move")
    deal = visible_deals(viewer).select_for_update().filter(pk=deal_id).first()
    if deal is None:
        raise Refusal("not_found", deal=deal_id)
    if deal.outcome:
        raise Refusal("deal_closed", deal=deal_id, outcome=deal.outcome)
    return deal


def _changed(viewer: Viewer, deal: Opportunity, stage: str, at: datetime, reason: str) -> None:
    StageChange.objects.create(
        workspace_id=viewer.workspace_id,
        opportunity_id=deal.pk,
        from_stage=deal.stage,
        stage=stage,
        at=at,
        by=viewer.member_id,
        reason=reason[:200],
    )


def _in_base(amount: Money, base: str, rate: Decimal) -> Money:
    """In the workspace's currency; nothing while no rate is known (rate 0)."""
    if amount.currency == base:
        return amount
    return convert(amount, to=base, rate=rate) if rate else Money(0, base)
