"""Words of a file that name nothing we have: shown, asked about, or settled by a file of answers."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from gleanry.flow.capture.shapes import ImportRun, NewChoice
    from gleanry.wiring.naming import OpenName

MOST_ROWS = 200_000
"""Rows of a file looked through for words before it is taken."""
ASK, NONE, ACCEPT = "ask", "none", "accept="
THINGS = "product, account, member, team, region, stage"


def check(_: click.Context, __: click.Parameter, value: str) -> str:
    """Say at once what is wrong with the option."""
    if value not in (ASK, NONE) and not (value.startswith(ACCEPT) and Path(value.removeprefix(ACCEPT)).is_file()):
        raise click.BadParameter("say ask, none, or accept=FILE with a TOML file of answers")
    return value


def settle(run: ImportRun, how: str, *, talks: bool) -> list[OpenName]:
    """Settle what can be settled before the rows are taken; gives what is still open.

    With `talks`, and somebody at the keyboard, each clear proposal is asked about.
    """
    from gleanry.flow.capture.queries import words_in
    from gleanry.wiring.naming import open_names

    if how.startswith(ACCEPT):
        _keep(run, _answers(Path(how.removeprefix(ACCEPT))))
    if how == NONE:
        return []
    words = words_in(run, most=MOST_ROWS)
    found = open_names(run.workspace_id, words)
    if talks and how == ASK and found and sys.stdin.isatty():
        _keep(run, [answer for one in found if (answer := _ask(one)) is not None])
        found = open_names(run.workspace_id, words)
    return found


def as_json(found: Sequence[OpenName]) -> list[dict[str, Any]]:
    """Open names as the document of an import holds them."""
    return [
        {
            "names": one.refers,
            "word": one.word,
            "rows": one.rows,
            "proposals": [{"name": p.name, "sure": p.sure, "evidence": list(p.evidence)} for p in one.proposals],
        }
        for one in found
    ]


def in_words(found: Sequence[OpenName]) -> list[str]:
    """One line a name."""
    return [f"  {question(one)}" for one in found[:20]] + (
        [f"  and {len(found) - 20} more names; --json lists all"] if len(found) > 20 else []
    )


def question(one: OpenName) -> str:
    """Two forms: with what may be meant, or that nothing is like it."""
    says = f"{one.rows:,} rows say {one.word}" if one.rows != 1 else f"1 row says {one.word}"
    if not one.proposals:
        return f"{says}; no {one.refers} is called so, or nearly so"
    return (
        f"{says}; did you mean {' or '.join(p.name for p in one.proposals)}? ({', '.join(one.proposals[0].evidence)})"
    )


def _ask(one: OpenName) -> NewChoice | None:
    from gleanry.flow.capture.shapes import NewChoice

    if not one.proposals:
        return None
    numbers = [str(n) for n in range(1, len(one.proposals) + 1)]
    shown = ", ".join(f"{n} {p.name}" for n, p in zip(numbers, one.proposals, strict=True))
    answer = click.prompt(
        f"{question(one)}\n  {shown}, k keep it, s say later", type=click.Choice([*numbers, "k", "s"]), default="s"
    )
    if answer == "s":
        return None
    if answer == "k":
        return NewChoice(one.refers, one.word, "keep")
    meant = one.proposals[int(answer) - 1]
    return NewChoice(one.refers, one.word, "means", meant.name, meant.evidence)


def _answers(path: Path) -> list[NewChoice]:
    """The answers of a TOML file: [means.product] "word" = "name"; [keep] product = ["word"]; [add] likewise."""
    from gleanry.flow.capture.shapes import NewChoice

    try:
        body = tomllib.loads(path.read_text(encoding="utf-8"))
        answers = [
            NewChoice(refers, word, "means", name)
            for refers, words in body.pop("means", {}).items()
            for word, name in words.items()
        ]
        for choice in ("keep", "add"):
            listed = body.pop(choice, {})
            answers += [NewChoice(refers, word, choice) for refers, words in listed.items() for word in words]
    except (ValueError, AttributeError, TypeError) as error:
        raise click.ClickException(f"{path}: {error}") from error
    if body:
        raise click.ClickException(f"{path}: {', '.join(body)} is none of means, keep and add")
    return answers


def _keep(run: ImportRun, answers: Sequence[NewChoice]) -> None:
    from gleanry.kit import clock
    from gleanry.kit.errors import Refusal
    from gleanry.wiring.naming import decide

    try:
        decide(run.workspace_id, answers, at=clock.now())
    except Refusal as refusal:
        what = ", ".join(f"{name} {value}" for name, value in refusal.data.items() if value)
        raise click.ClickException(f"this answer cannot be: {what}; name one of ours ({THINGS})") from refusal
