"""What a claim may pay, and how much of it is still owed.

Money claimed for a deal or for its PI counts for its orders: what an order still owes is its price without its own
claims, and never more than all orders of its deal owe together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from gleanry.flow.collect.queries.claims import claims_of_deals, claims_of_orders
from gleanry.flow.collect.shapes import ClaimRow, Target, Terms
from gleanry.flow.convert.queries import deal_terms, visible_deals
from gleanry.flow.convert.shapes import DealTerms
from gleanry.flow.order.queries import orders_by_id, orders_of_deals, quotes_by_id, visible_orders, visible_quotes
from gleanry.flow.order.shapes import OrderRow, QuoteRow
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money

WON, CANCELLED = "won", "cancelled"
Kind = Literal["deal", "pi", "order"]
Claims = Mapping[int, Sequence[ClaimRow]]


def terms_of(workspace_id: int, targets: Iterable[Target]) -> dict[Target, Terms]:
    """Target -> its terms; targets that there are not are left out. A number of statements that does not grow."""
    wanted = list(dict.fromkeys(targets))
    ids: dict[Kind, list[int]] = {"deal": [], "pi": [], "order": []}
    for target in wanted:
        ids[target.kind].append(target.id)
    orders = orders_by_id(workspace_id, ids["order"])
    quotes = {pk: row for pk, row in quotes_by_id(workspace_id, ids["pi"]).items() if row.kind == "pi"}
    of_deals = [*(row.opportunity_id for row in orders.values()), *(row.opportunity_id for row in quotes.values())]
    deals = deal_terms(workspace_id, ids["deal"])
    behind = [*deals, *(deal_id for deal_id in of_deals if deal_id)]
    siblings = orders_of_deals(workspace_id, behind)
    by_deal = claims_of_deals(workspace_id, behind)
    by_order = claims_of_orders(workspace_id, orders)
    found = [_of_deal(deal, siblings.get(pk, ()), by_deal) for pk, deal in deals.items()]
    found += [_of_quote(row, siblings.get(row.opportunity_id or 0, ()), by_deal) for row in quotes.values()]
    found += [_of_order(row, siblings.get(row.opportunity_id or 0, ()), by_deal, by_order) for row in orders.values()]
    return {terms.target: terms for terms in found}


def visible_terms(viewer: Viewer, targets: Iterable[Target]) -> dict[Target, Terms]:
    """As `terms_of`, only of what the viewer sees."""
    found = terms_of(viewer.workspace_id, targets)
    return {target: found[target] for target in _seen(viewer, found)}


def _seen(viewer: Viewer, targets: Iterable[Target]) -> list[Target]:
    wanted = list(targets)
    if viewer.owner_ids is None:
        return wanted
    ids = {kind: [target.id for target in wanted if target.kind == kind] for kind in ("deal", "pi", "order")}
    seen: set[tuple[str, int]] = set()
    for kind, rows in (
        ("deal", visible_deals(viewer)),
        ("pi", visible_quotes(viewer)),
        ("order", visible_orders(viewer)),
    ):
        if ids[kind]:
            seen.update((kind, pk) for pk in rows.filter(pk__in=ids[kind]).values_list("pk", flat=True))
    return [target for target in wanted if (target.kind, target.id) in seen]


def _of_deal(deal: DealTerms, orders: Sequence[OrderRow], by_deal: Claims) -> Terms:
    barred = "" if deal.outcome == WON else "deal_not_won"
    party = (deal.id, deal.account_id, deal.person_id, deal.owner_id)
    asked = _asked(orders, deal.amount.currency) or deal.amount
    owed = asked - _settled(by_deal.get(deal.id, ()), asked.currency) if asked.minor else None
    return Terms(Target("deal", deal.id), "", deal.name, *party, deal.amount, deal.rate, owed, barred=barred)


def _of_quote(quote: QuoteRow, orders: Sequence[OrderRow], by_deal: Claims) -> Terms:
    claims = by_deal.get(quote.opportunity_id or 0, ())
    asked = _asked(orders, quote.currency) or quote.amount
    owed = asked - _settled(claims, asked.currency)
    party = (quote.opportunity_id, quote.account_id, quote.person_id, quote.owner_id)
    return Terms(Target("pi", quote.id), quote.number, quote.title, *party, quote.amount, quote.rate, owed)


def _of_order(order: OrderRow, siblings: Sequence[OrderRow], by_deal: Claims, by_order: Claims) -> Terms:
    owed = order.amount - _settled(by_order.get(order.id, ()), order.currency)
    together = _asked(siblings, order.currency)
    if together is not None:
        owed = min(owed, together - _settled(by_deal.get(order.opportunity_id or 0, ()), order.currency))
    party = (order.opportunity_id, order.account_id, order.person_id, order.owner_id)
    barred = "order_cancelled" if order.state == CANCELLED else ""
    return Terms(
        Target("order", order.id),
        order.number,
        order.title,
        *party,
        order.amount,
        order.rate,
        owed,
        order.ordered_at,
        barred,
    )


def _asked(orders: Sequence[OrderRow], currency: str) -> Money | None:
    """What the orders of a deal come to in a currency; None where it has none in it."""
    amounts = [order.amount.minor for order in orders if order.currency == currency and order.state != CANCELLED]
    return Money(sum(amounts), currency) if amounts else None


def _settled(claims: Iterable[ClaimRow], currency: str) -> Money:
    return Money(sum(row.settled.minor for row in claims if row.settled.currency == currency), currency)
