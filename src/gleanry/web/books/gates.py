"""Gates: the checklists of MQL and SQL, and why one may refuse."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gleanry.flow.followup.queries import try_gates
from gleanry.flow.followup.queries.asking import read_gate
from gleanry.flow.followup.queries.gates import gates_book
from gleanry.kit import clock
from gleanry.tenants.shapes import Viewer
from gleanry.web.editing import Book, Choice, Code, DryRun, Field, Figure, Settings, Table, Text, Whole, YesNo
from gleanry.web.words.contacts import own_words

DAYS = 90
KNOWN_BY = {
    "company": _("the company, where one is known"),
    "timing": _("the month they buy by"),
    "budget": _("the budget"),
    "authority": _("the decision maker"),
    "need": _("the need"),
    "need_and_budget": _("need and budget together"),
    "meeting": _("a meeting or visit that took place"),
}
TARGETS = {
    "signer": _("back to who signed it as MQL"),
    "nurture": _("to nurture"),
    "invalid": _("to the invalid pool"),
}
ITEM = (
    Field("code", _("Code"), Code(stem="item"), required=True),
    Field("zh", _("Question in Chinese"), Text(), wide=True),
    Field("en", _("Question in English"), Text(), wide=True),
    Field("required", _("Required"), YesNo(), help=_("Left open it is required.")),
    Field("known_by", _("Suggested from"), Choice(KNOWN_BY, empty=_("nothing"))),
    Field("months", _("Months ahead"), Whole(least=0, most=120), only=("known_by", ("timing",))),
)
AT_LEAST = _("Beside the required ones, so many of all items are to be answered yes. Empty: the required ones suffice.")


def dry_run(viewer: Viewer, body: Mapping[str, Any]) -> DryRun:
    """How the MQLs of the last 90 days would have fared by what is known, under the draft and as it is now."""
    until = clock.now()
    since = until - timedelta(days=DAYS)
    then = try_gates(viewer.workspace_id, body, since, until)
    today = try_gates(viewer.workspace_id, gates_book(viewer.workspace_id)[1], since, until)
    names = {item.code: own_words(item) for item in read_gate(body, "mql").items}
    return DryRun(
        gettext("Of %(leads)s MQLs of the last %(days)s days, %(passed)s would pass by what is known of them.")
        % {"leads": then.leads, "days": DAYS, "passed": then.passed},
        (
            Figure(gettext("Would pass"), str(then.passed), str(today.passed)),
            Figure(gettext("Would not pass"), str(then.failed), str(today.failed)),
            Figure(gettext("Too little is known"), str(then.open), str(today.open)),
        ),
        (gettext("Item"), gettext("Stood in the way of")),
        tuple((names.get(code, code), str(count)) for code, count in then.items),
    )


BOOK = Book(
    name="gates",
    order=55,
    title=_("Gates"),
    decides=_("What has to be confirmed before a lead is MQL and SQL, and where it goes when a seller refuses."),
    sections=(
        Table("mql.items", _("The MQL checklist"), ITEM, layout="cards", most=30, new={"required": True}),
        Table("sql.items", _("The SQL checklist"), ITEM, layout="cards", most=30, new={"required": True}),
        Settings(
            _("How many"),
            (
                Field("mql.least", _("For MQL at least"), Whole(least=0, most=30), help=AT_LEAST),
                Field("sql.least", _("For SQL at least"), Whole(least=0, most=30), help=AT_LEAST),
            ),
        ),
        Table(
            "refusals",
            _("Why a seller refuses"),
            (
                Field("code", _("Code"), Code(stem="reason"), required=True),
                Field("zh", _("Reason in Chinese"), Text()),
                Field("en", _("Reason in English"), Text()),
                Field("to", pgettext_lazy("refusal", "The lead goes"), Choice(TARGETS), required=True),
            ),
            most=30,
        ),
    ),
    cures={
        "missing": _("This item needs a code and words in one language at least."),
        "never_passed": _("There are fewer items than are asked for: nobody would ever pass."),
    },
    dry_run=dry_run,
)
