"""Colleagues that a file tells of, with their teams, their heads and their regions."""

from __future__ import annotations

from datetime import datetime

from gleanry.flow.capture.facts import MembersCaptured
from gleanry.flow.capture.queries import fields_of
from gleanry.tenants.actions import place_members
from gleanry.tenants.shapes import NewMember


def take_members(workspace_id: int, fact: MembersCaptured, at: datetime) -> None:  # a handler's signature
    """Add the members nobody knew and put all into their places; of one told twice, what was told last holds."""
    told = []
    for read in fields_of(workspace_id, fact.submission_ids):
        said = {name: str(read.fields.get(name) or "")[:80] for name in NewMember.__slots__ if name != "name"}
        name = str(read.fields.get("person_name") or read.fields.get("external_id") or "")[:80]
        told.append(NewMember(name=name, **said))
    place_members(workspace_id, told)
