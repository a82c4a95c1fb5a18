"""The command line as a person uses it: in this process for speed, as a program where the process is the point."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from gleanry.cli import program

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Said:
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Said]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`run("import", file, "--as", "leads")` in this process, on the test database."""

    def call(*arguments: str | Path) -> Said:
        monkeypatch.setattr(sys, "argv", ["gleanry", *map(str, arguments)])
        capsys.readouterr()
        code = 0
        try:
            program.main()
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return call


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home for a program of its own."""
    return tmp_path / "home"


@pytest.fixture
def start(home: Path) -> Callable[..., subprocess.Popen[str]]:
    """`start("import", file, ...)` begins `gleanry` as a program on the empty home."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    environment = {**kept, "GLEANRY_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}

    def begin(*arguments: str | Path) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "gleanry", *map(str, arguments)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=heed_interrupts,  # noqa: PLW1509  # no thread of ours runs yet
        )

    return begin


def heed_interrupts() -> None:
    """A shell's background job ignores Ctrl-C, and so would what it starts; a person's program does not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def program_run(start: Callable[..., subprocess.Popen[str]]) -> Run:
    """`run`, as a program on the empty home."""

    def call(*arguments: str | Path) -> Said:
        process = start(*arguments)
        out, err = process.communicate(timeout=120)
        return Said(process.returncode, out, err)

    return call
