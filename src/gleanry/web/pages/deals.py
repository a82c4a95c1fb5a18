"""Opportunities: the board, the list, and one opportunity with its money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gleanry.flow.attribute.queries import credits_of_deal
from gleanry.flow.attribute.shapes import CreditRow
from gleanry.flow.convert.actions import lose_deal, move_deal, record_receipt, win_deal
from gleanry.flow.convert.queries import board, get_deal, list_deals, receipts_of, stage_changes_of
from gleanry.flow.convert.shapes import BoardColumn, DealCard
from gleanry.kit import clock
from gleanry.people.queries import accounts_by_id
from gleanry.tenants.queries import names_of
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money
from gleanry.web.access import WorkRequest, page
from gleanry.web.forms.deals import LossForm, ReceiptForm, WinForm, first_error
from gleanry.web.words import labels

OUTCOMES = ("open", "won", "lost")


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
         "ended": column.stage in ("won", "lost"), "more": column.count - len(column.cards)}
        for column in columns
    ]  # fmt: skip
    stages = [(column.stage, names[column.stage]) for column in columns if column.stage not in ("won", "lost")]
    return render(
        request, "pages/deals.html", {"columns": shown, "stages": stages, "any": any(c.count for c in columns)}
    )


@require_GET
@page("deals.see")
def deal_list(request: WorkRequest) -> HttpResponse:
    viewer, outcome, after = request.viewer, request.GET.get("outcome", ""), request.GET.get("after", "")
    outcome = outcome if outcome in OUTCOMES else ""
    key = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else None
    deals = list_deals(viewer, outcome=outcome, after=key, limit=51)
    context = {
        "rows": named_deals(viewer.workspace_id, deals[:50]),
        "names": stage_names(board(viewer)),
        "outcome": outcome,
        "next_after": deals[49].id if len(deals) > 50 else None,
        "paged": key is not None,
    }
    return render(request, "pages/deal_list.html", context)


@require_GET
@page("deals.see")
def deal_view(request: WorkRequest, deal_id: int) -> HttpResponse:
    viewer = request.viewer
    deal = get_deal(viewer, deal_id)
    columns = board(viewer)
    changes = stage_changes_of(viewer.workspace_id, deal_id)
    receipts = receipts_of(viewer.workspace_id, deal_id)
    zero = Money(0, request.workspace.currency)
    context = {
        "shown": named_deals(viewer.workspace_id, [deal])[0],
        "deal": deal,
        "names": stage_names(columns),
        "stages": _path(deal, columns),
        "changes": changes,
        "members": names_of(viewer.workspace_id, [change.by for change in changes]),
        "receipts": receipts,
        "paid": sum((row.base for row in receipts), zero),
        "credits": _credit_table(credits_of_deal(viewer.workspace_id, deal_id), zero),
        "loss_reasons": labels.LOSS_REASONS,
        "today": timezone.localtime(clock.now()),
        "may_move": viewer.may("deals.move"),
    }
    return render(request, "pages/deal.html", context)


def _path(deal: DealCard, columns: Sequence[BoardColumn]) -> list[dict[str, Any]]:
    """The stages in order: which are behind, which is the present one."""
    keys = [column.stage for column in columns if column.stage not in ("won", "lost")]
    at = keys.index(deal.stage) if deal.stage in keys and not deal.outcome else len(keys)
    names = stage_names(columns)
    path = [{"key": key, "name": names[key], "done": n < at, "now": n == at} for n, key in enumerate(keys)]
    if deal.outcome:
        path = [step | {"done": deal.outcome == "won"} for step in path]
        path.append({"key": deal.outcome, "name": names[deal.outcome], "done": False, "now": True})
    return path


def _credit_table(rows: Sequence[CreditRow], zero: Money) -> dict[str, Any]:
    """Credits by channel and campaign, one column a model, with the sums that must equal what was paid."""
    models = [model for model in labels.CREDIT_MODELS if any(row.model == model for row in rows)]
    models += sorted({row.model for row in rows} - set(models))
    lines: dict[tuple[str, str, bool], dict[str, Money]] = {}
    totals = dict.fromkeys(models, zero)
    for row in rows:
        line = lines.setdefault((row.channel, row.campaign, row.touch_id is None), {})
        line[row.model] = line.get(row.model, zero) + row.amount
        totals[row.model] += row.amount
    return {
        "models": models,
        "lines": [
            {"channel": key[0], "campaign": key[1], "nobody": key[2], "amounts": [line.get(m, zero) for m in models]}
            for key, line in lines.items()
        ],
        "totals": [totals[model] for model in models],
    }


@require_POST
@page("deals.move")
def change_deal(request: WorkRequest, deal_id: int) -> HttpResponse:
    """Move, win, lose, or take a receipt; the button pressed says which."""
    viewer, now = request.viewer, clock.now()
    match request.POST.get("do", "move"):
        case "win":
            _win(request, viewer, deal_id, now)
        case "lose":
            form = LossForm(request.POST)
            lose_deal(viewer, deal_id, str(form.cleaned_data["reason"]) if form.is_valid() else "", now)
            messages.success(request, _("Lost, with the reason. It can still be learned from."))
        case "receipt":
            _receipt(request, viewer, deal_id, now)
        case _:
            move_deal(viewer, deal_id, request.POST.get("stage", ""), now, reason=request.POST.get("reason", "")[:200])
            messages.success(request, _("Moved."))
    back = "/deals/" if request.POST.get("from") == "board" else f"/deals/{deal_id}/"
    return HttpResponseRedirect(back)


def _win(request: WorkRequest, viewer: Viewer, deal_id: int, now: datetime) -> None:
    form = WinForm(request.POST)
    if form.is_valid():
        win_deal(viewer, deal_id, form.money, now)
        messages.success(request, _("Won. Enter receipts here as the money comes in."))
    else:
        messages.error(request, first_error(form))


def _receipt(request: WorkRequest, viewer: Viewer, deal_id: int, now: datetime) -> None:
    form = ReceiptForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return
    noon = datetime.combine(form.cleaned_data["received_on"], time(12), timezone.get_current_timezone())
    record_receipt(viewer, deal_id, form.money, noon.astimezone(UTC), now)
    messages.success(request, _("Receipt recorded. Its credits are shown below."))
