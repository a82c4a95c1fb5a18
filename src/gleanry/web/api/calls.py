"""Where telephone systems leave the calls that ended. Signed, so that no token travels; sent again, nothing changes."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Header, Router, Schema
from pydantic import AwareDatetime, Field, TypeAdapter
from pydantic import ValidationError as Invalid

from gleanry.flow.followup.actions import take_calls
from gleanry.flow.followup.queries import door_of
from gleanry.flow.followup.queries.asking import is_signed, result_of
from gleanry.flow.followup.shapes import NewCall
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.web.api.errors import PROBLEMS
from gleanry.web.limits import count_against

router = Router(tags=["calls"])
MOST, LARGEST = 100, 256 * 1024


class CallIn(Schema):
    """A call that ended. `caller` and `callee` as they were dialled; on our side an extension.

    `result` may be any of the usual words (answered, no-answer, missed, busy, ...); `seconds` is how long they talked.
    """

    id: str = Field(min_length=1, max_length=120)
    direction: Literal["in", "out"]
    caller: str = Field(max_length=60)
    callee: str = Field(max_length=60)
    extension: str = Field("", max_length=40)
    started_at: AwareDatetime
    seconds: int = Field(0, ge=0, le=86_400)
    result: str = Field(max_length=40)
    recording_url: str = Field("", max_length=1000)


class CallOut(Schema):
    """What became of a call. Without a lead it waits to be assigned; `why` says what is missing."""

    id: str
    known: bool
    lead_id: int | None
    why: str


class CallsOut(Schema):
    """One answer for each call, in the order they were sent."""

    calls: list[CallOut]


class SignedHeaders(Schema):
    """`X-Gleanry-Key` names the door; `X-Gleanry-Timestamp` is in Unix seconds.

    `X-Gleanry-Signature` is the HMAC-SHA256, as hex, of the timestamp, a full stop and the body, with the secret of the
    door.
    """

    x_gleanry_key: str = Field("", max_length=64)
    x_gleanry_timestamp: str = Field("", max_length=20)
    x_gleanry_signature: str = Field("", max_length=100)


CALLS: TypeAdapter[CallIn | list[CallIn]] = TypeAdapter(CallIn | list[CallIn])


@router.post("", auth=None, response={200: CallsOut, **PROBLEMS}, summary="Leave one call or a list of up to 100")
def leave(request: HttpRequest, headers: Header[SignedHeaders]) -> dict[str, Any]:
    """Signed within five minutes. A call sent again under the same id changes nothing. The recording is not fetched."""
    now = clock.now()
    workspace_id, door_id = _opened(request, headers, now)
    calls = _read(request.body)
    taken = take_calls(workspace_id, door_id, calls, now)
    return {"calls": [{"id": t.external_id, "known": t.known, "lead_id": t.lead_id, "why": t.why} for t in taken]}


def _opened(request: HttpRequest, headers: SignedHeaders, now: datetime) -> tuple[int, int]:
    """The workspace and the door, once the signature holds. Whoever knocks wrongly is counted by address."""
    if len(request.body) > LARGEST:
        raise Refusal("too_large")
    found = door_of(headers.x_gleanry_key)
    secret = found[1].secret if found else "-" * 64
    signed = is_signed(
        secret, headers.x_gleanry_timestamp, request.body, headers.x_gleanry_signature, now=now.timestamp()
    )
    if found is None or not signed:
        count_against("token", str(request.META.get("REMOTE_ADDR", "")))
        raise Refusal("not_signed")
    count_against("calls", headers.x_gleanry_key)
    return found[0], found[1].id


def _read(body: bytes) -> list[NewCall]:
    try:
        given = CALLS.validate_python(json.loads(body), strict=False)
    except (ValueError, Invalid) as error:
        raise Refusal("bad_calls") from error
    rows = given if isinstance(given, list) else [given]
    if not 0 < len(rows) <= MOST:
        raise Refusal("bad_calls")
    return [_call(row) for row in rows]


def _call(row: CallIn) -> NewCall:
    result = result_of(row.result)
    if result is None:
        raise Refusal("bad_calls")
    ours, theirs = (row.caller, row.callee) if row.direction == "out" else (row.callee, row.caller)
    return NewCall(
        row.id,
        row.direction,
        theirs,
        row.extension or ours[:40],
        row.started_at,
        row.seconds,
        result,
        row.recording_url,
    )
