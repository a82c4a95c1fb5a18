"""A PostgreSQL of one's own: there while the command runs, gone after it, however it ends."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from scripts import debian
from tests.architecture.house import ROOT

PROGRAM = str(ROOT / "scripts/with_postgres")
HAS_SERVER = debian.postgres_programs() is not None
pytestmark = pytest.mark.skipif(not HAS_SERVER, reason="no PostgreSQL server programs: apt-get install postgresql")
ASK = "import os, psycopg; print(psycopg.connect(os.environ['DATABASE_URL']).execute('select 6 * 7').fetchone()[0])"


def servers_under(folder) -> list[int]:
    """Process ids of PostgreSQL servers whose data lies under a folder; one that has ended has no command line."""
    found = []
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            words = line.read_bytes().split(b"\0")
            if b"-D" in words and any(word.startswith(f"{folder}/".encode()) for word in words):
                found.append(int(line.parent.name))
    return found


def wait_until(is_so, seconds: float = 20) -> bool:
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        if is_so():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def place():
    """A folder that the server's user can enter; pytest's own are closed to it, again with every run that begins."""
    with tempfile.TemporaryDirectory(prefix="gleanry-place-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def environment(folder) -> dict[str, str]:
    return {**os.environ, "TMPDIR": str(folder)}


def test_the_command_finds_a_database_and_nothing_is_left(place):
    done = subprocess.run(
        [PROGRAM, sys.executable, "-c", ASK], env=environment(place), capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout.splitlines()[-1:]) == (0, ["42"]), done.stderr
    assert list(place.iterdir()) == []
    assert servers_under(place) == []


def test_the_exit_code_is_that_of_the_command(place):
    done = subprocess.run([PROGRAM, "sh", "-c", "exit 7"], env=environment(place), check=False)

    assert done.returncode == 7


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=["terminated", "killed"])
def test_the_server_ends_with_the_program(place, number):
    with subprocess.Popen([PROGRAM, "sleep", "60"], env=environment(place)) as running:
        try:
            assert wait_until(lambda: any(place.glob("*/data/postmaster.pid")) and servers_under(place))
            time.sleep(0.5)
        finally:
            running.send_signal(number)

    assert wait_until(lambda: not servers_under(place))
    subprocess.run([PROGRAM, "true"], env=environment(place), check=True)
    assert list(place.iterdir()) == []
