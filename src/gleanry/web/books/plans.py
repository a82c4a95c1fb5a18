"""Nurture plans: who enters, what is written when, and what ends it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gleanry.flow.nurture.queries import plan_faults
from gleanry.market.audience.queries import segments_by_name
from gleanry.tenants.shapes import Viewer
from gleanry.web.books.choices import GRADES
from gleanry.web.editing import Book, Choice, Choices, Code, Field, Number, Rows, Settings, Table, Text, Whole, YesNo
from gleanry.web.editing.prose import Prose
from gleanry.web.words.labels import RETURN_REASONS, TOUCH_KINDS
from gleanry.web.words.plans import ACTS, EXITS

BANDS = {band: band for band in "1234"}


def segments(viewer: Viewer) -> dict[str, str]:
    """Name -> name of the segments that are kept."""
    return {name: name for name in segments_by_name(viewer.workspace_id)}


def unknown_segments(viewer: Viewer, body: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    """Segments that nobody defined: whoever entered them never would."""
    return [fault for fault in plan_faults(viewer.workspace_id, body) if fault["code"] == "unknown_segment"]


STEPS = Rows(
    columns=(
        Field("code", _("Code"), Code(stem="step")),
        Field("do", pgettext_lazy("plan", "What"), Choice(ACTS), required=True),
        Field("wait.working_days", _("After working days"), Whole(most=730)),
        Field("wait.days", _("After days, or at most so many"), Number(most=730)),
        Field("wait.event", _("Or as soon as"), Choice(TOUCH_KINDS, empty=_("nothing in between"))),
        Field("next", _("Go on with the step"), Text(most=40)),
        Field("subject.zh", _("Subject, Chinese"), Text(most=200), only=("do", ("mail",)), wide=True),
        Field("body.zh", _("Text, Chinese"), Prose(), required=True, wide=True),
        Field("subject.en", _("Subject, English"), Text(most=200), only=("do", ("mail",)), wide=True),
        Field("body.en", _("Text, English"), Prose(), required=True, wide=True),
    ),
    new={"do": "mail", "wait": {"working_days": 3}},
)

BOOK = Book(
    name="plans",
    order=60,
    title=_("Nurture plans"),
    decides=_("Who is kept in touch with, how, and what ends it."),
    help=_(
        "Texts may hold {name}, {company}, {sender}, {workspace} and {unsubscribe}. A step waits working days, or "
        "days, or for something to happen, days at most."
    ),
    sections=(
        Settings(
            _("When mail may go"),
            (
                Field("quiet.from", _("Quiet from"), Text(most=5)),
                Field("quiet.to", _("Quiet until"), Text(most=5)),
                Field("working_days", _("Only on working days"), YesNo()),
                Field("cap.mails", _("At most so many to one person"), Whole(most=100)),
                Field("cap.days", _("within days"), Number(most=365)),
            ),
        ),
        Settings(
            _("What wakes a lead in nurture"),
            (
                Field("wake.kinds", _("What they do"), Choices(TOUCH_KINDS, none=_("nothing"))),
                Field("wake.bands", _("A band of behaviour that rises to"), Choices(BANDS, none=_("none"))),
            ),
        ),
        Table(
            "plans",
            _("Plans"),
            (
                Field("code", _("Code"), Code(stem="plan"), required=True),
                Field("zh", _("Name, Chinese"), Text(), required=True),
                Field("en", _("Name, English"), Text(), required=True),
                Field("enter.returned", _("Enters who is given back for"), Choices(RETURN_REASONS, none=_("none"))),
                Field("enter.grades", _("Enters who is graded"), Choices(GRADES, none=_("none"))),
                Field("enter.segments", _("Enters who enters the segment"), Choices(segments, none=_("none"))),
                Field("exit", _("Leaves who"), Choices(EXITS, none=_("nobody")), keeps_empty=True),
                Field("steps", _("Steps"), STEPS, wide=True),
            ),
            layout="cards",
            most=50,
            new={"exit": list(EXITS), "steps": [{"do": "mail", "wait": {"working_days": 3}}]},
        ),
    ),
    also=unknown_segments,
    cures={
        "bad_quiet": _("Quiet hours are written 20:00."),
        "bad_cap": _("The cap is a number of mails within a number of days."),
        "double_code": _("Two plans have the code %(value)s."),
        "no_code": _("The plan needs a code."),
        "no_steps": _("The plan needs a step."),
        "double_step": _("Two steps of the plan have the same code."),
        "unknown_act": _("A step writes a mail, a task or a message."),
        "no_words": _("A step lacks a text in Chinese or in English."),
        "bad_wait": _("A step waits days, or working days; for something to happen it also needs days."),
        "unknown_next": _("A step goes on with one that is not there."),
        "never_reached": _("No way leads to a step of this plan."),
        "circle_without_wait": _("The plan would go in a circle without ever waiting."),
        "unknown_exit": _("Nobody can leave by %(value)s."),
        "unknown_segment": _("There is no segment %(value)s."),
    },
)
