"""Writes docs/benchmarks.md from what the other scripts printed with --json.

python -m bench.report found/*.json
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[1] / "docs/benchmarks.md"
SCRIPTS = (
    "intake",
    "form",
    "lists",
    "find",
    "accounts",
    "screening",
    "names",
    "dedupe",
    "learned",
    "working_time",
    "segments",
    "route",
    "sweep",
    "statements",
)
HEAD = """# Benchmarks

Written by `python -m bench.report` from the scripts in `bench/`; do not edit. Every figure comes from one run of one
script, each ratio from figures of the same run. Run them yourself:

    python -m bench.intake --json > found/intake-sqlite.json
    scripts/with_postgres python -m bench.intake --json > found/intake-postgresql.json
    python -m bench.report found/*.json

The leads "already there" are realistic rows written straight into the tables with their indexes in place
(`bench/crowd.py`); what is measured goes through every stage.
"""


def main() -> None:
    found = [json.loads(Path(name).read_text(encoding="utf-8")) for name in sys.argv[1:]]
    parts = [HEAD]
    for script in SCRIPTS:
        runs = sorted(
            (run for run in found if run["script"] == script), key=lambda run: str(run["database"]), reverse=True
        )
        if runs:
            parts.append(_section(script, runs))
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text("\n".join(parts), encoding="utf-8")


def _section(script: str, runs: list[dict[str, Any]]) -> str:
    about = (importlib.import_module(f"bench.{script}").__doc__ or "").strip()
    lines = [f"## {script}", "", about, ""]
    for run in runs:
        lines += [f"### {run['database']}", "", f"{run['data']}; {run['machine']}.", ""]
        lines += ["| what | found | |", "|---|---:|---|"]
        lines += [f"| {what} | {value:,.1f} | {unit} |" for what, value, unit in run["rows"]]
        lines += ["", "| claim | found | | |", "|---|---:|---|---|"]
        lines += [
            f"| {what} | {value:,.1f} | {floor} | {'holds' if holds else '**does not hold**'} |"
            for what, value, floor, holds in run["claims"]
        ]
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
