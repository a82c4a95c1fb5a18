"""What a mail service heard of the mails we sent: opened, replied to, called spam, come back."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.db import transaction
from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from gleanry.flow.identify.actions import record_touches
from gleanry.flow.nurture.actions import bounce_mails
from gleanry.flow.nurture.queries import mails_by_key
from gleanry.kit import clock
from gleanry.touches.shapes import NewTouch
from gleanry.web.api.auth import need
from gleanry.web.api.errors import PROBLEMS

router = Router(tags=["mail"])
KINDS = {
    "opened": "mail_opened",
    "clicked": "mail_clicked",
    "replied": "mail_replied",
    "spam": "mail_reported_spam",
    "unsubscribed": "mail_unsubscribed",
}


class MailEvent(Schema):
    """One event of one mail. `message_id` is its Message-ID; of a reply, what stands in its In-Reply-To."""

    message_id: str = Field(min_length=1, max_length=400)
    event: Literal["opened", "clicked", "replied", "spam", "unsubscribed", "bounced"]
    at: datetime | None = None


class MailEvents(Schema):
    """A batch of events."""

    events: list[MailEvent] = Field(min_length=1, max_length=1000)


class Heard(Schema):
    """How many events were of mails we know, and how many of none."""

    known: int
    unknown: int


@router.post("/mail-events", response={200: Heard, **PROBLEMS}, summary="Say what became of mails")
def hear(request: HttpRequest, body: MailEvents) -> dict[str, Any]:
    """Replies end a plan, spam and unsubscribing stop all mail to that person, what came back ends the stay."""
    work = need(request, "leads.import")
    workspace_id, now = work.viewer.workspace_id, clock.now()
    keys = {event.message_id: event.message_id.strip(" <>").partition("@")[0] for event in body.events}
    mails = mails_by_key(workspace_id, keys.values())
    known = [(event, mails[keys[event.message_id]]) for event in body.events if keys[event.message_id] in mails]
    touches = [
        NewTouch(KINDS[event.event], min(event.at or now, now), person_id=mail.person_id, lead_id=mail.lead_id,
                 channel="mail", content=mail.subject[:200])
        for event, mail in known
        if event.event in KINDS
    ]  # fmt: skip
    with transaction.atomic():
        record_touches(workspace_id, touches, now)
        bounced = [keys[event.message_id] for event, _ in known if event.event == "bounced"]
        bounce_mails(workspace_id, bounced, now)
    return {"known": len(known), "unknown": len(body.events) - len(known)}
