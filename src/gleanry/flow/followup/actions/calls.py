"""Take calls from telephone systems: each becomes a follow-up of its member, or waits to be assigned. None is lost."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from gleanry.flow.followup.actions.record import is_safe_link, record_entries
from gleanry.flow.followup.facts import CallsTaken
from gleanry.flow.followup.models import Call, CallDoor, Extension
from gleanry.flow.followup.queries.calls import secret_of, waiting_call
from gleanry.flow.followup.rules.calls import entry_of, lead_for
from gleanry.flow.followup.shapes import DoorRow, NewCall, TakenCall
from gleanry.kit import bulk, ledger, rulebook
from gleanry.kit.errors import Refusal
from gleanry.leads.queries import get_lead, leads_by_person
from gleanry.people.queries import people_by_identifier, roots_of
from gleanry.tenants.queries import list_members, viewer_of
from gleanry.tenants.shapes import Viewer
from gleanry.values.phone import parse_phone

TAKING = 41
"""One transaction at a time takes calls in a workspace: what is sent twice at once is taken once."""

Place = tuple[int | None, int | None, int | None, str]
"""Member, person, lead, and what is missing."""


def take_calls(workspace_id: int, door_id: int, calls: Sequence[NewCall], at: datetime) -> list[TakenCall]:
    """Take calls that ended, in the order they were sent. One sent again, by its external id, changes nothing.

    Raises Refusal `bad_recording` for a link that is not https.
    """
    if any(call.recording_url and not is_safe_link(call.recording_url) for call in calls):
        raise Refusal("bad_recording")
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, TAKING)
        known = _known(workspace_id, door_id, calls)
        fresh = {call.external_id: call for call in calls if call.external_id not in known}
        plain = _in_full(workspace_id, list(fresh.values()))
        places = _places(workspace_id, plain)
        written = _write(workspace_id, door_id, plain, places, at)
        _follow_up(workspace_id, plain, places, written, at)
        ledger.announce(workspace_id, CallsTaken(tuple(written), tuple(place[2] for place in places)), at=at)
    told = {call.external_id: (row, place) for call, row, place in zip(plain, written, places, strict=True)}
    return [
        TakenCall(known[i][0], i, True, known[i][1], known[i][2])
        if i in known
        else TakenCall(told[i][0], i, False, told[i][1][2], told[i][1][3])
        for i in (call.external_id for call in calls)
    ]


def _known(workspace_id: int, door_id: int, calls: Sequence[NewCall]) -> dict[str, tuple[int, int | None, str]]:
    rows = Call.objects.of(workspace_id).filter(door_id=door_id, external_id__in=[call.external_id for call in calls])
    return {i: (pk, lead_id, why) for i, pk, lead_id, why in rows.values_list("external_id", "pk", "lead_id", "why")}


def _in_full(workspace_id: int, calls: Sequence[NewCall]) -> list[NewCall]:
    """The calls with their outer numbers as everybody's are kept; what is no number stays as it came."""
    try:
        region = str(rulebook.current(workspace_id, "clean").body.get("phone_region", "CN"))
    except rulebook.NoRules:
        region = "CN"
    full = []
    for call in calls:
        phone = parse_phone(call.number, region=region)
        full.append(replace(call, number=phone.e164 if phone else call.number[:40]))
    return full


def _places(workspace_id: int, calls: Sequence[NewCall]) -> list[Place]:
    """Whose call it is, with whom, about which lead; a constant number of statements."""
    numbers = [call.extension for call in calls if call.extension]
    rows = Extension.objects.of(workspace_id).filter(number__in=numbers)
    members: Mapping[str, int] = dict(rows.values_list("number", "member_id"))
    people = people_by_identifier(workspace_id, [("phone", call.number) for call in calls])
    roots = roots_of(workspace_id, people.values())
    leads = leads_by_person(workspace_id, set(roots.values()) | set(people.values()))
    places: list[Place] = []
    for call in calls:
        member = members.get(call.extension)
        found = people.get(("phone", call.number))
        person = roots.get(found, found) if found is not None else None
        lead, why = lead_for(member, person, leads.get(person or 0, ()))
        places.append((member, person, lead.id if lead else None, why))
    return places


def _write(
    workspace_id: int, door_id: int, calls: Sequence[NewCall], places: Sequence[Place], at: datetime
) -> Sequence[int]:
    ids = bulk.allocate(Call, len(calls))
    rows = [
        (
            *(row_id, workspace_id, door_id, c.external_id, c.direction, c.number, c.extension, c.started_at),
            *(c.seconds, c.result, c.recording_url, at, *place),
        )
        for row_id, c, place in zip(ids, calls, places, strict=True)
    ]
    bulk.insert(Call, COLUMNS, rows)
    return ids


COLUMNS = (
    *("id", "workspace_id", "door_id", "external_id", "direction", "number", "extension", "started_at"),
    *("seconds", "result", "recording_url", "received_at", "member_id", "person_id", "lead_id", "why"),
)


def _follow_up(
    workspace_id: int, calls: Sequence[NewCall], places: Sequence[Place], call_ids: Sequence[int], at: datetime
) -> None:
    """Record the calls that found their lead, member by member, as what each member did."""
    mine: dict[int, list[tuple[int, NewCall, int]]] = {}
    for call, (member_id, _, lead_id, _), call_id in zip(calls, places, call_ids, strict=True):
        if lead_id is not None and member_id is not None:
            mine.setdefault(member_id, []).append((call_id, call, lead_id))
    viewers = {m.pk: viewer_of(m) for m in list_members(workspace_id) if m.pk in mine} if mine else {}
    for member_id, rows in mine.items():
        viewer = viewers.get(member_id)
        if viewer is None or not viewer.may("leads.follow"):
            continue
        done = record_entries(viewer, [entry_of(call, lead_id) for _, call, lead_id in rows], at)
        pairs = [(row[0], made) for row, made in zip(rows, done, strict=True) if made is not None]
        bulk.update(Call, ("follow_up_id",), pairs)


def assign_call(viewer: Viewer, call_id: int, lead_id: int, note: str, at: datetime) -> None:
    """Say which lead a waiting call was about: it becomes the viewer's follow-up. Raises NotFound or `call_taken`.

    Only one's own calls, and those of nobody's extension.
    """
    get_lead(viewer, lead_id)
    with transaction.atomic():
        call = waiting_call(viewer, call_id, lock=True)
        if call is None or call.member_id not in (None, viewer.member_id):
            raise Refusal("call_taken")
        told = NewCall(
            "", call.direction, call.number, call.extension,
            call.started_at, call.seconds, call.result, call.recording_url,
        )  # fmt: skip
        (made,) = record_entries(viewer, [entry_of(told, lead_id, note)], at)
        columns = ("follow_up_id", "lead_id", "member_id", "why")
        bulk.update(Call, columns, [(call_id, made, lead_id, viewer.member_id, "")])


def make_door(workspace_id: int, name: str, at: datetime) -> DoorRow:
    """A new door for calls, with its secret."""
    key, salt = f"call_{secrets.token_hex(8)}", secrets.token_hex(16)
    row = CallDoor.objects.create(workspace_id=workspace_id, key=key, name=name[:80], salt=salt, made_at=at)
    return DoorRow(row.pk, key, row.name, at, secret_of(key, salt))


def end_door(workspace_id: int, door_id: int, at: datetime) -> None:
    """Nothing is taken through this door any more; what came through it stays."""
    CallDoor.objects.of(workspace_id).filter(pk=door_id, ended_at=None).update(ended_at=at)


def set_extension(workspace_id: int, number: str, member_id: int | None) -> None:
    """Say whose telephone an extension is; nobody's without a member. Raises Refusal `no_such_member`."""
    rows = Extension.objects.of(workspace_id).filter(number=number)
    if member_id is None:
        rows.delete()
        return
    if member_id not in {member.pk for member in list_members(workspace_id)}:
        raise Refusal("no_such_member")
    if not rows.update(member_id=member_id):
        Extension.objects.create(workspace_id=workspace_id, number=number[:40], member_id=member_id)
