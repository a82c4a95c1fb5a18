"""The first half of making statements: claims become lines; what was stated before is corrected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from gleanry.flow.reward.actions.statements import ensure_statements
from gleanry.flow.reward.models import ClaimDue, Line, Statement, StatementState
from gleanry.flow.reward.queries.earnings import earnings_of, roots_of_claims
from gleanry.flow.reward.queries.lines import how_of, left_of_deals, stated_of_claims
from gleanry.flow.reward.rules import Staff, claw_back, corrections_for, in_base, shares_of
from gleanry.flow.reward.shapes import Book, Correction, Earning, Share, Stated, Terms
from gleanry.kit import bulk
from gleanry.values.money import Money
from gleanry.values.period import month_of

COLUMNS = (
    *("workspace_id", "statement_id", "member_id", "month", "kind", "part", "claim_id", "receipt_id", "order_id"),
    *("deal_id", "base_minor", "currency", "rate", "worth_minor", "pay_minor", "pay_base_minor", "how"),
    *("corrects_id", "rules_id"),
)


@dataclass(frozen=True, slots=True)
class Making:
    """The month that is being made and by what."""

    workspace_id: int
    month: date
    book: Book
    staff: Staff
    currency: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line before it has a statement; `pay` is None where the month's terms will say."""

    kind: str
    member_id: int
    part: str
    claim: Mapping[str, Any]
    base: Money
    rate: Decimal
    pay: Money | None = None
    how: Mapping[str, Any] | None = None
    corrects_id: int | None = None


def share_claims(making: Making, claim_ids: Sequence[int]) -> None:
    """Draw the lines of some claims anew. Inside a transaction; as many statements for many as for few."""
    claims = roots_of_claims(making.workspace_id, claim_ids)
    earnings = earnings_of(making.workspace_id, claim_ids, making.book)
    stated = stated_of_claims(making.workspace_id, claim_ids, making.month)
    refunded = [e.deal_id for e in earnings.values() if e.amount.minor < 0 and e.deal_id and e.claim_id not in stated]
    left = left_of_deals(making.workspace_id, refunded, making.month)
    rates = _rates_then(making, claims, stated)
    drawn: list[Drawn] = []
    for pk, row in claims.items():
        earning = earnings.get(pk)
        said = {"id": pk, "receipt_id": row.receipt_id, "order_id": row.order_id, "deal_id": row.opportunity_id}
        fx = earning.rate if earning else _rate_of(row)
        shares = shares_of(making.book, earning, making.staff) if earning else []
        if pk in stated:
            drawn += _corrections(making, earning, said, fx, (stated[pk], shares, rates))
        elif earning is not None and earning.amount.minor < 0:
            drawn += _taken_back(shares, left.get(earning.deal_id or 0, []), said, fx)
        else:
            drawn += [Drawn("commission", s.member_id, s.part, said, s.amount, fx, how=_named(earning)) for s in shares]
    _write(making, claim_ids, drawn)
    bulk.update(ClaimDue, ("done",), [(pk, True) for pk in claim_ids])


def _rate_of(row: Any) -> Decimal:
    """The rate a claim that was taken back had, as its two amounts say."""
    return row.base.amount / row.amount.amount if row.amount.minor else Decimal(1)


def _named(earning: Earning | None) -> dict[str, Any]:
    """What of an earning decides its factors; kept with the line until the month's terms are known."""
    if earning is None:
        return {}
    return {
        "product": earning.product,
        "outbound": earning.outbound,
        "new_customer": earning.new_customer,
        "new_market": earning.new_market,
        "kept": str(earning.kept) if earning.kept is not None else None,
    }


Before = tuple[Sequence[Stated], Sequence[Share], Mapping[tuple[int, date], Decimal]]


def _corrections(
    making: Making, earning: Earning | None, claim: Mapping[str, Any], fx: Decimal, before: Before
) -> Iterable[Drawn]:
    stated, shares, rates = before

    def terms_then(member_id: int, part: str) -> Terms | None:
        """Who had no share then: by their plan of that month, at the rate of their statement of it, if there is one."""
        if earning is None:
            return None
        month = month_of(earning.day).first
        plan = making.staff.plans(making.book, member_id, month).get("B")
        return Terms(plan.code, rates.get((member_id, month), plan.rate)) if plan else None

    for found in corrections_for(stated, shares, terms_then):
        yield _corrected("correction", found, claim, fx)


def _taken_back(
    shares: Sequence[Share], left: Sequence[Stated], claim: Mapping[str, Any], fx: Decimal
) -> Iterable[Drawn]:
    """A refund: off the lines of its deal that were stated, and what none of those stands for off this month's."""
    found, rest = claw_back(shares, left)
    yield from (_corrected("clawback", one, claim, fx) for one in found)
    yield from (Drawn("commission", s.member_id, s.part, claim, s.amount, fx, how={}) for s in rest)


def _corrected(kind: str, found: Correction, claim: Mapping[str, Any], fx: Decimal) -> Drawn:
    how = how_of(found.terms)
    return Drawn(kind, found.member_id, found.part, claim, found.base, fx, found.pay, how, found.corrects_id)


def _rates_then(
    making: Making, claims: Mapping[int, Any], stated: Mapping[int, Sequence[Stated]]
) -> dict[tuple[int, date], Decimal]:
    """(member, month) -> the rate of closed statements, where claims of closed months are to be corrected."""
    if not stated:
        return {}
    rows = Statement.objects.of(making.workspace_id).exclude(state=StatementState.DRAFT)
    days = [claims[pk].received_at.date() for pk in stated if pk in claims]
    if not days:
        return {}
    rows = rows.filter(month__gte=month_of(min(days)).first, month__lte=max(days))
    return {
        (who, month): Decimal(terms["rate"])
        for who, month, terms in rows.values_list("member_id", "month", "terms")
        if terms.get("rate")
    }


def _write(making: Making, claim_ids: Sequence[int], drawn: Sequence[Drawn]) -> None:
    """Put the lines into the drafts of their people; who loses one has a draft that is to be reckoned again too."""
    old = bulk.find(
        Line, ("id", "member_id", "month"), workspace_id=making.workspace_id, key="claim_id", among=claim_ids
    )
    gone = [(pk, who) for pk, who, month in old if month >= making.month]
    Line.objects.of(making.workspace_id).filter(pk__in=[pk for pk, _ in gone]).delete()
    statements = ensure_statements(making.workspace_id, making.month, making.currency, {d.member_id for d in drawn})
    lost = {who for _, who in gone} - set(statements)
    Statement.objects.of(making.workspace_id).filter(
        month=making.month, member_id__in={*statements, *lost}, state=StatementState.DRAFT
    ).update(fresh=False)
    bulk.insert(Line, COLUMNS, [_row(making, one, statements[one.member_id]) for one in drawn])


def _row(making: Making, one: Drawn, statement_id: int) -> tuple[Any, ...]:
    worth = in_base(one.base, one.rate, making.currency)
    pay = in_base(one.pay, one.rate, making.currency).minor if one.pay is not None else None
    return (
        *(making.workspace_id, statement_id, one.member_id, making.month, one.kind, one.part, one.claim["id"]),
        *(one.claim["receipt_id"], one.claim["order_id"], one.claim["deal_id"], one.base.minor, one.base.currency),
        *(one.rate, worth.minor, one.pay.minor if one.pay is not None else None, pay, dict(one.how or {})),
        *(one.corrects_id, making.book.rules_id or None),
    )
