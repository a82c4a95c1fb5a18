"""Score: points for what somebody is and does, and the grade they make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gleanry.flow.score import queries as score
from gleanry.flow.score.shapes import DryRun as Trial
from gleanry.kit import clock, rulebook
from gleanry.leads.queries import among_visible, leads_by_id
from gleanry.tenants.shapes import Viewer
from gleanry.web.books.choices import GRADES
from gleanry.web.editing import Book, Choice, Code, DryRun, Field, Figure, Number, Table, Text, To, Whole, Words
from gleanry.web.rows import with_names
from gleanry.web.words.fields import FIELDS
from gleanry.web.words.labels import TOUCH_KINDS
from gleanry.web.words.score_faults import CURES

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


def events(viewer: Viewer) -> dict[str, Any]:
    """The kinds of touch that have a name, and those of our own that the book in force knows."""
    rows = rulebook.current(viewer.workspace_id, "score").body.get("events", ())
    return {str(row["event"]): str(row["event"]) for row in rows if row.get("own")} | dict(TOUCH_KINDS)


def try_score(viewer: Viewer, body: Mapping[str, Any]) -> DryRun:
    """Who of the graded leads of the last 90 days would stand in another cell."""
    trial = score.dry_run(viewer.workspace_id, body, at=clock.now())
    headline = ngettext(
        "Of %(n)s lead of the last 90 days, %(up)s would rise and %(down)s would fall.",
        "Of %(n)s leads of the last 90 days, %(up)s would rise and %(down)s would fall.",
        trial.leads,
    ) % {"n": trial.leads, "up": trial.up, "down": trial.down}
    notes = [gettext("Both tables look at the same touches, now.")]
    if trial.across:
        across = gettext("%(n)s would change one of letter and band for the other.") % {"n": trial.across}
        notes.append(across)
    if trial.cut:
        notes.append(gettext("Only the newest 20,000 were looked at."))
    columns = (gettext("Lead"), gettext("Grade now"), gettext("Grade then"))
    return DryRun(headline, _cells(trial), columns, _farthest(viewer, trial), " ".join(notes))


def _cells(trial: Trial) -> tuple[Figure, ...]:
    """How many leads each cell has, and would have."""
    now, then = Counter[str](), Counter[str]()
    for (before, after), leads in trial.moves.items():
        now[before] += leads
        then[after] += leads
    return tuple(Figure(grade, str(then[grade]), str(now[grade])) for grade in GRADES if now[grade] or then[grade])


def _farthest(viewer: Viewer, trial: Trial) -> tuple[tuple[str | To, ...], ...]:
    ids = among_visible(viewer, [one.lead_id for one in trial.farthest])
    shown = with_names(viewer, list(leads_by_id(viewer.workspace_id, ids).values()))
    titles = {row.lead.id: row.title for row in shown}
    return tuple(
        (
            To(titles[one.lead_id], one.lead_id) if one.lead_id in titles else f"#{one.lead_id}",
            _sums(*one.before),
            _sums(*one.after),
        )
        for one in trial.farthest
    )


def _sums(grade: str, fit: float, behaviour: float) -> str:
    points = {"grade": grade, "fit": floatformat(fit), "behaviour": floatformat(behaviour)}
    return gettext("%(grade)s (fit %(fit)s, behaviour %(behaviour)s)") % points


BOOK = Book(
    name="score",
    order=30,
    title=_("Score"),
    decides=_("How many points a lead gets, and which grade from A1 to D4 they make."),
    cures=CURES,
    dry_run=try_score,
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
                Field("event", pgettext_lazy("score", "What they did"), Choice(events), required=True),
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
