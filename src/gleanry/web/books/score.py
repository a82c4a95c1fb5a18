"""Score: points for what somebody is and does, and the grade they make."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gleanry.web.editing import Book, Choice, Code, Field, Number, Settings, Table, Text, Whole, Words
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
        *("company", "company_size", "industry", "job_title", "email", "phone"),
        *("wechat", "province", "city", "country", "language", "product", "source", "campaign"),
    )
}
POINTS = Whole(least=-1000, most=1000)

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
            ),
            ordered=False,
            new={"test": "present", "points": 10},
        ),
        Table(
            "behaviour",
            _("Behaviour: what they did"),
            (
                Field("event", pgettext_lazy("score", "What they did"), Choice(TOUCH_KINDS), required=True),
                Field("points", _("Points"), POINTS, required=True),
            ),
            shape="map",
            ordered=False,
            new={"points": 5},
        ),
        Settings(
            _("Limits"),
            (Field("event_cap", _("Most points for one kind of event"), Whole(least=1, most=10_000)),),
        ),
        Table(
            "letters",
            _("Letters of fit"),
            (
                Field("least", _("From points"), Whole(), required=True),
                Field("letter", _("Letter"), Text(most=1), required=True),
            ),
            shape="pairs",
            help=_("From high to low; the last begins at 0."),
        ),
        Table(
            "bands",
            _("Bands of behaviour"),
            (
                Field("least", _("From points"), Whole(), required=True),
                Field("band", _("Band"), Text(most=1), required=True),
            ),
            shape="pairs",
            help=_("From high to low; the last begins at 0."),
        ),
    ),
)
