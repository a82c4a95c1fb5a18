"""One opportunity: its process, its grade, its money, and which touches earned it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from gleanry.flow.attribute.queries import credits_of_deal
from gleanry.flow.attribute.shapes import CreditRow
from gleanry.flow.convert.queries import deal_file, deal_rules, fixed_rate, get_deal, receipts_of
from gleanry.flow.convert.shapes import DealCard
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.values.money import Money
from gleanry.web.access import WorkRequest, page
from gleanry.web.dealing import changed_since, grade_of_deal, history_of, loss_words, report_of, work_of
from gleanry.web.forms.deals import ReceiptForm, WinForm
from gleanry.web.forms.deals_work import FactsForm, facts_of
from gleanry.web.pages.deal_acts import act_on, decide, version_in
from gleanry.web.pages.deals import named_deals
from gleanry.web.words import labels
from gleanry.web.words.refusals import refusal_text, status_of

HANDLED = frozenset({"not_found", "forbidden", "deal_closed", "no_such_stage", "deal_not_won"})
"""Refusals that have a page of their own: there is nothing to mend beside a field."""


@require_GET
@page("deals.see")
def deal_view(request: WorkRequest, deal_id: int) -> HttpResponse:
    return deal_page(request, deal_id)


def deal_page(
    request: WorkRequest, deal_id: int, *, form: forms.Form | None = None, refused: Refusal | None = None
) -> HttpResponse:
    """The page of a deal, with what was typed when it could not be taken, and why not."""
    viewer, now = request.viewer, clock.now()
    deal = get_deal(viewer, deal_id)
    rules, file = deal_rules(viewer.workspace_id), deal_file(viewer.workspace_id, deal_id)
    zero = Money(0, request.workspace.currency)
    typed = request.POST.dict() if form or refused else {}
    context = {
        "shown": named_deals(viewer.workspace_id, [deal])[0],
        "deal": deal,
        "rivals": file.rivals,
        "credits": _credit_table(credits_of_deal(viewer.workspace_id, deal_id), zero),
        "loss_reasons": loss_words(rules),
        "needs_report": rules.processes.loss_report,
        "may_move": viewer.may("deals.move"),
        "typed": typed,
        "did": typed.get("do", ""),
        "did_win": typed.get("do") == "win",
        "did_lose": typed.get("do") == "lose",
        "was_won": deal.outcome == "won",
        "refusal": refusal_text(refused.code, refused.data) if refused else "",
        "wants_reason": refused is not None and refused.code in ("back_needs_reason", "other_process"),
    }
    if refused is not None and refused.code == "deal_changed":
        context["changed"] = changed_since(viewer, rules, deal_id, version_in(request) or 0)
    context |= work_of(viewer, rules, deal, file, now)
    context |= history_of(viewer, deal, file, now)
    context |= grade_of_deal(rules, deal, file, typed if typed.get("do") == "grade" else {})
    context |= _money(request, deal, zero) | _forms(request, deal, form, typed)
    context["report"] = report_of(file, typed if typed.get("do") in ("lose", "win", "report") else {})
    status = status_of(refused.code) if refused else 422 if form else 200
    return render(request, "pages/deal.html", context, status=status)


def _money(request: WorkRequest, deal: DealCard, zero: Money) -> dict[str, Any]:
    """What came in, and whether all of it stands in the sum."""
    receipts = receipts_of(request.viewer.workspace_id, deal.id)
    return {
        "receipts": receipts,
        "paid": sum((row.base for row in receipts), zero),
        "all_unrated": bool(receipts) and all(row.is_unrated for row in receipts),
        "unrated": deal.is_unrated or any(row.is_unrated for row in receipts),
    }


def _forms(request: WorkRequest, deal: DealCard, given: forms.Form | None, typed: Mapping[str, str]) -> dict[str, Any]:
    """The forms of money and of what is known, each with the rate the workspace knows for the deal's currency."""
    rate = fixed_rate(request.viewer.workspace_id, deal.amount.currency)
    known = f"{rate.normalize():f}" if rate and deal.amount.currency != request.workspace.currency else ""
    amount = deal.amount.amount if deal.amount.minor else ""
    money = {"currency": deal.amount.currency, "rate": known}
    today = f"{timezone.localtime(clock.now()):%Y-%m-%d}"
    did = typed.get("do")
    offered: dict[str, Any] = {**money, "amount": amount, **(typed if did == "win" else {})}
    win = given if isinstance(given, WinForm) else WinForm(initial=offered)
    receipt = given if isinstance(given, ReceiptForm) else ReceiptForm(initial=money | {"received_on": today})
    facts = facts_of(deal, known)
    if did == "edit":
        # What was typed stays; it is saved over the version that is shown now.
        facts = dict(facts) | dict(typed) | {"version": deal.version}
    known_form = given if isinstance(given, FactsForm) else FactsForm(initial=dict(facts))
    return {"win": win, "receipt": receipt, "facts": known_form}


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
@page("deals.see")
def change_deal(request: WorkRequest, deal_id: int) -> HttpResponse:
    """Do what the pressed button says. Who may not move opportunities may still decide at their gates."""
    viewer, now = request.viewer, clock.now()
    deciding = request.POST.get("do") == "decide"
    if not deciding and not viewer.may("deals.move"):
        raise Refusal("forbidden", permission="deals.move")
    try:
        form = decide(request, deal_id, now) if deciding else act_on(request, deal_id, now)
    except Refusal as refused:
        if refused.code in HANDLED:
            raise
        return deal_page(request, deal_id, refused=refused)
    if form is not None:
        return deal_page(request, deal_id, form=form)
    back = {"board": "/deals/", "today": "/"}.get(request.POST.get("from", ""), f"/deals/{deal_id}/")
    if back == "/deals/" and (process := request.POST.get("process", "")):
        back = f"/deals/?{urlencode({'process': process})}"
    return HttpResponseRedirect(back)
