"""`gleanry` as a program: an empty home, a Ctrl-C in the middle, an exit code a script can rely on."""

from __future__ import annotations

import contextlib
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Run

FIRST = ROOT / "examples/first"
MANY = 30_000


def count(home: Path) -> int:
    """How many submissions are committed; none while there is no database yet."""
    file = home / "db.sqlite3"
    if not file.exists():
        return 0
    with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        try:
            return int(database.execute("SELECT count(*) FROM capture_submission").fetchone()[0])
        except sqlite3.OperationalError:
            return 0


def test_an_empty_home_is_made_ready_by_whichever_command_comes_first(program_run: Run, home: Path) -> None:
    said = program_run("audit", "--json")

    assert (said.code, said.json, said.err) == (0, {"holds": True, "findings": []}, "")
    assert {"db.sqlite3", "secret.key"} <= {file.name for file in home.iterdir()}
    assert (home / "secret.key").stat().st_mode & 0o077 == 0
    assert program_run("flow", "--json").json["workspace"] == "Gleanry"


def test_help_and_version_touch_nothing(program_run: Run, home: Path) -> None:
    assert "Usage: " in program_run("--help").out
    assert program_run("--version").out.startswith("gleanry, version ")
    assert not home.exists()


def test_two_commands_may_begin_on_an_empty_home_at_once(start: Callable[..., subprocess.Popen[str]]) -> None:
    both = [start("audit", "--json") for _ in range(2)]

    assert [process.communicate(timeout=120)[0] for process in both] == ['{"holds": true, "findings": []}\n'] * 2


def test_an_import_works_as_a_program(program_run: Run) -> None:
    assert program_run("import", FIRST / "leads.csv", "--as", "leads", "--json").json["accepted"] == 6


@pytest.mark.bulk
def test_an_import_that_is_stopped_goes_on_where_it_was(
    start: Callable[..., subprocess.Popen[str]], program_run: Run, home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "many.csv"
    rows = "".join(f"A-{n},{13_000_000_000 + n},展会\n" for n in range(MANY))
    file.write_text(f"编号,手机,来源\n{rows}", encoding="utf-8")
    process = start("import", file, "--as", "leads", "--json")
    until = time.monotonic() + 120
    while count(home) == 0 and process.poll() is None and time.monotonic() < until:
        time.sleep(0.05)

    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    taken = count(home)
    again = program_run("import", file, "--as", "leads", "--json")

    assert (process.returncode, out) == (130, "")
    assert "Stopped." in err
    assert "Traceback" not in err
    assert 0 < taken < MANY
    assert (again.json["rows"], again.json["accepted"], count(home)) == (MANY, MANY, MANY)
    assert program_run("audit", "--json").json == {"holds": True, "findings": []}
