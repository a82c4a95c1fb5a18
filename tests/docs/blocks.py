"""Fenced blocks of a page, and how what was said is compared with what the page shows."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
LOOSE = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, and the line of the page it begins on."""

    language: str
    text: str
    line: int


def blocks_of(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    return [Block(m[1], m[2], text.count("\n", 0, m.start()) + 1) for m in FENCE.finditer(text)]


def commands_of(block: Block) -> Iterator[tuple[str, str]]:
    """(command, what the page says it prints) of a console block; `$` begins a command, `>` goes on with it."""
    command, said = "", ""
    for line in block.text.splitlines(keepends=True):
        if line.startswith("$ "):
            if command:
                yield command, said
            command, said = line[2:], ""
        elif line.startswith("> ") and not said:
            command += line[2:]
        else:
            said += line
    if command:
        yield command, said


def same(shown: str, said: str) -> bool:
    """Whether a page's output is what was said; `...` stands for anything, blanks count once."""
    if not shown.strip():
        return True
    checker = doctest.OutputChecker()
    return checker.check_output(shown.strip() + "\n", said.strip() + "\n", LOOSE)


class Reader:
    """Somebody who types what a page says, in a home of their own."""

    def __init__(self, home: Path) -> None:
        programs = home.parent / "programs"
        programs.mkdir()
        shim = programs / "gleanry"
        shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m gleanry "$@"\n')
        shim.chmod(0o755)
        kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
        self.environment = {
            **kept,
            "GLEANRY_HOME": str(home),
            "PYTHONPATH": str(ROOT / "src"),
            "PATH": f"{programs}:{kept['PATH']}",
        }

    def types(self, command: str) -> str:
        return self._run(["bash", "-c", command])

    def runs(self, program: str) -> str:
        return self._run([sys.executable, "-c", program])

    def _run(self, arguments: list[str]) -> str:
        done = subprocess.run(
            arguments,
            check=False,
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
        )
        return done.stdout
