"""What is entered about working time: leave, shifts and rotas, hours of one's own."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gleanry.kit.errors import Refusal
from gleanry.tenants.shapes import LeaveKind, Part, Pattern
from gleanry.web.spans import spans_typed
from gleanry.web.words.refusals import refusal_text
from gleanry.web.words.times import LEAVE_KINDS, PARTS, WEEKDAYS
from gleanry.world.shapes import Span

FIRST, LAST = date(1990, 1, 1), date(2999, 12, 31)


class HoursField(forms.CharField):
    """Hours of a day as people write them."""

    def clean(self, value: Any) -> tuple[Span, ...]:
        text = super().clean(value)
        try:
            return spans_typed(text)
        except Refusal as refusal:
            raise forms.ValidationError(refusal_text(refusal.code, {}), code=refusal.code) from refusal


class SpanForm(forms.Form):
    """From a day through a day; without a last day it is the one."""

    first = forms.DateField(label=_("From"), error_messages={"required": _("Choose the first day.")})
    last = forms.DateField(label=_("To"), required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        first = data.get("first")
        if first and not data.get("last"):
            data["last"] = first
        if first and not FIRST <= first <= data["last"] <= LAST:
            self.add_error("last", _("The last day comes before the first."))
        return data

    @property
    def days(self) -> tuple[date, date]:
        return self.cleaned_data["first"], self.cleaned_data["last"]


class LeaveForm(SpanForm):
    """Leave in days and half days."""

    kind = forms.ChoiceField(choices=list(LEAVE_KINDS.items()), initial="annual")
    begins = forms.ChoiceField(choices=list(PARTS.items()), required=False)
    ends = forms.ChoiceField(choices=list(PARTS.items()), required=False)
    note = forms.CharField(max_length=200, required=False)

    @property
    def leave_kind(self) -> LeaveKind:
        return LeaveKind(self.cleaned_data["kind"])

    @property
    def parts(self) -> tuple[Part, Part]:
        begins, ends = (Part(self.cleaned_data.get(name) or Part.DAY) for name in ("begins", "ends"))
        return begins, ends


class RotaForm(SpanForm):
    """Shifts on the weekdays chosen, for all or for some in turn; without hours they are days off."""

    weekdays = forms.TypedMultipleChoiceField(
        coerce=int,
        choices=list(enumerate(WEEKDAYS)),
        error_messages={"required": _("Choose the weekdays.")},
    )
    hours = HoursField(max_length=80, required=False)
    each = forms.IntegerField(min_value=0, max_value=1000, required=False)


class WeekForm(forms.Form):
    """Somebody's own week and place; what is empty is the workspace's."""

    hours = HoursField(max_length=80, required=False)
    weekdays = forms.TypedMultipleChoiceField(coerce=int, choices=list(enumerate(WEEKDAYS)), required=False)
    country = forms.CharField(max_length=2, required=False)
    zone = forms.CharField(max_length=40, required=False)

    def pattern(self) -> Pattern:
        """The pattern typed; without hours the workspace's week."""
        data = self.cleaned_data
        chosen = data["weekdays"] or list(range(5))
        week = tuple(data["hours"] if day in chosen else () for day in range(7)) if data["hours"] else ()
        return Pattern(week, data["country"].upper(), "", data["zone"])
