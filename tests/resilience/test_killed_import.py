"""kill -9 at random moments of an import: nothing is lost, nothing doubled, the same command goes on.

The reference is the same files imported without trouble.
"""

from __future__ import annotations

import random
import subprocess
import time
from pathlib import Path

import pytest

from tests.resilience.house import Home, kill, made_up_leads

ROWS = 20_000
MOMENTS = 20


@pytest.mark.bulk
def test_a_killed_command_goes_on_where_it_stopped(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Twenty kills, at moments spread over start-up, rows and hand-overs, each followed by the same command again.

    A file that ends before the twentieth kill is followed by another.
    """
    chance, folder = random.Random(11), tmp_path_factory.mktemp("files")
    home = Home(tmp_path_factory.mktemp("killed"))
    files = [made_up_leads(folder / "few.csv", rows=3, first=90_000_000)]
    home.run("import", str(files[0]), "--as", "leads", "--json")
    begun = time.monotonic()
    home.run("import", str(files[0]), "--as", "leads", "--json")
    start_up = time.monotonic() - begun
    killed = 0
    while killed < MOMENTS:
        files.append(made_up_leads(folder / f"{len(files)}.csv", rows=ROWS, first=ROWS * len(files)))
        killed += _killed_often(home, files[-1], start_up, chance, MOMENTS - killed)
        assert home.run("import", str(files[-1]), "--as", "leads", "--json")["rows"] == ROWS
    untroubled = Home(tmp_path_factory.mktemp("untroubled"))
    for file in files:
        untroubled.run("import", str(file), "--as", "leads", "--json")
    assert home.state() == untroubled.state()
    assert home.state()["pools"]["attached"] > 1000
    assert home.run("audit", "--json")["holds"]


def _killed_often(home: Home, file: Path, start_up: float, chance: random.Random, most: int) -> int:
    """Begin the import of a file and kill it, again and again, until it ends first; gives how often."""
    for killed in range(most):
        process = home.start("import", str(file), "--as", "leads", "--json")
        try:
            process.wait(timeout=start_up * chance.uniform(0.6, 1.0) + chance.uniform(0, 0.4))
        except subprocess.TimeoutExpired:
            kill(process)
            continue
        process.communicate()
        return killed
    return most
