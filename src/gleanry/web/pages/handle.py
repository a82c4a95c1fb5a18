"""Act on leads: log a follow-up and decide; claim, assign, qualify or return several at once."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gleanry.flow.followup.actions import (
    GateShut,
    accept_leads,
    invalidate_leads,
    qualify_leads,
    record_follow_up,
    refuse_leads,
    return_leads,
)
from gleanry.flow.followup.queries import answers_known, demands_of, follow_ups_of, gate_of
from gleanry.flow.followup.queries.asking import judge, known_answers, what_counts
from gleanry.flow.followup.shapes import Answer, Counted
from gleanry.flow.nurture.actions import mark, put_by, unmark
from gleanry.flow.route.actions import MOST, assign_leads, claim_best, claim_leads
from gleanry.flow.route.shapes import ClaimResult
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.leads.queries import get_lead, leads_by_id
from gleanry.leads.shapes import LeadRow
from gleanry.tenants.queries import names_of
from gleanry.tenants.shapes import Viewer
from gleanry.web.access import WorkRequest, page
from gleanry.web.forms.handling import HandlingForm
from gleanry.web.gating import given_answers
from gleanry.web.pages.lead import gate_context, lead_page
from gleanry.web.pages.merges import number_of
from gleanry.web.pages.today import desk
from gleanry.web.words.claims import claim_text
from gleanry.web.words.contacts import counts_text, items_text


@require_POST
@page("leads.see")
def handle(request: WorkRequest, lead_id: int) -> HttpResponse:
    """Record what was done and decide, both or neither; then show the next lead, or this one again."""
    lead = get_lead(request.viewer, lead_id)
    form = HandlingForm(request.POST)
    at_desk = request.POST.get("from") == "today"
    if not form.is_valid():
        return desk(request, lead_id, form=form) if at_desk else lead_page(request, lead.id, form=form)
    known = known_answers(follow_ups_of(request.viewer.workspace_id, lead_id))
    counted = None
    try:
        with transaction.atomic():
            entry = form.entry(lead_id, known)
            if entry is not None:
                counted = record_follow_up(request.viewer, entry, clock.now())
            _decide(request, lead, form)
    except GateShut as error:
        shut: list[str] = error.data["items"]
        messages.warning(request, _missing(request.viewer, error.data["gate"], shut))
        if at_desk:
            return desk(request, lead_id, form=form, shut=shut)
        return lead_page(request, lead.id, form=form, shut=shut)
    _tell_done(request, form.decision, counted)
    if at_desk and request.htmx:
        return desk(request, None)
    return HttpResponseRedirect("/" if at_desk else f"/leads/{lead_id}/")


def _tell_done(request: WorkRequest, decision: str, counted: Counted | None) -> None:
    """What was done; and, where nothing more was done than to record it, what it counts as."""
    said = _said(decision)
    if decision == "save" and counted is not None and counted.why != "note":
        said = f"{said} {counts_text(counted)}"
        if counted.verdict == "nothing":
            messages.warning(request, said)
            return
    messages.success(request, said)


def _missing(viewer: Viewer, gate: str, shut: list[str]) -> str:
    names = items_text(gate_of(viewer.workspace_id, gate), shut)
    return _("Not signed: the checklist still needs a yes for %(items)s. Nothing was saved yet.") % {"items": names}


@require_POST
@page("leads.see")
def weigh(request: WorkRequest, lead_id: int) -> HttpResponse:
    """What the form counts as while it is filled in, and the checklist with what is known by it."""
    lead = get_lead(request.viewer, lead_id)
    form = HandlingForm(request.POST)
    form.is_valid()
    known = known_answers(follow_ups_of(request.viewer.workspace_id, lead_id))
    entry = form.entry(lead_id, known) if form.cleaned_data.get("kind") else None
    demands = demands_of(request.viewer.workspace_id)[1]
    counted = what_counts(entry, demands) if entry and (entry.result or entry.note) else None
    context = gate_context(request, lead, form=form)
    context |= {"counted": counted, "counts": counts_text(counted) if counted else ""}
    return render(request, "parts/weigh.html", context)


def _decide(request: WorkRequest, lead: LeadRow, form: HandlingForm) -> None:
    viewer, now, ids = request.viewer, clock.now(), [lead.id]
    match form.decision:
        case "qualify":
            qualify_leads(viewer, ids, now, _answers(request, lead, "mql"))
        case "accept":
            accept_leads(viewer, ids, now, _answers(request, lead, "sql"))
        case "refuse":
            refuse_leads(viewer, ids, form.reason, now, _answers(request, lead, "sql"))
        case "return":
            return_leads(viewer, ids, form.reason, now)
        case "invalid":
            invalidate_leads(viewer, ids, form.reason, now)


def _answers(request: WorkRequest, lead: LeadRow, gate: str) -> dict[int, dict[str, Answer]]:
    return {lead.id: given_answers(request.POST, gate_of(request.viewer.workspace_id, gate))}


def _said(decision: str) -> str:
    return {
        "save": _("Saved."),
        "qualify": _("Qualified as MQL. A seller is being found for it."),
        "accept": _("Accepted as SQL. The opportunity is open."),
        "refuse": _("Refused, with the reason. It goes back by the rule of that reason."),
        "return": _("Returned to nurture, with the reason."),
        "invalid": _("Marked invalid. It is kept, with the reason."),
    }[decision]


@require_POST
@page("leads.see")
def bulk(request: WorkRequest) -> HttpResponse:
    """One verb for the selected leads, or a claim of a single row."""
    one = request.POST.get("claim", "")
    chosen = [one] if one else request.POST.getlist("lead")
    ids = [int(text) for text in chosen if text.isascii() and text.isdigit() and len(text) < 19]
    if not ids:
        raise Refusal("nothing_selected")
    verb = "claim" if one else request.POST.get("do", "")
    match verb:
        case "claim":
            _claim(request, claim_leads(request.viewer, ids, clock.now()))
        case "assign":
            owner = request.POST.get("owner", "")
            moved = assign_leads(
                request.viewer,
                ids,
                int(owner) if owner.isascii() and owner.isdigit() else 0,
                clock.now(),
                override=request.POST.get("override", "").strip(),
            )
            _tell(request, len(moved), ngettext("%(n)d lead assigned.", "%(n)d leads assigned.", len(moved)))
        case "qualify":
            done = _qualify_known(request.viewer, ids)
            _tell(request, len(done), ngettext("%(n)d lead is MQL now.", "%(n)d leads are MQL now.", len(done)))
        case "return":
            back = return_leads(request.viewer, ids, request.POST.get("reason", ""), clock.now())
            _tell(request, len(back), ngettext("%(n)d lead returned.", "%(n)d leads returned.", len(back)))
        case "put_by" | "mark" | "unmark":
            _sort(request, ids, verb)
        case _:
            raise Refusal("bad_choice")
    return HttpResponseRedirect(_back(request))


def _sort(request: WorkRequest, ids: list[int], verb: str) -> None:
    """Mark leads, take a mark off, or put them by where their marks say."""
    if verb == "put_by":
        put = put_by(request.viewer, ids, clock.now())
        _tell(request, len(put), ngettext("%(n)d lead put by.", "%(n)d leads put by.", len(put)))
        return
    act = mark if verb == "mark" else unmark
    done = act(request.viewer, ids, request.POST.get("mark", ""), clock.now())
    _tell(request, len(done), ngettext("%(n)d lead marked anew.", "%(n)d leads marked anew.", len(done)))


def _qualify_known(viewer: Viewer, ids: list[int]) -> tuple[int, ...]:
    """Sign those whose records answer the gate by themselves; the others are left to be signed one by one."""
    leads = [lead for lead in leads_by_id(viewer.workspace_id, ids).values() if lead.mql_at is None]
    gate = gate_of(viewer.workspace_id, "mql")
    answers = answers_known(viewer.workspace_id, leads, gate, timezone.localtime(clock.now()).date())
    clear = [lead_id for lead_id, given in answers.items() if judge(gate, given).passed]
    return qualify_leads(viewer, clear, clock.now(), answers)


def _tell(request: WorkRequest, count: int, text: str) -> None:
    if count:
        messages.success(request, text % {"n": count})
    else:
        messages.warning(request, _("Nothing changed: none of these leads could be taken that way."))


TOLD = 5
"""Answers that are told one by one."""


def _claim(request: WorkRequest, result: ClaimResult) -> None:
    won = len(result.won)
    if won:
        messages.success(request, ngettext("%(n)d lead is yours.", "%(n)d leads are yours.", won) % {"n": won})
    names = names_of(request.viewer.workspace_id, [owner for _lead, owner in result.lost])
    for answer in result.answers[:TOLD]:
        messages.warning(request, claim_text(answer, names))
    if (more := len(result.answers) - TOLD) > 0:
        messages.warning(request, ngettext("%(n)d more was not won.", "%(n)d more were not won.", more) % {"n": more})


@require_POST
@page("leads.claim")
def claim_of_pool(request: WorkRequest, pool: str) -> HttpResponse:
    """Take the best leads of a pool, so many as asked for."""
    count = number_of(request.POST.get("count", "")) or 0
    if not 0 < count <= MOST:
        raise Refusal("bad_count", most=MOST)
    result = claim_best(request.viewer, pool, count, clock.now())
    if not result.won and not result.answers:
        messages.warning(request, _("There is nothing left to claim here."))
    _claim(request, result)
    return HttpResponseRedirect(_back(request))


def _back(request: WorkRequest) -> str:
    back = request.POST.get("next", "/leads/")
    return back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "/leads/"
