"""Routing: the first rule that holds says into which pool a lead goes and among whom it is shared."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gleanry.web.books.choices import GRADES, clean_fields, members, teams
from gleanry.web.editing import Book, Choice, Choices, Code, Field, Table, Truth, When, Words, YesNo
from gleanry.web.words.labels import POOLS, ROLES

CONDITIONS = (
    Field("qualified", _("Is an MQL"), Truth()),
    Field("has_region", _("Lies in a sales region"), Truth()),
    Field("grade", _("Grade"), Choices(GRADES)),
    Field("source", _("Source"), Words()),
)

BOOK = Book(
    name="route",
    order=40,
    title=_("Routing"),
    decides=_("Into which pool a lead goes, and who gets it."),
    sections=(
        Table(
            "rules",
            _("Rules"),
            (
                Field("code", _("Code"), Code(), required=True),
                Field(
                    "when",
                    pgettext_lazy("rule", "When"),
                    When(conditions=CONDITIONS, others=clean_fields, always=pgettext_lazy("rule", "always")),
                ),
                Field("role", _("To people with the role"), Choice(ROLES, empty=_("any"))),
                Field("team", _("of the team"), Choice(teams, empty=_("any"))),
                Field("members", _("only these"), Choices(members, none=_("all of them"), whole=True)),
                Field("same_region", _("of the lead's own region"), YesNo()),
                Field("named", _("whom the lead names as its owner"), YesNo()),
                Field("pool", _("Into the pool"), Choice(POOLS), required=True),
            ),
            layout="cards",
            help=_("From the first to the last; the first that holds decides."),
            new={"pool": "sdr"},
            most=200,
        ),
    ),
)
