"""Stages of a deal, and what a row of a deals file says of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from gleanry.values.money import Money, is_currency
from gleanry.world.rules.currency import convert

WON = "won"
LOST = "lost"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the workspace's process, in order."""

    key: str
    name_zh: str
    name_en: str


def read_stages(body: Mapping[str, Any]) -> tuple[Stage, ...]:
    """The open stages of the rule book, in order; won and lost are ends, not stages."""
    return tuple(Stage(row["key"], row["zh"], row["en"]) for row in body["stages"])


def faults_of_stages(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is wrong with a book of stages: dicts of row (from 1; 0 is the book), setting, code and value."""
    rows = body.get("stages")
    if not isinstance(rows, list) or not rows:
        return [{"row": 0, "setting": "stages", "code": "none"}]
    found: list[dict[str, Any]] = []
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        said = {name: row.get(name) if isinstance(row, Mapping) else None for name in ("key", "zh", "en")}
        for name, value in said.items():
            if not isinstance(value, str) or not value.strip():
                found.append({"row": number, "setting": name, "code": "missing"})
        key = str(said["key"])
        if key in (WON, LOST):
            found.append({"row": number, "setting": "key", "code": "reserved", "value": key})
        if key in seen:
            found.append({"row": number, "setting": "key", "code": "twice", "value": key})
        seen.add(key)
    return found


def faults_of_rates(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is wrong with a book of rates: its rows are named by their currency."""
    rates = body.get("rates")
    if not isinstance(rates, Mapping):
        return [{"row": 0, "setting": "rates", "code": "missing"}]
    found: list[dict[str, Any]] = []
    for currency, rate in rates.items():
        if not is_currency(currency):
            found.append({"row": currency, "setting": "currency", "code": "unknown", "value": currency})
        if not _is_positive(rate):
            found.append({"row": currency, "setting": "rate", "code": "not_positive", "value": str(rate)})
    return found


def _is_positive(rate: Any) -> bool:
    try:
        number = Decimal(str(rate))
    except InvalidOperation:
        return False
    return not isinstance(rate, bool) and number.is_finite() and number > 0


def stage_named(word: str, stages: Sequence[Stage]) -> str:
    """The stage a word means: its key or one of its names; the first stage when it means none of them."""
    wanted = word.strip().casefold()
    for stage in stages:
        if wanted in (stage.key.casefold(), stage.name_zh.casefold(), stage.name_en.casefold()):
            return stage.key
    return stages[0].key


@dataclass(frozen=True, slots=True)
class Deal:
    """One row of a deals file, read. Instants are aware; `amount_minor` is in minor units of `currency`."""

    submission_id: int
    lead_external_id: str
    external_id: str
    name: str
    account_key: str
    product: str
    stage: str
    outcome: str
    loss_reason: str
    amount_minor: int
    currency: str
    opened_at: datetime | None
    closed_at: datetime | None
    owner: str
    sdr: str
    paid_minor: int
    paid_at: datetime | None


def read_deal(
    submission_id: int, fields: Mapping[str, Any], stages: Sequence[Stage], *, account_key: str, currency: str
) -> Deal:
    """Read typed fields as a deal. What is dated as won or lost is; otherwise the stage's word decides."""
    word = str(fields.get("stage") or "")
    won, lost = _instant(fields, "won_at"), _instant(fields, "lost_at")
    closed = _instant(fields, "closed_at")
    outcome = WON if won or word.casefold() == WON else LOST if lost or word.casefold() == LOST else ""
    product = str(fields.get("product") or "")[:80]
    company = str(fields.get("account") or fields.get("company") or "")
    parts = " · ".join(part for part in (company, product) if part)
    title = str(fields.get("name") or parts or fields.get("lead_external_id") or "")
    return Deal(
        submission_id=submission_id,
        lead_external_id=str(fields.get("lead_external_id") or ""),
        external_id=str(fields.get("external_id") or ""),
        name=title[:200],
        account_key=account_key,
        product=product,
        stage=stage_named(word, stages),
        outcome=outcome,
        loss_reason=str(fields.get("loss_reason") or "")[:80],
        amount_minor=int(fields.get("amount_minor", 0)),
        currency=str(fields.get("currency") or currency),
        opened_at=_instant(fields, "opened_at"),
        closed_at=(won or lost or closed) if outcome else None,
        owner=str(fields.get("owner") or "")[:80],
        sdr=str(fields.get("sdr") or "")[:80],
        paid_minor=int(fields.get("paid_amount_minor", 0)),
        paid_at=_instant(fields, "paid_at"),
    )


def _instant(fields: Mapping[str, Any], name: str) -> datetime | None:
    text = fields.get(name)
    return datetime.fromisoformat(text) if text else None


def in_base(amount: Money, base: str, rate: Decimal) -> Money:
    """In the workspace's currency; nothing while no rate is known (rate 0)."""
    if amount.currency == base:
        return amount
    return convert(amount, to=base, rate=rate) if rate else Money(0, base)


def rate_for(currency: str, base: str, rates: Mapping[str, Any]) -> Decimal:
    """The rate to the workspace's currency: 1 for its own, 0 when nobody fixed one."""
    return Decimal(1) if currency == base else Decimal(str(rates.get(currency, 0)))
