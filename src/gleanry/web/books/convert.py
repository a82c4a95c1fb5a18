"""Processes: the ways of opportunities, and what each stage demands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gleanry.flow.convert.queries import stages_in_use, would_hold
from gleanry.kit import rulebook
from gleanry.tenants.shapes import Viewer
from gleanry.web.editing import (
    Book,
    Choice,
    Choices,
    Code,
    DryRun,
    Field,
    Figure,
    Number,
    Settings,
    Table,
    Text,
    Whole,
    Words,
    YesNo,
)
from gleanry.web.words.deals import DEAL_FIELDS, PHASES
from gleanry.web.words.labels import ROLES
from gleanry.web.words.lacking import missing_words

DEMANDED = {
    name: DEAL_FIELDS[name]
    for name in ("amount", "expected_close", "product", "account", "decider", "competitor", "grade")
}
SHOWN = 20


def faults(viewer: Viewer, body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Stages that opportunities stand in and that are gone, and gates whose role may not approve."""
    keys = {row["key"] for row in body["stages"]}
    for stage in sorted(stages_in_use(viewer.workspace_id).keys() - keys):
        yield {"table": "stages", "row": 0, "setting": "stages", "code": "in_use", "value": stage}
    roles = rulebook.current(viewer.workspace_id, "roles").body["roles"]
    for number, row in enumerate(body["stages"], start=1):
        role = row.get("approver")
        if role and "gates.approve" not in roles.get(role, {}).get("may", ()):
            fault = {"table": "stages", "row": number, "setting": "approver", "code": "may_not_approve"}
            yield fault | {"value": str(ROLES.get(role, role))}


def dry_run(viewer: Viewer, body: Mapping[str, Any]) -> DryRun:
    """Which open opportunities could not leave their stage, under the draft and as it is now."""
    then = would_hold(viewer, body)
    now = would_hold(viewer, rulebook.current(viewer.workspace_id, "convert").body)
    return DryRun(
        gettext("Of %(deals)s open opportunities, %(held)s would be held up in their stage.")
        % {"deals": then.looked_at, "held": len(then.held)},
        (Figure(gettext("Held up"), str(len(then.held)), str(len(now.held))),),
        (gettext("Opportunity"), gettext("What is missing")),
        tuple((deal.name, missing_words(missing, body.get("tasks", ()))) for deal, missing in then.held[:SHOWN]),
    )


BOOK = Book(
    name="convert",
    order=70,
    title=_("Processes of opportunities"),
    decides=_("Through which stages an opportunity goes, what each demands, and who lets it pass."),
    help=_("What a stage demands has to be there before an opportunity leaves it forwards, or is won."),
    reads="deals.see",
    also=faults,
    sections=(
        Table(
            "processes",
            _("Processes"),
            (
                Field("key", _("Key"), Code(stem="process"), required=True),
                Field("zh", _("Name in Chinese"), Text(), required=True),
                Field("en", _("Name in English"), Text(), required=True),
                Field("lines", _("Product lines"), Words(), keeps_empty=True, help=_("Empty: all others."), wide=True),
                Field("fast.under", _("Fast lane: amount under"), Number(as_text=True)),
                Field("fast.products", _("Fast lane: products"), Words()),
                Field("fast.skips", _("Fast lane skips the stages"), Words(), help=_("Keys of stages.")),
            ),
            layout="cards",
            most=12,
            help=_("Without a process there is one, for everything."),
        ),
        Table(
            "stages",
            _("Stages"),
            (
                Field("key", _("Key"), Code(stem="stage"), required=True),
                Field("zh", _("Name in Chinese"), Text(), required=True),
                Field("en", _("Name in English"), Text(), required=True),
                Field("process", _("Process"), Text(most=40)),
                Field("percent", _("Won of a hundred"), Whole(most=100)),
                Field("phase", _("Phase"), Choice(PHASES, empty=pgettext_lazy("phase", "none"))),
                Field("fields", _("Has to be filled in"), Choices(DEMANDED, none=_("nothing"))),
                Field("papers", _("Documents"), Words(), help=_("Such as quote, contract, acceptance.")),
                Field("gate", _("Gate"), Text(most=40), help=_("ATI, ATB, ATAC or a name of your own.")),
                Field("approver", _("Who approves"), Choice(ROLES, empty=_("whoever may approve"))),
                Field("stuck_days", _("Stuck after days"), Whole(least=1, most=999)),
            ),
            help=_("Won and lost are ends, not stages. Opportunities keep their stage by its key."),
            layout="cards",
            most=40,
        ),
        Table(
            "tasks",
            _("Tasks"),
            (
                Field("stage", _("Stage"), Text(most=40), required=True),
                Field("code", _("Code"), Code(stem="task"), required=True),
                Field("zh", _("Task in Chinese"), Text(most=200), required=True, wide=True),
                Field("en", _("Task in English"), Text(most=200), required=True, wide=True),
                Field("required", _("Required"), YesNo()),
                Field("whom", _("For whom"), Choice(ROLES, empty=_("who holds it"))),
            ),
            layout="cards",
            most=100,
        ),
        Table(
            "loss_reasons",
            _("Why an opportunity is lost"),
            (
                Field("code", _("Code"), Code(stem="reason"), required=True),
                Field("zh", _("Reason in Chinese"), Text(), required=True),
                Field("en", _("Reason in English"), Text(), required=True),
            ),
            most=30,
        ),
        Settings(
            _("Reports and risk signals"),
            (
                Field("loss.report", _("A loss needs a report"), YesNo()),
                Field("risk.quiet", _("No contact for days"), Whole(least=1, most=999)),
                Field("risk.quote", _("No quote for days"), Whole(least=1, most=999)),
                Field("risk.sign", _("Not signed for days"), Whole(least=1, most=999)),
                Field("risk.collect", _("Money owed for days"), Whole(least=1, most=999)),
            ),
        ),
    ),
    cures={
        "in_use": _("Opportunities stand in the stage “%(value)s”. Keep it, or move them first."),
        "reserved": _("“%(value)s” is an end of every opportunity. Call the stage otherwise."),
        "unknown_process": _("There is no process “%(value)s”."),
        "not_percent": _("A share is a whole number from 0 to 100."),
        "falls": _("The stage before wins %(value)s of a hundred: a later stage cannot win fewer."),
        "unknown_phase": _("There is no phase “%(value)s”."),
        "unknown_field": _("There is no field “%(value)s”."),
        "no_gate": _("Somebody approves here, but there is no gate."),
        "second_general": _("The process “%(value)s” already takes all other product lines."),
        "no_general": _("One process has to take all other product lines: leave its lines empty."),
        "no_stages": _("The process “%(value)s” has no stages."),
        "line_twice": _("The product line “%(value)s” stands in two processes."),
        "unknown_stage": _("There is no stage “%(value)s” here."),
        "not_positive": _("The amount has to be above zero."),
        "fast_for_all": _("Every opportunity would take the fast lane: set an amount or products."),
        "skips_nothing": _("The fast lane skips no stage. Name some, or leave it out."),
        "may_not_approve": _("The role %(value)s may not approve at gates: nobody could ever let it pass."),
    },
    dry_run=dry_run,
)
