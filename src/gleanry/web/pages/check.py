"""Is it there already? Asked for by a phone, an address or a name; told without data; asked of who holds it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gleanry.flow.followup.actions import see_reminders
from gleanry.flow.identify.actions import answer_request, ask_for, check_known, give_account
from gleanry.flow.identify.queries import list_asked
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.tenants.queries import names_of
from gleanry.web.access import WorkRequest, page
from gleanry.web.doubles import shown_doubles, thing_of
from gleanry.web.limits import count_against


@require_http_methods(["GET", "POST"])
@page("leads.see")
def check_page(request: WorkRequest) -> HttpResponse:
    viewer = request.viewer
    context: dict[str, Any] = {"text": "", "asked": "", "doubles": None}
    if request.method == "POST":
        count_against("check", f"member-{viewer.member_id}")
        text = request.POST.get("text", "")
        try:
            asked, doubles = check_known(viewer, text, clock.now())
        except Refusal as refusal:
            if refusal.code != "bad_check":
                raise
            context |= {"text": text[:200], "trouble": refusal.code}
        else:
            context |= {"text": text, "asked": asked, "doubles": shown_doubles(viewer, doubles)}
    requests = list_asked(viewer)
    names = names_of(viewer.workspace_id, [row.owner_id for row in requests])
    context |= {"requests": [(row, names.get(row.owner_id, "")) for row in requests]}
    return render(request, "pages/check.html", context, status=422 if context.get("trouble") else 200)


@require_POST
@page("leads.see")
def ask(request: WorkRequest) -> HttpResponse:
    """Ask who holds it. The page that told of it gave the token."""
    what, thing_id = thing_of(request.viewer, request.POST.get("token", ""))
    ask_for(request.viewer, what, thing_id, clock.now(), note=request.POST.get("note", ""))
    messages.success(request, _("Asked. The owner sees it on their Today page; the answer will stand here."))
    return HttpResponseRedirect("/check/")


@require_POST
@page("leads.see")
def answer(request: WorkRequest, request_id: int) -> HttpResponse:
    give = request.POST.get("do") == "give"
    answer_request(request.viewer, request_id, clock.now(), give=give)
    messages.success(request, _("Given to your colleague.") if give else _("Kept. Your colleague is told."))
    return HttpResponseRedirect("/")


@require_POST
@page("leads.see")
def seen(request: WorkRequest) -> HttpResponse:
    """The viewer saw that a lead of theirs came again."""
    lead = request.POST.get("lead", "")
    see_reminders(
        request.viewer, [int(lead)] if lead.isascii() and lead.isdigit() and len(lead) < 19 else [], clock.now()
    )
    return HttpResponseRedirect("/")


@require_POST
@page("leads.assign")
def keep(request: WorkRequest, account_id: int) -> HttpResponse:
    """Say who keeps a company from now on."""
    owner = request.POST.get("owner", "")
    owner_id = int(owner) if owner.isascii() and owner.isdigit() and len(owner) < 19 else 0
    give_account(request.viewer, account_id, owner_id, clock.now())
    messages.success(request, _("The company has a new keeper. Leads of it go there from now on."))
    back = request.POST.get("next", "/leads/")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()})
    return HttpResponseRedirect(back if safe else "/leads/")
