"""Stop a stay, let it go on, deal with a task, hear of a bounce."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from gleanry.flow.nurture.actions.entering import LOCK
from gleanry.flow.nurture.actions.leaving import end, open_stays
from gleanry.flow.nurture.models import Message, PlanStay
from gleanry.flow.nurture.queries.messages import is_todo, mails_by_key
from gleanry.flow.nurture.queries.stays import get_stay
from gleanry.kit import bulk
from gleanry.kit.errors import Refusal
from gleanry.tenants.shapes import Viewer

PERMISSION = "leads.follow"


def stop_stay(viewer: Viewer, stay_id: int, at: datetime, *, for_good: bool = False) -> None:
    """Have a stay wait until somebody lets it go on, or end it. Raises Refusal `forbidden` and `not_found`."""
    _change(viewer, stay_id)
    with transaction.atomic():
        bulk.lock_workspace(viewer.workspace_id, LOCK)
        if for_good:
            lead_id = get_stay(viewer, stay_id).lead_id
            stays = [stay for stay in open_stays(viewer.workspace_id, "lead_id", [lead_id]) if stay.id == stay_id]
            end(viewer.workspace_id, [(stay, "by_hand") for stay in stays], at, by=viewer.member_id or None)
        else:
            PlanStay.objects.of(viewer.workspace_id).filter(pk=stay_id, ended_at__isnull=True).update(stopped=True)


def resume_stay(viewer: Viewer, stay_id: int, at: datetime) -> None:
    """Let a stopped stay go on with the step it stood before. Raises Refusal `forbidden` and `not_found`."""
    _change(viewer, stay_id)
    rows = PlanStay.objects.of(viewer.workspace_id).filter(pk=stay_id, ended_at__isnull=True, stopped=True)
    rows.update(stopped=False)


def _change(viewer: Viewer, stay_id: int) -> None:
    if not viewer.may(PERMISSION):
        raise Refusal("forbidden", permission=PERMISSION)
    get_stay(viewer, stay_id)


def finish_todo(viewer: Viewer, message_id: int, at: datetime) -> None:
    """A task is done, or a text was sent. Raises Refusal `forbidden` and `not_found`."""
    if not viewer.may(PERMISSION):
        raise Refusal("forbidden", permission=PERMISSION)
    if not is_todo(viewer, message_id):
        raise Refusal("not_found", message=message_id)
    rows = Message.objects.of(viewer.workspace_id).filter(pk=message_id, state="todo")
    rows.update(state="done", done_at=at, done_by_id=viewer.member_id or None)


def bounce_mails(workspace_id: int, keys: Iterable[str], at: datetime) -> int:
    """Mails came back: their stays end, nobody is there. Returns how many were known."""
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        mails = mails_by_key(workspace_id, keys)
        ids = [mail.id for mail in mails.values()]
        Message.objects.of(workspace_id).filter(pk__in=ids).update(state="bounced", done_at=at)
        wanted = {mail.stay_id for mail in mails.values()}
        stays = open_stays(workspace_id, "lead_id", {mail.lead_id for mail in mails.values()})
        end(workspace_id, [(stay, "unreachable") for stay in stays if stay.id in wanted], at)
    return len(ids)
