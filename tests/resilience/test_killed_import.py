"""kill -9 at random moments of an import: nothing is lost, nothing doubled, the same command goes on.

The reference is the same file imported without trouble.
"""

from __future__ import annotations

import random
import subprocess
import time
from pathlib import Path

import pytest

from tests.resilience.house import Home, kill, made_up_leads

ROWS = 30_000
MOMENTS = 20


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_up_leads(tmp_path_factory.mktemp("files") / "leads.csv", rows=ROWS)


@pytest.mark.bulk
def test_a_killed_command_goes_on_where_it_stopped(file: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Twenty kills, at moments spread over start-up, rows and hand-overs, each followed by the same command again."""
    chance = random.Random(11)
    untroubled = Home(tmp_path_factory.mktemp("untroubled"))
    outcome = untroubled.run("import", str(file), "--as", "leads", "--json")
    assert (outcome["rows"], outcome["attached"] > 1500, outcome["refused"] > 150) == (ROWS, True, True)
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
    assert home.state() == untroubled.state()
    assert home.run("audit", "--json")["holds"]
