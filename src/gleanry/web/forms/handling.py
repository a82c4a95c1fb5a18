"""What an SDR or seller enters about a lead: what was done, what was learned, what comes next."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gleanry.flow.followup.shapes import FollowUpEntry
from gleanry.web.words import labels

DECISIONS = ("save", "qualify", "accept", "return", "invalid")


class HandlingForm(forms.Form):
    """A follow-up and, with it or alone, a decision."""

    kind = forms.ChoiceField(choices=tuple(labels.FOLLOW_UP_KINDS.items()), initial="call")
    result = forms.ChoiceField(choices=tuple(labels.RESULTS.items()), required=False)
    note = forms.CharField(max_length=4000, required=False)
    budget = forms.CharField(max_length=200, required=False)
    authority = forms.CharField(max_length=200, required=False)
    need = forms.CharField(max_length=200, required=False)
    timing = forms.CharField(max_length=200, required=False)
    next_at = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M"])
    then = forms.ChoiceField(choices=[(name, name) for name in DECISIONS], required=False)
    return_reason = forms.ChoiceField(choices=tuple(labels.RETURN_REASONS.items()), required=False)
    invalid_reason = forms.ChoiceField(choices=tuple(labels.INVALID_REASONS.items()), required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        contact = data.get("kind") != "note"
        if data.get("then", "save") in ("", "save"):
            if contact and not data.get("result"):
                self.add_error("result", _("Choose what came of it."))
            if not contact and not data.get("note"):
                self.add_error("note", _("Write the note."))
        return data

    @property
    def decision(self) -> str:
        return self.cleaned_data.get("then") or "save"

    @property
    def reason(self) -> str:
        """The reason that goes with the decision."""
        name = "return_reason" if self.decision == "return" else "invalid_reason"
        return str(self.cleaned_data.get(name) or "other")

    def entry(self, lead_id: int, known: dict[str, str]) -> FollowUpEntry | None:
        """The follow-up to record; none when only a decision was pressed. `known` BANT answers are not repeated."""
        data = self.cleaned_data
        bant = {name: data[name] for name in labels.BANT if data.get(name) and data[name] != known.get(name)}
        contact = data["kind"] != "note" and data.get("result")
        told = contact or data.get("note") or bant or data.get("next_at")
        if not told:
            return None
        kind = data["kind"] if data.get("result") else "note"
        result = data["result"] if kind != "note" else ""
        return FollowUpEntry(lead_id, kind, result, data.get("note", ""), bant, data.get("next_at"))
