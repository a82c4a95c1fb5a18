"""What taken deals mean for the register, and which of them came with money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gleanry.flow.convert.actions.money import refresh_won
from gleanry.flow.convert.facts import Converted, DealsPaid, Lost, Won
from gleanry.flow.convert.models import Opportunity, StageChange
from gleanry.flow.convert.rules import LOST, WON, Deal, rate_for
from gleanry.kit import bulk, ledger
from gleanry.leads.actions import place_leads, reach_milestones
from gleanry.leads.shapes import LeadRow, Milestone, Obtained, Placement, Pool, State
from gleanry.values.money import Money
from gleanry.world.rules.currency import convert

Taken = Sequence[tuple[int, Deal]]


@dataclass(frozen=True)
class Context:
    """What one batch of deals is taken with: looked up once."""

    workspace_id: int
    at: datetime
    base: str
    rates: Mapping[str, Any]
    members: Mapping[str, int]
    leads: Mapping[str, LeadRow]


def carry_on(context: Context, opened: Taken, again: Taken) -> None:
    """Bring known deals up to date, move the leads, and announce."""
    moved = _bring_up_to_date(context, again)
    _lead_ahead(context, [*opened, *moved])
    paid = [(deal_id, deal.submission_id) for deal_id, deal in opened if deal.paid_minor]
    brought = DealsPaid(tuple(deal_id for deal_id, _ in paid), tuple(submission for _, submission in paid))
    ledger.announce(context.workspace_id, brought, at=context.at)
    taken = [*opened, *moved]
    for fact, outcome in ((Won, WON), (Lost, LOST)):
        ids = tuple(deal_id for deal_id, deal in taken if deal.outcome == outcome)
        ledger.announce(context.workspace_id, fact(ids), at=context.at)


def _bring_up_to_date(context: Context, again: Taken) -> list[tuple[int, Deal]]:
    """A deal we have came with another stage, end or amount. Returns those that changed. Closed deals stay closed."""
    columns = ("id", "stage", "outcome", "amount_minor")
    held = {
        row[0]: row[1:]
        for row in bulk.find(
            Opportunity, columns, workspace_id=context.workspace_id, key="id", among=(i for i, _ in again), lock=True
        )
    }
    changed = [
        (i, deal) for i, deal in again if not held[i][1] and (deal.stage, deal.outcome, deal.amount_minor) != held[i]
    ]
    rows, history = [], []
    for i, deal in changed:
        rate = rate_for(deal.currency, context.base, context.rates)
        money = Money(deal.amount_minor, deal.currency)
        total = convert(money, to=context.base, rate=rate).minor if rate else 0
        amounts = (money.minor, money.currency, rate, total)
        rows.append((i, deal.stage, deal.outcome, *amounts, deal.closed_at, deal.loss_reason))
        at = deal.closed_at or context.at
        if (deal.outcome or deal.stage) != held[i][0]:
            history.append((context.workspace_id, i, held[i][0], deal.outcome or deal.stage, at, "imported"))
    money_columns = ("amount_minor", "currency", "rate", "base_minor")
    bulk.update(Opportunity, ("stage", "outcome", *money_columns, "closed_at", "loss_reason"), rows)
    bulk.insert(StageChange, ("workspace_id", "opportunity_id", "from_stage", "stage", "at", "reason"), history)
    return changed


def _lead_ahead(context: Context, taken: Taken) -> None:
    """Leads of deals are converted, and reach the milestones the deal has a date for: no date is made up."""
    ahead = [(i, deal, context.leads[deal.lead_external_id]) for i, deal in taken if deal.lead_external_id]
    owners = {lead.id: context.members.get(deal.owner) or lead.owner_id for _, deal, lead in ahead}
    place_leads(
        context.workspace_id,
        [
            Placement(i, Pool.CONVERTED, owner, State.CONVERTED, Obtained.IMPORTED, {"code": "deal_imported"})
            for i, owner in owners.items()
        ],
        at=context.at,
    )
    opened = [(lead.id, at) for _, deal, lead in ahead if (at := _known_since(deal, context.at)) is not None]
    reach_milestones(context.workspace_id, Milestone.OPPORTUNITY, opened)
    won = [(lead.id, deal.closed_at) for _, deal, lead in ahead if deal.outcome == WON and deal.closed_at]
    reach_milestones(context.workspace_id, Milestone.WON, won)
    refresh_won(context.workspace_id, [lead.id for _, _, lead in ahead])
    fact = Converted(tuple(lead.id for _, _, lead in ahead), tuple(i for i, _, _ in ahead))
    ledger.announce(context.workspace_id, fact, at=context.at)


def _known_since(deal: Deal, at: datetime) -> datetime | None:
    """When a deal was an opportunity at the latest: its opening, or its loss, or, still open, the moment we hear of it.

    A won deal proves by itself that it was one, and gets no date that nobody gave.
    """
    if deal.opened_at or deal.outcome == WON:
        return deal.opened_at
    return deal.closed_at or at
