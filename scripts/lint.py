"""Everything that reads the code without running it. All of it runs, then what failed is named; exit 1 if any did."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv/bin"

CHECKS: dict[str, tuple[str, ...]] = {
    "format": ("ruff", "format", "--check", "--quiet", "--output-format", "concise", "."),
    "lint": ("ruff", "check", "--quiet", "--output-format", "concise", "."),
    "types": ("mypy",),
    "imports": ("lint-imports",),
    "templates": ("djlint", "--quiet", "--lint", "src"),
    "messages": ("python", "-m", "scripts.messages", "check"),
}


def main(names: list[str]) -> int:
    # Settings make their home when they are read; reading code must leave the user's alone.
    environment = {
        **os.environ,
        "GLEANRY_HOME": str(ROOT / ".cache/lint-home"),
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    failed = []
    for name in names or CHECKS:
        if name == "templates" and not any((ROOT / "src").rglob("templates/**/*.html")):
            continue
        begun = time.monotonic()
        program, *arguments = CHECKS[name]
        done = subprocess.run(
            [str(BIN / program), *arguments], check=False, cwd=ROOT, env=environment, capture_output=True, text=True
        )
        print(f"· {name}: {'failed' if done.returncode else 'clean'} ({time.monotonic() - begun:.1f} s)", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout + done.stderr, flush=True)
    if failed:
        print(f"! failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
