"""What the scheduler does with deadlines every minute, also while nobody is signed in.

Each step takes what is due in batches, each batch in a transaction of its own that holds its rows: two schedulers at
once share the work and do nothing twice. What is stopped and started again late does all of it, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import connection, transaction

from gleanry.flow.followup.actions.deadlines import start
from gleanry.flow.followup.actions.missing import miss, passed_of
from gleanry.flow.followup.actions.notices import escalate, remind
from gleanry.flow.followup.actions.pauses import resume_pauses
from gleanry.flow.followup.models import Deadline, Outcome, Pause, Violation
from gleanry.flow.followup.shapes import Missed
from gleanry.kit import bulk
from gleanry.kit.scope import WorkspaceQuerySet
from gleanry.leads.queries import leads_by_id
from gleanry.leads.shapes import LeadRow

BATCH = 5000
FIRST_CONTACT = "first_contact"


def sweep_deadlines(at: datetime, *, workspace_id: int | None = None, limit: int = BATCH) -> int:
    """Do what has come by `at`, in all workspaces or one: end pauses, miss, remind, escalate.

    Returns how many deadlines were missed. Safe to run twice at once, late, and with a clock that was set back.
    """
    _loop(_pauses(at), workspace_id, limit, lambda place, ids: resume_pauses(place, ids, at))
    missed = _loop(_passed(at), workspace_id, limit, lambda place, ids: _missed(place, ids, at))
    _loop(_to_remind(at), workspace_id, limit, lambda place, ids: remind(place, ids, at))
    _loop(_to_escalate(at), workspace_id, limit, lambda place, ids: escalate(place, ids, at))
    return missed


Rows = WorkspaceQuerySet[Pause] | WorkspaceQuerySet[Deadline] | WorkspaceQuerySet[Violation]
WHY = "the scheduler serves all workspaces"


def _pauses(at: datetime) -> tuple[Rows, str]:
    return Pause.objects.everywhere(WHY).filter(ended_at=None, until__lte=at), "until"


def _passed(at: datetime) -> tuple[Rows, str]:
    return Deadline.objects.everywhere(WHY).filter(outcome="", paused_at=None, due_at__lte=at), "due_at"


def _to_remind(at: datetime) -> tuple[Rows, str]:
    rows = Deadline.objects.everywhere(WHY).filter(outcome="", paused_at=None, remind_at__lte=at)
    return rows.filter(due_at__gt=at), "remind_at"


def _to_escalate(at: datetime) -> tuple[Rows, str]:
    return Violation.objects.everywhere(WHY).filter(escalate_at__lte=at), "escalate_at"


def _loop(
    wanted: tuple[Rows, str], workspace_id: int | None, limit: int, act: Callable[[int, Sequence[int]], None]
) -> int:
    """Have `act` done with all that is wanted, soonest first; returns how many rows that were."""
    done = 0
    while taken := _batch(wanted, workspace_id, limit, act):
        done += taken
    return done


def _batch(
    wanted: tuple[Rows, str], workspace_id: int | None, limit: int, act: Callable[[int, Sequence[int]], None]
) -> int:
    rows, order = wanted
    with transaction.atomic():
        if workspace_id is not None:
            rows = rows.filter(workspace_id=workspace_id)
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        found = list(rows.order_by(order).values_list("workspace_id", "pk")[:limit])
        for place in sorted({home for home, _ in found}):
            act(place, [row_id for home, row_id in found if home == place])
    return len(found)


def _missed(workspace_id: int, deadline_ids: Sequence[int], at: datetime) -> None:
    """Miss what passed. A lead that had left its holder before is owed nothing, though nobody has said so yet."""
    passed = passed_of(workspace_id, deadline_ids)
    leads = leads_by_id(workspace_id, (row.lead_id for row in passed))
    left = {row.id: ended for row in passed if (ended := _left_in_time(row, leads.get(row.lead_id)))}
    bulk.update(
        Deadline, ("outcome", "ended_at"), [(row_id, Outcome.RELEASED, ended) for row_id, ended in left.items()]
    )
    missed = [row for row in passed if row.id not in left]
    miss(workspace_id, missed, at)
    # Somebody still owes the lead a decision. Only here: who acts late starts the next clock by acting.
    first = dict.fromkeys(row.lead_id for row in missed if row.kind == FIRST_CONTACT)
    start(workspace_id, "contact_missed", [leads[lead_id] for lead_id in first if lead_id in leads], at)


def _left_in_time(row: Missed, lead: LeadRow | None) -> datetime | None:
    """When the lead got another holder, where that was before the deadline passed: its release is on the way."""
    if lead is None or lead.owner_id in (None, row.owner_id) or lead.owner_since is None:
        return None
    return lead.owner_since if lead.owner_since <= row.due_at else None
