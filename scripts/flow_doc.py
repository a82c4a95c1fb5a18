"""The table in docs/flow.md, written from `gleanry.wiring.handoffs`: which fact is carried to which action.

python -m scripts.flow_doc            print the table
python -m scripts.flow_doc --write    put it into docs/flow.md, between its two marks
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent.parent / "docs/flow.md"
BEGIN = "<!-- handoffs: written by `make flow-doc` -->"
END = "<!-- end of handoffs -->"


def main(argv: list[str]) -> int:
    table = rendered(handoffs())
    if argv == ["--write"]:
        FILE.write_text(with_table(FILE.read_text(encoding="utf-8"), table), encoding="utf-8")
    else:
        print(table)
    return 0


def handoffs() -> Iterable[Any]:
    """The rows of the wiring: each has a `fact` (a dataclass) and an `action` (a callable)."""
    # Actions reach models, so the apps must stand first.
    import django

    django.setup()
    from gleanry.wiring.handoffs import HANDOFFS

    rows: Iterable[Any] = HANDOFFS
    return rows


def rendered(rows: Iterable[Any]) -> str:
    lines = [
        f"| {slice_of(row.fact)} | `{row.fact.__name__}` | {slice_of(row.action)} | `{row.action.__name__}` "
        f"| {first_line(row.action)} |"
        for row in rows
    ]
    return "\n".join(["| announced by | fact | carried to | action | which |", "|---|---|---|---|---|", *lines])


def slice_of(thing: Any) -> str:
    """`gleanry.flow.score.actions.grade` -> `flow.score`; the words a reader finds as folders."""
    parts = thing.__module__.split(".")[1:]
    return ".".join(parts[:2] if parts[0] in {"flow", "market"} else parts[:1])


def first_line(thing: Any) -> str:
    line = (thing.__doc__ or "").strip().partition("\n")[0]
    return line.replace("|", "\\|")


def with_table(text: str, table: str) -> str:
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise SystemExit(f"{FILE.name} has no marks {BEGIN} ... {END}")
    return f"{before}{BEGIN}\n{table}\n{END}{after}"


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gleanry.web.settings")
    sys.exit(main(sys.argv[1:]))
