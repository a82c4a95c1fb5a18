"""What the scheduler does with deadlines every minute, also while nobody is signed in.

Each step takes what is due in batches, each batch in a transaction of its own that holds its rows: two schedulers at
once share the work and do nothing twice. What is stopped and started again late does all of it, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import connection, transaction

from gleanry.flow.followup.actions.deadlines import start
from gleanry.flow.followup.actions.missing import miss
from gleanry.flow.followup.actions.notices import escalate, remind
from gleanry.flow.followup.actions.pauses import resume_pauses
from gleanry.flow.followup.models import Deadline, Outcome, Pause, Violation
from gleanry.flow.followup.shapes import Missed
from gleanry.kit import bulk
from gleanry.kit.scope import WorkspaceQuerySet
from gleanry.leads.queries import leads_by_id

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
    left = _left_in_time(workspace_id, deadline_ids)
    bulk.update(
        Deadline, ("outcome", "ended_at"), [(row_id, Outcome.RELEASED, ended) for row_id, ended in left.items()]
    )
    gone = miss(workspace_id, [row_id for row_id in deadline_ids if row_id not in left], at)
    _go_on(workspace_id, gone, at)


def _left_in_time(workspace_id: int, deadline_ids: Sequence[int]) -> dict[int, datetime]:
    """Deadline -> when its lead got another holder, where that was before it passed: its release is on the way."""
    columns = ("id", "lead_id", "owner_id", "due_at")
    rows = bulk.find(Deadline, columns, workspace_id=workspace_id, key="id", among=deadline_ids)
    leads = leads_by_id(workspace_id, (row[1] for row in rows))
    found = {}
    for row_id, lead_id, owner_id, due_at in rows:
        lead = leads.get(lead_id)
        if lead and lead.owner_id not in (None, owner_id) and lead.owner_since and lead.owner_since <= due_at:
            found[row_id] = lead.owner_since
    return found


def _go_on(workspace_id: int, missed: Sequence[Missed], at: datetime) -> None:
    """Somebody still owes the lead a decision. Only here: who acts late starts the next clock by acting."""
    first = [row.lead_id for row in missed if row.kind == FIRST_CONTACT]
    start(workspace_id, "contact_missed", list(leads_by_id(workspace_id, first).values()), at)
