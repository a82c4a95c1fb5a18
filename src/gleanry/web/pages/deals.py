"""Opportunities: the board and the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from gleanry.flow.collect.queries import sum_paid
from gleanry.flow.convert.queries import board, list_deals, sum_deals
from gleanry.flow.convert.shapes import BoardColumn, DealCard, DealFilters
from gleanry.people.queries import accounts_by_id
from gleanry.tenants.queries import names_of
from gleanry.web.access import WorkRequest, key_of, page

OUTCOMES = ("open", "won", "lost")
ENDS = ("won", "lost")


@dataclass(frozen=True)
class ShownDeal:
    """A deal with the names behind its ids."""

    deal: DealCard
    owner: str
    account: str


def stage_names(columns: Sequence[BoardColumn]) -> dict[str, str]:
    """Stage -> its name in the present language."""
    chinese = (get_language() or "").startswith("zh")
    return {column.stage: column.name_zh if chinese else column.name_en for column in columns}


def named_deals(workspace_id: int, deals: Sequence[DealCard]) -> list[ShownDeal]:
    """The deals with names; two statements for any number."""
    owners = names_of(workspace_id, [deal.owner_id for deal in deals])
    accounts = accounts_by_id(workspace_id, [deal.account_id for deal in deals])
    return [
        ShownDeal(
            deal, owners.get(deal.owner_id or 0, ""), row.name if (row := accounts.get(deal.account_id or 0)) else ""
        )
        for deal in deals
    ]


@require_GET
@page("deals.see")
def deal_board(request: WorkRequest) -> HttpResponse:
    columns = board(request.viewer)
    names = stage_names(columns)
    deals = {
        row.deal.id: row for row in named_deals(request.viewer.workspace_id, [c for col in columns for c in col.cards])
    }
    shown = [
        {"column": column, "name": names[column.stage], "cards": [deals[card.id] for card in column.cards],
         "ended": column.stage in ENDS, "more": column.count - len(column.cards),
         "query": list_query(column), "unrated_query": list_query(column, unrated=True)}
        for column in columns
    ]  # fmt: skip
    stages = [(column.stage, names[column.stage]) for column in columns if column.stage not in ENDS]
    return render(
        request, "pages/deals.html", {"columns": shown, "stages": stages, "any": any(c.count for c in columns)}
    )


@require_GET
@page("deals.see")
def deal_list(request: WorkRequest) -> HttpResponse:
    viewer, after = request.viewer, key_of(request, "after")
    names = stage_names(board(viewer))
    filters = _filters(request, names)
    deals = list_deals(viewer, filters, after=after, limit=51)
    context = {
        "rows": named_deals(viewer.workspace_id, deals[:50]),
        "names": names,
        "stages": [(key, name) for key, name in names.items() if key not in ENDS],
        "filters": filters,
        "sum": sum_deals(viewer, filters),
        "paid": sum_paid(viewer, filters) if filters.lead_id else None,
        "next_after": deals[49].id if len(deals) > 50 else None,
        "paged": after is not None,
    }
    return render(request, "pages/deal_list.html", context)


def _filters(request: WorkRequest, stages: dict[str, str]) -> DealFilters:
    """Read the address; what cannot be understood is left out rather than refused."""
    outcome, stage = request.GET.get("outcome", ""), request.GET.get("stage", "")
    return DealFilters(
        outcome=outcome if outcome in OUTCOMES else "",
        stage=stage if stage in stages and stage not in ENDS else "",
        lead_id=key_of(request, "lead"),
        leadless=request.GET.get("lead") == "none",
        unrated=request.GET.get("rate") == "none",
    )


def list_query(column: BoardColumn, *, unrated: bool = False) -> str:
    """The address of the list that holds a column's deals, without the question mark."""
    narrow = {"outcome": column.stage} if column.stage in ENDS else {"stage": column.stage}
    return urlencode(narrow | ({"rate": "none"} if unrated else {}))
