"""Move deals along, win them, lose them: one at a time or many at once, each kind of step in a few statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from gleanry.flow.convert.actions.money import refresh_won
from gleanry.flow.convert.facts import Lost, Won
from gleanry.flow.convert.models import DealOutcome, Opportunity, StageChange
from gleanry.flow.convert.queries import fixed_rate, visible_deals
from gleanry.flow.convert.rules import LOST, WON, in_base, read_stages
from gleanry.kit import bulk, ledger, rulebook
from gleanry.kit.errors import Refusal
from gleanry.leads.actions import reach_milestones
from gleanry.leads.shapes import Milestone
from gleanry.tenants.queries import get_settings
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money

MONEY = ("amount_minor", "currency", "rate", "base_minor")


@dataclass(frozen=True, slots=True)
class Held:
    """An open deal, held until the transaction ends."""

    id: int
    lead_id: int | None
    stage: str


def move_deal(viewer: Viewer, deal_id: int, stage: str, at: datetime, *, reason: str = "") -> None:
    """Put an open deal into another stage. Raises Refusal `not_found`, `deal_closed` or `no_such_stage`."""
    move_deals(viewer, [(deal_id, stage)], at, reason=reason)


def move_deals(viewer: Viewer, moves: Sequence[tuple[int, str]], at: datetime, *, reason: str = "") -> None:
    """Put open deals into other stages: (deal, stage). All of them, or none and a Refusal."""
    stages = {known.key for known in read_stages(rulebook.current(viewer.workspace_id, "convert").body)}
    for _, stage in moves:
        if stage not in stages:
            raise Refusal("no_such_stage", stage=stage)
    with transaction.atomic():
        held = _held(viewer, (deal_id for deal_id, _ in moves))
        changed = {deal_id: stage for deal_id, stage in moves if held[deal_id].stage != stage}
        _changed(viewer, held, changed, at, dict.fromkeys(changed, reason))
        bulk.update(Opportunity, ("stage",), list(changed.items()))


def price_deals(viewer: Viewer, prices: Sequence[tuple[int, Money, Decimal]], at: datetime) -> None:
    """Set what open deals are expected to bring: (deal, amount, rate to the workspace's currency)."""
    with transaction.atomic():
        _held(viewer, (deal_id for deal_id, _, _ in prices))
        _set_money(viewer, prices)


def win_deal(viewer: Viewer, deal_id: int, amount: Money, at: datetime, *, rate: Decimal | None = None) -> None:
    """Win an open deal for `amount`; `rate` (workspace currency per unit) is fixed with it.

    Without a rate the workspace's own table is asked; an amount it does not know either is kept but not summed.
    """
    win_deals(viewer, [(deal_id, amount, fixed_rate(viewer.workspace_id, amount.currency, rate))], at)


def win_deals(viewer: Viewer, won: Sequence[tuple[int, Money, Decimal]], at: datetime) -> None:
    """Win open deals: (deal, amount, rate). All of them, or none and a Refusal."""
    with transaction.atomic():
        held = _held(viewer, (deal_id for deal_id, _, _ in won))
        _changed(viewer, held, dict.fromkeys(held, WON), at, {})
        _set_money(viewer, won)
        bulk.update(Opportunity, ("outcome", "closed_at"), [(deal_id, DealOutcome.WON, at) for deal_id in held])
        leads = [deal.lead_id for deal in held.values() if deal.lead_id]
        reach_milestones(viewer.workspace_id, Milestone.WON, [(lead_id, at) for lead_id in leads])
        refresh_won(viewer.workspace_id, leads)
        ledger.announce(viewer.workspace_id, Won(tuple(held)), at=at, by=viewer.member_id)


def lose_deal(viewer: Viewer, deal_id: int, reason: str, at: datetime) -> None:
    """Lose an open deal; why is required."""
    lose_deals(viewer, [(deal_id, reason)], at)


def lose_deals(viewer: Viewer, lost: Sequence[tuple[int, str]], at: datetime) -> None:
    """Lose open deals: (deal, reason); why is required. All of them, or none and a Refusal."""
    reasons = dict(lost)
    if not all(reason.strip() for reason in reasons.values()):
        raise Refusal("reason_missing")
    with transaction.atomic():
        held = _held(viewer, reasons)
        _changed(viewer, held, dict.fromkeys(held, LOST), at, reasons)
        rows = [(deal_id, DealOutcome.LOST, at, reasons[deal_id][:80]) for deal_id in held]
        bulk.update(Opportunity, ("outcome", "closed_at", "loss_reason"), rows)
        ledger.announce(viewer.workspace_id, Lost(tuple(held)), at=at, by=viewer.member_id)


def _held(viewer: Viewer, deal_ids: Iterable[int]) -> dict[int, Held]:
    """The deals, in the order given. Raises Refusal `forbidden`, `not_found` or `deal_closed`."""
    if not viewer.may("deals.move"):
        raise Refusal("forbidden", permission="deals.move")
    wanted = list(dict.fromkeys(deal_ids))
    rows = visible_deals(viewer).select_for_update().filter(pk__in=wanted).order_by("pk")
    found = {row[0]: row for row in rows.values_list("pk", "lead_id", "stage", "outcome")}
    for deal_id in wanted:
        if deal_id not in found:
            raise Refusal("not_found", deal=deal_id)
        if found[deal_id][3]:
            raise Refusal("deal_closed", deal=deal_id, outcome=found[deal_id][3])
    return {deal_id: Held(*found[deal_id][:3]) for deal_id in wanted}


def _changed(
    viewer: Viewer, held: Mapping[int, Held], stages: Mapping[int, str], at: datetime, reasons: Mapping[int, str]
) -> None:
    bulk.insert(
        StageChange,
        ("workspace_id", "opportunity_id", "from_stage", "stage", "at", "by", "reason"),
        [
            (viewer.workspace_id, i, held[i].stage, stage, at, viewer.member_id, reasons.get(i, "")[:200])
            for i, stage in stages.items()
        ],
    )


def _set_money(viewer: Viewer, prices: Sequence[tuple[int, Money, Decimal]]) -> None:
    base = get_settings(viewer.workspace_id).currency
    rows = [(i, amount.minor, amount.currency, rate, in_base(amount, base, rate).minor) for i, amount, rate in prices]
    bulk.update(Opportunity, MONEY, rows)
