"""How a script says what it found: a table for people, one JSON document for `bench.report`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Findings:
    """What one script found on one database. `rows` are (what, value, unit); `claims` (what, value, floor, holds)."""

    script: str
    database: str
    data: str
    rows: list[tuple[str, float, str]] = field(default_factory=list)
    claims: list[tuple[str, float, str, bool]] = field(default_factory=list)

    def tell(self, *, as_json: bool) -> None:
        if as_json:
            print(json.dumps(asdict(self) | {"machine": machine()}, ensure_ascii=False))
            return
        print(f"{self.script} on {self.database}, {self.data}")
        for what, value, unit in self.rows:
            print(f"  {what:<64}{value:>12,.1f} {unit}")
        for what, value, floor, holds in self.claims:
            print(f"  {what:<64}{value:>12,.1f} {floor}: {'holds' if holds else 'DOES NOT HOLD'}")


def machine() -> str:
    """What it was measured on, and how busy that was with other things."""
    busy = f"{os.cpu_count()} cores, load {os.getloadavg()[1]:.1f}"
    return f"{busy}, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def arguments(description: str | None, **more: Any) -> argparse.Namespace:
    """The options all scripts share, and `more` (name -> default) as numbers."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--present", type=int, default=1_000_000, help="leads already there (default a million)")
    parser.add_argument("--keep", help="folder in which the leads already there are kept for the next run")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    for name, default in more.items():
        parser.add_argument(f"--{name}", type=int, default=default)
    return parser.parse_args()


def share(times: list[float], part: float) -> float:
    """The time below which `part` of the times lie."""
    return sorted(times)[min(len(times) - 1, int(part * len(times)))]


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
