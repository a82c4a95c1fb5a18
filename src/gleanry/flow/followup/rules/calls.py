"""Which lead a call belongs to, and what is missing where none is found."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

from gleanry.flow.followup.shapes import FollowUpEntry, NewCall
from gleanry.leads.shapes import SETTLED, LeadRow

NO_MEMBER, NO_PERSON, NO_LEAD, OTHER_OWNER = "no_member", "no_person", "no_lead", "other_owner"


def lead_for(member_id: int | None, person_id: int | None, leads: Sequence[LeadRow]) -> tuple[LeadRow | None, str]:
    """The lead of the person that the member holds, the latest first; or a code saying what is missing."""
    if member_id is None:
        return None, NO_MEMBER
    if person_id is None:
        return None, NO_PERSON
    running = [lead for lead in leads if lead.pool not in SETTLED]
    if not running:
        return None, NO_LEAD
    own = [lead for lead in running if lead.owner_id == member_id]
    return (max(own, key=lambda lead: lead.id), "") if own else (None, OTHER_OWNER)


def entry_of(call: NewCall, lead_id: int, note: str = "") -> FollowUpEntry:
    """The follow-up a call becomes: how long they talked and where it was recorded are what it leaves behind."""
    seconds = call.seconds if call.result == "reached" else None
    return FollowUpEntry(
        lead_id,
        "call",
        call.result,
        note=note,
        seconds=seconds,
        recording_url=call.recording_url,
        done_at=call.started_at,
    )


RESULTS = {
    "reached": "reached",
    "answered": "reached",
    "completed": "reached",
    "connected": "reached",
    "no_answer": "no_answer",
    "noanswer": "no_answer",
    "cancelled": "no_answer",
    "canceled": "no_answer",
    "missed": "no_answer",
    "rejected": "no_answer",
    "timeout": "no_answer",
    "busy": "busy",
    "congestion": "busy",
    "wrong_number": "wrong_number",
    "invalid_number": "wrong_number",
    "unallocated": "wrong_number",
}
"""What telephone systems say -> what it is called here."""


def result_of(said: str) -> str | None:
    """The result that a telephone system names, whatever its capitals and dashes; None for one nobody knows."""
    return RESULTS.get(said.strip().casefold().replace("-", "_").replace(" ", "_"))


def signature_of(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 of `timestamp`, a full stop and the body as it is sent, as hex."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def is_signed(secret: str, timestamp: str, body: bytes, signature: str, *, now: float, window: float = 300) -> bool:
    """Whether a body was signed with the secret, no longer ago (or ahead) than `window` seconds."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return False
    fresh = abs(now - int(timestamp)) <= window
    given = signature.removeprefix("sha256=").strip().lower().encode()
    return hmac.compare_digest(signature_of(secret, timestamp, body).encode(), given) and fresh
