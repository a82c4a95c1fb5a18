"""Cleaning: where bare phone numbers are dialled, and which submissions are held back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gleanry.web.editing import Book, Choice, Field, Settings, Table, Whole, Words, YesNo
from gleanry.web.words.regions import regions
from gleanry.web.words.screening import REASONS

SCREENS = {code: said for code, said in REASONS.items() if code not in ("unreachable", "by_holder")}
THROTTLED = ("code", ("throttled",))

BOOK = Book(
    name="clean",
    order=10,
    title=_("Cleaning and screening"),
    decides=_("How phone numbers are read, and which submissions are held back as junk."),
    reads="leads.review",
    sections=(
        Settings(
            _("Reading"),
            (
                Field(
                    "phone_region",
                    _("Numbers without a country code are dialled in"),
                    Choice(regions),
                    required=True,
                ),
                Field(
                    "refuse_at",
                    _("Held back from this weight on"),
                    Whole(least=1, most=10_000),
                    help=_("The weights of what is found are added up, each once."),
                    required=True,
                ),
            ),
        ),
        Table(
            "screens",
            _("Screens"),
            (
                Field("code", _("What is looked for"), Choice(SCREENS), required=True),
                Field("on", pgettext_lazy("screen", "On"), YesNo(default=True)),
                Field("weight", _("Weight"), Whole(most=10_000), required=True),
                Field("words", _("Names that nobody has"), Words(), only=("code", ("test_name",)), wide=True),
                Field("least_ms", _("Least time"), Whole(unit=_("ms")), only=("code", ("too_fast",))),
                Field("within_minutes", _("Within"), Whole(unit=_("minutes")), only=THROTTLED),
                Field("most.address", _("Most from one address (0: no limit)"), Whole(), only=THROTTLED),
                Field("most.visitor", _("Most from one visitor (0: no limit)"), Whole(), only=THROTTLED),
                Field("most.source", _("Most from one source (0: no limit)"), Whole(), only=THROTTLED),
            ),
            shape="keyed",
            ordered=False,
            help=_("A screen that is not in the table, or not on, finds nothing."),
            new={"weight": 100},
        ),
    ),
)
