"""What an SDR or seller enters about a lead: what was done, what was learned, what comes next."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gleanry.flow.followup.queries.asking import bant_faults, tidy_bant
from gleanry.flow.followup.shapes import FollowUpEntry, KnownAnswer
from gleanry.web.words import labels
from gleanry.web.words.contacts import AUTHORITIES, BUDGETS

DECISIONS = ("save", "qualify", "accept", "refuse", "return", "invalid")
CURRENCIES = ("CNY", "USD", "EUR", "JPY", "HKD", "SGD", "GBP")
TALKED = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})|(\d{1,4})")


def _seconds(text: str) -> int | None:
    """The seconds in 3:20 or 1:02:03; a bare number is minutes."""
    found = TALKED.fullmatch(text.strip())
    if not found:
        return None
    hours, minutes, seconds, alone = (int(part or 0) for part in found.groups())
    return alone * 60 if found[4] else hours * 3600 + minutes * 60 + seconds


class HandlingForm(forms.Form):
    """A follow-up and, with it or alone, a decision."""

    kind = forms.ChoiceField(choices=tuple(labels.FOLLOW_UP_KINDS.items()), initial="call")
    result = forms.ChoiceField(choices=tuple(labels.RESULTS.items()), required=False)
    note = forms.CharField(max_length=4000, required=False)
    talked = forms.CharField(max_length=8, required=False)
    budget_is = forms.ChoiceField(choices=tuple(BUDGETS.items()), required=False)
    budget_least = forms.IntegerField(min_value=0, max_value=10**15, required=False)
    budget_most = forms.IntegerField(min_value=0, max_value=10**15, required=False)
    budget_currency = forms.ChoiceField(choices=[(code, code) for code in CURRENCIES], required=False)
    authority = forms.ChoiceField(choices=tuple(AUTHORITIES.items()), required=False)
    need = forms.CharField(max_length=200, required=False)
    timing = forms.RegexField(r"^\d{4}-(0[1-9]|1[0-2])$", required=False)
    next_at = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M"])
    then = forms.ChoiceField(choices=[(name, name) for name in DECISIONS], required=False)
    return_reason = forms.ChoiceField(choices=tuple(labels.RETURN_REASONS.items()), required=False)
    invalid_reason = forms.ChoiceField(choices=tuple(labels.INVALID_REASONS.items()), required=False)
    refuse_reason = forms.CharField(max_length=40, required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        contact = data.get("kind") != "note"
        if data.get("then", "save") in ("", "save"):
            if contact and not data.get("result"):
                self.add_error("result", _("Choose what came of it."))
            if not contact and not data.get("note"):
                self.add_error("note", _("Write the note."))
        if data.get("talked") and _seconds(data["talked"]) is None:
            self.add_error("talked", _("Write it as 3:20."))
        if bant_faults(self.bant(data)):
            self.add_error("budget_most", _("The upper end is below the lower one."))
        return data

    @staticmethod
    def bant(data: Mapping[str, Any]) -> dict[str, Any]:
        """What was answered, as it is kept."""
        least, most = data.get("budget_least"), data.get("budget_most")
        budget: dict[str, Any] = {}
        if least is not None or most is not None:
            ends = {name: end for name, end in (("least", least), ("most", most)) if end is not None}
            budget = {"is": "amount", **ends, "currency": data.get("budget_currency") or CURRENCIES[0]}
        elif data.get("budget_is") in ("none", "unknown"):
            budget = {"is": data["budget_is"]}
        return tidy_bant({"budget": budget, **{name: data.get(name) for name in ("authority", "need", "timing")}})

    @staticmethod
    def known(known: Mapping[str, KnownAnswer], currency: str) -> dict[str, Any]:
        """The fields as they stand before anything is typed: what is known by now."""
        budget = known["budget"].value if "budget" in known else {}
        given = budget if isinstance(budget, Mapping) else {}
        filled = {f"budget_{name}": given.get(name) for name in ("is", "least", "most")}
        filled |= {"kind": "call", "budget_currency": given.get("currency") or currency}
        return filled | {name: known[name].value for name in ("authority", "need", "timing") if name in known}

    @property
    def decision(self) -> str:
        return self.cleaned_data.get("then") or "save"

    @property
    def reason(self) -> str:
        """The reason that goes with the decision."""
        name = {"return": "return_reason", "refuse": "refuse_reason"}.get(self.decision, "invalid_reason")
        return str(self.cleaned_data.get(name) or "other")

    def entry(self, lead_id: int, known: Mapping[str, KnownAnswer]) -> FollowUpEntry | None:
        """The follow-up to record; none when only a decision was pressed. `known` BANT answers are not repeated."""
        data = self.cleaned_data
        before = {name: answer.value for name, answer in known.items()}
        bant = {name: value for name, value in self.bant(data).items() if before.get(name) != value}
        contact = data.get("kind") != "note" and data.get("result")
        told = contact or data.get("note") or bant or data.get("next_at")
        if not told:
            return None
        kind = data["kind"] if contact else "note"
        seconds = _seconds(data["talked"]) if kind == "call" and data.get("talked") else None
        note, next_at = data.get("note", ""), data.get("next_at")
        return FollowUpEntry(lead_id, kind, data["result"] if contact else "", note, bant, next_at, seconds)
