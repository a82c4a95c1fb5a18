"""`gleanry import FILE --as leads|deals|touches|accounts|products|members`."""

from __future__ import annotations

import json
import tomllib
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gleanry.cli.house import open_house
from gleanry.cli.progress import Bar
from gleanry.cli.repairs import ASK, check, in_words, settle
from gleanry.cli.repairs import as_json as repairs_as_json

if TYPE_CHECKING:
    from gleanry.flow.capture.shapes import ImportRun


KINDS = ("leads", "deals", "touches", "accounts", "products", "members")


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "kind", type=click.Choice(KINDS), required=True, help="What a row is.")
@click.option("--mapping", help="A saved mapping's name, or a TOML or JSON file. Guessed from the headers without it.")
@click.option("--workspace", help="The workspace's slug; the first one without it.")
@click.option("--dry-run", is_flag=True, help="Do everything, say what came of it, and take it back.")
@click.option(
    "--repairs",
    default=ASK,
    callback=check,
    help="Words that name nothing we have: ask, accept=FILE of answers, or none.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def import_file(
    file: Path, kind: str, mapping: str | None, workspace: str | None, dry_run: bool, repairs: str, as_json: bool
) -> None:
    """Bring a CSV or XLSX file in.

    The same file again adds nothing, and goes on where a stopped run left off. Refused rows are named with row, field,
    code and value; mend them and send them again.
    """
    house = open_house(workspace)
    from gleanry.flow.capture.actions import receive_file, start_import
    from gleanry.wiring.importing import outcome_of, run_import, taken_back, try_import

    with file.open("rb") as stream, taken_back() if dry_run else nullcontext():
        draft = receive_file(house.id, stream, file.name, kind=kind)  # type: ignore[arg-type]  # click checked it
        run = start_import(house.id, draft.id, _mapping(house.id, draft, mapping))
        was_done = run.state == "done"
        names = settle(run, repairs, talks=not (dry_run or as_json))
        if dry_run:
            outcome = asdict(try_import(run))
        else:
            with Bar(quiet=as_json) as bar:
                run = run_import(house.id, run.id, progress=lambda now: bar.tell(now.totals.get("rows", 0)))
            outcome = asdict(outcome_of(run))
    if was_done:
        outcome |= {"accepted": 0, "held": 0, "refused": 0, "attached": 0, "known": outcome["rows"]}
    outcome["errors"] = [error | {"message": message_of(error)} for error in outcome["errors"]]
    outcome |= {"repairs": repairs_as_json(names)} if names else {}
    if run.error:
        raise click.ClickException(f"{file.name}: {run.error} after row {run.next_line - 1}; what came before is kept")
    if as_json:
        click.echo(json.dumps(outcome, ensure_ascii=False))
    else:
        click.echo("\n".join([_words(file.name, outcome, dry_run), *in_words(names)]))


def _mapping(workspace_id: int, draft: ImportRun, mapping: str | None) -> dict[str, Any]:
    """The mapping asked for: a file, a saved one, or a guess from the file itself."""
    from gleanry.flow.capture.queries import guess_for, list_mappings

    if mapping is None:
        return guess_for(draft)
    path = Path(mapping)
    if path.is_file():
        text = path.read_text(encoding="utf-8")
        try:
            body: dict[str, Any] = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
        except ValueError as error:
            raise click.ClickException(f"{mapping}: {error}") from error
        return body
    saved = list_mappings(workspace_id, draft.kind)
    if mapping not in saved:
        known = ", ".join(saved) or "none"
        raise click.ClickException(f"no mapping file and no saved mapping is called {mapping} (saved: {known})")
    return dict(saved[mapping])


def message_of(error: dict[str, Any]) -> str:
    """What is wrong with a field and how to mend it."""
    words: str = MESSAGES.get(error["code"], error["code"])
    return words.format(value=error["value"])


MESSAGES = {
    "bad_date": "“{value}” is not a date this file's format allows; write it as 2026-01-31",
    "ambiguous_date": "“{value}” may be two dates; set day_first in the mapping, or write it as 2026-01-31",
    "bad_year": "“{value}” names no year; write it as 1998",
    "negative": "“{value}” is below zero, which this cannot be; write the amount without its sign, or leave it empty",
    "no_name": "the row names nothing: give the name of the company, the product or the colleague",
    "bad_amount": "“{value}” is not an amount; write it as 1234.56",
    "bad_currency": "“{value}” names no currency, or more than one; use its three letters, such as CNY",
    "bad_phone": "nobody can be reached by “{value}”; mend the number, or add an e-mail",
    "bad_email": "nobody can be reached by “{value}”; mend the address, or add a phone",
    "lost_digits": "“{value}” has lost its digits in a spreadsheet; format the column as text and export it again",
    "bad_choice": "“{value}” is none of the words allowed here; use one of them, or map it",
    "no_contact": "the row names nobody: give a phone, an e-mail, a WeChat id or an external id",
    "missing": "this field is required and the cell is empty",
    "too_long": "the text is longer than can be kept; shorten it",
    "too_many_cells": "the row has more cells than there are columns; a delimiter in the text needs quotes",
    "bad_encoding": "the row holds bytes that are not text in this file's encoding; save the file as UTF-8",
    "unclosed_quote": "a quote is opened and never closed; close it, or double it inside the text",
}


def _words(name: str, outcome: dict[str, Any], dry_run: bool) -> str:
    order = ("rows", "accepted", "held", "refused", "attached", "known")
    counts = ", ".join(f"{outcome[key]:,} {key}" for key in order)
    lines = [f"{name}: {counts}" + (" (dry run: nothing was kept)" if dry_run else "")]
    lines += [
        f"  row {error['row']}, {error['field'] or 'row'}: {error['code']}: {error['message']}"
        for error in outcome["errors"][:20]
    ]
    if len(outcome["errors"]) > 20:
        lines.append(f"  and {len(outcome['errors']) - 20} more; --json lists up to a thousand")
    return "\n".join(lines)
