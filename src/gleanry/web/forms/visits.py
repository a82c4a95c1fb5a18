"""What is entered about a visit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gleanry.flow.followup.shapes import NewVisit, VisitRow
from gleanry.web.words.rewards import INTENTS, VISIT_KINDS

MOMENT = "%Y-%m-%dT%H:%M"


class VisitForm(forms.Form):
    """A visit to be planned, or what was done on one; which of them the button says."""

    at = forms.DateTimeField(input_formats=[MOMENT], error_messages={"required": _("Say when.")})
    kind = forms.ChoiceField(choices=tuple(VISIT_KINDS.items()), initial="customer")
    place = forms.CharField(max_length=200, required=False)
    ours = forms.MultipleChoiceField(required=False)
    theirs = forms.CharField(max_length=400, required=False)
    purpose = forms.CharField(max_length=400, required=False)
    needs = forms.CharField(max_length=4000, required=False)
    feedback = forms.CharField(max_length=4000, required=False)
    intent = forms.ChoiceField(choices=[("", "–"), *INTENTS.items()], required=False)
    specification = forms.CharField(max_length=4000, required=False)
    next_at = forms.DateTimeField(input_formats=[MOMENT], required=False)

    def __init__(self, *args: Any, members: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ours"].choices = members  # type: ignore[attr-defined]  # a choice field, as declared above

    def visit(self, about: dict[str, int | None], visit_id: int | None = None) -> NewVisit:
        """What was entered, about an account, a lead or a deal."""
        data = self.cleaned_data
        texts = ("kind", "place", "theirs", "purpose", "needs", "feedback", "intent", "specification")
        ours = tuple(int(text) for text in data["ours"])
        given: dict[str, Any] = {name: data[name] for name in texts} | about
        return NewVisit(at=data["at"], next_at=data["next_at"], ours=ours, visit_id=visit_id, **given)

    @staticmethod
    def entered(visit: VisitRow) -> dict[str, Any]:
        """A visit as the fields show it."""
        names = ("kind", "place", "theirs", "purpose", "needs", "feedback", "intent", "specification")
        ours = [str(member) for member in visit.ours]
        next_at = f"{timezone.localtime(visit.next_at):{MOMENT}}" if visit.next_at else ""
        said = {name: getattr(visit, name) for name in names}
        return said | {"at": f"{timezone.localtime(visit.at):{MOMENT}}", "ours": ours, "next_at": next_at}
