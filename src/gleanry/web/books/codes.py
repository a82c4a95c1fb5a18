"""Inquiry codes: of which segments they are built."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gleanry.web.editing import Book, Choice, Code, Field, Settings, Table, Text, Whole

KINDS = {
    "list": _("a word of a list"),
    "fixed": _("always the same"),
    "account_number": _("a number the account keeps"),
    "number": _("a new number each time"),
    "year": _("the year"),
    "month": _("the month"),
    "day": _("the day"),
}
SOURCES = {"region": _("the account's region"), "industry": _("the account's industry"), "product": _("the product")}

BOOK = Book(
    name="codes",
    order=73,
    title=_("Inquiry codes"),
    decides=_("How the code of an opportunity is built, which is given once and never again."),
    reads="deals.see",
    sections=(
        Settings(
            _("Between the segments"),
            (Field("separator", _("Mark"), Text(most=1), help=_("One of - _ . / or nothing.")),),
        ),
        Table(
            "segments",
            _("Segments"),
            (
                Field("code", _("Code"), Code(stem="segment"), required=True),
                Field("kind", _("Kind"), Choice(KINDS), required=True),
                Field("zh", _("Chinese name"), Text(most=40)),
                Field("en", _("English name"), Text(most=40)),
                Field("source", _("Suggested from"), Choice(SOURCES, empty=_("nothing")), only=("kind", ("list",))),
                Field("text", _("Text"), Text(most=12), only=("kind", ("fixed",))),
                Field("digits", _("Digits"), Whole(least=1, most=9), only=("kind", ("number", "account_number"))),
            ),
            layout="cards",
            most=20,
            new={"kind": "list"},
            help=_("A number is counted under all that stands before it."),
        ),
        Table(
            "options",
            _("Words of the lists"),
            (
                Field("segment", _("Segment"), Text(most=40), required=True),
                Field("word", _("Word"), Text(most=60), required=True),
                Field("code", _("Stands in the code as"), Text(most=12), required=True),
            ),
            ordered=False,
            most=500,
        ),
    ),
    cures={
        "bad_separator": _("“%(value)s” cannot stand between segments. Choose - _ . / or nothing."),
        "bad_part": _("“%(value)s” cannot be part of a code: letters and digits, at most 12."),
        "bad_digits": _("A number has 1 to 9 digits."),
        "no_options": _("The list “%(value)s” has no words."),
    },
)
