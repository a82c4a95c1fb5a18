"""What the buttons of an opportunity's page do; each gives back a form that is to be mended, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time

from django import forms
from django.contrib import messages
from django.utils import timezone
from django.utils.translation import gettext as _

from gleanry.flow.convert.actions import (
    DealChange,
    Grading,
    add_papers,
    ask_gates,
    decide_gates,
    do_tasks,
    drop_paper,
    edit_deals,
    grade_deals,
    lose_deal,
    move_deal,
    name_rivals,
    record_receipt,
    report_deal,
    win_deal,
)
from gleanry.flow.convert.queries import fixed_rate
from gleanry.flow.convert.shapes import Paper
from gleanry.kit.errors import Refusal
from gleanry.web.access import WorkRequest, keys_of
from gleanry.web.forms.deals import ReceiptForm, WinForm
from gleanry.web.forms.deals_work import FactsForm, ReportForm

Act = Callable[[WorkRequest, int, datetime], forms.Form | None]


def act_on(request: WorkRequest, deal_id: int, at: datetime) -> forms.Form | None:
    """Do what the pressed button says; a move where it says nothing. Raises Refusal."""
    return ACTS.get(request.POST.get("do", "move"), _move)(request, deal_id, at)


def version_in(request: WorkRequest) -> int | None:
    """The version of the deal somebody looked at, if their page says so."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _move(request: WorkRequest, deal_id: int, at: datetime) -> forms.Form | None:
    reason = request.POST.get("reason", "")[:200]
    move_deal(request.viewer, deal_id, request.POST.get("stage", ""), at, reason=reason, version=version_in(request))
    messages.success(request, _("Moved."))
    return None


def _win(request: WorkRequest, deal_id: int, at: datetime) -> forms.Form | None:
    form, story = WinForm(request.POST), ReportForm(request.POST)
    if not form.is_valid() or not story.is_valid():
        return form
    win_deal(request.viewer, deal_id, form.money, at, rate=form.stated_rate, story=story.report())
    messages.success(request, _("Won. Enter receipts here as the money comes in."))
    return None


def _lose(request: WorkRequest, deal_id: int, at: datetime) -> forms.Form | None:
    form = ReportForm(request.POST)
    if not form.is_valid():
        return form
    lose_deal(request.viewer, deal_id, request.POST.get("reason", "")[:80], at, report=form.report())
    messages.success(request, _("Marked as lost, with the reason."))
    return None


def _receipt(request: WorkRequest, deal_id: int, at: datetime) -> forms.Form | None:
    form = ReceiptForm(request.POST)
    if not form.is_valid():
        return form
    noon = datetime.combine(form.cleaned_data["received_on"], time(12), timezone.get_current_timezone())
    record_receipt(request.viewer, deal_id, form.money, noon.astimezone(UTC), at, rate=form.stated_rate)
    messages.success(request, _("Receipt recorded."))
    return None


def _report(request: WorkRequest, deal_id: int, at: datetime) -> forms.Form | None:
    form = ReportForm(request.POST)
    if not form.is_valid():
        return form
    report_deal(request.viewer, deal_id, form.report(), at)
    messages.success(request, _("Report kept."))
    return None


def _edit(request: WorkRequest, deal_id: int, at: datetime) -> forms.Form | None:
    form = FactsForm(request.POST)
    if not form.is_valid():
        return form
    money = form.money
    rate = fixed_rate(request.viewer.workspace_id, money.currency, form.stated_rate)
    change = DealChange(deal_id, form.changes(), (money, rate), form.cleaned_data["version"])
    edit_deals(request.viewer, [change], at)
    messages.success(request, _("Saved."))
    return None


def _grade(request: WorkRequest, deal_id: int, at: datetime) -> forms.Form | None:
    answers = {key.removeprefix("is-"): str(value) for key, value in request.POST.items() if key.startswith("is-")}
    grading = Grading(deal_id, answers, request.POST.get("reason", "")[:200], version_in(request))
    grade = grade_deals(request.viewer, [grading], at)[deal_id]
    messages.success(request, _("Graded %(grade)s.") % {"grade": grade or "–"})
    return None


def _tasks(request: WorkRequest, deal_id: int, at: datetime) -> forms.Form | None:
    stage = request.POST.get("stage", "")
    ticked = set(request.POST.getlist("done"))
    marks = [(deal_id, stage, code, code in ticked) for code in request.POST.getlist("task")]
    do_tasks(request.viewer, marks, at)
    messages.success(request, _("Saved."))
    return None


def _paper(request: WorkRequest, deal_id: int, at: datetime) -> forms.Form | None:
    said = [request.POST.get(name, "").strip() for name in ("kind", "paper", "link")]
    add_papers(request.viewer, [(deal_id, Paper(*said))], at)
    messages.success(request, _("Document added."))
    return None


def _drop_paper(request: WorkRequest, deal_id: int, at: datetime) -> forms.Form | None:
    for paper_id in keys_of(request, "paper"):
        drop_paper(request.viewer, deal_id, paper_id, at)
    messages.success(request, _("Document taken off."))
    return None


def _rival(request: WorkRequest, deal_id: int, at: datetime) -> forms.Form | None:
    name, strong, weak = (request.POST.get(field, "") for field in ("rival", "strong", "weak"))
    name_rivals(request.viewer, [(deal_id, name, strong, weak)], at)
    messages.success(request, _("Saved."))
    return None


def _ask(request: WorkRequest, deal_id: int, at: datetime) -> forms.Form | None:
    ask_gates(request.viewer, [(deal_id, request.POST.get("note", ""))], at)
    messages.success(request, _("Asked. Whoever decides sees it on their first page."))
    return None


def decide(request: WorkRequest, deal_id: int, at: datetime) -> forms.Form | None:
    """Approve or refuse the request at a gate."""
    said = request.POST.get("verdict")
    if said not in ("approve", "refuse"):
        raise Refusal("bad_field", field="verdict")
    given = [(pk, said == "approve", request.POST.get("reason", "")) for pk in keys_of(request, "request")]
    decide_gates(request.viewer, given, at)
    messages.success(request, _("Approved.") if said == "approve" else _("Refused, with the reason."))
    return None


ACTS: Mapping[str, Act] = {
    "move": _move,
    "win": _win,
    "lose": _lose,
    "receipt": _receipt,
    "report": _report,
    "edit": _edit,
    "grade": _grade,
    "tasks": _tasks,
    "paper": _paper,
    "drop_paper": _drop_paper,
    "rival": _rival,
    "ask": _ask,
}
