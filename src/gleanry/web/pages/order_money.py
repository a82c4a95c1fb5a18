"""Bill an order, plan what comes in for it, and set the credit of an account."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gleanry.flow.collect.actions import book_invoice, set_limit, set_plan
from gleanry.flow.collect.shapes import NewInvoice
from gleanry.flow.order.queries import get_order
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.people.queries import accounts_by_id
from gleanry.values.money import Money
from gleanry.web.access import WorkRequest, page
from gleanry.web.forms.deals import first_error
from gleanry.web.forms.money import InvoiceForm, LimitForm, read_terms
from gleanry.web.order_money import money_of_order
from gleanry.web.words.refusals import refusal_text


@require_GET
@page("money.see")
def order_money_view(request: WorkRequest, order_id: int) -> HttpResponse:
    return order_money_page(request, order_id)


def order_money_page(request: WorkRequest, order_id: int, *, trouble: str = "") -> HttpResponse:
    """The money of an order on a page of its own; with `trouble`, what was typed stays."""
    order = get_order(request.viewer, order_id)
    context = {
        "order": order,
        "account": accounts_by_id(request.viewer.workspace_id, [order.account_id]).get(order.account_id or 0),
        "trouble": trouble,
        "typed": request.POST if trouble else {},
    }
    context |= money_of_order(request.viewer, order)
    return render(request, "pages/order_money.html", context, status=422 if trouble else 200)


@require_POST
@page("money.see")
def order_money_change(request: WorkRequest, order_id: int) -> HttpResponse:
    """Book an invoice or a credit note, or agree on another plan."""
    try:
        if request.POST.get("do") == "plan":
            set_plan(request.viewer, order_id, read_terms(request.POST), clock.now())
            messages.success(request, _("The plan is agreed; the one before stays in the record."))
        else:
            _invoice(request, order_id)
            messages.success(request, _("Booked."))
    except Refusal as refusal:
        if refusal.code in ("not_found", "forbidden"):
            raise
        return order_money_page(request, order_id, trouble=refusal_text(refusal.code, refusal.data))
    return HttpResponseRedirect(f"/money/orders/{order_id}/")


def _invoice(request: WorkRequest, order_id: int) -> None:
    form = InvoiceForm(request.POST)
    if not form.is_valid():
        raise Refusal("invalid_form", why=first_error(form))
    said = form.cleaned_data
    new = NewInvoice(
        said["number"],
        order_id,
        form.money,
        _tax(said["tax"], form.money),
        said["issued_on"],
        said["due_on"],
        said["credits"].strip(),
        said["reason"],
    )
    book_invoice(request.viewer, new, clock.now())


def _tax(text: str, amount: Money) -> int:
    if not text.strip():
        return 0
    try:
        return Money.of(Decimal(text.replace(",", "")), amount.currency).minor
    except InvalidOperation:
        raise Refusal("bad_tax") from None


@require_POST
@page("money.approve")
def limit_change(request: WorkRequest, account_id: int) -> HttpResponse:
    """Set how much an account may owe."""
    if account_id not in accounts_by_id(request.viewer.workspace_id, [account_id]):
        raise Refusal("not_found", account=account_id)
    form: forms.Form = LimitForm(request.POST)
    if not form.is_valid():
        raise Refusal("invalid_form", why=first_error(form))
    said = form.cleaned_data
    limit = Money.of(said["amount"], said["currency"])
    set_limit(request.viewer, account_id, limit, said["reason"], clock.now(), valid_to=said["valid_to"])
    messages.success(request, _("The limit holds from now on."))
    return HttpResponseRedirect(f"/accounts/{account_id}/")
