"""What time alone does: protections end, steps of cases are missed, decisions stand when nobody appealed.

Each kind takes what is due in batches, each in a transaction that holds the workspace's lock: safe late and twice.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from gleanry.flow.settle.actions.colliding import LOCK
from gleanry.flow.settle.facts import Closed, ProtectionEnded, StepMissed
from gleanry.flow.settle.models import Case, CaseEntry, CaseState, Registration
from gleanry.flow.settle.queries.books import bodies_of
from gleanry.flow.settle.rules import read_protection
from gleanry.kit import bulk, ledger

BATCH = 1000


def sweep_settled(workspace_id: int, at: datetime) -> int:
    """Do what has come by `at` in one workspace; returns how many rows that was."""
    done = 0
    for work in (end_protections, _miss_steps, _close_decided):
        while True:
            with transaction.atomic():
                bulk.lock_workspace(workspace_id, LOCK)
                count = work(workspace_id, at)
            done += count
            if count < BATCH:
                break
    return done


def end_protections(workspace_id: int, at: datetime) -> int:
    """End what has run out, a batch of it; returns how many. The caller holds the workspace's lock."""
    due = Registration.objects.of(workspace_id).filter(state="accepted", until__lte=at).order_by("until", "id")
    rows = list(due.values_list("pk", "rules_id")[:BATCH])
    bodies = bodies_of(workspace_id, {rules_id for _, rules_id in rows})
    thens = [read_protection(bodies[rules_id]).then for _, rules_id in rows]
    ended = [(number, "ended", at, then) for (number, _), then in zip(rows, thens, strict=True)]
    bulk.update(Registration, ("state", "ended_at", "then"), ended)
    ledger.announce(workspace_id, ProtectionEnded(tuple(number for number, _ in rows), tuple(thens)), at=at)
    return len(rows)


def _miss_steps(workspace_id: int, at: datetime) -> int:
    """Write who has not answered, and what was not decided, in its time; two statements to find them."""
    running = Case.objects.of(workspace_id).filter(state__in=("open", "appealed"))
    columns = ("pk", "state", "member_a_id", "member_b_id", "missed", "answer_due", "judge_due", "final_due")
    rows = list(running.filter(Q(answer_due__lte=at) | Q(final_due__lte=at)).order_by("id").values_list(*columns))
    argued = CaseEntry.objects.of(workspace_id).filter(kind="argued", case_id__in=[row[0] for row in rows])
    spoke = set(argued.values_list("case_id", "member_id"))
    missed: list[tuple[int, str]] = []
    changed = []
    for number, state, first, second, before, answer, judge, final in rows:
        owed = {"final": final} if state == CaseState.APPEALED else {"judge": judge}
        if state == CaseState.OPEN:
            sides = (("answer_a", first), ("answer_b", second))
            owed |= {step: answer for step, member in sides if (number, member) not in spoke}
        new = sorted(step for step, due in owed.items() if due and due <= at and step not in before)
        if new:
            changed.append((number, [*before, *new]))
            missed += [(number, step) for step in new]
    bulk.update(Case, ("missed",), changed)
    entries = [(workspace_id, number, "missed", {"step": step}, at) for number, step in missed]
    bulk.insert(CaseEntry, ("workspace_id", "case_id", "kind", "data", "at"), entries)
    fact = StepMissed(tuple(number for number, _ in missed), tuple(step for _, step in missed))
    ledger.announce(workspace_id, fact, at=at)
    return 0


def _close_decided(workspace_id: int, at: datetime) -> int:
    due = Case.objects.of(workspace_id).filter(state=CaseState.DECIDED, appeal_due__lte=at).order_by("id")
    ids = tuple(due.values_list("pk", flat=True)[:BATCH])
    bulk.update(Case, ("state", "closed_at"), [(number, CaseState.CLOSED, at) for number in ids])
    entries: list[tuple[Any, ...]] = [(workspace_id, number, "closed", {}, at) for number in ids]
    bulk.insert(CaseEntry, ("workspace_id", "case_id", "kind", "data", "at"), entries)
    ledger.announce(workspace_id, Closed(ids), at=at)
    return len(ids)
