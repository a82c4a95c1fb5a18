"""What a row of a deals file says of a deal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gleanry.flow.convert.rules.processes import LOST, WON, Stage, stage_named


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
