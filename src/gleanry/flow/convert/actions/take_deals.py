"""Deals from files and programs. A deal that names a lead we do not have waits for it and is not refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gleanry.flow.capture.queries import fields_of
from gleanry.flow.convert.actions.carry import Context, carry_on, grade_ended
from gleanry.flow.convert.actions.open import OPENING
from gleanry.flow.convert.models import Opportunity, StageChange, TakenDeal
from gleanry.flow.convert.queries import deal_rules
from gleanry.flow.convert.rules import Deal, rate_for, read_deal
from gleanry.flow.identify.facts import AccountsKnown, Identified
from gleanry.kit import bulk, rulebook
from gleanry.leads.queries import leads_by_external_id, leads_by_id
from gleanry.leads.shapes import LeadRow
from gleanry.people.queries import accounts_by_key
from gleanry.tenants.queries import get_settings, members_by_external_id
from gleanry.values.company_name import parse_company_name
from gleanry.values.money import Money
from gleanry.world.rules.currency import convert


def take_deals(workspace_id: int, fact: AccountsKnown, at: datetime) -> None:
    """Take a batch of deals: open, move on, win and pay what the rows say."""
    _take(workspace_id, fact.submission_ids, at)


def take_waiting_deals(workspace_id: int, fact: Identified, at: datetime) -> None:
    """Leads came: take the deals that waited for them."""
    if not TakenDeal.objects.of(workspace_id).filter(opportunity_id__isnull=True).exists():
        return
    names = {lead.external_id for lead in leads_by_id(workspace_id, fact.lead_ids).values() if lead.external_id}
    waiting = bulk.find(
        TakenDeal,
        ("id",),
        workspace_id=workspace_id,
        key="waits_for",
        among=names,
        where="t.opportunity_id IS NULL",
        lock=True,
    )
    _take(workspace_id, [row[0] for row in waiting], at)


def _take(workspace_id: int, submission_ids: Sequence[int], at: datetime) -> None:
    if not submission_ids:
        return
    deals = _read(workspace_id, submission_ids)
    leads = _leads(workspace_id, deals)
    ready = [deal for deal in deals if not deal.lead_external_id or deal.lead_external_id in leads]
    rules = deal_rules(workspace_id)
    context = Context(
        processes=rules.processes,
        grades_id=rules.grades_id,
        workspace_id=workspace_id,
        at=at,
        base=get_settings(workspace_id).currency,
        rates=rulebook.current(workspace_id, "rates").body["rates"],
        members=members_by_external_id(workspace_id),
        leads=leads,
    )
    fresh, again = _apart(workspace_id, ready)
    opened = _open(context, fresh)
    carry_on(context, opened, again)
    _keep(workspace_id, deals, {deal.submission_id: deal_id for deal_id, deal in [*opened, *again]})


def _keep(workspace_id: int, deals: Sequence[Deal], taken: dict[int, int]) -> None:
    """Write where each deal ended. One that stands twice in a batch ends where its latest did."""
    by_name = {deal.external_id: taken[deal.submission_id] for deal in deals if deal.submission_id in taken}
    ends = {deal.submission_id: taken.get(deal.submission_id, by_name.get(deal.external_id)) for deal in deals}
    rows = bulk.find(TakenDeal, ("id",), workspace_id=workspace_id, key="id", among=ends)
    waited = {row[0] for row in rows}
    bulk.update(TakenDeal, ("opportunity_id",), [(i, end) for i, end in ends.items() if i in waited])
    names = {deal.submission_id: deal.lead_external_id for deal in deals}
    fresh = [(i, workspace_id, end, names[i] if end is None else "") for i, end in ends.items() if i not in waited]
    bulk.insert(TakenDeal, ("id", "workspace_id", "opportunity_id", "waits_for"), fresh)


def _read(workspace_id: int, submission_ids: Sequence[int]) -> list[Deal]:
    book = deal_rules(workspace_id).processes
    currency = get_settings(workspace_id).currency
    deals = []
    for read in fields_of(workspace_id, submission_ids):
        company = parse_company_name(str(read.fields.get("account") or read.fields.get("company") or ""))
        key = company.key[:200] if company else ""
        own = book.for_product(str(read.fields.get("product") or "")).stages
        stages = (*own, *(stage for stage in book.stages() if stage not in own))
        deals.append(read_deal(read.submission_id, read.fields, stages, account_key=key, currency=currency))
    return deals


def _leads(workspace_id: int, deals: Sequence[Deal]) -> dict[str, LeadRow]:
    """External id -> the lead it means; for an attached lead, its source lead."""
    named = leads_by_external_id(workspace_id, (deal.lead_external_id for deal in deals))
    found = leads_by_id(workspace_id, named.values())
    sources = leads_by_id(workspace_id, (lead.source_lead_id for lead in found.values()))
    return {
        external: sources.get(found[lead_id].source_lead_id or 0, found[lead_id]) for external, lead_id in named.items()
    }


def _apart(workspace_id: int, deals: Sequence[Deal]) -> tuple[list[Deal], list[tuple[int, Deal]]]:
    """Deals to be opened, and deals we have already with their ids: the same external id is the same deal."""
    rows = bulk.find(
        Opportunity,
        ("external_id", "id"),
        workspace_id=workspace_id,
        key="external_id",
        among=(deal.external_id for deal in deals if deal.external_id),
        where="t.external_id > ''",
    )
    known = dict(rows)
    latest = {deal.external_id or f"#{deal.submission_id}": deal for deal in deals}
    fresh = [deal for deal in latest.values() if deal.external_id not in known]
    return fresh, [(known[deal.external_id], deal) for deal in latest.values() if deal.external_id in known]


def _open(context: Context, deals: Sequence[Deal]) -> list[tuple[int, Deal]]:
    accounts = accounts_by_key(context.workspace_id, (deal.account_key for deal in deals if deal.account_key))
    ids = bulk.allocate(Opportunity, len(deals))
    pairs = list(zip(ids, deals, strict=True))
    rows = []
    for deal_id, deal in pairs:
        lead = context.leads.get(deal.lead_external_id)
        rate = rate_for(deal.currency, context.base, context.rates)
        amount = Money(deal.amount_minor, deal.currency)
        total = convert(amount, to=context.base, rate=rate).minor if rate else 0
        account = accounts.get(deal.account_key) or (lead.account_id if lead else None)
        owner = context.members.get(deal.owner) or (lead.owner_id if lead else None)
        party = (lead.id if lead else None, account, lead.person_id if lead else None, owner)
        name = (context.members.get(deal.sdr), deal.external_id, deal.name or f"#{deal_id}", deal.product, deal.stage)
        money = (amount.minor, amount.currency, rate, total, deal.outcome, deal.loss_reason)
        opened = deal.opened_at or deal.closed_at or context.at
        way = (opened, context.process_of(deal), deal.closed_at or opened)
        end = (deal.closed_at, deal.submission_id, context.grade_of(deal))
        rows.append((deal_id, context.workspace_id, *party, *name, *money, *way, *end))
    bulk.insert(Opportunity, (*OPENING, "closed_at", "submission_id", "grade"), rows)
    grade_ended(context, [(deal_id, deal, "") for deal_id, deal in pairs])
    columns = ("workspace_id", "opportunity_id", "from_stage", "stage", "at", "reason")
    opened_rows = [
        (context.workspace_id, i, "", deal.stage, deal.opened_at or deal.closed_at or context.at, "imported")
        for i, deal in pairs
    ]
    closed_rows = [
        (context.workspace_id, i, deal.stage, deal.outcome, deal.closed_at or context.at, "imported")
        for i, deal in pairs
        if deal.outcome
    ]
    bulk.insert(StageChange, columns, opened_rows + closed_rows)
    return pairs
