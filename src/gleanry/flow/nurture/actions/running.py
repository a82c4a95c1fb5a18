"""Go on with the plans: what is due is written, in bounded batches, each step of a stay once.

A batch is one transaction under the workspace's lock: stopped anywhere it has either written the step and moved the
stay on, or neither. What a stop of the worker let grow late is done once, and the wait after it counts from then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from gleanry.flow.nurture.actions.entering import LOCK
from gleanry.flow.nurture.actions.leaving import end
from gleanry.flow.nurture.facts import Written
from gleanry.flow.nurture.models import Message, PlanStay
from gleanry.flow.nurture.queries.books import book_of
from gleanry.flow.nurture.queries.stays import COLUMNS
from gleanry.flow.nurture.queries.writing import Addressee, addressees_of, written
from gleanry.flow.nurture.rules.deciding import Reader, verdict_of
from gleanry.flow.nurture.rules.plans import Plan, PlanBook, Step
from gleanry.flow.nurture.rules.timing import IsWorking, due_after
from gleanry.flow.nurture.shapes import StayRow
from gleanry.kit import bulk, ledger
from gleanry.leads.queries import leads_by_id
from gleanry.leads.shapes import SETTLED, LeadRow
from gleanry.people.queries import roots_of
from gleanry.tenants.queries import working_times

BATCH = 200
PACED = ("queued", "todo")
OPEN = {"mail": "queued", "task": "todo", "message": "todo"}
MESSAGE = (
    "id", "workspace_id", "stay_id", "lead_id", "person_id", "plan", "step", "turn", "kind", "language", "address",
    "subject", "body", "key", "state", "not_before", "attempts", "error", "owner_id", "rules_id", "at",
)  # fmt: skip


@dataclass
class Batch:
    """What one batch decides, before it is written."""

    workspace_id: int
    book: PlanBook
    rules_id: int
    at: datetime
    zone: ZoneInfo
    is_working: IsWorking
    roots: Mapping[int, int]
    messages: list[dict[str, Any]] = field(default_factory=list)
    moved: list[tuple[int, str, int, str, datetime]] = field(default_factory=list)
    later: list[tuple[int, datetime]] = field(default_factory=list)
    leaving: list[tuple[StayRow, str]] = field(default_factory=list)

    def root(self, person_id: int | None) -> int | None:
        """Whom somebody stands for: two who were merged are one reader."""
        return self.roots.get(person_id or 0, person_id)


def run_plans(workspace_id: int, at: datetime) -> int:
    """Take the stays that are due, 200 at most; returns how many were taken. Call again until there are none."""
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        due = PlanStay.objects.of(workspace_id).filter(ended_at__isnull=True, stopped=False, due_at__lte=at)
        stays = [StayRow(*values) for values in due.order_by("due_at", "id").values_list(*COLUMNS)[:BATCH]]
        if not stays:
            return 0
        book, rules_id = book_of(workspace_id)
        calendar = working_times(workspace_id).workspace
        roots = roots_of(workspace_id, [stay.person_id for stay in stays])
        batch = Batch(workspace_id, book, rules_id, at, calendar.zone, calendar.is_working_day, roots)
        leads = leads_by_id(workspace_id, [stay.lead_id for stay in stays])
        known = addressees_of(workspace_id, list(leads.values()), at, within=book.manners.within)
        for stay in stays:
            _take(batch, stay, leads.get(stay.lead_id), known)
        _write(batch)
    return len(stays)


def _take(batch: Batch, stay: StayRow, lead: LeadRow | None, known: Mapping[int, Addressee]) -> None:
    plan = batch.book.plan(stay.plan)
    step = plan.step(stay.step) if plan else None
    if lead is None or lead.pool in SETTLED:
        batch.leaving.append((stay, "closed"))
    elif plan is None or step is None:
        batch.leaving.append((stay, "plan_changed"))
    else:
        _decide(batch, stay, plan, step, known[lead.id])


def _decide(batch: Batch, stay: StayRow, plan: Plan, step: Step, addressee: Addressee) -> None:
    ours = [m for m in batch.messages if batch.root(m["person_id"]) == batch.root(stay.person_id)]
    before = [m["at"] for m in ours if m["kind"] != "task" and m["state"] in PACED]
    reader = addressee.reader
    reader = Reader(reader.address, reader.refuses_mail, reader.zone, [*reader.earlier, *before])
    verdict = verdict_of(step, reader, batch.book.manners, batch.is_working, batch.at)
    if verdict.act == "later":
        batch.later.append((stay.id, verdict.at))
        return
    if verdict.act == "leave":
        batch.leaving.append((stay, verdict.why))
        return
    state = "skipped" if verdict.act == "skip" else OPEN[step.do]
    batch.messages.append(_message(batch, stay, step, addressee) | {"state": state, "error": verdict.why})
    following = plan.after(step.code)
    if following is None:
        batch.leaving.append((stay, "done"))
        return
    turn = stay.turn + plan.goes_back(step.code, following.code)
    due = due_after(following.wait, batch.at, batch.zone, batch.is_working)
    batch.moved.append((stay.id, following.code, turn, following.wait.event, due))


def _message(batch: Batch, stay: StayRow, step: Step, addressee: Addressee) -> dict[str, Any]:
    subject, body = written(step, addressee)
    return {
        "workspace_id": batch.workspace_id,
        "stay_id": stay.id,
        "lead_id": stay.lead_id,
        "person_id": stay.person_id,
        "plan": stay.plan,
        "step": step.code,
        "turn": stay.turn,
        "kind": step.do,
        "language": addressee.language,
        "subject": subject,
        "body": body,
        "address": addressee.reader.address if step.do == "mail" else "",
        "owner_id": addressee.keeper_id if step.do != "mail" else None,
        "key": f"gleanry.{batch.workspace_id}.{stay.id}.{stay.turn}.{step.code}",
        "not_before": batch.at,
        "attempts": 0,
        "rules_id": batch.rules_id,
        "at": batch.at,
    }


def _write(batch: Batch) -> None:
    ids = bulk.allocate(Message, len(batch.messages))
    rows = []
    for message_id, message in zip(ids, batch.messages, strict=True):
        filled = message | {"id": message_id}
        rows.append(tuple(filled[name] for name in MESSAGE))
    bulk.insert(Message, MESSAGE, rows)
    bulk.update(PlanStay, ("step", "turn", "waits_for", "due_at"), batch.moved)
    bulk.update(PlanStay, ("due_at",), batch.later)
    _end(batch)
    handed = [(i, m) for i, m in zip(ids, batch.messages, strict=True) if m["state"] == "todo"]
    fact = Written(
        tuple(i for i, _ in handed), tuple(m["lead_id"] for _, m in handed), tuple(m["kind"] for _, m in handed)
    )
    ledger.announce(batch.workspace_id, fact, at=batch.at)


def _end(batch: Batch) -> None:
    """End what has to; a plan that is done leaves what it wrote last to be sent and done."""
    end(batch.workspace_id, [row for row in batch.leaving if row[1] != "done"], batch.at)
    end(batch.workspace_id, [row for row in batch.leaving if row[1] == "done"], batch.at, drop=False)
