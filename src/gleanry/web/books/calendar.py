"""Calendar: when the workspace works, and so how every deadline in working time runs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gleanry.web.editing import Book, Choices, DaySpans, Field, Number, Settings, YesNo

WEEKDAYS = {
    "0": _("Monday"),
    "1": _("Tuesday"),
    "2": _("Wednesday"),
    "3": _("Thursday"),
    "4": _("Friday"),
    "5": _("Saturday"),
    "6": _("Sunday"),
}

BOOK = Book(
    name="calendar",
    order=60,
    title=_("Working time"),
    decides=_("Which hours and days count where a deadline runs in working time."),
    sections=(
        Settings(
            _("Working time"),
            (
                Field(
                    "hours",
                    _("Hours of a working day"),
                    DaySpans(),
                    help=_("Such as 09:00-12:00, 13:30-18:00. Without any, every hour counts."),
                    keeps_empty=True,
                    wide=True,
                ),
                Field("weekdays", _("Working days"), Choices(WEEKDAYS, whole=True), required=True),
                Field(
                    "holidays",
                    _("Public holidays and make-up days of the workspace's country count"),
                    YesNo(default=True),
                ),
                Field(
                    "hours_a_day",
                    _("A working day counts as"),
                    Number(least=0, most=24, unit=_("hours")),
                    help=_("Where a rule says so many working days."),
                ),
            ),
        ),
    ),
)
