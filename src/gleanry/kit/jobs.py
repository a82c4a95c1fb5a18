"""Work in the background, once per key: `enqueue(name, payload, key)`.

The job row and the broker's message (django-q2's ORM broker) are written in the caller's transaction. A running job is
held by its process; when that dies, `revive` finds it unheld and queues it again. A job that has more to do than one
slice of time returns `Again` and is continued. Handlers must be repeatable: they commit progress with their effects.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from gleanry.kit import clock
from gleanry.kit.alone import alone
from gleanry.kit.models import Job, JobState

log = logging.getLogger(__name__)

SLICE = timedelta(seconds=20)
ATTEMPTS = 5
HOLDING = 5


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
            _all().filter(pk=made.pk).update(
                state=JobState.QUEUED, attempts=0, not_before=None, error="", payload=payload
            )
            fresh = True
        if fresh:
            _send(made.pk)
    return made


def run(job_id: int) -> None:
    """Called by the worker: hold the job, do the work, record the end. A job somebody holds is left alone."""
    with alone(HOLDING, job_id) as mine:
        if mine and _all().filter(pk=job_id).filter(_due()).update(state=JobState.RUNNING):
            _run(_all().get(pk=job_id))


def _run(row: Job) -> None:
    try:
        outcome = _handlers[row.name](row.workspace_id, row.payload)
    except Exception as error:
        log.exception("job %s failed", row.name)
        _fail(row, error)
        return
    if isinstance(outcome, Again):
        with transaction.atomic():
            _all().filter(pk=row.pk).update(state=JobState.QUEUED, attempts=0)
            _send(row.pk)
        return
    _all().filter(pk=row.pk).update(state=JobState.DONE, done_at=clock.now(), error="")


def revive(*, at_start: bool = False) -> int:
    """Queue again what dead processes held, and what is to be tried again by now. Returns how many.

    At a worker's start, waiting jobs are sent again too: the one before may have died with their messages in its hands.
    A message too many does no harm: a job that is done or held is left alone.
    """
    lost = Q(state=JobState.RUNNING) | Q(attempts__gt=0)
    if at_start:
        lost |= Q(state=JobState.QUEUED)
    revived = 0
    for job_id in list(_all().filter(_due(), lost).values_list("pk", flat=True)):
        with alone(HOLDING, job_id) as free:
            if free and _send_again(job_id):
                revived += 1
    return revived


def _send_again(job_id: int) -> bool:
    with transaction.atomic():
        found = _all().filter(_due(), pk=job_id).update(state=JobState.QUEUED, not_before=None)
        if found:
            _send(job_id)
    return bool(found)


def _due() -> Q:
    open_states = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING)
    return open_states & (Q(not_before__isnull=True) | Q(not_before__lte=clock.now()))


def _fail(row: Job, error: Exception) -> None:
    attempts = row.attempts + 1
    over = attempts >= ATTEMPTS
    with transaction.atomic():
        _all().filter(pk=row.pk).update(
            state=JobState.FAILED if over else JobState.QUEUED,
            attempts=attempts,
            not_before=None if over else clock.now() + timedelta(seconds=2**attempts),
            error=f"{type(error).__name__}: {error}"[:2000],
        )


def _send(job_id: int) -> None:
    from django_q.tasks import async_task  # imported late: django_q needs the app registry

    async_task("gleanry.kit.jobs.run", job_id, task_name=f"job-{job_id}")


def _all() -> Any:
    return Job.objects.everywhere("the job runner serves all workspaces")
