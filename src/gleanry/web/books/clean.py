"""Cleaning: where bare phone numbers are dialled, and which submissions are held back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gleanry.flow.clean.queries import try_screens
from gleanry.flow.identify.queries import matches_of
from gleanry.leads.queries import among_visible
from gleanry.tenants.shapes import Viewer
from gleanry.web.editing import (
    Book,
    Choice,
    DryRun,
    Field,
    Figure,
    Settings,
    Table,
    To,
    Whole,
    Words,
    YesNo,
)
from gleanry.web.words.labels import label
from gleanry.web.words.regions import regions
from gleanry.web.words.screening import REASONS

SCREENS = {code: said for code, said in REASONS.items() if code not in ("unreachable", "by_holder")}
THROTTLED = ("code", ("throttled",))

LATEST, LISTED = 2_000, 100


def try_on_latest(viewer: Viewer, body: Mapping[str, Any]) -> DryRun:
    """Which of the latest submissions these screens would decide about otherwise; names only of leads in reach."""
    found = try_screens(viewer.workspace_id, body, latest=LATEST)
    listed = found.changed[:LISTED]
    matches = matches_of(viewer.workspace_id, [one.submission_id for one in listed])
    leads = {submission_id: match.lead_id for submission_id, match in matches.items()}
    seen = set(among_visible(viewer, leads.values()))
    rows = [
        (
            To(one.name or f"#{lead}", lead)
            if (lead := leads.get(one.submission_id, 0)) in seen
            else gettext("(not within your reach)"),
            _fate(one.now),
            _fate(one.then),
        )
        for one in listed
    ]
    many = len(found.changed)
    said = ngettext(
        "%(n)s of the latest %(all)s submissions would be decided otherwise.",
        "%(n)s of the latest %(all)s submissions would be decided otherwise.",
        many,
    )
    return DryRun(
        headline=said % {"n": many, "all": found.looked_at},
        figures=(Figure(gettext("Held back"), str(found.held_then), str(found.held_now)),),
        columns=(gettext("Lead"), gettext("Rules in force"), gettext("This draft")),
        rows=tuple(rows),
        note=gettext("How often somebody sends is not counted when trying; lists count as they are now."),
    )


def _fate(codes: tuple[str, ...]) -> str:
    if not codes:
        return gettext("passes")
    reasons = gettext(", ").join(label(REASONS, code) for code in codes)
    return gettext("held back: %(reasons)s") % {"reasons": reasons}


BOOK = Book(
    name="clean",
    order=10,
    title=_("Cleaning and screening"),
    decides=_("How phone numbers are read, and which submissions are held back as junk."),
    reads="leads.review",
    dry_run=try_on_latest,
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
