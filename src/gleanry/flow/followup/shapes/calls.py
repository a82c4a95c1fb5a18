"""Calls as telephone systems tell them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NewCall:
    """A call that ended. `number` is the outer party's, as it was dialled; `extension` ours.

    `direction` is in or out, `result` reached, no_answer, busy or wrong_number, `seconds` how long they talked.
    """

    external_id: str
    direction: str
    number: str
    extension: str
    started_at: datetime
    seconds: int
    result: str
    recording_url: str = ""


@dataclass(frozen=True, slots=True)
class TakenCall:
    """What became of a call: `known` if it had been told before, the lead it is about, or `why` there is none."""

    call_id: int
    external_id: str
    known: bool
    lead_id: int | None
    why: str


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call that waits to be assigned: `why` is no_member, no_person, no_lead or other_owner."""

    id: int
    direction: str
    number: str
    extension: str
    started_at: datetime
    seconds: int
    result: str
    recording_url: str
    member_id: int | None
    person_id: int | None
    lead_id: int | None
    why: str


@dataclass(frozen=True, slots=True)
class DoorRow:
    """A door for calls; `secret` signs what is left there."""

    id: int
    key: str
    name: str
    made_at: datetime
    secret: str
