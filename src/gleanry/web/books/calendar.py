"""Calendar: when the workspace works, and so how every deadline in working time runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from gleanry.flow.followup.queries import count_open, list_open
from gleanry.flow.followup.shapes import DueRow
from gleanry.kit import rulebook
from gleanry.leads.queries import leads_by_id
from gleanry.tenants.queries import names_of, working_times, working_times_by
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
)
from gleanry.web.editing import YesNo as Tick
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
    """Which open deadlines in working time would be due when, the soonest first, each by its holder's own calendar."""
    rows = [row for row in list_open(viewer, limit=LOOKED_AT) if row.kind in _in_working_time(viewer.workspace_id)]
    owners = {row.owner_id for row in rows}
    now = working_times(viewer.workspace_id, owners)
    then = working_times_by(viewer.workspace_id, body, owners)
    moved = []
    for row in rows:
        allowed = now.of(row.owner_id).working_between(row.started_at, row.due_at)
        due = then.of(row.owner_id).add_working(row.started_at, allowed)
        if due != row.due_at:
            moved.append((row, due))
    headline = ngettext(
        "%(n)d open deadline would be due at another time.",
        "%(n)d open deadlines would be due at another time.",
        len(moved),
    )
    sooner = sum(due < row.due_at for row, due in moved)
    total = count_open(viewer)
    note = _t("Only the %(n)d that are due soonest were looked at.") % {"n": LOOKED_AT} if total > LOOKED_AT else ""
    return DryRun(
        headline % {"n": len(moved)},
        (
            Figure(_t("Deadlines looked at"), str(len(rows))),
            Figure(_t("Due sooner"), str(sooner)),
            Figure(_t("Due later"), str(len(moved) - sooner)),
        ),
        (_t("Lead"), _t("What is due"), _t("Held by"), _t("Due now"), _t("Would be due")),
        _told(viewer, moved[:SHOWN], now, then),
        note,
    )


def _in_working_time(workspace_id: int) -> set[str]:
    """The kinds of deadlines that run in working time by the rules in force."""
    rules = rulebook.current(workspace_id, "followup").body["deadlines"]
    return {row["kind"] for row in rules if any(unit.startswith("working") for unit in row.get("within", ()))}


def _told(viewer: Viewer, moved: list[tuple[DueRow, Any]], now: Any, then: Any) -> tuple[tuple[str | To, ...], ...]:
    leads = leads_by_id(viewer.workspace_id, [row.lead_id for row, _due in moved])
    shown = {row.lead.id: row.title for row in with_names(viewer.workspace_id, list(leads.values()))}
    names = names_of(viewer.workspace_id, [row.owner_id for row, _due in moved])
    return tuple(
        (
            To(str(shown.get(row.lead_id) or row.lead_id), row.lead_id),
            label(DEADLINES, row.kind),
            names.get(row.owner_id, ""),
            date_format(row.due_at.astimezone(now.workspace.zone), "Y-m-d H:i"),
            date_format(due.astimezone(then.workspace.zone), "Y-m-d H:i"),
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
                    Tick(default=True),
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
