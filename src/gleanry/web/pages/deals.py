"""Opportunities: the board and the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from gleanry.flow.convert.queries import DealRules, board, deal_rules, list_deals, sum_deals, sum_receipts
from gleanry.flow.convert.shapes import BoardColumn, DealCard, DealFilters
from gleanry.kit import clock
from gleanry.people.queries import accounts_by_id
from gleanry.tenants.queries import names_of
from gleanry.web.access import WorkRequest, key_of, page
from gleanry.web.dealing import ENDS, stage_words
from gleanry.web.words.deals import in_language

OUTCOMES = ("open", "won", "lost")
GRADES = (*"ABCDESF", "none")


@dataclass(frozen=True)
class ShownDeal:
    """A deal with the names behind its ids."""

    deal: DealCard
    owner: str
    account: str


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
    rules = deal_rules(request.viewer.workspace_id)
    processes = [(one.key, in_language(one.name_zh, one.name_en)) for one in rules.processes.processes]
    chosen = request.GET.get("process", "")
    process = chosen if chosen in dict(processes) else processes[0][0] if len(processes) > 1 else ""
    columns, names, now = board(request.viewer, process), stage_words(rules), clock.now()
    deals = {
        row.deal.id: row for row in named_deals(request.viewer.workspace_id, [c for col in columns for c in col.cards])
    }
    shown = [
        {"column": column, "name": names[column.stage], "ended": column.stage in ENDS,
         "cards": [{"row": deals[card.id], "stuck": is_stuck(card, column.stuck_days, now)} for card in column.cards],
         "more": column.count - len(column.cards), "query": list_query(column, process),
         "unrated_query": list_query(column, process, unrated=True)}
        for column in columns
    ]  # fmt: skip
    context = {
        "columns": shown,
        "stages": [(column.stage, names[column.stage]) for column in columns if column.stage not in ENDS],
        "any": any(column.count for column in columns),
        "processes": processes if len(processes) > 1 else [],
        "process": process,
    }
    return render(request, "pages/deals.html", context)


def is_stuck(deal: DealCard, days: int | None, at: datetime) -> bool:
    """Whether an open deal stands in its stage longer than the stage's days."""
    since = deal.stage_since or deal.opened_at
    return days is not None and not deal.outcome and (at - since).days > days


@require_GET
@page("deals.see")
def deal_list(request: WorkRequest) -> HttpResponse:
    viewer, after = request.viewer, key_of(request, "after")
    rules = deal_rules(viewer.workspace_id)
    names = stage_words(rules)
    filters = _filters(request, rules, names)
    deals = list_deals(viewer, filters, after=after, limit=51)
    context = {
        "rows": named_deals(viewer.workspace_id, deals[:50]),
        "names": names,
        "stages": [(key, name) for key, name in names.items() if key not in ENDS],
        "processes": [(one.key, in_language(one.name_zh, one.name_en)) for one in rules.processes.processes],
        "grades": [*((letter, letter) for letter in "ABCDESF"), ("none", pgettext_lazy("verdict", "Not judged"))],
        "filters": filters,
        "narrowed": filters != DealFilters(),
        "sum": sum_deals(viewer, filters),
        "paid": sum_receipts(viewer, filters) if filters.lead_id else None,
        "next_after": deals[49].id if len(deals) > 50 else None,
        "paged": after is not None,
    }
    return render(request, "pages/deal_list.html", context)


def _filters(request: WorkRequest, rules: DealRules, stages: dict[str, str]) -> DealFilters:
    """Read the address; what cannot be understood is left out rather than refused."""
    outcome, stage = request.GET.get("outcome", ""), request.GET.get("stage", "")
    process, grade = request.GET.get("process", ""), request.GET.get("grade", "")
    return DealFilters(
        outcome=outcome if outcome in OUTCOMES else "",
        stage=stage if stage in stages and stage not in ENDS else "",
        lead_id=key_of(request, "lead"),
        leadless=request.GET.get("lead") == "none",
        unrated=request.GET.get("rate") == "none",
        process=process if process in {one.key for one in rules.processes.processes} else "",
        grade=grade if grade in GRADES else "",
        owner_id=key_of(request, "owner"),
    )


def list_query(column: BoardColumn, process: str = "", *, unrated: bool = False) -> str:
    """The address of the list that holds a column's deals, without the question mark."""
    ended = column.stage in ENDS
    narrow = {"outcome": column.stage} if ended else {"stage": column.stage}
    narrow |= {"process": process} if ended and process else {}
    return urlencode(narrow | ({"rate": "none"} if unrated else {}))
