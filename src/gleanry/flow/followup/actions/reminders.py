"""Holders are told each time that a lead of theirs came again, until they act on it or say that they saw it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from gleanry.flow.followup.facts import Seen
from gleanry.flow.followup.models import Reminder
from gleanry.flow.identify.facts import Attached
from gleanry.kit import bulk, ledger
from gleanry.leads.queries import among_visible, leads_by_id
from gleanry.tenants.shapes import Viewer


def remind_owners(workspace_id: int, fact: Attached, at: datetime) -> None:
    """Remind the holders of source leads that came again. Where nobody holds one, whoever gets it sees it anyway."""
    sources = leads_by_id(workspace_id, dict.fromkeys(fact.source_lead_ids))
    rows = []
    for lead_id, source_id in zip(fact.lead_ids, fact.source_lead_ids, strict=True):
        source = sources.get(source_id)
        if source is not None and source.owner_id is not None:
            rows.append((workspace_id, source_id, lead_id, source.owner_id, at))
    bulk.insert(Reminder, ("workspace_id", "lead_id", "by_lead_id", "owner_id", "at"), rows)


def see_reminders(viewer: Viewer, lead_ids: Iterable[int], at: datetime) -> int:
    """The holder saw that leads of theirs came again; nobody sees it for them. Returns how many reminders that ends."""
    with transaction.atomic():
        seen = among_visible(viewer, lead_ids)
        ended = end_reminders(viewer.workspace_id, seen, at, of=viewer.member_id)
        ledger.announce(viewer.workspace_id, Seen(tuple(ended)), at=at, by=viewer.member_id)
    return len(ended)


def end_reminders(workspace_id: int, lead_ids: Iterable[int], at: datetime, *, of: int | None = None) -> list[int]:
    """Nothing is left to be seen of these leads, by anybody or by one member; returns the ids of what ends."""
    columns, where = ("id", "owner_id"), "t.seen_at IS NULL"
    rows = bulk.find(Reminder, columns, workspace_id=workspace_id, key="lead_id", among=lead_ids, where=where)
    ended = [row_id for row_id, owner_id in rows if of in (None, owner_id)]
    bulk.update(Reminder, ("seen_at",), [(row_id, at) for row_id in ended])
    return ended
