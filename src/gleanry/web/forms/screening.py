"""What is typed about the shared lists and the invalid pool."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gleanry.flow.clean.shapes import ListKind, NewEntry
from gleanry.web.words.screening import ENTRIES


def day_of(request: HttpRequest, name: str) -> date | None:
    """A day given in the address; what is none is left out rather than refused."""
    try:
        day = date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None
    # The first and the last days there are cannot be carried into another zone.
    return day if date(1900, 1, 1) <= day <= date(2999, 12, 31) else None


class EntriesForm(forms.Form):
    """New entries, one a line, of one kind and for one reason."""

    kind = forms.ChoiceField(choices=list(ENTRIES.items()), label=_("List"))
    values = forms.CharField(
        max_length=200_000, label=_("Entries"), error_messages={"required": _("Write at least one entry.")}
    )
    why = forms.CharField(
        max_length=400, label=_("Why"), error_messages={"required": _("Say why: colleagues will want to know.")}
    )

    def entries(self) -> list[NewEntry]:
        """The entries, blank lines left out."""
        given: dict[str, Any] = self.cleaned_data
        kind = ListKind(given["kind"])
        return [NewEntry(kind, line.strip(), given["why"]) for line in given["values"].splitlines() if line.strip()]


class FileForm(forms.Form):
    """A file of entries."""

    file = forms.FileField(label=_("File"))
    kind = forms.ChoiceField(choices=[("", ""), *ENTRIES.items()], required=False, label=_("List"))
