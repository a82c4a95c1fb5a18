"""Homes of their own for whole programs that are started, killed and started again."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import random
import signal
import subprocess
import sys
import textwrap
import uuid
from pathlib import Path
from typing import Any


def made_up_leads(path: Path, *, rows: int, first: int = 0) -> Path:
    """A file of leads with repeats, colleagues and refused rows; made up, the same for the same numbers."""
    chance = random.Random(7 + first)
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["姓名", "手机", "公司", "来源", "首次接触时间"])
        for n in range(first, first + rows):
            again = chance.random() < 0.1
            phone = f"138{(n if not again else chance.randrange(first, n + 1)):08d}"
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
            self.environment["DATABASE_URL"] = _own_database(url)

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

    def python(self, text: str) -> None:
        """Run a few lines in the home, as a program using Gleanry would."""
        lead_in = "import os, django\nos.environ['DJANGO_SETTINGS_MODULE'] = 'gleanry.web.settings'\ndjango.setup()\n"
        program = lead_in + textwrap.dedent(text)
        subprocess.run([sys.executable, "-c", program], env=self.environment, check=True, timeout=120)

    def state(self) -> dict[str, Any]:
        """What must be equal whatever happened on the way."""
        report = self.run("flow", "--json")
        return {name: report[name] for name in ("stages", "pools", "funnel", "total", "balanced")}


def _own_database(url: str) -> str:
    """A database nobody else has, on the server of `url`: tests run side by side."""
    import psycopg

    name = f"killed_{uuid.uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    return url.rpartition("/")[0] + "/" + name


def kill(process: subprocess.Popen[str]) -> None:
    """The process and all it started, at once."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
