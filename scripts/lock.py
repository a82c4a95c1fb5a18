"""Chooses package versions: writes the requirements-*.lock files, with a hash for each file and no address.

The files agree with each other: what one has chosen the next takes over. To raise versions: `--upgrade`.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from scripts import index

ROOT = Path(__file__).resolve().parent.parent
OPTIONS = ("--generate-hashes", "--no-header", "--universal", "--quiet", "--python-version", "3.11")

# file, what it holds, whose choices it keeps to
LOCKS = (
    ("requirements-setup.lock", ("--group", "setup"), None),
    ("requirements.lock", ("pyproject.toml",), "requirements-setup.lock"),
    ("requirements-dev.lock", ("pyproject.toml", "--group", "dev"), "requirements.lock"),
    ("requirements-bench.lock", ("pyproject.toml", "--group", "bench"), "requirements-dev.lock"),
    ("requirements-node.lock", ("--group", "node"), None),
)


def main(extra: list[str]) -> int:
    for name, what, constraint in LOCKS:
        constrained = ("--constraint", constraint) if constraint else ()
        command = [".venv/bin/uv", "pip", "compile", *what, *constrained, *OPTIONS, *extra, "-o", name]
        subprocess.run(command, check=True, cwd=ROOT, env=index.environment())
        print(f"· wrote {name}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
