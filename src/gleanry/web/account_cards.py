"""Cards on the page of an account that belong to other slices: each adds one function to CARDS.

A card takes the request, the account's ids (with those merged into it) and those of its whole group, asks its own
slice's queries within the viewer's reach, and gives a template with its context, or None where there is nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from gleanry.cockpit.queries.accounts import deals_of_accounts
from gleanry.kit import rulebook
from gleanry.tenants.queries import names_of
from gleanry.web.access import WorkRequest
from gleanry.web.order_money import money_of_account
from gleanry.web.words.accounts import in_language

SHOWN = 20


@dataclass(frozen=True)
class Card:
    """A template under parts/ and what it shows."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


def deals_card(request: WorkRequest, own: Sequence[int], group: Sequence[int]) -> Card | None:
    """The latest opportunities of the account itself."""
    viewer = request.viewer
    if not viewer.may("deals.see"):
        return None
    deals = deals_of_accounts(viewer.workspace_id, own, owner_ids=viewer.owner_ids, limit=SHOWN)
    owners = names_of(viewer.workspace_id, [deal.owner_id for deal in deals])
    rows = [(deal, owners.get(deal.owner_id or 0, "")) for deal in deals]
    names = _stage_names(viewer.workspace_id)
    return Card("parts/account_deals.html", {"rows": rows, "names": names, "deals": deals})


def money_card(request: WorkRequest, own: Sequence[int], group: Sequence[int]) -> Card | None:
    """The credit of the account, and what of it is late."""
    context = money_of_account(request.viewer, own[0])
    return Card("parts/account_money.html", context) if context else None


def _stage_names(workspace_id: int) -> dict[str, str]:
    """Stage -> its name, of all processes there are."""
    body = rulebook.current(workspace_id, "convert").body
    lists = [body.get("stages", ()), *(row.get("stages", ()) for row in body.get("processes", ()))]
    return {row["key"]: in_language(row.get("zh", ""), row.get("en", "")) for rows in lists for row in rows}


CARDS: tuple[Callable[[WorkRequest, Sequence[int], Sequence[int]], Card | None], ...] = (deals_card, money_card)
