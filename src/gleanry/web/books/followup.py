"""Deadlines: what the holder of a lead owes it, by when, and what happens when it passes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gleanry.web.books.choices import GRADES
from gleanry.web.editing import Book, Choice, Choices, Field, Number, Rows, Settings, Span, Table, Whole, Words, YesNo
from gleanry.web.words.labels import DEADLINES, PAUSE_REASONS, POOLS, ROLES
from gleanry.web.words.promises import try_promises

STARTS = {
    "owner_changed": _("somebody gets the lead"),
    "contacted": _("the first contact"),
    "contact_missed": _("a missed first contact"),
}
SINCE = {"owner_changed": _("when somebody got the lead"), "received": _("when the lead came")}
MET_BY = {
    "contact": _("the next follow-up"),
    "each_contact": _("each follow-up, which starts it anew"),
    "decision": _("a decision about the lead"),
    "conversion": _("acceptance as SQL"),
}
NOT_WORKED = frozenset({"converted", "attached", "invalid"})
WORKED = {pool: name for pool, name in POOLS.items() if pool not in NOT_WORKED}
THEN = {"next_person": _("it goes to the next person")} | {
    pool: name for pool, name in WORKED.items() if pool != "intake"
}
TELL = {"leader": _("who leads the owner")} | dict(ROLES)
DEMO = {"kind": "first_contact", "starts": "owner_changed", "within": {"working_days": 1}}

BOOK = Book(
    name="followup",
    order=50,
    title=_("Deadlines"),
    decides=_("What the holder of a lead owes it, by when, and what happens when it passes."),
    sections=(
        Table(
            "deadlines",
            _("Deadlines"),
            (
                Field("kind", _("What is due"), Choice(DEADLINES), required=True),
                Field("starts", _("Begins with"), Choice(STARTS), required=True),
                Field("within", pgettext_lazy("deadline", "Within"), Span(), required=True),
                Field("since", _("Counted from"), Choice(SINCE, empty=_("when somebody got the lead"))),
                Field("skip_holidays", _("Days off move it to the next working day"), YesNo()),
                Field("pools", _("In the pools"), Choices(WORKED, none=_("all"))),
                Field("grades", _("For the grades"), Choices(GRADES, none=_("all"))),
                Field("sources", _("From the sources"), Words()),
                Field("campaigns", _("Of the campaigns"), Words()),
                Field("channels", _("Who came by the channels"), Words()),
                Field("products", _("For the products"), Words()),
                Field("own_pools", _("In pools of our own"), Words()),
                Field("met_by", _("Met by"), Choice(MET_BY, empty=_("as usual"))),
                Field(
                    "remind",
                    _("Remind the owner"),
                    Rows(
                        columns=(
                            Field("before", _("Before it passes"), Span()),
                            Field("part", _("or after this part of the time"), Number()),
                        ),
                        most=5,
                        new={"part": 0.5},
                    ),
                    wide=True,
                ),
                Field(
                    "escalate",
                    _("Tell, once it is missed"),
                    Rows(
                        columns=(
                            Field("to", pgettext_lazy("escalation", "Whom"), Choice(TELL), required=True),
                            Field("after", pgettext_lazy("escalation", "After"), Span()),
                        ),
                        most=5,
                        new={"to": "leader"},
                    ),
                    wide=True,
                ),
                Field("then", _("Once it is missed"), Choice(THEN, empty=_("the owner keeps the lead"))),
            ),
            layout="cards",
            help=_("A lead may owe several things. Of each, the first rule that fits the lead counts."),
            new=DEMO,
        ),
        Settings(
            _("Pauses"),
            (
                Field("pause.most_days", _("Longest, in days"), Whole(most=366)),
                Field("pause.most_times", _("How often one owner may pause a lead"), Whole(most=99)),
                Field("pause.reasons", _("Reasons"), Choices(PAUSE_REASONS, none=_("the usual ones"))),
            ),
        ),
    ),
    cures={
        "never_reached": _("Rule %(value)s takes all these leads first. Put this one before it, or take it out."),
        "mixed_time": _("Working time and plain time cannot be added up. Use one of them."),
        "too_long": _("The reminder would come before the deadline begins."),
        "out_of_range": _("This number is too small or too large."),
        "not_positive": _("A span must be longer than nothing."),
        "in_working_time": _("Working time passes over days off anyway."),
    },
    dry_run=try_promises,
)
