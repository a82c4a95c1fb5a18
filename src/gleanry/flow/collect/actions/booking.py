"""Book money that came in and belongs to nobody yet: one receipt, or a bank statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, tzinfo
from decimal import Decimal

from django.db import transaction

from gleanry.flow.collect.actions.writing import CLAIMING, ReceiptToWrite, write_receipts
from gleanry.flow.collect.models import Receipt, Source
from gleanry.flow.collect.rules import fault_of_receipt, fingerprint_of, read_lines
from gleanry.flow.collect.shapes import BankLine, Booked, NewReceipt
from gleanry.flow.convert.queries import in_workspace_currency, known_rates
from gleanry.kit import bulk
from gleanry.kit.errors import Refusal
from gleanry.tenants.queries import get_settings
from gleanry.tenants.shapes import Viewer


def book_receipt(viewer: Viewer, receipt: NewReceipt, at: datetime) -> int:
    """Book money by hand. Raises Refusal `forbidden`, `bad_amount`, `bad_currency`, `outgoing`, `in_the_future`.

    And `known_receipt` (data: receipt) where the same was booked before.
    """
    if fault := fault_of_receipt(receipt, at):
        raise Refusal(fault)
    booked = book_lines(viewer, [BankLine(1, receipt)], at, source=Source.HAND)
    if booked.known:
        raise Refusal("known_receipt")
    return booked.receipt_ids[0]


def book_statement(viewer: Viewer, table: Sequence[Sequence[str]], zone: tzinfo, at: datetime) -> Booked:
    """Book the lines of a statement. A line we had is told, not counted twice; what cannot be taken is told with why.

    Raises Refusal `forbidden`, and Unreadable `no_columns` where no column is the day or the amount.
    """
    currency = get_settings(viewer.workspace_id).currency
    return book_lines(viewer, read_lines(table, currency=currency, zone=zone, now=at), at)


def book_lines(viewer: Viewer, lines: Sequence[BankLine], at: datetime, *, source: str = Source.BANK) -> Booked:
    """Book lines that were read. Two statements for the lines, however many."""
    if not viewer.may("money.book"):
        raise Refusal("forbidden", permission="money.book")
    workspace_id = viewer.workspace_id
    base = get_settings(workspace_id).currency
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, CLAIMING)
        named = _fingerprints([line for line in lines if line.receipt is not None])
        known = _known(workspace_id, list(named))
        rates = known_rates(workspace_id, {line.receipt.amount.currency for line in named.values() if line.receipt})
        fresh = [
            _to_write(line.receipt, base, rates, print_, source)
            for print_, line in named.items()
            if line.receipt and print_ not in known
        ]
        ids = write_receipts(workspace_id, fresh, at, viewer.member_id)
    again = tuple(line.number for print_, line in named.items() if print_ in known)
    refused = tuple(line for line in lines if line.receipt is None)
    twice = tuple(line.number for line in lines if line.receipt and line not in named.values())
    return Booked(tuple(ids), again + twice, refused, sum(not receipt.rate for receipt in fresh))


def _fingerprints(lines: Sequence[BankLine]) -> dict[str, BankLine]:
    """What tells each line -> the line. Lines without a number of the bank may be alike, and are counted."""
    seen: Counter[str] = Counter()
    found: dict[str, BankLine] = {}
    for line in lines:
        if line.receipt is None:
            continue
        first = fingerprint_of(line.receipt)
        seen[first] += 1
        again = 1 if line.receipt.external_id else seen[first]
        found.setdefault(fingerprint_of(line.receipt, again), line)
    return found


def _known(workspace_id: int, prints: Sequence[str]) -> set[str]:
    rows = bulk.find(
        Receipt,
        ("fingerprint",),
        workspace_id=workspace_id,
        key="fingerprint",
        among=prints,
        where="t.fingerprint > ''",
    )
    return {row[0] for row in rows}


def _to_write(
    receipt: NewReceipt, base: str, rates: dict[str, Decimal], fingerprint: str, source: str
) -> ReceiptToWrite:
    currency = receipt.amount.currency
    rate = receipt.rate if receipt.rate is not None and currency != base else rates[currency]
    worth = in_workspace_currency(receipt.amount, base, rate)
    told = (receipt.payer, receipt.reference, receipt.external_id, fingerprint)
    return ReceiptToWrite(receipt.amount, worth, rate, receipt.received_at, source, *told)
