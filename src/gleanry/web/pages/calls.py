"""Calls that wait to be assigned; doors for telephone systems, and whose extension is whose."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gleanry.flow.followup.actions import assign_call, end_door, make_door, set_extension
from gleanry.flow.followup.queries import list_doors, list_extensions, list_waiting_calls
from gleanry.flow.followup.shapes import CallRow
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.leads.queries import leads_by_person
from gleanry.leads.shapes import SETTLED
from gleanry.tenants.queries import list_members, names_of
from gleanry.tenants.shapes import Viewer
from gleanry.web.access import WorkRequest, page
from gleanry.web.rows import with_names
from gleanry.web.words import labels
from gleanry.web.words.contacts import CALL_WHYS


@require_GET
@page("leads.follow")
def call_list(request: WorkRequest) -> HttpResponse:
    viewer = request.viewer
    context: dict[str, Any] = {"calls": _shown(viewer, list_waiting_calls(viewer))}
    if viewer.may("members.edit"):
        members = {member.pk: member.name for member in list_members(viewer.workspace_id)}
        extensions = list_extensions(viewer.workspace_id)
        context |= {
            "manages": True,
            "doors": list_doors(viewer.workspace_id),
            "extensions": [(number, members.get(member_id, f"#{member_id}")) for number, member_id in extensions],
            "members": members,
        }
    return render(request, "pages/calls.html", context)


def _shown(viewer: Viewer, calls: list[CallRow]) -> list[dict[str, Any]]:
    """Each call with the open leads of its person that the viewer sees: what it is most likely about."""
    found = leads_by_person(viewer.workspace_id, {call.person_id for call in calls if call.person_id})
    running = [lead for leads in found.values() for lead in leads if lead.pool not in SETTLED]
    mine = [lead for lead in running if viewer.owner_ids is None or lead.owner_id in viewer.owner_ids]
    shown = {row.lead.id: row for row in with_names(viewer, mine)}
    names = names_of(viewer.workspace_id, [call.member_id for call in calls])
    return [
        {
            "call": call,
            "who": names.get(call.member_id or 0, ""),
            "why": labels.label(CALL_WHYS, call.why),
            "talked": f"{call.seconds // 60}:{call.seconds % 60:02d}" if call.seconds else "",
            "leads": [shown[lead.id] for lead in found.get(call.person_id or 0, ()) if lead.id in shown],
            "may": call.member_id in (None, viewer.member_id),
        }
        for call in calls
    ]


@require_POST
@page("leads.follow")
def call_assign(request: WorkRequest, call_id: int) -> HttpResponse:
    """Say which lead a call was about."""
    lead_id = _number(request.POST.get("lead", ""))
    assign_call(request.viewer, call_id, lead_id, request.POST.get("note", "").strip()[:4000], clock.now())
    messages.success(request, _("The call is with lead %(lead)s now.") % {"lead": lead_id})
    return HttpResponseRedirect("/calls/")


@require_POST
@page("members.edit")
def call_settings(request: WorkRequest) -> HttpResponse:
    """Open or end a door; say whose an extension is."""
    workspace_id = request.viewer.workspace_id
    match request.POST.get("do", ""):
        case "door":
            make_door(workspace_id, request.POST.get("name", "").strip() or "PBX", clock.now())
            messages.success(request, _("The door is open. Copy its key and its secret into the telephone system."))
        case "end":
            end_door(workspace_id, _number(request.POST.get("door", "")), clock.now())
            messages.success(request, _("The door is closed. What came through it stays."))
        case "extension":
            number = request.POST.get("number", "").strip()[:40]
            if not number:
                raise Refusal("bad_choice")
            set_extension(workspace_id, number, _number(request.POST.get("member", "")) or None)
            messages.success(request, _("Saved."))
        case _:
            raise Refusal("bad_choice")
    return HttpResponseRedirect("/calls/")


def _number(text: str) -> int:
    """A record's id typed or chosen; 0 for what is none, which no record has."""
    plain = text.strip().removeprefix("#")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 19 else 0
