"""One opportunity: its stages, its money, and which touches earned it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gleanry.flow.attribute.queries import credits_of_deal
from gleanry.flow.attribute.shapes import CreditRow
from gleanry.flow.collect.actions import record_receipt
from gleanry.flow.collect.queries import receipts_of
from gleanry.flow.convert.actions import lose_deal, move_deal, win_deal
from gleanry.flow.convert.queries import board, fixed_rate, get_deal, stage_changes_of
from gleanry.flow.convert.shapes import BoardColumn, DealCard
from gleanry.kit import clock
from gleanry.tenants.queries import names_of
from gleanry.values.money import Money
from gleanry.web.access import WorkRequest, page
from gleanry.web.forms.deals import AmountForm, LossForm, ReceiptForm, WinForm
from gleanry.web.pages.deals import ENDS, named_deals, stage_names
from gleanry.web.words import labels


@require_GET
@page("deals.see")
def deal_view(request: WorkRequest, deal_id: int) -> HttpResponse:
    return deal_page(request, deal_id)


def deal_page(request: WorkRequest, deal_id: int, *, form: forms.Form | None = None) -> HttpResponse:
    """The page of a deal, with what was typed when it could not be taken."""
    viewer = request.viewer
    deal = get_deal(viewer, deal_id)
    columns = board(viewer)
    changes = stage_changes_of(viewer.workspace_id, deal_id)
    zero = Money(0, request.workspace.currency)
    context = {
        "shown": named_deals(viewer.workspace_id, [deal])[0],
        "deal": deal,
        "names": stage_names(columns),
        "stages": _path(deal, columns),
        "changes": changes,
        "members": names_of(viewer.workspace_id, [change.by for change in changes]),
        "credits": _credit_table(credits_of_deal(viewer.workspace_id, deal_id), zero),
        "loss_reasons": labels.LOSS_REASONS,
        "may_move": viewer.may("deals.move"),
    }
    context |= _money(request, deal, zero) | _forms(request, deal, form)
    return render(request, "pages/deal.html", context, status=422 if form else 200)


def _money(request: WorkRequest, deal: DealCard, zero: Money) -> dict[str, Any]:
    """What came in, and whether all of it stands in the sum."""
    receipts = receipts_of(request.viewer.workspace_id, deal.id)
    return {
        "receipts": receipts,
        "paid": sum((row.base for row in receipts), zero),
        "all_unrated": bool(receipts) and all(row.is_unrated for row in receipts),
        "unrated": deal.is_unrated or any(row.is_unrated for row in receipts),
    }


def _forms(request: WorkRequest, deal: DealCard, given: forms.Form | None) -> dict[str, Any]:
    """The forms for winning and for receipts, each with the rate the workspace knows for the deal's currency."""
    rate = fixed_rate(request.viewer.workspace_id, deal.amount.currency)
    known = f"{rate.normalize():f}" if rate and deal.amount.currency != request.workspace.currency else ""
    amount = deal.amount.amount if deal.amount.minor else ""
    money = {"currency": deal.amount.currency, "rate": known}
    today = f"{timezone.localtime(clock.now()):%Y-%m-%d}"
    win = given if isinstance(given, WinForm) else WinForm(initial=money | {"amount": amount})
    receipt = given if isinstance(given, ReceiptForm) else ReceiptForm(initial=money | {"received_on": today})
    return {"win": win, "receipt": receipt}


def _path(deal: DealCard, columns: Sequence[BoardColumn]) -> list[dict[str, Any]]:
    """The stages in order: which are behind, which is the present one."""
    keys = [column.stage for column in columns if column.stage not in ENDS]
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
            trouble = _win(request, deal_id, now)
        case "receipt":
            trouble = _receipt(request, deal_id, now)
        case "lose":
            trouble = None
            form = LossForm(request.POST)
            lose_deal(viewer, deal_id, str(form.cleaned_data["reason"]) if form.is_valid() else "", now)
            messages.success(request, _("Marked as lost, with the reason."))
        case _:
            trouble = None
            move_deal(viewer, deal_id, request.POST.get("stage", ""), now, reason=request.POST.get("reason", "")[:200])
            messages.success(request, _("Moved."))
    if trouble is not None:
        return deal_page(request, deal_id, form=trouble)
    back = "/deals/" if request.POST.get("from") == "board" else f"/deals/{deal_id}/"
    return HttpResponseRedirect(back)


def _win(request: WorkRequest, deal_id: int, now: datetime) -> AmountForm | None:
    """Win, or give back the form with what is to be mended."""
    form = WinForm(request.POST)
    if not form.is_valid():
        return form
    win_deal(request.viewer, deal_id, form.money, now, rate=form.stated_rate)
    messages.success(request, _("Won. Enter receipts here as the money comes in."))
    return None


def _receipt(request: WorkRequest, deal_id: int, now: datetime) -> AmountForm | None:
    form = ReceiptForm(request.POST)
    if not form.is_valid():
        return form
    noon = datetime.combine(form.cleaned_data["received_on"], time(12), timezone.get_current_timezone())
    record_receipt(request.viewer, deal_id, form.money, noon.astimezone(UTC), now, rate=form.stated_rate)
    messages.success(request, _("Receipt recorded."))
    return None
