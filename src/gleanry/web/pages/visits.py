"""Visits: whom somebody is going to see, what was said there, and what still has to be written up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gleanry.flow.convert.queries import get_deal, list_deals
from gleanry.flow.convert.shapes import DealFilters
from gleanry.flow.followup.actions import call_off_visits, plan_visits, record_visits
from gleanry.flow.followup.queries import due_visits, get_visit, list_visits, versions_of
from gleanry.flow.followup.shapes import VisitFilters, VisitRow
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.leads.queries import get_lead
from gleanry.people.queries import accounts_by_id
from gleanry.tenants.queries import names_of
from gleanry.tenants.shapes import Viewer
from gleanry.web.access import WorkRequest, key_of, page
from gleanry.web.forms.visits import MOMENT, VisitForm
from gleanry.web.pages.deals import named_deals
from gleanry.web.pages.leads import members_within
from gleanry.web.words import rewards as words
from gleanry.web.words.refusals import refusal_text

SHOWN, CHOICES, AHEAD = 50, 24, timedelta(days=7)
FIELDS = {"visit_of_nobody": "", "visit_ahead": "at", "visit_empty": "needs", "visit_changed": ""}


@dataclass(frozen=True)
class ShownVisit:
    """A visit with the names behind its ids."""

    row: VisitRow
    account: str
    owner: str
    ours: tuple[str, ...]
    state: Any
    kind: Any
    intent: Any

    @property
    def title(self) -> str:
        """What it is called: the company, else what it is for."""
        return self.account or self.row.theirs or self.row.purpose or f"#{self.row.id}"


def named_visits(viewer: Viewer, rows: Sequence[VisitRow]) -> list[ShownVisit]:
    """The visits with names; three statements for any number."""
    accounts = accounts_by_id(viewer.workspace_id, {row.account_id for row in rows})
    names = names_of(viewer.workspace_id, {who for row in rows for who in (row.member_id, *row.ours)})
    return [
        ShownVisit(
            row,
            found.name if (found := accounts.get(row.account_id or 0)) else "",
            names.get(row.member_id, ""),
            tuple(names[who] for who in row.ours if who in names),
            words.VISIT_STATES.get(row.state, row.state),
            words.VISIT_KINDS.get(row.kind, row.kind),
            words.INTENTS.get(row.intent, ""),
        )
        for row in rows
    ]


@require_GET
@page("leads.see")
def visit_list(request: WorkRequest) -> HttpResponse:
    """What is planned and waits for its record, and all visits within reach."""
    viewer, now = request.viewer, clock.now()
    state = request.GET.get("state", "")
    filters = VisitFilters(
        member_id=key_of(request, "member"),
        state=state if state in ("planned", "held", "called_off") else "",
        account_id=key_of(request, "account"),
        lead_id=key_of(request, "lead"),
        deal_id=key_of(request, "deal"),
    )
    rows = list_visits(viewer, filters, after=key_of(request, "after"), limit=SHOWN + 1)
    due = named_visits(viewer, due_visits(viewer, now + AHEAD))
    context = {
        "rows": named_visits(viewer, rows[:SHOWN]),
        "to_write": [visit for visit in due if visit.row.at <= now],
        "ahead": [visit for visit in due if visit.row.at > now],
        "states": [(code, words.VISIT_STATES[code]) for code in ("planned", "held", "called_off")],
        "members": members_within(viewer),
        "filters": filters,
        "next_after": rows[SHOWN - 1].id if len(rows) > SHOWN else None,
        "paged": "after" in request.GET,
        "may_write": viewer.may("leads.follow"),
        "tab": "visits",
    }
    return render(request, "pages/visits.html", context)


@require_http_methods(["GET", "POST"])
@page("leads.follow")
def visit_new(request: WorkRequest) -> HttpResponse:
    """Plan a visit or write one up, about a company, a lead or an opportunity."""
    about, title = _about(request)
    members = [(pk, name) for pk, name in members_within(request.viewer) if pk != str(request.viewer.member_id)]
    if request.method == "GET":
        at = f"{timezone.localtime(clock.now()):{MOMENT}}"
        return _form(request, VisitForm(initial={"at": at}, members=members), title, about=about)
    form = VisitForm(request.POST, members=members)
    if not form.is_valid():
        return _form(request, form, title, about=about, status=422)
    planned = request.POST.get("do") == "plan"
    try:
        verb = plan_visits if planned else record_visits
        [made] = verb(request.viewer, [form.visit(about)], clock.now())
    except Refusal as refusal:
        return _refused(request, form, title, refusal, about=about)
    messages.success(request, _("Planned.") if planned else _("Written up."))
    return HttpResponseRedirect(f"/visits/{made}/")


def _about(request: WorkRequest) -> tuple[dict[str, int | None], str]:
    """What a visit is about, by the address or the form, each within the viewer's reach; and what that is called."""
    sent = {name: request.POST.get(name) or request.GET.get(name, "") for name in ("account", "lead", "deal")}
    ids = {name: int(text) for name, text in sent.items() if text.isascii() and text.isdigit() and len(text) < 19}
    viewer = request.viewer
    deal = get_deal(viewer, ids["deal"]) if "deal" in ids and viewer.may("deals.see") else None
    lead = get_lead(viewer, ids["lead"]) if "lead" in ids else None
    account = ids.get("account") or (deal.account_id if deal else None) or (lead.account_id if lead else None)
    found = accounts_by_id(viewer.workspace_id, [account])
    title = found[account].name if account and account in found else deal.name if deal else ""
    about = {"account_id": account, "lead_id": lead.id if lead else None, "deal_id": deal.id if deal else None}
    return about, title


@require_http_methods(["GET", "POST"])
@page("leads.see")
def visit_view(request: WorkRequest, visit_id: int) -> HttpResponse:
    """One visit: what was planned and said, its earlier records; write it up, complete it, call it off."""
    viewer = request.viewer
    visit = get_visit(viewer, visit_id)
    members = [(pk, name) for pk, name in members_within(viewer) if pk != str(visit.member_id)]
    [shown] = named_visits(viewer, [visit])
    if request.method == "GET":
        form = VisitForm(initial=VisitForm.entered(visit), members=members)
        return _form(request, form, shown.title, shown=shown, about={})
    if request.POST.get("do") == "call_off":
        call_off_visits(viewer, [visit.id], request.POST.get("reason", ""), clock.now())
        messages.success(request, _("Called off."))
        return HttpResponseRedirect(f"/visits/{visit.id}/")
    form = VisitForm(request.POST, members=members)
    if not form.is_valid():
        return _form(request, form, shown.title, shown=shown, about={}, status=422)
    about = {"account_id": visit.account_id, "lead_id": visit.lead_id, "deal_id": visit.deal_id}
    try:
        [made] = record_visits(viewer, [form.visit(about, visit.id)], clock.now())
    except Refusal as refusal:
        return _refused(request, form, shown.title, refusal, shown=shown)
    messages.success(request, _("Written up."))
    return HttpResponseRedirect(f"/visits/{made}/")


def _refused(request: WorkRequest, form: VisitForm, title: str, refusal: Refusal, **more: Any) -> HttpResponse:
    if refusal.code not in FIELDS:
        raise refusal
    form.add_error(FIELDS[refusal.code] or None, refusal_text(refusal.code, refusal.data))
    return _form(request, form, title, status=422, **({"about": {}} | more))


def _form(
    request: WorkRequest,
    form: VisitForm,
    title: str,
    *,
    about: dict[str, int | None],
    shown: ShownVisit | None = None,
    status: int = 200,
) -> HttpResponse:
    viewer = request.viewer
    open_now = shown is None or shown.row.state in ("planned", "held")
    lost = shown is None and not about and viewer.may("deals.see")
    deals = list_deals(viewer, DealFilters("open"), limit=CHOICES) if lost else []
    context = {
        "choices": named_deals(viewer.workspace_id, deals),
        "form": form,
        "title": title,
        "about": {name.removesuffix("_id"): pk for name, pk in about.items() if pk},
        "shown": shown,
        "versions": named_visits(viewer, versions_of(viewer, shown.row)) if shown else [],
        "may_write": viewer.may("leads.follow") and open_now,
        "tab": "visits",
    }
    return render(request, "pages/visit.html", context, status=status)
