"""Collecting: when an invoice is due, and who is told how long after the day."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gleanry.web.editing import Book, Choice, Code, Field, Settings, Table, Text, Whole, YesNo
from gleanry.web.words.money import TELLS

BOOK = Book(
    name="collecting",
    order=82,
    title=_("Collecting"),
    decides=_("When an invoice is due, and who is reminded how long after the day."),
    reads="money.see",
    sections=(
        Settings(
            _("Invoices"),
            (Field("invoice_days", _("Due after"), Whole(least=0, most=3650, unit=_("days")), required=True),),
        ),
        Table(
            "steps",
            _("Steps of dunning"),
            (
                Field("code", _("Code"), Code(stem="step"), required=True),
                Field("days", _("After"), Whole(least=1, most=3650, unit=_("days")), required=True),
                Field("working", _("Working days"), YesNo()),
                Field("tell", _("Tells"), Choice(TELLS), required=True),
                Field("zh", _("Words in Chinese"), Text(most=200), wide=True),
                Field("en", _("Words in English"), Text(most=200), wide=True),
                Field("escalates", pgettext_lazy("dunning", "Escalates"), YesNo()),
            ),
            layout="cards",
            most=20,
            help=_(
                "Each step is written once for each amount and day, and none while a complaint of the order is open."
            ),
            nothing=_("No step: nobody is reminded of what is overdue."),
        ),
    ),
)
