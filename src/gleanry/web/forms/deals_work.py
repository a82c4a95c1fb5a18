"""What is entered about the work on an opportunity: its fields, documents, competitors and reports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gleanry.flow.convert.shapes import DealCard, Report
from gleanry.values.money import Money
from gleanry.web.forms.deals import AmountForm

TEXTS = ("name", "product", "competitor", "decider")


class FactsForm(AmountForm):
    """What is known of an opportunity; `word` is what its holder says it will bring, in the same currency."""

    amount = forms.CharField(max_length=40, required=False)
    name = forms.CharField(max_length=200)
    product = forms.CharField(max_length=80, required=False)
    competitor = forms.CharField(max_length=120, required=False)
    decider = forms.CharField(max_length=120, required=False)
    expected_close = forms.DateField(required=False)
    word = forms.CharField(max_length=40, required=False)
    next_grade = forms.ChoiceField(choices=[("", ""), *((letter, letter) for letter in "ABCD")], required=False)
    next_grade_on = forms.DateField(required=False)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)

    def clean_amount(self) -> Decimal:
        return self._not_negative("amount") or Decimal(0)

    def clean_word(self) -> Decimal | None:
        return self._not_negative("word")

    def _not_negative(self, name: str) -> Decimal | None:
        if not str(self.cleaned_data[name]).strip():
            return None
        amount = self.read_amount(str(self.cleaned_data[name]))
        if amount < 0:
            raise forms.ValidationError(_("The amount must not be below zero."))
        return amount

    def changes(self) -> dict[str, Any]:
        """The fields as they are to be written."""
        said = self.cleaned_data
        word = said["word"]
        return {
            **{name: said[name] for name in TEXTS},
            "expected_close": said["expected_close"],
            "word_minor": None if word is None else Money.of(word, said["currency"]).minor,
            "next_grade": said["next_grade"],
            "next_grade_on": said["next_grade_on"],
        }


def facts_of(deal: DealCard, rate: str) -> Mapping[str, Any]:
    """What the form shows of a deal as it is."""

    def plain(day: date | None) -> str:
        return day.isoformat() if day else ""

    return {
        **{name: getattr(deal, name) for name in TEXTS},
        "amount": deal.amount.amount if deal.amount.minor else "",
        "currency": deal.amount.currency,
        "rate": rate,
        "word": deal.word.amount if deal.word else "",
        "expected_close": plain(deal.expected_close),
        "next_grade": deal.next_grade,
        "next_grade_on": plain(deal.next_grade_on),
        "version": deal.version,
    }


class ReportForm(forms.Form):
    """What a closed opportunity teaches."""

    what = forms.CharField(max_length=4000, required=False)
    why = forms.CharField(max_length=4000, required=False)
    competitor = forms.CharField(max_length=120, required=False)
    lesson = forms.CharField(max_length=4000, required=False)
    may_refer = forms.BooleanField(required=False)

    def report(self) -> Report:
        said = self.cleaned_data
        return Report(said["what"], said["why"], said["competitor"], said["lesson"], said["may_refer"])
