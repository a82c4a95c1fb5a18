"""What is entered about an opportunity."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gleanry.values.money import Money, is_currency


class AmountForm(forms.Form):
    """An amount of money as people write it, with its currency."""

    amount = forms.CharField(max_length=40)
    currency = forms.CharField(max_length=3, min_length=3)
    rate = forms.DecimalField(max_digits=18, decimal_places=8, min_value=Decimal("0.00000001"), required=False)

    def clean_amount(self) -> Decimal:
        return self.read_amount(str(self.cleaned_data["amount"]))

    def read_amount(self, given: str) -> Decimal:
        """An amount as people write it."""
        text = given.replace(",", "").replace("\N{FULLWIDTH COMMA}", "").replace(" ", "")
        try:
            amount = Decimal(text)
        except InvalidOperation as error:
            raise forms.ValidationError(_("Write the amount as 12800 or 12,800.00.")) from error
        if not amount.is_finite() or abs(amount) >= Decimal(10) ** 13:
            raise forms.ValidationError(_("Write the amount as 12800 or 12,800.00."))
        return amount

    def clean_currency(self) -> str:
        code = str(self.cleaned_data["currency"]).upper()
        if not is_currency(code):
            raise forms.ValidationError(_("This currency is not known."))
        return code

    @property
    def stated_rate(self) -> Decimal | None:
        """The workspace's currency for one unit of this one, if somebody stated it."""
        stated: Decimal | None = self.cleaned_data["rate"]
        return stated

    @property
    def money(self) -> Money:
        return Money.of(self.cleaned_data["amount"], self.cleaned_data["currency"])


class WinForm(AmountForm):
    """The amount an opportunity is won with: above nothing."""

    def clean_amount(self) -> Decimal:
        amount = super().clean_amount()
        if amount <= 0:
            raise forms.ValidationError(_("The amount must be above zero."))
        return amount


class ReceiptForm(AmountForm):
    """Money that came in; a refund is a negative amount."""

    received_on = forms.DateField()

    def clean_amount(self) -> Decimal:
        amount = super().clean_amount()
        if not amount:
            raise forms.ValidationError(_("The amount must not be zero."))
        return amount


def first_error(form: forms.Form) -> str:
    """The first thing to mend, for a notice."""
    errors: Any = form.errors
    return str(next(iter(errors.values()))[0]) if errors else ""
