"""Discounts: who gives how much away, alone or with whose word."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gleanry.web.editing import Book, Choice, Field, Number, Settings, Table
from gleanry.web.words.labels import ROLES

BOOK = Book(
    name="prices",
    order=81,
    title=_("Discounts"),
    decides=_("How much off the price of the book who may give, and whose word it takes to give more."),
    reads="deals.see",
    sections=(
        Table(
            "limits",
            _("Limits"),
            (
                Field("role", _("Role"), Choice(ROLES), required=True),
                Field("own", _("Alone up to, in per cent"), Number(least=0, most=100), required=True),
                Field(
                    "director", _("With a director's word up to, in per cent"), Number(least=0, most=100), required=True
                ),
            ),
            ordered=False,
            help=_("Beyond the second limit the general manager decides. Who has several roles has the widest limit."),
            nothing=_("No role gives anything away alone."),
        ),
        Settings(
            _("The floor"),
            (
                Field(
                    "floor",
                    _("Nobody gives more than, in per cent"),
                    Number(least=0, most=100),
                    required=True,
                ),
            ),
        ),
    ),
    cures={
        "not_percent": _("A discount is from 0 to 100 per cent."),
        "below_own": _("With a director's word it must be at least as much as alone."),
        "above_floor": _("This is more than anybody may give."),
    },
)
