"""Lines as they are kept, read for those who reckon with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from gleanry.flow.reward.models import Line
from gleanry.flow.reward.shapes import LineRow, Stated, Terms
from gleanry.kit import bulk
from gleanry.values.money import Money

COLUMNS = (
    *("id", "statement_id", "member_id", "month", "kind", "part", "claim_id", "receipt_id", "order_id", "deal_id"),
    *("base_minor", "currency", "rate", "pay_minor", "pay_base_minor", "how", "corrects_id", "rules_id"),
)
STATED = (
    *("id", "member_id", "part", "claim_id", "base_minor", "pay_minor", "currency", "how"),
    *("corrects_id", "kind", "deal_id", "month"),
)


def terms_of(how: Mapping[str, Any]) -> Terms:
    """The terms that a line was reckoned by, as they are kept with it."""
    completion = how.get("completion")
    return Terms(
        str(how.get("plan", "")),
        Decimal(str(how.get("rate", "0"))),
        tuple((str(name), Decimal(str(factor))) for name, factor in how.get("factors", ())),
        Decimal(str(completion)) if completion is not None else None,
        int(how.get("tier", 0)),
    )


def how_of(terms: Terms) -> dict[str, Any]:
    """The same, to be kept: numbers as text, so that they come back as they were."""
    return {
        "plan": terms.plan,
        "rate": str(terms.rate),
        "factors": [[name, str(factor)] for name, factor in terms.factors],
        "completion": str(terms.completion) if terms.completion is not None else None,
        "tier": terms.tier,
    }


def stated_of_claims(workspace_id: int, claim_ids: Iterable[int], before: date) -> dict[int, list[Stated]]:
    """Claim id -> its lines in closed months with their corrections, in order; one statement."""
    rows = bulk.find(Line, STATED, workspace_id=workspace_id, key="claim_id", among=claim_ids)
    found: dict[int, list[Stated]] = {}
    for row in rows:
        if row[11] < before:
            found.setdefault(row[3], []).append(_stated(row))
    return found


def left_of_deals(workspace_id: int, deal_ids: Iterable[int], before: date) -> dict[int, list[Stated]]:
    """Deal id -> what is left of its positive lines in closed months after what was taken back, the latest first."""
    rows = bulk.find(Line, STATED, workspace_id=workspace_id, key="deal_id", among=deal_ids)
    left: dict[int, list[Any]] = {}
    for row in rows:
        if row[11] >= before:
            continue
        target = left.get(row[8] or 0)
        if target is not None:
            target[4], target[5] = target[4] + row[4], target[5] + row[5]
        elif row[4] > 0:
            left[row[0]] = list(row)
    found: dict[int, list[Stated]] = {}
    for one in sorted(left.values(), key=lambda row: -row[0]):
        if one[4] > 0:
            found.setdefault(one[10], []).append(_stated(one))
    return found


def _stated(row: Any) -> Stated:
    line_id, member_id, part, claim_id, base, pay, currency, how = row[:8]
    return Stated(line_id, member_id, part, claim_id, Money(base, currency), Money(pay, currency), terms_of(how))


def line_rows(rows: Iterable[tuple[Any, ...]], currency: str) -> list[LineRow]:
    """Rows of COLUMNS as lines; `currency` is the workspace's. A draft that is not reckoned yet pays nothing."""
    return [_line(dict(zip(COLUMNS, row, strict=True)), currency) for row in rows]


def _line(given: dict[str, Any], currency: str) -> LineRow:
    own = given.pop("currency")
    base, pay, worth = given.pop("base_minor"), given.pop("pay_minor") or 0, given.pop("pay_base_minor") or 0
    return LineRow(**given, base=Money(base, own), pay=Money(pay, own), pay_base=Money(worth, currency))
