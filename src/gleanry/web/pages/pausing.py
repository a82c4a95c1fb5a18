"""Stop the clocks of a lead, let them go on; and say that a reminder was seen."""

from __future__ import annotations

from datetime import date, datetime, time

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gleanry.flow.followup.actions import dismiss_notices, pause_leads, resume_leads
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.leads.queries import get_lead
from gleanry.web.access import WorkRequest, keys_of, page


@require_POST
@page("leads.see")
def pause(request: WorkRequest, lead_id: int) -> HttpResponse:
    """Stop the clocks of a lead until the end of a day."""
    get_lead(request.viewer, lead_id)
    until = _end_of(request.POST.get("until", ""))
    reason, note = request.POST.get("reason", ""), request.POST.get("note", "")
    stopped = pause_leads(request.viewer, [lead_id], reason, until, clock.now(), note=note)
    if stopped:
        messages.success(request, _("The clocks of this lead stand still. What was left goes on afterwards."))
    else:
        messages.warning(request, _("Nothing changed: the clocks stand still already, or the lead is not yours."))
    return HttpResponseRedirect(f"/leads/{lead_id}/")


@require_POST
@page("leads.see")
def resume(request: WorkRequest, lead_id: int) -> HttpResponse:
    """Let the clocks of a lead go on now."""
    get_lead(request.viewer, lead_id)
    if resume_leads(request.viewer, [lead_id], clock.now()):
        messages.success(request, _("The clocks of this lead run again."))
    return HttpResponseRedirect(f"/leads/{lead_id}/")


def _end_of(text: str) -> datetime:
    """The end of the day that was typed, in the viewer's zone."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Refusal("bad_date") from error
    if not date(2000, 1, 1) <= day <= date(2999, 12, 31):
        raise Refusal("bad_date")
    return datetime.combine(day, time(23, 59), timezone.get_current_timezone())


@require_POST
@page()
def dismiss(request: WorkRequest) -> HttpResponse:
    """The viewer saw what it was told."""
    dismiss_notices(request.viewer, keys_of(request, "notice"), clock.now())
    return HttpResponseRedirect("/")
