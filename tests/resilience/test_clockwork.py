"""The worker writes missed deadlines by itself: nobody looks at anything, nobody calls anything."""

from __future__ import annotations

import time

import pytest

from tests.resilience.house import Home, kill

PATIENCE = 100


@pytest.mark.bulk
def test_the_worker_finds_a_missed_deadline_alone(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = Home(tmp_path_factory.mktemp("clockwork"))
    home.run("user", "sdr@own.example", "--name", "SDR", "--role", "sdr", "--json")
    home.python(
        """
        from datetime import timedelta
        from gleanry.flow.capture.actions import submit
        from gleanry.kit import clock, ledger
        long_ago = clock.now() - timedelta(days=30)
        with clock.stopped(long_ago):
            submit(1, [{"phone": "13812345678"}], at=long_ago)
            ledger.drain()
        """
    )
    assert (deadlines(home)["held"], deadlines(home)["refused"]) == (1, 0)
    worker = home.start("worker")
    try:
        until = time.monotonic() + PATIENCE
        while not deadlines(home)["refused"]:
            assert time.monotonic() < until, "the worker did not look"
            time.sleep(0.5)
    finally:
        kill(worker)
    assert home.run("audit", "--json")["holds"]


def deadlines(home: Home) -> dict[str, int]:
    """Follow-up's account: held are running, refused are missed."""
    return next(row for row in home.run("flow", "--json")["stages"] if row["stage"] == "followup")
