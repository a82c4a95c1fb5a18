"""Score anew the leads that fell (or rose) into another cell by time alone."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gleanry.flow.score.actions.cards import write_cards
from gleanry.flow.score.models import Fading
from gleanry.kit import bulk
from gleanry.leads.queries import leads_by_id
from gleanry.leads.shapes import SETTLED

LOCK = 42
BATCH = 1000


def fade_leads(workspace_id: int, at: datetime) -> int:
    """Score anew at most 1,000 leads whose moment has come, the longest overdue first; returns how many were looked at.

    A lead whose grade is another gets a card and is announced. One that is the same after all (somebody changed the
    table meanwhile) only gets its next moment. Safe to run twice at once: the second finds nothing due.
    """
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        rows = Fading.objects.of(workspace_id).filter(due_at__lte=at).order_by("due_at", "pk")
        due = list(rows.values_list("pk", flat=True)[:BATCH])
        leads = [lead for lead in leads_by_id(workspace_id, due).values() if lead.pool not in SETTLED]
        write_cards(workspace_id, leads, at, unless="same_grade")
        # Where a next moment was written it lies ahead; what is still due is of leads that have ended.
        Fading.objects.of(workspace_id).filter(pk__in=due, due_at__lte=at).delete()
    return len(due)
