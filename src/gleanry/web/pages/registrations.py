"""Registered companies: register one, see one's own and, for who leads others, theirs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from gleanry.flow.settle.actions import Wish, extend, register
from gleanry.flow.settle.queries import count_protected, list_registrations, protection_rule
from gleanry.flow.settle.shapes import RegistrationRow
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.tenants.queries import names_of
from gleanry.web.access import WorkRequest, key_of, page
from gleanry.web.words import labels
from gleanry.web.words.refusals import refusal_text
from gleanry.web.words.settling import REGISTRATION_REASONS, REGISTRATION_STATES

SHOWN = 50
PARTS = {"mine": pgettext_lazy("registrations", "Mine"), "all": pgettext_lazy("registrations", "All")}


@require_GET
@page("leads.see")
def registration_list(request: WorkRequest) -> HttpResponse:
    return registration_page(request)


def registration_page(request: WorkRequest, *, error: str = "", typed: Wish | None = None) -> HttpResponse:
    """The list with the form, and what was typed when it could not be taken."""
    viewer = request.viewer
    leads_others = viewer.owner_ids is None or len(viewer.owner_ids) > 1
    part = request.GET.get("part") if request.GET.get("part") in PARTS else "all" if leads_others else "mine"
    state = request.GET.get("state", "")
    rows = list_registrations(viewer, own=part == "mine", state=state, after=key_of(request, "after"), limit=SHOWN + 1)
    names = names_of(viewer.workspace_id, [row.member_id for row in rows])
    rule = protection_rule(viewer.workspace_id)
    context = {
        "part": part,
        "parts": PARTS.items() if leads_others else (),
        "states": REGISTRATION_STATES.items(),
        "state": state,
        "rows": [_line(request, row, names) for row in rows[:SHOWN]],
        "next_after": rows[SHOWN - 1].id if len(rows) > SHOWN else None,
        "may": viewer.may("leads.follow"),
        "rule": rule,
        "held": count_protected(viewer.workspace_id, viewer.member_id),
        "error": error,
        "typed": typed or Wish(""),
    }
    return render(request, "pages/registrations.html", context, status=422 if error else 200)


def _line(request: WorkRequest, row: RegistrationRow, names: dict[int, str]) -> dict[str, Any]:
    own = row.member_id == request.viewer.member_id
    return {
        "row": row,
        "who": names.get(row.member_id, ""),
        "state": labels.label(REGISTRATION_STATES, row.state),
        "reason": labels.label(REGISTRATION_REASONS, row.reason) if row.reason else "",
        "extends": own and row.state == "accepted" and row.until is not None and row.until > clock.now(),
    }


@require_POST
@page("leads.follow")
def registration_add(request: WorkRequest) -> HttpResponse:
    """Register a company."""
    given = {name: request.POST.get(name, "") for name in ("company", "product", "done")}
    wish = Wish(given["company"][:200], given["product"][:80], given["done"][:2000])
    try:
        row = register(request.viewer, wish, clock.now())
    except Refusal as refusal:
        if refusal.code == "forbidden":
            raise
        return registration_page(request, error=refusal_text(refusal.code, refusal.data), typed=wish)
    if row.state == "refused":
        reason = labels.label(REGISTRATION_REASONS, row.reason)
        messages.warning(request, _("Refused: %(reason)s.") % {"reason": reason})
    elif row.state == "case":
        messages.warning(request, _("Somebody else works on this company: a case was opened."))
    else:
        messages.success(request, _("Registered. The company is protected for you."))
    return HttpResponseRedirect("/registrations/?part=mine")


@require_POST
@page("leads.follow")
def registration_extend(request: WorkRequest, registration_id: int) -> HttpResponse:
    """Let a protection go on."""
    try:
        extend(request.viewer, registration_id, clock.now())
    except Refusal as refusal:
        if refusal.code in ("not_found", "forbidden"):
            raise
        messages.error(request, refusal_text(refusal.code, refusal.data))
    else:
        messages.success(request, _("The protection goes on."))
    return HttpResponseRedirect("/registrations/?part=mine")
