"""Deadlines: what the holder of a lead owes it, and by when."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gleanry.web.books.choices import GRADES
from gleanry.web.editing import Book, Choice, Choices, Field, Span, Table
from gleanry.web.words.labels import DEADLINES, POOLS

STARTS = {
    "owner_changed": _("somebody gets the lead"),
    "contacted": _("the first contact"),
    "contact_missed": _("a missed first contact"),
}

BOOK = Book(
    name="followup",
    order=50,
    title=_("Deadlines"),
    decides=_("What the holder of a lead owes it, and by when."),
    sections=(
        Table(
            "deadlines",
            _("Deadlines"),
            (
                Field("kind", _("What is due"), Choice(DEADLINES), required=True),
                Field("starts", _("Counted from"), Choice(STARTS), required=True),
                Field("within", pgettext_lazy("deadline", "Within"), Span(), required=True),
                Field("pools", _("In the pools"), Choices(POOLS, none=_("all"))),
                Field("grades", _("For the grades"), Choices(GRADES, none=_("all"))),
            ),
            layout="cards",
            help=_("From the first to the last; the first that fits a lead counts."),
            new={"kind": "first_contact", "starts": "owner_changed", "within": {"working_days": 1}},
        ),
    ),
)
