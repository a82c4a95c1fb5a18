"""Contacts: what counts as follow-up, and when a lead that nobody reaches is given up for now."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gleanry.web.editing import Book, Choice, Choices, Field, Number, Settings, Table, Whole
from gleanry.web.words.contacts import LEAVES
from gleanry.web.words.labels import FOLLOW_UP_KINDS, RESULTS, RETURN_REASONS

KINDS = {code: text for code, text in FOLLOW_UP_KINDS.items() if code != "note"}
TRIED = {code: text for code, text in RESULTS.items() if code != "reached"}
VERDICTS = {"contact": _("a contact"), "attempt": _("an attempt")}

BOOK = Book(
    name="contacts",
    order=52,
    title=_("What counts as follow-up"),
    decides=_("What a call or message has to leave behind to count, and when a lead nobody reaches is given up."),
    sections=(
        Table(
            "kinds",
            _("What each kind has to leave behind"),
            (
                Field("kind", pgettext_lazy("follow-up", "Kind"), Choice(KINDS), required=True),
                Field("any_of", _("One of"), Choices(LEAVES, none=_("nothing"))),
                Field("all_of", _("All of"), Choices(LEAVES, none=_("nothing"))),
                Field("least_seconds", _("Seconds at least"), Whole(least=0, most=3600)),
                Field("least_note", _("Letters in a note at least"), Whole(least=0, most=1000)),
            ),
            shape="keyed",
            ordered=False,
            layout="cards",
            help=_("Only where somebody was reached. A kind that is not named has to leave nothing behind."),
        ),
        Settings(
            _("Attempts"),
            (
                Field("attempt_results", _("These results count as an attempt"), Choices(TRIED), keeps_empty=True),
                Field("first_contact_met_by", _("The first contact is met by"), Choices(VERDICTS), keeps_empty=True),
                Field("attempts.number", _("Given up after so many attempts"), Whole(least=0, most=100)),
                Field("attempts.apart_hours", _("Hours from one to the next"), Number(least=0, most=1000)),
                Field("attempts.over_days", _("Over so many days"), Number(least=0, most=365)),
                Field("attempts.reason", _("With the reason"), Choice(RETURN_REASONS)),
            ),
            help=_("Without a contact since its holder got it, the lead goes to nurture. Empty: nobody is given up."),
        ),
    ),
)
