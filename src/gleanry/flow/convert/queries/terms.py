"""What others need to know of deals: whose they are, what they cost, who made them, the money that came with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from gleanry.flow.capture.queries import fields_of
from gleanry.flow.convert.models import DealOutcome, Opportunity
from gleanry.flow.convert.rules import rate_for, read_deal, read_processes
from gleanry.flow.convert.shapes import DealTerms, Payment
from gleanry.kit import bulk, rulebook
from gleanry.tenants.queries import get_settings
from gleanry.values.money import Money

TERMS = ("id", "name", "outcome", "lead_id", "account_id", "person_id", "owner_id")


def makers_of(workspace_id: int, deal_ids: Iterable[int | None]) -> dict[int, tuple[int | None, int | None, str]]:
    """Deal id -> (lead id, the SDR who handled it, product); one statement for any number."""
    wanted = [deal_id for deal_id in deal_ids if deal_id]
    rows = bulk.find(
        Opportunity, ("id", "lead_id", "sdr_id", "product"), workspace_id=workspace_id, key="id", among=wanted
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def won_between(workspace_id: int, since: datetime, until: datetime) -> list[tuple[int | None, int | None, str]]:
    """(owner, account, product) of each deal won from an instant up to another; one statement."""
    rows = Opportunity.objects.of(workspace_id).filter(outcome=DealOutcome.WON, closed_at__gte=since)
    return list(rows.filter(closed_at__lt=until).values_list("owner_id", "account_id", "product"))


def deal_terms(workspace_id: int, deal_ids: Iterable[int | None]) -> dict[int, DealTerms]:
    """Deal id -> whose it is and what it costs; one statement for any number."""
    columns = (*TERMS, "amount_minor", "currency", "rate", "opened_at")
    wanted = [deal_id for deal_id in deal_ids if deal_id]
    rows = bulk.find(Opportunity, columns, workspace_id=workspace_id, key="id", among=wanted)
    found = {}
    for *party, minor, currency, rate, opened_at in rows:
        row: tuple[Any, ...] = (*party, Money(minor, currency), Decimal(str(rate)), opened_at)
        found[party[0]] = DealTerms(*row)
    return found


def payments_of(
    workspace_id: int, deal_ids: Sequence[int], submission_ids: Sequence[int], at: datetime
) -> list[Payment]:
    """The money that deals from files came with, as their rows say; four statements.

    Received when the row says, else when the deal was closed, else `at`.
    """
    stages = tuple(read_processes(rulebook.current(workspace_id, "convert").body).stages())
    base = get_settings(workspace_id).currency
    rates = rulebook.current(workspace_id, "rates").body["rates"]
    leads = {pk: deal.lead_id for pk, deal in deal_terms(workspace_id, deal_ids).items()}
    deal_of = dict(zip(submission_ids, deal_ids, strict=True))
    found = []
    for read in fields_of(workspace_id, submission_ids):
        deal = read_deal(read.submission_id, read.fields, stages, account_key="", currency=base)
        deal_id = deal_of[read.submission_id]
        money = (Money(deal.paid_minor, deal.currency), rate_for(deal.currency, base, rates))
        received = deal.paid_at or deal.closed_at or at
        found.append(Payment(deal_id, read.submission_id, leads.get(deal_id), *money, received))
    return found
