"""A row came again for a deal we have: what it says otherwise than the row before it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gleanry.flow.convert.actions.carry import Context
from gleanry.flow.convert.actions.holding import keep_changes
from gleanry.flow.convert.models import Opportunity
from gleanry.flow.convert.rules import Deal
from gleanry.kit import bulk
from gleanry.people.queries import accounts_by_key

COLUMNS = ("name", "product", "account_id", "owner_id", "sdr_id", "opened_at")


def retell(context: Context, again: Sequence[tuple[int, Deal]], before: Mapping[int, Deal]) -> None:
    """Write names, product, company, holders and opening that changed from row to row; five statements.

    What the rows do not change stays, and so does what people wrote by hand. The deal then stands for the newer row.
    """
    rows = bulk.find(
        Opportunity,
        ("id", "version", *COLUMNS),
        workspace_id=context.workspace_id,
        key="id",
        among=(i for i, _ in again),
        lock=True,
    )
    now = {row[0]: dict(zip(COLUMNS, row[2:], strict=True)) for row in rows}
    changes = {}
    accounts = accounts_by_key(context.workspace_id, {deal.account_key for _, deal in again if deal.account_key})
    told = []
    for deal_id, deal in again:
        former = before.get(deal_id)
        said = _said(context, deal, former, accounts) if former is not None else {}
        after = now[deal_id] | said
        changes[deal_id] = differences(now[deal_id], said)
        told.append((deal_id, *(after[name] for name in COLUMNS), deal.submission_id))
    bulk.update(Opportunity, (*COLUMNS, "submission_id"), told)
    keep_changes(context.workspace_id, {row[0]: row[1] for row in rows}, changes, context.at, by=None)


def differences(now: Mapping[str, object], said: Mapping[str, object]) -> dict[str, tuple[str, str]]:
    """What changes, for those who look at the deal in the meantime: field -> (before, after)."""
    pairs = {name: (str(now[name] or ""), str(value or "")) for name, value in said.items()}
    return {name.removesuffix("_id"): pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _said(context: Context, deal: Deal, former: Deal, accounts: Mapping[str, int]) -> dict[str, object]:
    """What a row says otherwise than the one before, by column; what cannot be found is left as it was."""
    said: dict[str, object] = {}
    if deal.product != former.product:
        said["product"] = deal.product
    if deal.name != former.name and deal.name:
        said["name"] = deal.name
    if deal.account_key != former.account_key and deal.account_key in accounts:
        said["account_id"] = accounts[deal.account_key]
    for column, word, old in (("owner_id", deal.owner, former.owner), ("sdr_id", deal.sdr, former.sdr)):
        if word != old and word in context.members:
            said[column] = context.members[word]
    if deal.opened_at != former.opened_at and deal.opened_at is not None:
        said["opened_at"] = deal.opened_at
    return said
