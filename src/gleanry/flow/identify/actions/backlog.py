"""Walk over what is there already and ask about likely duplicates: in slices, to be stopped and gone on with.

A slice commits its questions with the place it came to. Pairs come in order of kind and ids, so a run that was killed
and goes on asks what one that ran through would have asked.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from gleanry.flow.identify.actions.questions import ask
from gleanry.flow.identify.models import BacklogRun
from gleanry.flow.identify.queries.candidates import candidates_of
from gleanry.flow.identify.queries.sides import MAY_MERGE, may_merge
from gleanry.flow.identify.shapes import Kind
from gleanry.kit import clock, jobs
from gleanry.kit.alone import alone
from gleanry.kit.errors import Refusal
from gleanry.tenants.shapes import Viewer

SLICE = 500
WALKING = 11
"""One walk at a time in a workspace."""


def start_run(workspace_id: int, at: datetime, *, by: int | None = None) -> int:
    """Begin a run, or go on with the one that was stopped; returns its id."""
    with transaction.atomic():
        rows = BacklogRun.objects.of(workspace_id).exclude(state="done").order_by("-id")
        if (run := rows.first()) is not None:
            BacklogRun.objects.of(workspace_id).filter(pk=run.pk).update(state="running")
            return int(run.pk)
        made = BacklogRun.objects.create(workspace_id=workspace_id, phase=next(iter(Kind)), made_at=at, by=by)
    return int(made.pk)


def queue_run(viewer: Viewer, at: datetime) -> int:
    """Have the worker walk over what is there; returns the run's id. Raises Refusal `forbidden`."""
    if not may_merge(viewer):
        raise Refusal("forbidden", permission=MAY_MERGE)
    workspace_id = viewer.workspace_id
    run_id = start_run(workspace_id, at, by=viewer.member_id or None)
    jobs.enqueue("identify.backlog", {"run_id": run_id}, f"backlog-{workspace_id}", workspace_id=workspace_id)
    return run_id


def stop_run(viewer: Viewer) -> None:
    """Stop the run that goes on, at the end of its slice; what it asked stays. Raises Refusal `forbidden`."""
    if not may_merge(viewer):
        raise Refusal("forbidden", permission=MAY_MERGE)
    BacklogRun.objects.of(viewer.workspace_id).filter(state="running").update(state="stopped")


def go_on(workspace_id: int, run_id: int, *, until: datetime | None = None) -> bool:
    """Go on with a run until it is through, stopped, or the clock says `until`; True while there is more to do."""
    with alone(WALKING, workspace_id) as mine:
        if not mine:
            return False
        for kind in Kind:
            run = _run(workspace_id, run_id)
            if run.state != "running":
                return False
            if list(Kind).index(Kind(run.phase)) > list(Kind).index(kind):
                continue
            if not _walk(workspace_id, run_id, kind, until):
                return bool(_run(workspace_id, run_id).state == "running")
    return False


def _walk(workspace_id: int, run_id: int, kind: Kind, until: datetime | None) -> bool:
    """Ask about one kind, slice by slice; True when through."""
    after = _run(workspace_id, run_id).after
    place = tuple(after) if after else (0, 0)
    pairs = [pair for pair in candidates_of(workspace_id, kind) if (pair.left, pair.right) > place]
    for start in range(0, len(pairs), SLICE):
        chunk = pairs[start : start + SLICE]
        with transaction.atomic():
            run = _run(workspace_id, run_id, lock=True)
            if run.state != "running":
                return False
            asked = ask(workspace_id, chunk, clock.now())
            BacklogRun.objects.of(workspace_id).filter(pk=run_id).update(
                seen=run.seen + len(chunk), found=run.found + asked, after=[chunk[-1].left, chunk[-1].right]
            )
        if until is not None and clock.now() >= until:
            return False
    _next_phase(workspace_id, run_id, kind)
    return True


def _next_phase(workspace_id: int, run_id: int, kind: Kind) -> None:
    rest = list(Kind)[list(Kind).index(kind) + 1 :]
    rows = BacklogRun.objects.of(workspace_id).filter(pk=run_id)
    if rest:
        rows.update(phase=rest[0], after=[])
    else:
        rows.update(state="done", after=[], ended_at=clock.now())


def _run(workspace_id: int, run_id: int, *, lock: bool = False) -> Any:
    rows = BacklogRun.objects.of(workspace_id)
    found = (rows.select_for_update() if lock else rows).filter(pk=run_id).first()
    if found is None:
        raise Refusal("not_found", run=run_id)
    return found


def run_in_background(workspace_id: int, payload: dict[str, Any]) -> jobs.Again | None:
    """One slice of time of a run; more is queued until it is through."""
    more = go_on(workspace_id, payload["run_id"], until=clock.now() + jobs.SLICE)
    return jobs.Again() if more else None


def install() -> None:
    """Tell the worker how to walk. Called once at start-up."""
    jobs.job("identify.backlog")(run_in_background)
