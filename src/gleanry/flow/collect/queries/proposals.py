"""What a receipt may pay, with the evidence."""

from __future__ import annotations

from collections.abc import Iterable

from gleanry.flow.collect.queries.debts import OWING, accounts_of
from gleanry.flow.collect.queries.targets import visible_terms
from gleanry.flow.collect.rules import Candidate, named_numbers, weigh
from gleanry.flow.collect.shapes import Proposal, ReceiptRow, Target
from gleanry.flow.order.queries import find_documents, orders_by_id, visible_orders
from gleanry.people.queries import account_candidates, groups_of, with_members
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money

MOST = 200
"""Orders of likely payers that are looked at, the newest first."""
SHOWN = 8


def proposals_for(viewer: Viewer, receipt: ReceiptRow) -> list[Proposal]:
    """Orders, PIs and deals that a receipt may pay, those with most evidence first; of those the viewer sees.

    A number of statements that does not grow with the orders.
    """
    if receipt.rest.minor <= 0:
        return []
    numbers = named_numbers(receipt.reference)
    named = _named(viewer.workspace_id, numbers)
    payers = _payers(viewer.workspace_id, receipt.payer)
    rows = visible_orders(viewer).filter(account_id__in=list(payers), state__in=OWING).order_by("-pk")
    targets = {*named, *(Target("order", pk) for pk in rows.values_list("pk", flat=True)[:MOST])}
    terms = visible_terms(viewer, targets)
    orders = orders_by_id(viewer.workspace_id, (target.id for target in terms if target.kind == "order"))
    money = accounts_of(viewer.workspace_id, list(orders.values()))
    found = []
    for target, one in terms.items():
        if one.barred or (one.owed is not None and one.owed.minor <= 0):
            continue
        steps = tuple(d.open for d in money[target.id].debts) if target.kind == "order" else ()
        likeness, called = payers.get(one.account_id or 0, (0, ""))
        weight, evidence = weigh(Candidate(one, steps, likeness, called), receipt.rest, numbers)
        if weight:
            found.append(Proposal(one, _part(receipt.rest, one.owed), evidence, weight))
    return sorted(found, key=lambda row: (-row.weight, row.terms.target.id))[:SHOWN]


def _part(rest: Money, owed: Money | None) -> Money:
    """What of the receipt the target takes: all that is left, where it owes as much or counts in another currency."""
    same = owed is not None and owed.currency == rest.currency
    return Money(min(rest.minor, owed.minor), rest.currency) if same and owed is not None else rest


def _named(workspace_id: int, numbers: Iterable[str]) -> set[Target]:
    found = set()
    for document in find_documents(workspace_id, numbers).values():
        if document.kind == "order":
            found.add(Target("order", document.id))
        elif document.kind == "pi":
            found.add(Target("pi", document.id))
        elif document.opportunity_id:
            found.add(Target("deal", document.opportunity_id))
    return found


def _payers(workspace_id: int, payer: str) -> dict[int, tuple[int, str]]:
    """Account id -> how alike the payer is called in percent, and the name; merged accounts with their whole group."""
    if not payer.strip():
        return {}
    found: dict[int, tuple[int, str]] = {}
    for one in account_candidates(workspace_id, [payer]).get(payer, ()):
        alike = 100 if one.answer == "same" else max(1, min(99, round(one.probability * 100)))
        found[one.account_id] = (alike, one.name)
    groups = groups_of(workspace_id, found, kind="account")
    for account_id in list(found):
        for member in with_members(groups, [account_id]):
            found.setdefault(member, found[account_id])
    return found
