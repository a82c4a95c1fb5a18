"""A bank statement as a table: which column is what, what each line says, and when two lines are the same."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, tzinfo
from decimal import Decimal, InvalidOperation

from gleanry.flow.collect.rules.claims import fault_of_receipt
from gleanry.flow.collect.shapes import BankLine, NewReceipt
from gleanry.values.amount import parse_money
from gleanry.values.moment import guess_day_first, parse_moment
from gleanry.values.money import is_currency
from gleanry.values.unreadable import Unreadable

COLUMNS = {
    "external_id": ("id", "transaction id", "transaction no", "流水号", "交易流水号", "凭证号"),
    "received_at": ("date", "received on", "value date", "booking date", "交易日期", "到账日期", "日期", "入账日期"),
    "amount": ("amount", "credit", "credit amount", "金额", "收入金额", "贷方发生额", "到账金额", "收入"),
    "currency": ("currency", "ccy", "币种", "货币"),
    "payer": ("payer", "from", "counterparty", "remitter", "付款方", "付款人", "对方户名", "付款方名称"),
    "reference": ("reference", "remittance information", "description", "purpose", "附言", "摘要", "用途", "备注"),
    "rate": ("rate", "exchange rate", "汇率"),
}
"""Field -> what its column is called; upper and lower case are the same."""


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Field -> the first column that is called so."""
    names = [cell.strip().casefold() for cell in header]
    return {
        field: next(n for n, name in enumerate(names) if name in words)
        for field, words in COLUMNS.items()
        if any(name in words for name in names)
    }


def read_lines(table: Sequence[Sequence[str]], *, currency: str, zone: tzinfo, now: datetime) -> list[BankLine]:
    """The lines under the header that is the first row; each a receipt or a fault. Empty lines are left out.

    `currency` is meant where a line names none. Raises Unreadable `no_columns` where day or amount have no column.
    """
    at = columns_of(table[0]) if table else {}
    if "amount" not in at or "received_at" not in at:
        raise Unreadable("no_columns", " · ".join(table[0])[:200] if table else "")
    rows = [(number, row) for number, row in enumerate(table[1:], start=2) if any(cell.strip() for cell in row)]
    day_first = guess_day_first([_cell(row, at, "received_at") for _, row in rows])
    found = []
    for number, row in rows:
        said = {field: _cell(row, at, field) for field in COLUMNS}
        try:
            receipt = _read(said, currency, zone, day_first)
        except Unreadable as error:
            found.append(BankLine(number, None, error.code, error.text))
            continue
        fault = fault_of_receipt(receipt, now)
        value = said["received_at"] if fault == "in_the_future" else said["amount"]
        found.append(BankLine(number, None if fault else receipt, fault, value if fault else ""))
    return found


def _cell(row: Sequence[str], at: dict[str, int], field: str) -> str:
    return row[at[field]].strip() if field in at and at[field] < len(row) else ""


def _read(said: dict[str, str], currency: str, zone: tzinfo, day_first: bool | None) -> NewReceipt:
    code = said["currency"].upper() or currency
    if not is_currency(code):
        raise Unreadable("bad_currency", said["currency"])
    return NewReceipt(
        amount=parse_money(said["amount"], currency=code),
        received_at=parse_moment(said["received_at"], zone=zone, day_first=day_first, excel_serial=True).at,
        rate=_rate(said["rate"]),
        payer=said["payer"][:200],
        reference=said["reference"][:400],
        external_id=said["external_id"][:200],
    )


def _rate(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        rate = Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise Unreadable("bad_rate", text) from None
    if not rate.is_finite() or not 0 < rate < 10**9:
        raise Unreadable("bad_rate", text)
    return rate


def fingerprint_of(receipt: NewReceipt, nth: int = 1) -> str:
    """What tells the same bank line again: the bank's own id, else day, amount, payer and reference.

    `nth` counts lines of one statement that say the same: who pays the same amount twice in a day paid twice.
    """
    if receipt.external_id:
        told = ["id", receipt.external_id]
    else:
        money = f"{receipt.amount.minor} {receipt.amount.currency}"
        told = ["line", receipt.received_at.date().isoformat(), money, *_folded(receipt), str(nth)]
    return hashlib.sha256("\x1f".join(told).encode()).hexdigest()


def _folded(receipt: NewReceipt) -> list[str]:
    return ["".join(text.split()).casefold() for text in (receipt.payer, receipt.reference)]
