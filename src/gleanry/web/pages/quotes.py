"""Quotes and proforma invoices: the list, one of them with its versions, and what is done about it."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gleanry.flow.order.actions import (
    ContractDraft,
    answer_quote,
    ask_discount,
    contract_from_quote,
    judge_discount,
    make_invoice_from,
    send_quote,
)
from gleanry.flow.order.queries import due_of, get_quote, list_quotes, quote_lines, steps_of, versions_of
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.people.queries import accounts_by_id
from gleanry.tenants.queries import names_of
from gleanry.web.access import WorkRequest, key_of, page
from gleanry.web.forms.papers import read_day
from gleanry.web.words import orders as words

SHOWN = 50


@require_GET
@page("deals.see")
def quote_list(request: WorkRequest) -> HttpResponse:
    viewer, asked = request.viewer, request.GET.get("asked") == "1"
    rows = list_quotes(viewer, asked=asked, after=key_of(request, "after"), limit=SHOWN + 1)
    shown = rows[:SHOWN]
    context = {
        "rows": shown,
        "asked": asked,
        "accounts": _accounts(viewer.workspace_id, [row.account_id for row in shown]),
        "owners": names_of(viewer.workspace_id, [row.owner_id for row in shown]),
        "next_after": shown[-1].id if len(rows) > SHOWN else None,
        "words": words,
    }
    return render(request, "pages/quotes.html", context)


@require_GET
@page("deals.see")
def quote_view(request: WorkRequest, quote_id: int) -> HttpResponse:
    viewer = request.viewer
    quote = get_quote(viewer, quote_id)
    steps = steps_of(viewer.workspace_id, "quote", quote_id)
    context = {
        "quote": quote,
        "lines": quote_lines(viewer.workspace_id, quote),
        "terms": due_of(quote.amount, quote.terms),
        "versions": versions_of(viewer, quote.number),
        "steps": steps,
        "members": names_of(viewer.workspace_id, [*(step.by for step in steps), quote.owner_id, quote.made_by]),
        "account": _accounts(viewer.workspace_id, [quote.account_id]).get(quote.account_id or 0, ""),
        "may_write": viewer.may("quotes.write") and quote.is_latest,
        "may_judge": viewer.may("quotes.approve")
        and quote.approval == "asked"
        and viewer.member_id not in (quote.made_by, quote.owner_id),
        "may_order": viewer.may("orders.write")
        and quote.is_latest
        and (not quote.needs or quote.approval == "approved"),
        "words": words,
        "today": timezone.localtime(clock.now()).date(),
    }
    return render(request, "pages/quote.html", context)


@require_POST
@page("deals.see")
def change_quote(request: WorkRequest, quote_id: int) -> HttpResponse:
    """Send, answer, ask, judge, invoice or make a contract; the button pressed says which."""
    get_quote(request.viewer, quote_id)
    now, do = clock.now(), request.POST.get("do", "")
    if do in ("invoice", "contract"):
        return HttpResponseRedirect(_made_from(request, quote_id, do, now))
    _step(request, quote_id, do, now)
    return HttpResponseRedirect(f"/quotes/{quote_id}/")


def _step(request: WorkRequest, quote_id: int, do: str, now: datetime) -> None:
    viewer, reason = request.viewer, request.POST.get("reason", "")[:300]
    match do:
        case "send":
            send_quote(viewer, quote_id, now)
            messages.success(request, _("Marked as sent. To change it now makes a new version."))
        case "accepted" | "declined":
            answer_quote(viewer, quote_id, accepted=do == "accepted", at=now, reason=reason)
            messages.success(request, _("Written down."))
        case "ask":
            ask_discount(viewer, quote_id, now, reason=reason)
            messages.success(request, _("Asked. You can send it once it is approved."))
        case "agree" | "refuse":
            judge_discount(viewer, quote_id, agreed=do == "agree", at=now, reason=reason)
            messages.success(request, _("Decided."))
        case _:
            raise Refusal("bad_choice")


def _made_from(request: WorkRequest, quote_id: int, do: str, now: datetime) -> str:
    """Make an invoice or a contract from a quote; give the address of its page."""
    if do == "invoice":
        made = make_invoice_from(request.viewer, quote_id, now)
        messages.success(request, _("The proforma invoice is made."))
        return f"/quotes/{made}/"
    starts = read_day(request.POST.get("starts_on", ""))
    if starts is None:
        raise Refusal("bad_date")
    draft = ContractDraft(
        request.POST.get("kind", "contract"),
        starts,
        read_day(request.POST.get("ends_on", "")),
        request.POST.get("title", "")[:200],
    )
    made = contract_from_quote(request.viewer, quote_id, draft, now)
    messages.success(request, _("The contract is drafted. Somebody else approves it."))
    return f"/contracts/{made}/"


def _accounts(workspace_id: int, ids: list[int | None]) -> dict[int, str]:
    return {pk: row.name for pk, row in accounts_by_id(workspace_id, ids).items()}
