"""Touches from files and programs find their person, or add one to be recognised later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from gleanry.flow.capture.facts import TouchesCaptured
from gleanry.flow.capture.queries import fields_of
from gleanry.flow.identify.actions.identify_submissions import LOCK
from gleanry.flow.identify.facts import Consented, TouchesTaken
from gleanry.flow.identify.rules import Identifier, id_of, identifiers_of_touch, person_for
from gleanry.kit import bulk, ledger, rulebook
from gleanry.leads.queries import leads_by_external_id, leads_by_id
from gleanry.people.actions import add_identifiers, add_people, record_consents
from gleanry.people.queries import people_by_identifier
from gleanry.people.shapes import NewConsent, NewPerson
from gleanry.touches.actions import append_touches
from gleanry.touches.shapes import NewTouch


def take_touches(workspace_id: int, fact: TouchesCaptured, at: datetime) -> None:
    """Append the touches of a batch. A person nobody knew is added, so that a later lead finds its earlier touches."""
    bulk.lock_workspace(workspace_id, LOCK)
    region = rulebook.current(workspace_id, "clean").body["phone_region"]
    reads = fields_of(workspace_id, fact.submission_ids)
    marks = [identifiers_of_touch(read.fields, phone_region=read.region or region) for read in reads]
    known = dict(people_by_identifier(workspace_id, (mark for found in marks for mark in found)))
    known |= _by_lead(workspace_id, [read.fields for read in reads])
    fresh = 0
    people: list[int] = []
    added: list[tuple[Identifier, int]] = []
    for found in marks:
        person, _ = person_for(found, known)
        if person is None:
            fresh += 1
            person = -fresh
        for mark in found:
            if mark not in known:
                known[mark] = person
                added.append((mark, person))
        people.append(person)
    ids = add_people(workspace_id, [NewPerson("", "", None)] * fresh, at=at)
    add_identifiers(workspace_id, [(mark, id_of(person, ids)) for mark, person in added])
    touches = [
        _touch(read.fields, id_of(person, ids), read.submission_id, read.received_at)
        for person, read in zip(people, reads, strict=True)
    ]
    record_touches(workspace_id, touches, at)


def record_touches(workspace_id: int, touches: Sequence[NewTouch], at: datetime) -> None:
    """Append touches of known people and say so; who refuses mail by one is noted. Inside a transaction.

    One transaction after another appends touches of a workspace: score cards count on it (decision 0016).
    """
    bulk.lock_workspace(workspace_id, LOCK)
    append_touches(workspace_id, touches)
    theirs = ((touch.person_id, touch.kind) for touch in touches)
    did = dict.fromkeys((person, kind) for person, kind in theirs if person is not None)
    people = tuple(person for person, _ in did)
    ledger.announce(workspace_id, TouchesTaken(people, tuple(kind for _, kind in did)), at=at)
    _refuse_mail(workspace_id, touches, at)


REFUSALS = frozenset({"mail_unsubscribed", "mail_reported_spam"})
"""Touches by which somebody says that they want no mail."""


def _refuse_mail(workspace_id: int, touches: Sequence[NewTouch], at: datetime) -> None:
    """Who unsubscribes, or calls our mail spam, refuses mail: for themselves and for all they are merged with."""
    refused = [
        NewConsent(touch.person_id, "mail", "denied", touch.at, touch.kind)
        for touch in touches
        if touch.kind in REFUSALS and touch.person_id is not None
    ]
    record_consents(workspace_id, refused)
    people = tuple(consent.person_id for consent in refused)
    ledger.announce(workspace_id, Consented(people, ("mail",) * len(people), ("denied",) * len(people)), at=at)


def _by_lead(workspace_id: int, touches: Sequence[dict[str, Any]]) -> dict[Identifier, int]:
    """External ids of leads we have -> the person of the lead."""
    named = {str(fields["person_external_id"]) for fields in touches if fields.get("person_external_id")}
    lead_ids = leads_by_external_id(workspace_id, named)
    leads = leads_by_id(workspace_id, lead_ids.values())
    people = {external: leads[lead_id].person_id for external, lead_id in lead_ids.items()}
    return {("external", external): person for external, person in people.items() if person is not None}


def _touch(fields: dict[str, Any], person_id: int, submission_id: int, received_at: datetime) -> NewTouch:
    at = fields.get("at")
    return NewTouch(
        kind=str(fields.get("kind") or "visit")[:32],
        at=datetime.fromisoformat(at) if at else received_at,
        person_id=person_id,
        visitor=str(fields.get("visitor", ""))[:64],
        channel=str(fields.get("channel", ""))[:80],
        campaign=str(fields.get("campaign", ""))[:80],
        content=str(fields.get("content") or fields.get("url") or "")[:200],
        submission_id=submission_id,
    )
