"""What is entered about money: receipts, claims, rates, refunds, invoices, limits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gleanry.flow.collect.shapes import Share, Term
from gleanry.web.forms.deals import AmountForm, ReceiptForm

SHARES = 4


class BookForm(ReceiptForm):
    """Money that came in and belongs to nobody yet."""

    payer = forms.CharField(max_length=200, required=False)
    reference = forms.CharField(max_length=400, required=False)
    external_id = forms.CharField(max_length=200, required=False)


class StatementForm(forms.Form):
    """A bank statement."""

    file = forms.FileField(error_messages={"required": _("Choose a file first.")})


class PartForm(AmountForm):
    """A part of a receipt, in its own currency; without an amount, all that is left."""

    amount = forms.CharField(max_length=40, required=False)
    reason = forms.CharField(max_length=200, required=False)

    def clean_amount(self) -> Any:
        return super().clean_amount() if self.cleaned_data["amount"] else None


class InvoiceForm(AmountForm):
    """An invoice or a credit note of an order."""

    number = forms.CharField(max_length=40)
    tax = forms.CharField(max_length=40, required=False)
    issued_on = forms.DateField()
    due_on = forms.DateField(required=False)
    credits = forms.CharField(max_length=40, required=False)
    reason = forms.CharField(max_length=200, required=False)


class LimitForm(AmountForm):
    """How much an account may owe."""

    valid_to = forms.DateField(required=False)
    reason = forms.CharField(max_length=200)


def basis_points(text: str) -> int:
    """A percent as typed, in hundredths; 0 for what is none."""
    try:
        return round(float(text.replace(",", ".")) * 100)
    except ValueError:
        return 0


def read_shares(data: Any) -> list[Share]:
    """The lines of a split that say something: `who` is m12 or t3."""
    found = []
    for who, percent in zip(data.getlist("who"), data.getlist("percent"), strict=False):
        if who[1:].isdigit() and percent.strip():
            pk, is_member = int(who[1:]), who[0] == "m"
            found.append(Share(pk if is_member else None, None if is_member else pk, basis_points(percent)))
    return found


def read_terms(data: Any) -> list[Term]:
    """The lines of a plan that say something."""
    found = []
    lines = zip(data.getlist("percent"), data.getlist("trigger"), data.getlist("days"), strict=False)
    for percent, trigger, days in lines:
        if percent.strip():
            found.append(Term(basis_points(percent), trigger, int(days) if days.strip().isdigit() else 0))
    return found
