"""What finance enters: targets, awards, and a plan to be tried."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gleanry.web.forms.deals import AmountForm
from gleanry.web.words.rewards import AWARDS


class AwardForm(AmountForm):
    """Something given at the end of a month: a bonus with its amount, or what cannot be counted."""

    member = forms.TypedChoiceField(coerce=int)
    kind = forms.ChoiceField(choices=tuple(AWARDS.items()))
    amount = forms.CharField(max_length=40, required=False)
    reason = forms.CharField(max_length=400, error_messages={"required": _("Say what for.")})

    def __init__(self, *args: Any, members: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = members  # type: ignore[attr-defined]  # a choice field, as declared above

    def clean_amount(self) -> Decimal:
        """Nothing is no amount."""
        return super().clean_amount() if self.cleaned_data.get("amount") else Decimal(0)


class PlanForm(forms.Form):
    """What of the plans in force is tried otherwise; what is left empty stays as it is."""

    rate = forms.DecimalField(min_value=0, max_value=100, max_digits=6, decimal_places=2, required=False)
    tier1 = forms.DecimalField(min_value=0, max_value=100, max_digits=6, decimal_places=2, required=False)
    tier2 = forms.DecimalField(min_value=0, max_value=100, max_digits=6, decimal_places=2, required=False)
    outbound = forms.DecimalField(min_value=0, max_value=10, max_digits=5, decimal_places=2, required=False)
    sales = forms.DecimalField(min_value=0, max_value=100, max_digits=6, decimal_places=2, required=False)
    presales = forms.DecimalField(min_value=0, max_value=100, max_digits=6, decimal_places=2, required=False)
    marketing = forms.DecimalField(min_value=0, max_value=100, max_digits=6, decimal_places=2, required=False)

    def body(self, now: dict[str, Any]) -> dict[str, Any]:
        """The book in force with what was typed in its place: in every commission plan, in every sharing."""
        given = {name: float(value) for name, value in self.cleaned_data.items() if value is not None}
        return {
            **now,
            "plans": [_plan(row, given) if row["model"] == "B" else row for row in now.get("plans", ())],
            "sharing": [
                row | {name: given[name] for name in ("sales", "presales", "marketing") if name in given}
                for row in now.get("sharing", ())
            ],
        }


def _plan(row: dict[str, Any], given: dict[str, float]) -> dict[str, Any]:
    named: dict[str, Any] = {name: given[name] for name in ("rate", "outbound") if name in given}
    tiers = [
        tier | ({"rate": given[f"tier{place}"]} if f"tier{place}" in given else {})
        for place, tier in enumerate(row.get("tiers", ()), start=1)
    ]
    return {**row, **named, "tiers": tiers}
