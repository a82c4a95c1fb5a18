"""Score: points for what somebody is and does, and the grade they make."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gleanry.web.books.choices import GRADES
from gleanry.web.editing import Book, Choice, Code, Field, Number, Table, Text, Whole, Words
from gleanry.web.words.fields import FIELDS
from gleanry.web.words.labels import TOUCH_KINDS

TESTS = {
    "present": _("is known"),
    "one_of": _("is one of"),
    "none_of": _("is none of"),
    "contains": _("contains one of"),
    "at_least": _("is at least"),
}
SCORED = {
    "company_key": _("Company, by its full name"),
    "email_domain": _("Mail domain"),
} | {
    name: FIELDS.get(name, name)
    for name in (
        *("company", "company_size", "industry", "person_name", "job_title", "email", "phone"),
        *("wechat", "province", "city", "country", "region", "language", "product", "source", "campaign"),
    )
}
ROUTES = {
    "rules": _("as the routing rules say"),
    "sdr": _("to an SDR"),
    "sales": _("to a seller"),
    "nurture": _("to nurture, until they stir"),
}
POINTS = Number(least=None)
GROUP = Field("group", _("Group"), Text(most=40))


def _groups(key: str, title: Any) -> Table:
    columns = (
        Field("group", _("Group"), Text(most=40), required=True),
        Field("cap", _("Most points"), Number(), required=True),
    )
    return Table(key, title, columns, ordered=False, help=_("What all of one group can give together, either way."))


BOOK = Book(
    name="score",
    order=30,
    title=_("Score"),
    decides=_("How many points a lead gets, and which grade from A1 to D4 they make."),
    sections=(
        Table(
            "fit",
            _("Fit: what the company and the person are"),
            (
                Field("code", _("Code"), Code(stem="fit"), required=True),
                Field("field", pgettext_lazy("score", "Field"), Choice(SCORED), required=True),
                Field("test", pgettext_lazy("score", "Test"), Choice(TESTS), required=True),
                Field(
                    "value",
                    _("Words"),
                    Words(),
                    only=("test", ("one_of", "none_of", "contains")),
                    required=True,
                    wide=True,
                ),
                Field("value", pgettext_lazy("score", "Number"), Number(), only=("test", ("at_least",)), required=True),
                Field("points", _("Points"), POINTS, required=True),
                GROUP,
            ),
            ordered=False,
            new={"test": "present", "points": 10},
        ),
        _groups("fit_groups", _("Groups of fit")),
        Table(
            "events",
            _("Behaviour: what they did"),
            (
                Field("event", pgettext_lazy("score", "What they did"), Choice(TOUCH_KINDS), required=True),
                Field("points", _("Points"), POINTS, required=True),
                Field("cap", _("Most points"), Number()),
                Field("half_life", _("Counts half after days"), Whole(least=1, most=3650)),
                GROUP,
            ),
            ordered=False,
            new={"points": 5},
        ),
        _groups("groups", _("Groups of behaviour")),
        Table(
            "letters",
            _("Letters of fit"),
            (
                Field("least", _("From points"), Number(), required=True),
                Field("letter", _("Letter"), Text(most=1), required=True),
            ),
            shape="pairs",
            help=_("From high to low; the last begins at 0."),
        ),
        Table(
            "bands",
            _("Bands of behaviour"),
            (
                Field("least", _("From points"), Number(), required=True),
                Field("band", _("Band"), Text(most=1), required=True),
            ),
            shape="pairs",
            help=_("From high to low; the last begins at 0."),
        ),
        Table(
            "cells",
            _("What each grade asks for"),
            (
                Field("cell", _("Grade"), Choice(GRADES), required=True),
                Field("route", _("Goes"), Choice(ROUTES), required=True),
                Field("plan", _("Nurture plan"), Text(most=40)),
                Field("zh", _("Advice in Chinese"), Text(most=400), wide=True),
                Field("en", _("Advice in English"), Text(most=400), wide=True),
            ),
            ordered=False,
            layout="cards",
            new={"route": "rules"},
        ),
    ),
)
