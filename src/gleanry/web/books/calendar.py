"""Calendar: when the workspace works, and so how every deadline in working time runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gleanry.flow.followup.actions import recompute_deadlines
from gleanry.flow.followup.queries import count_open, list_open
from gleanry.flow.followup.shapes import DueRow
from gleanry.kit import clock, rulebook
from gleanry.leads.queries import leads_by_id
from gleanry.tenants.facts import TimesChanged
from gleanry.tenants.queries import names_of
from gleanry.tenants.shapes import Viewer
from gleanry.web.editing import (
    Book,
    Choice,
    Choices,
    DaySpans,
    DryRun,
    Field,
    Figure,
    Number,
    Settings,
    Table,
    Text,
    To,
    YesNo,
)
from gleanry.web.rows import with_names
from gleanry.web.words.labels import DEADLINES, label
from gleanry.web.words.times import countries

WEEKDAYS = {
    "0": _("Monday"),
    "1": _("Tuesday"),
    "2": _("Wednesday"),
    "3": _("Thursday"),
    "4": _("Friday"),
    "5": _("Saturday"),
    "6": _("Sunday"),
}
LOOKED_AT, SHOWN = 2000, 30
HOURS_HELP = _("Such as 09:00-12:00, 13:30-18:00. Without any, every hour counts.")


def try_calendar(viewer: Viewer, body: Mapping[str, Any]) -> DryRun:
    """Which open deadlines would be due when, the soonest first: it is put in force, and taken back."""
    before = list_open(viewer, limit=LOOKED_AT)
    then = _due_then(viewer, body, before)
    moved = [(row, then[row.deadline_id]) for row in before if then.get(row.deadline_id, row.due_at) != row.due_at]
    headline = ngettext(
        "%(n)d open deadline would be due at another time.",
        "%(n)d open deadlines would be due at another time.",
        len(moved),
    )
    sooner = sum(due < row.due_at for row, due in moved)
    more = count_open(viewer) > LOOKED_AT
    return DryRun(
        headline % {"n": len(moved)},
        (
            Figure(gettext("Deadlines looked at"), str(len(before))),
            Figure(gettext("Due sooner"), str(sooner)),
            Figure(gettext("Due later"), str(len(moved) - sooner)),
        ),
        (gettext("Lead"), gettext("What is due"), gettext("Held by"), gettext("Due now"), gettext("Would be due")),
        _told(viewer, moved[:SHOWN]),
        gettext("Only the %(n)d that are due soonest were looked at.") % {"n": LOOKED_AT} if more else "",
    )


def _due_then(viewer: Viewer, body: Mapping[str, Any], rows: Sequence[DueRow]) -> dict[int, datetime]:
    """Deadline id -> when it would be due; those that would leave the foremost are not there."""
    now = clock.now()
    with transaction.atomic():
        rulebook.publish(viewer.workspace_id, BOOK.name, dict(body), at=now)
        owners = TimesChanged(tuple(sorted({row.owner_id for row in rows})))
        recompute_deadlines(viewer.workspace_id, owners, now)
        found = {row.deadline_id: row.due_at for row in list_open(viewer, limit=2 * LOOKED_AT)}
        transaction.set_rollback(True)
    return found


def _told(viewer: Viewer, moved: Sequence[tuple[DueRow, datetime]]) -> tuple[tuple[str | To, ...], ...]:
    leads = leads_by_id(viewer.workspace_id, [row.lead_id for row, _due in moved])
    shown = {row.lead.id: row.title for row in with_names(viewer, list(leads.values()))}
    names = names_of(viewer.workspace_id, [row.owner_id for row, _due in moved])
    return tuple(
        (
            To(str(shown.get(row.lead_id) or row.lead_id), row.lead_id),
            label(DEADLINES, row.kind),
            names.get(row.owner_id, ""),
            date_format(timezone.localtime(row.due_at), "Y-m-d H:i"),
            date_format(timezone.localtime(due), "Y-m-d H:i"),
        )
        for row, due in moved
    )


BOOK = Book(
    name="calendar",
    order=60,
    title=_("Working time"),
    decides=_("Which hours and days count where a deadline runs in working time."),
    help=_("Members may have hours, shifts and leave of their own; the company's own days count for all of them."),
    sections=(
        Settings(
            _("Working time"),
            (
                Field("hours", _("Hours of a working day"), DaySpans(), help=HOURS_HELP, keeps_empty=True, wide=True),
                Field("lunch", _("Breaks"), DaySpans(), help=_("Such as 12:00-13:30; they do not count on any day.")),
                Field("weekdays", _("Working days"), Choices(WEEKDAYS, whole=True), required=True),
                Field(
                    "holidays",
                    _("Public holidays and make-up days of the workspace's country count"),
                    YesNo(default=True),
                ),
                Field("country", _("Holidays of another country"), Choice(countries, empty=_("as the workspace"))),
                Field(
                    "hours_a_day",
                    _("A working day counts as"),
                    Number(least=0, most=24, unit=_("hours")),
                    help=_("Where a rule says so many working days."),
                ),
            ),
        ),
        Table(
            "weekday_hours",
            _("Weekdays with other hours"),
            (
                Field("weekday", pgettext_lazy("calendar", "Weekday"), Choice(WEEKDAYS, whole=True), required=True),
                Field("hours", pgettext_lazy("calendar", "Hours"), DaySpans(), keeps_empty=True, wide=True),
            ),
            ordered=False,
            most=7,
            new={"weekday": 4, "hours": []},
            nothing=_("None: all working days have the same hours."),
        ),
        Table(
            "extra_off",
            _("Days off of the company"),
            (
                Field("date", pgettext_lazy("calendar", "From"), Text(most=10), required=True),
                Field("until", pgettext_lazy("calendar", "To"), Text(most=10)),
                Field("name", pgettext_lazy("calendar", "Name"), Text(most=60), wide=True),
            ),
            ordered=False,
            help=_("Dates such as 2026-10-09; without “To” it is the one day."),
            nothing=_("None besides the public holidays."),
        ),
        Table(
            "extra_on",
            _("Working days of the company"),
            (
                Field("date", pgettext_lazy("calendar", "Date"), Text(most=10), required=True),
                Field("name", pgettext_lazy("calendar", "Name"), Text(most=60), wide=True),
                Field("hours", pgettext_lazy("calendar", "Hours"), DaySpans(), wide=True),
            ),
            ordered=False,
            help=_("Days worked besides the usual ones, or with other hours, such as a half day before a holiday."),
            nothing=_("None besides the make-up days of the country."),
        ),
    ),
    cures={
        "bad_time": _("“%(value)s” are no hours. Write them as 09:00-12:00."),
        "ends_before_start": _("“%(value)s” ends before it begins."),
        "overlap": _("“%(value)s” overlaps with hours before it."),
        "no_hours": _("Nobody would ever work: choose a working day, or leave some of its hours free of breaks."),
        "bad_weekday": _("Choose a day of the week."),
        "weekday_twice": _("This weekday stands there twice."),
        "unknown_country": _("The holidays of “%(value)s” are not known."),
        "unknown_subdivision": _("“%(value)s” is no part of this country with holidays of its own."),
        "bad_date": _("“%(value)s” is no date. Write it as 2026-10-09."),
        "off_and_on": _("%(value)s is a day off of the company as well."),
        "bad_length": _("A working day is more than 0 and at most 24 hours."),
    },
    dry_run=try_calendar,
)
