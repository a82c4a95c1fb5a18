"""Work in the background, once per key: `enqueue(name, payload, key)`.

The job row and the broker's message (django-q2's ORM broker) are written in the caller's transaction. Running a job
takes a lease; a worker killed in the middle leaves it to run out, and `revive` queues the job again. A job that has
more to do than one slice of time returns `Again` and is continued. Handlers must be repeatable: they commit progress
with their effects.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from gleanry.kit import clock
from gleanry.kit.models import Job, JobState

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)
SLICE = timedelta(seconds=20)
ATTEMPTS = 5


class Again:
    """Returned by a handler that has more to do: the job is queued once more."""


Handler = Callable[[int, dict[str, Any]], Again | None]

_handlers: dict[str, Handler] = {}


def job(name: str) -> Callable[[Handler], Handler]:
    """Register `handler(workspace_id, payload)` under a stable name."""

    def register(handler: Handler) -> Handler:
        _handlers[name] = handler
        return handler

    return register


def enqueue(name: str, payload: dict[str, Any], key: str, *, workspace_id: int = 0) -> Job:
    """Queue work, once per `key`: while a job with this key is queued or running, it is returned instead."""
    with transaction.atomic():
        made, fresh = Job.objects.everywhere("keys are global").get_or_create(
            key=key,
            defaults={"workspace_id": workspace_id, "name": name, "payload": payload, "made_at": clock.now()},
        )
        if not fresh and made.state in (JobState.DONE, JobState.FAILED):
            _all().filter(pk=made.pk).update(state=JobState.QUEUED, attempts=0, error="", payload=payload)
            fresh = True
        if fresh:
            _send(made.pk)
    return made


def run(job_id: int) -> None:
    """Called by the worker: take the lease, do the work, record the end."""
    now = clock.now()
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=now)
    taken = _all().filter(free, pk=job_id).update(state=JobState.RUNNING, lease_until=now + LEASE)
    if not taken:
        return
    row = _all().get(pk=job_id)
    try:
        outcome = _handlers[row.name](row.workspace_id, row.payload)
    except Exception as error:
        log.exception("job %s failed", row.name)
        _fail(row, error)
        return
    if isinstance(outcome, Again):
        with transaction.atomic():
            _all().filter(pk=job_id).update(state=JobState.QUEUED, lease_until=None, attempts=0)
            _send(job_id)
        return
    _all().filter(pk=job_id).update(state=JobState.DONE, lease_until=None, done_at=clock.now(), error="")


def extend_lease(key: str) -> None:
    """Tell that the job with this key is alive; long handlers call it with each committed step."""
    _all().filter(key=key, state=JobState.RUNNING).update(lease_until=clock.now() + LEASE)


def revive(*, all_running: bool = False) -> int:
    """Queue again what a dead worker held. `all_running` at a worker's start, when it is known to be the only one."""
    dead = Q(state=JobState.RUNNING, lease_until__lt=clock.now())
    lost = Q(state=JobState.QUEUED)
    if all_running:
        dead = Q(state=JobState.RUNNING)
    else:
        lost &= Q(lease_until__lt=clock.now())
    ids = list(_all().filter(dead | lost).values_list("pk", flat=True))
    with transaction.atomic():
        _all().filter(pk__in=ids).update(state=JobState.QUEUED, lease_until=None)
        for job_id in ids:
            _send(job_id)
    return len(ids)


def _fail(row: Job, error: Exception) -> None:
    attempts = row.attempts + 1
    over = attempts >= ATTEMPTS
    with transaction.atomic():
        _all().filter(pk=row.pk).update(
            state=JobState.FAILED if over else JobState.QUEUED,
            attempts=attempts,
            lease_until=None if over else clock.now() + timedelta(seconds=2**attempts),
            error=f"{type(error).__name__}: {error}"[:2000],
        )


def _send(job_id: int) -> None:
    from django_q.tasks import async_task  # imported late: django_q needs the app registry

    async_task("gleanry.kit.jobs.run", job_id, task_name=f"job-{job_id}")


def _all() -> Any:
    return Job.objects.everywhere("the job runner serves all workspaces")
