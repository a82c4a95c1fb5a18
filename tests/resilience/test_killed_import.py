"""kill -9 at random moments of an import: nothing is lost, nothing doubled, the same command goes on.

The reference is the same file imported without trouble. Everything runs as a user would run it: the command line in
processes of its own, and the server with its worker.
"""

from __future__ import annotations

import contextlib
import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

ROWS = 30_000
MOMENTS = 20


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Leads with repeats, colleagues, refused rows; made up."""
    path = tmp_path_factory.mktemp("files") / "leads.csv"
    chance = random.Random(7)
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["姓名", "手机", "公司", "来源", "首次接触时间"])
        for n in range(ROWS):
            again = chance.random() < 0.1
            phone = f"138{(n if not again else chance.randrange(n + 1)):08d}"
            day = "2026-13-45" if chance.random() < 0.01 else f"2026-0{1 + n % 9}-1{n % 10}"
            writer.writerow([f"客户{n}", phone, f"第{n // 3}号机械有限公司", f"渠道{n % 7}", day])
    return path


class Home:
    """A GLEANRY_HOME (and, on PostgreSQL, a schema) of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {**os.environ, "GLEANRY_HOME": str(folder), "PYTHONUNBUFFERED": "1"}
        self.environment.pop("DJANGO_SETTINGS_MODULE", None)
        if url := os.environ.get("DATABASE_URL", ""):
            self.environment["DATABASE_URL"] = _own_database(url, folder.name)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "gleanry", *arguments],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str) -> Any:
        process = self.start(*arguments)
        out, err = process.communicate(timeout=240)
        assert process.returncode == 0, err
        return json.loads(out)


def _own_database(url: str, name: str) -> str:
    import psycopg

    name = "killed_" + "".join(c for c in name if c.isalnum())
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}"')
    return url.rpartition("/")[0] + "/" + name


def state_of(home: Home) -> dict[str, Any]:
    """What must be equal whatever happened on the way."""
    report = home.run("flow", "--json")
    return {name: report[name] for name in ("stages", "pools", "funnel", "total", "balanced")}


@pytest.fixture(scope="module")
def untroubled(file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    home = Home(tmp_path_factory.mktemp("untroubled"))
    outcome = home.run("import", str(file), "--as", "leads", "--json")
    assert outcome["rows"] == ROWS
    assert outcome["attached"] > 1500
    assert outcome["refused"] > 150
    return {"outcome": outcome, **state_of(home)}


def kill(process: subprocess.Popen[str]) -> None:
    """The process and all it started, at once."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


@pytest.mark.bulk
def test_a_killed_command_goes_on_where_it_stopped(
    file: Path, untroubled: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Twenty kills, at moments spread over start-up, rows and hand-overs, each followed by the same command again."""
    chance = random.Random(11)
    home = Home(tmp_path_factory.mktemp("killed"))
    home.run("flow", "--json")
    begun = time.monotonic()
    home.run("flow", "--json")
    start_up = time.monotonic() - begun
    killed = 0
    while killed < MOMENTS:
        process = home.start("import", str(file), "--as", "leads", "--json")
        try:
            process.wait(timeout=start_up * chance.uniform(0.7, 1.1) + chance.uniform(0, 0.5))
        except subprocess.TimeoutExpired:
            kill(process)
            killed += 1
            continue
        process.communicate()
        break
    assert killed == MOMENTS, f"the import ended after {killed} kills: it needs more rows on this machine"
    assert home.run("import", str(file), "--as", "leads", "--json")["rows"] == ROWS
    assert state_of(home) == {name: untroubled[name] for name in ("stages", "pools", "funnel", "total", "balanced")}
    assert home.run("audit", "--json")["holds"]
