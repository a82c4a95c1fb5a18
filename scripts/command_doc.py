"""Reference pages written from the code: commands from their own `--help`, facts from `facts.py`, fields of imports.

python -m scripts.command_doc            name the pages that are out of date; exit 1 if any is
python -m scripts.command_doc --write    write them
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs/reference"
WIDTH = 110
COMMANDS_SAY = """\
Each command makes the database and a workspace ready first, when there is none. Exit codes: 0 done, 1 the answer is no
(`audit` found a broken law, a mapping is unknown), 2 refused, 130 stopped by Ctrl-C; what was done until then is kept,
and the same command goes on."""
FACTS_SAY = """\
What the slices announce, in the order of the flow. A fact covers a whole batch: its columns are equally long, one entry
a record. Who hears it stands in [the flow](../flow.md)."""
FIELDS_SAY = """\
What a column may be mapped to, by kind of file, and what a record sent to the API may carry. `extra` keeps a column
under its own name, `ignore` drops it. Text longer than its length is refused."""
NOTE = "<!-- written by `make reference`; do not edit -->"


def main(argv: list[str]) -> int:
    stale = []
    for name, text in pages().items():
        file = REFERENCE / name
        if argv == ["--write"]:
            file.write_text(text, encoding="utf-8")
        elif not file.exists() or file.read_text(encoding="utf-8") != text:
            stale.append(name)
    for name in stale:
        print(f"! {name} is out of date")
    return 1 if stale else 0


def pages() -> dict[str, str]:
    """Every generated page: file name -> text."""
    return {"commands.md": commands_page(), "facts.md": facts_page(), "fields.md": fields_page()}


def commands_page() -> str:
    from gleanry.cli.program import COMMANDS, program

    parts = [
        "# Commands",
        NOTE,
        COMMANDS_SAY,
        _help_of("gleanry", program),
    ]
    for name in COMMANDS:
        command = program.get_command(click.Context(program), name)
        if command is not None:
            parts += [f"## gleanry {name}", _help_of(f"gleanry {name}", command)]
    return "\n\n".join(parts) + "\n"


def _help_of(name: str, command: click.Command) -> str:
    settings = {"help_option_names": ["-h", "--help"], **command.context_settings}
    context = click.Context(
        command, info_name=name, **{**settings, "terminal_width": WIDTH, "max_content_width": WIDTH}
    )
    return f"```text\n{command.get_help(context)}\n```"


def facts_page() -> str:
    lines = ["| fact | columns | what it says |", "|---|---|---|"]
    for fact in facts():
        columns = ", ".join(f"`{field.name}`" for field in fields(fact))
        said = " ".join((fact.__doc__ or "").split()).partition(". ")[0].rstrip(".")
        lines.append(f"| `{fact.__module__.split('.')[-2]}.{fact.__name__}` | {columns} | {said} |")
    return "\n\n".join(["# Facts", NOTE, FACTS_SAY, "\n".join(lines)]) + "\n"


def facts() -> Iterator[Any]:
    """Every fact, the register's first, then by stage."""
    order = ("leads", "capture", "clean", "identify", "score", "route", "followup", "nurture", "convert", "attribute")
    files = {file.parent.name: file for file in (ROOT / "src/gleanry").rglob("facts.py")}
    for name in (*order, *sorted(set(files) - set(order))):
        module = importlib.import_module(".".join(files[name].relative_to(ROOT / "src").with_suffix("").parts))
        for thing in vars(module).values():
            if is_dataclass(thing) and getattr(thing, "__module__", "") == module.__name__:
                yield thing


def fields_page() -> str:
    from gleanry.flow.capture.rules import fields as canon
    from gleanry.flow.capture.shapes import KINDS

    parts = [
        "# Fields of imports",
        NOTE,
        FIELDS_SAY,
    ]
    for kind in KINDS:
        lines = ["| field | is |", "|---|---|"]
        lines += [f"| `{name}` | text, up to {longest:,} |" for name, longest in canon.TEXT[kind].items()]
        lines += [f"| `{name}` | date or time |" for name in canon.MOMENTS[kind]]
        lines += [f"| `{name}` | amount of money |" for name in canon.AMOUNTS[kind]]
        lines += [f"| `{name}` | word: {WORDS[name]} |" for name in canon.CHOICES[kind]]
        needed = ", ".join(f"`{name}`" for name in canon.SOMEBODY[kind])
        also = "".join(f", and `{name}`" for name in canon.ALSO_REQUIRED[kind])
        parts += [f"## {kind}", f"A row needs one of {needed}{also}.", "\n".join(lines)]
    return "\n\n".join(parts) + "\n"


WORDS = {
    "consent": "yes or no, in Chinese or English",
    "currency": "three letters, such as CNY",
    "stage": "won, lost, or a stage's key or name",
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
