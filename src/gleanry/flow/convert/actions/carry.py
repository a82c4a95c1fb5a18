"""What taken deals mean for the register and the receipts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gleanry.flow.convert.actions.holding import keep_changes, void_gates
from gleanry.flow.convert.actions.receipts import record_receipts, refresh_money
from gleanry.flow.convert.facts import Converted, Lost, Won
from gleanry.flow.convert.models import GradeChange, Opportunity, StageChange
from gleanry.flow.convert.rules import LOST, LOST_GRADE, WON, WON_GRADE, Deal, ProcessBook, rate_for
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
    processes: ProcessBook
    grades_id: int | None

    def process_of(self, deal: Deal) -> str:
        """The process a deal's stage is of."""
        process = self.processes.of_stage(deal.stage)
        return process.key if process else self.processes.for_product(deal.product).key

    def grade_of(self, deal: Deal) -> str:
        """S of a deal that is won, F of one that is lost; files say nothing of the others."""
        return {WON: WON_GRADE, LOST: LOST_GRADE}.get(deal.outcome, "")


def grade_ended(context: Context, ended: Sequence[tuple[int, Deal, str]]) -> None:
    """Append the last grade of deals that came as ended: (deal, what its row says, grade before)."""
    columns = ("workspace_id", "opportunity_id", "from_grade", "grade", "reason", "at", "rules_id")
    rows = [
        (
            context.workspace_id,
            i,
            before,
            context.grade_of(deal),
            "imported",
            deal.closed_at or context.at,
            context.grades_id,
        )
        for i, deal, before in ended
        if deal.outcome
    ]
    bulk.insert(GradeChange, (*columns, "criteria", "because"), [(*row, {}, []) for row in rows])


def carry_on(context: Context, opened: Taken, again: Taken) -> None:
    """Bring known deals up to date, move the leads, book the receipts of newly opened deals, and announce."""
    moved = _bring_up_to_date(context, again)
    _lead_ahead(context, [*opened, *moved])
    _pay(context, opened)
    taken = [*opened, *moved]
    for fact, outcome in ((Won, WON), (Lost, LOST)):
        ids = tuple(deal_id for deal_id, deal in taken if deal.outcome == outcome)
        ledger.announce(context.workspace_id, fact(ids), at=context.at)


def _bring_up_to_date(context: Context, again: Taken) -> list[tuple[int, Deal]]:
    """A deal we have came with another stage, end or amount. Returns those that changed. Closed deals stay closed."""
    columns = ("id", "stage", "outcome", "amount_minor", "version", "grade", "currency")
    held = {
        row[0]: row[1:]
        for row in bulk.find(
            Opportunity, columns, workspace_id=context.workspace_id, key="id", among=(i for i, _ in again), lock=True
        )
    }
    changed = [
        (i, deal)
        for i, deal in again
        if not held[i][1] and (deal.stage, deal.outcome, deal.amount_minor) != held[i][:3]
    ]
    rows, history, told = [], [], {}
    for i, deal in changed:
        rate = rate_for(deal.currency, context.base, context.rates)
        money = Money(deal.amount_minor, deal.currency)
        total = convert(money, to=context.base, rate=rate).minor if rate else 0
        amounts = (money.minor, money.currency, rate, total)
        grade = context.grade_of(deal) or held[i][4]
        rows.append(
            (i, deal.stage, deal.outcome, *amounts, deal.closed_at, deal.loss_reason, context.process_of(deal), grade)
        )
        at = deal.closed_at or context.at
        if (deal.outcome or deal.stage) != held[i][0]:
            history.append((context.workspace_id, i, held[i][0], deal.outcome or deal.stage, at, "imported"))
        told[i] = _differences(deal, held[i])
    money_columns = ("amount_minor", "currency", "rate", "base_minor")
    ends = ("closed_at", "loss_reason", "process", "grade")
    bulk.update(Opportunity, ("stage", "outcome", *money_columns, *ends), rows)
    bulk.update(Opportunity, ("stage_since",), [(row[1], row[4]) for row in history])
    bulk.insert(StageChange, ("workspace_id", "opportunity_id", "from_stage", "stage", "at", "reason"), history)
    grade_ended(context, [(i, deal, held[i][4]) for i, deal in changed])
    void_gates(context.workspace_id, [(i, None) for i, deal in changed if deal.outcome])
    keep_changes(context.workspace_id, {i: row[3] for i, row in held.items()}, told, context.at, by=None)
    return changed


def _differences(deal: Deal, held: Sequence[Any]) -> dict[str, tuple[Any, Any]]:
    """What a row of a file makes of a deal, for those who look at it in the meantime."""
    found = {"stage": (held[0], deal.stage), "outcome": (held[1], deal.outcome)}
    before, after = Money(held[2], held[5]), Money(deal.amount_minor, deal.currency)
    found["amount"] = (f"{before.amount:f} {before.currency}", f"{after.amount:f} {after.currency}")
    return {name: pair for name, pair in found.items() if pair[0] != pair[1]}


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
    refresh_money(context.workspace_id, [lead.id for _, _, lead in ahead])
    fact = Converted(tuple(lead.id for _, _, lead in ahead), tuple(i for i, _, _ in ahead))
    ledger.announce(context.workspace_id, fact, at=context.at)


def _known_since(deal: Deal, at: datetime) -> datetime | None:
    """When a deal was an opportunity at the latest: its opening, or its loss, or, still open, the moment we hear of it.

    A won deal proves by itself that it was one, and gets no date that nobody gave.
    """
    if deal.opened_at or deal.outcome == WON:
        return deal.opened_at
    return deal.closed_at or at


def _pay(context: Context, opened: Taken) -> None:
    given = []
    for deal_id, deal in opened:
        if deal.paid_minor:
            lead = context.leads.get(deal.lead_external_id)
            rate = rate_for(deal.currency, context.base, context.rates)
            received = deal.paid_at or deal.closed_at or context.at
            paid = Money(deal.paid_minor, deal.currency)
            given.append((deal_id, lead.id if lead else None, paid, rate, received))
    record_receipts(context.workspace_id, given, at=context.at)
