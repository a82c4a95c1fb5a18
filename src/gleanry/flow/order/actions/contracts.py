"""Make contracts, have them approved, signed and ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gleanry.flow.convert.queries import fixed_rate
from gleanry.flow.order.actions.quotes import quote_behind
from gleanry.flow.order.actions.writing import need, note_step, parties_of, said, take_number
from gleanry.flow.order.models import Contract, ContractKind, ContractState
from gleanry.flow.order.ports import ESigner, NotSigned
from gleanry.flow.order.queries import get_contract, visible_contracts
from gleanry.flow.order.rules import worth_in
from gleanry.flow.order.shapes import SignatureGiven
from gleanry.kit.errors import Refusal
from gleanry.tenants.queries import get_settings
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money


@dataclass(frozen=True, slots=True)
class ContractDraft:
    """A contract as entered. `kind` is contract, po or framework; a frame may have no amount of its own (None)."""

    kind: str
    starts_on: date
    ends_on: date | None = None
    title: str = ""
    amount: Money | None = None


def contract_from_quote(viewer: Viewer, quote_id: int, draft: ContractDraft, at: datetime) -> int:
    """Make a contract about what a quote offers, in its currency and at its rate; give its id."""
    need(viewer, "quotes.write")
    quote = quote_behind(viewer, quote_id)
    whose = {name: getattr(quote, name) for name in PARTIES}
    money = {
        "currency": quote.currency,
        "rate": quote.rate,
        "amount_minor": quote.amount.minor,
        "base_minor": quote.base.minor,
    }
    return _make(viewer, draft, whose | money | {"quote_id": quote.id, "title": draft.title or quote.title}, at)


PARTIES = ("opportunity_id", "account_id", "person_id", "owner_id", "lead_id")


def make_contract(
    viewer: Viewer, draft: ContractDraft, at: datetime, *, deal_id: int | None, account_id: int | None = None
) -> int:
    """Make a contract without a quote: a purchase order that came in, a frame. Raises Refusal `bad_amount`."""
    need(viewer, "quotes.write")
    parties = parties_of(viewer, deal_id=deal_id, account_id=account_id)
    base = get_settings(viewer.workspace_id).currency
    amount = draft.amount or Money(0, base)
    if amount.minor < 0 or (not amount.minor and draft.kind != ContractKind.FRAMEWORK):
        raise Refusal("bad_amount")
    rate = fixed_rate(viewer.workspace_id, amount.currency)
    money = {
        "currency": amount.currency,
        "rate": rate,
        "amount_minor": amount.minor,
        "base_minor": worth_in(amount, base, rate).minor,
    }
    whose = {name: getattr(parties, name) for name in PARTIES}
    return _make(viewer, draft, whose | money | {"title": draft.title}, at)


def approve_contract(viewer: Viewer, contract_id: int, at: datetime) -> None:
    """Let a contract be signed. Raises Refusal `own_contract` to whoever made it, `not_draft` later."""
    need(viewer, "quotes.approve")
    with transaction.atomic():
        held = _held(viewer, contract_id)
        if held.state != ContractState.DRAFT:
            raise Refusal("not_draft", contract=contract_id)
        if viewer.member_id == held.made_by:
            raise Refusal("own_contract", contract=contract_id)
        _step(viewer, held, ContractState.APPROVED, at)


def sign_contract(viewer: Viewer, contract_id: int, given: SignatureGiven, signer: ESigner, at: datetime) -> None:
    """Record that an approved contract was signed, as far as the signing service vouches for it.

    Raises Refusal `not_approved`, or the service's reason (`signature_unproven`, `signature_in_future`).
    """
    need(viewer, "quotes.write")
    with transaction.atomic():
        held = _held(viewer, contract_id)
        if held.state != ContractState.APPROVED:
            raise Refusal("not_approved", contract=contract_id)
        made = signer.sign(get_contract(viewer, contract_id), given, at.date())
        if isinstance(made, NotSigned):
            raise Refusal(made.code, contract=contract_id)
        signature = {
            "signed_by": made.signed_by,
            "signed_on": made.signed_on.isoformat(),
            "reference": made.reference,
            "service": made.service,
        }
        _step(viewer, held, ContractState.SIGNED, at, more={"signature": signature})


def end_contract(viewer: Viewer, contract_id: int, at: datetime, *, reason: str) -> None:
    """End a contract: nothing more is ordered under it. Raises Refusal `reason_missing`."""
    need(viewer, "quotes.write")
    why = said(reason)
    with transaction.atomic():
        held = _held(viewer, contract_id)
        if held.state == ContractState.ENDED:
            raise Refusal("contract_ended", contract=contract_id)
        _step(viewer, held, ContractState.ENDED, at, reason=why)


def _make(viewer: Viewer, draft: ContractDraft, columns: dict[str, Any], at: datetime) -> int:
    if draft.kind not in ContractKind.values:
        raise Refusal("bad_choice", kind=draft.kind)
    if draft.ends_on is not None and draft.ends_on < draft.starts_on:
        raise Refusal("ends_before_start")
    columns["title"] = columns["title"].strip()[:200]
    made = {"made_by": viewer.member_id or None, "made_at": at}
    dates = {"kind": draft.kind, "starts_on": draft.starts_on, "ends_on": draft.ends_on}
    with transaction.atomic():
        number = take_number(viewer.workspace_id, "contract", draft.starts_on.year)
        row = Contract.objects.create(workspace_id=viewer.workspace_id, number=number, **columns, **dates, **made)
        note_step(viewer, "contract", row.pk, step="made", at=at)
    return int(row.pk)


def _step(
    viewer: Viewer,
    held: Contract,
    state: ContractState,
    at: datetime,
    *,
    reason: str = "",
    more: Mapping[str, Any] | None = None,
) -> None:
    Contract.objects.of(held.workspace_id).filter(pk=held.pk).update(state=state, **(more or {}))
    note_step(viewer, "contract", held.pk, step=state.value, at=at, reason=reason)


def _held(viewer: Viewer, contract_id: int) -> Contract:
    row = visible_contracts(viewer).select_for_update().filter(pk=contract_id).first()
    if row is None:
        raise Refusal("not_found", contract=contract_id)
    return row
