"""What claims give, as far as it is rewarded: by the batch, with a number of statements that does not grow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from gleanry.flow.collect.queries import claims_by_id, receipts_by_id, shares_of
from gleanry.flow.collect.shapes import ClaimRow
from gleanry.flow.convert.queries import makers_of
from gleanry.flow.followup.queries import last_signs
from gleanry.flow.order.queries import lines_of
from gleanry.flow.order.shapes import PaperLine
from gleanry.flow.reward.shapes import Book, Earning
from gleanry.leads.queries import leads_by_id
from gleanry.leads.shapes import LeadRow
from gleanry.people.queries import accounts_by_id
from gleanry.people.shapes import AccountRow
from gleanry.tenants.queries import get_settings
from gleanry.values.period import day_of

OVERPAID = "over"
HUNDRED = Decimal(100)


def roots_of_claims(workspace_id: int, claim_ids: Iterable[int]) -> dict[int, ClaimRow]:
    """The claims that some claims are or take back, by their id; overpayments, which nobody earned, are left out."""
    given = claims_by_id(workspace_id, claim_ids)
    wanted = {row.reverses_id for row in given.values() if row.reverses_id is not None}
    missing = claims_by_id(workspace_id, wanted - set(given)) if wanted - set(given) else {}
    rows = given | missing
    return {pk: row for pk, row in rows.items() if row.reverses_id is None and row.kind != OVERPAID}


def earnings_of(workspace_id: int, claim_ids: Iterable[int], book: Book) -> dict[int, Earning]:
    """Claim id -> what it gives; claims that were taken back, and those nobody earned, are not there."""
    claims = {pk: row for pk, row in roots_of_claims(workspace_id, claim_ids).items() if row.is_in_force}
    receipts = receipts_by_id(workspace_id, {row.receipt_id for row in claims.values()})
    split = shares_of(workspace_id, claims)
    makers = makers_of(workspace_id, {row.opportunity_id for row in claims.values()})
    leads = leads_by_id(workspace_id, {lead for lead, _, _ in makers.values()})
    signs = last_signs(workspace_id, leads, "mql")
    accounts = accounts_by_id(workspace_id, {row.account_id for row in claims.values()})
    lines = lines_of(workspace_id, {row.order_id for row in claims.values() if row.order_id is not None})
    zone = ZoneInfo(get_settings(workspace_id).zone)
    found = {}
    for pk, row in claims.items():
        lead_id, sdr_id, product = makers.get(row.opportunity_id or 0, (None, None, ""))
        lead = leads.get(lead_id or 0)
        day = day_of(row.received_at, zone)
        found[pk] = Earning(
            claim_id=pk,
            receipt_id=row.receipt_id,
            order_id=row.order_id,
            deal_id=row.opportunity_id,
            day=day,
            amount=row.amount,
            rate=receipts[row.receipt_id].rate,
            owners=tuple((part.member_id, part.amount) for part in split.get(pk, ()) if part.member_id is not None),
            sdr_id=sdr_id or (signs[lead.id].member_id if lead is not None and lead.id in signs else None),
            product=product,
            sourced=lead is not None and not _is_outbound(lead, book),
            outbound=lead is None or _is_outbound(lead, book),
            **_customer(accounts, row, day, book),
            kept=_kept(lines.get(row.order_id or 0, ())),
        )
    return found


def _is_outbound(lead: LeadRow, book: Book) -> bool:
    """Whether the sellers found the customer themselves: by the source of the lead."""
    return lead.source in book.outbound_sources


def _customer(accounts: Mapping[int, AccountRow], row: ClaimRow, day: date, book: Book) -> dict[str, bool]:
    account = accounts.get(row.account_id or 0)
    if account is None:
        return {"new_customer": False, "new_market": False}
    since = account.bought_at.date() if account.bought_at else day
    return {
        "new_customer": day - since <= timedelta(days=book.new_customer_days),
        "new_market": account.region in book.new_markets,
    }


def _kept(lines: Iterable[PaperLine]) -> Decimal | None:
    """How much of the list price an order kept, in percent; None where no line has one."""
    listed = sold = Decimal(0)
    for line in lines:
        if line.list_price:
            listed += line.list_price * line.quantity
            sold += line.net.amount
    return sold * HUNDRED / listed if listed else None
