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
from gleanry.flow.route.actions import assign_leads, claim_leads
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
from gleanry.web.pages.today import desk
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
            _claim(request, ids)
        case "assign":
            owner = request.POST.get("owner", "")
            moved = assign_leads(
                request.viewer, ids, int(owner) if owner.isascii() and owner.isdigit() else 0, clock.now()
            )
            _tell(request, len(moved), ngettext("%(n)d lead assigned.", "%(n)d leads assigned.", len(moved)))
        case "qualify":
            done = _qualify_known(request.viewer, ids)
            _tell(request, len(done), ngettext("%(n)d lead is MQL now.", "%(n)d leads are MQL now.", len(done)))
        case "return":
            back = return_leads(request.viewer, ids, request.POST.get("reason", ""), clock.now())
            _tell(request, len(back), ngettext("%(n)d lead returned.", "%(n)d leads returned.", len(back)))
        case _:
            raise Refusal("bad_choice")
    return HttpResponseRedirect(_back(request))


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


def _claim(request: WorkRequest, ids: list[int]) -> None:
    result = claim_leads(request.viewer, ids, clock.now())
    won = len(result.won)
    if won:
        messages.success(request, ngettext("%(n)d lead is yours.", "%(n)d leads are yours.", won) % {"n": won})
    names = names_of(request.viewer.workspace_id, [owner for _lead, owner in result.lost])
    for lead_id, owner in result.lost[:5]:
        said = {"lead": lead_id, "owner": names.get(owner or 0, "")}
        if said["owner"]:
            messages.warning(request, _("Lead %(lead)s: %(owner)s was quicker and holds it now.") % said)
        else:
            messages.warning(request, _("Lead %(lead)s cannot be claimed any more.") % said)


def _back(request: WorkRequest) -> str:
    back = request.POST.get("next", "/leads/")
    return back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "/leads/"
