"""Background work: once per key, repeated after a failure, taken up again after a death."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django_q.models import OrmQ

from gleanry.kit import clock, jobs
from gleanry.kit.alone import alone
from gleanry.kit.models import Job

done: list[Any] = []


@pytest.fixture(autouse=True)
def _work() -> Iterator[None]:
    def work(workspace_id: int, payload: dict[str, Any]) -> jobs.Again | None:
        done.append(payload["n"])
        if payload["n"] == "fails":
            raise RuntimeError("as told")
        return jobs.Again() if payload["n"] == "long" and len(done) < 3 else None

    jobs.job("test.work")(work)
    done.clear()
    yield
    jobs._handlers.pop("test.work")


def state(row: Job) -> str:
    return str(Job.objects.of(7).get(pk=row.pk).state)


@pytest.mark.django_db(transaction=True)
def test_one_key_is_one_job() -> None:
    first = jobs.enqueue("test.work", {"n": 1}, "same", workspace_id=7)
    assert jobs.enqueue("test.work", {"n": 1}, "same", workspace_id=7).pk == first.pk
    assert OrmQ.objects.count() == 1
    jobs.run(first.pk)
    jobs.run(first.pk)
    assert (done, state(first)) == ([1], "done")
    jobs.enqueue("test.work", {"n": 2}, "same", workspace_id=7)
    jobs.run(first.pk)
    assert done == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_a_failure_is_tried_again_later_and_not_for_ever() -> None:
    row = jobs.enqueue("test.work", {"n": "fails"}, "failing", workspace_id=7)
    now = clock.now()
    for n in range(jobs.ATTEMPTS):
        with clock.stopped(now + timedelta(hours=n)):
            assert jobs.revive() == (1 if n else 0)
            jobs.run(row.pk)
            jobs.run(row.pk)
            assert len(done) == n + 1, "not before its time"
    assert state(row) == "failed"
    assert "as told" in Job.objects.of(7).get(pk=row.pk).error


@pytest.mark.django_db(transaction=True)
def test_long_work_is_done_in_slices() -> None:
    row = jobs.enqueue("test.work", {"n": "long"}, "long", workspace_id=7)
    for _ in range(3):
        jobs.run(row.pk)
    assert (done, state(row)) == (["long"] * 3, "done")
    assert OrmQ.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_what_a_dead_worker_held_is_queued_again_and_what_a_living_one_holds_is_not() -> None:
    row = jobs.enqueue("test.work", {"n": 1}, "held", workspace_id=7)
    Job.objects.of(7).filter(pk=row.pk).update(state="running")
    OrmQ.objects.all().delete()
    with HeldElsewhere(row.pk):
        assert jobs.revive() == 0
        jobs.run(row.pk)
        assert done == []
    assert jobs.revive() == 1
    assert OrmQ.objects.count() == 1
    jobs.run(row.pk)
    assert (done, state(row)) == ([1], "done")


@pytest.mark.django_db(transaction=True)
def test_messages_that_died_with_a_worker_are_sent_again_at_the_next_start() -> None:
    row = jobs.enqueue("test.work", {"n": 1}, "waiting", workspace_id=7)
    OrmQ.objects.all().delete()
    assert jobs.revive() == 0
    assert jobs.revive(at_start=True) == 1
    jobs.run(row.pk)
    assert jobs.revive(at_start=True) == 0


class HeldElsewhere:
    """Hold a job as another process would: on PostgreSQL a session may hold its own lock twice."""

    def __init__(self, job_id: int) -> None:
        self.job_id = job_id

    def __enter__(self) -> None:
        from concurrent.futures import ThreadPoolExecutor
        from threading import Event

        self.pool, self.over, held = ThreadPoolExecutor(1), Event(), Event()

        def hold() -> None:
            from django.db import connection

            with alone(jobs.HOLDING, self.job_id) as mine:
                assert mine
                held.set()
                self.over.wait(20)
            connection.close()

        self.future = self.pool.submit(hold)
        held.wait(20)

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.future.result()
        self.pool.shutdown()
