"""`gleanry dedupe FILE`: needs no database, no home and no set-up."""

from __future__ import annotations

import csv
import gc
import json
import os
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gleanry.cli.progress import Bar

if TYPE_CHECKING:
    from gleanry.flow.capture.plain import WholeTable
    from gleanry.likeness.records import Groups

SHOWN = 10
TROUBLE = {
    "empty_file": "the file holds no rows; it needs a line of column names and rows below it",
    "bad_workbook": "the workbook cannot be read; save it again as XLSX or CSV",
    "bad_sheet": "the workbook has no sheet of that name",
}
DAMAGE = {
    "bad_encoding": "the row holds bytes that are not text in this file's encoding; save the file as UTF-8",
    "unclosed_quote": "a quote is opened and never closed; close it, or double it inside the text",
    "too_long": "a cell is longer than can be read; shorten it",
    "too_many_cells": "the row has more cells than there are columns; a delimiter in the text needs quotes",
}


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write row,group,probability,evidence here."
)
@click.option(
    "--columns", help="What columns hold, where the guess is wrong: name=Kontakt,company=Firma,phone=Tel,phone=Handy."
)
@click.option("--threshold", default=0.5, show_default=True, type=click.FloatRange(0.01, 0.999999),
              help="How probable it must be that two rows are one.")  # fmt: skip
@click.option("--sheet", default="", help="The worksheet of a workbook; the first that holds anything without it.")
@click.option("--region", default="CN", show_default=True, help="Where bare telephone numbers are dialled.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def dedupe(
    file: Path, out: Path | None, columns: str | None, threshold: float, sheet: str, region: str, as_json: bool
) -> None:
    """Group the rows of a CSV or XLSX file that are the same person.

    Every row gets a group, numbered from 1 in the order of the file; rows of one group are one person. Row 1 is the
    first below the column names.
    """
    started = time.perf_counter()
    from gleanry.likeness.records import Settings, group_records

    gc.disable()  # millions of cells are made and kept; looking for cycles among them takes as long as reading them
    try:
        with Bar(quiet=as_json, what="reading", counted=False) as bar:
            table = _read(file, sheet)
            used = _columns(table, columns)
            place = {header: at for at, header in enumerate(table.headers)}
            cells = {field: table.columns[place[header]] for field, header in used.items()}
            table.columns = []
            groups = group_records(cells, Settings(threshold=threshold, region=region.upper()), tell=bar.say)
            if out is not None:
                _write(out, groups)
    finally:
        gc.enable()
    seconds = time.perf_counter() - started
    body = {
        "rows": len(groups.group), "groups": groups.count, "duplicates": groups.duplicates,
        "seconds": round(seconds, 3), "columns": used, "threshold": threshold, "out": str(out) if out else None,
        "errors": [{"row": row, "code": code, "message": DAMAGE[code]} for row, code in table.damaged[:1000]],
    }  # fmt: skip
    click.echo(json.dumps(body, ensure_ascii=False) if as_json else _words(file.name, body, groups, out))


def _read(file: Path, sheet: str) -> WholeTable:
    from gleanry.flow.capture.plain import Unreadable, read_file

    with file.open("rb") as stream:
        try:
            return read_file(stream, sheet=sheet)
        except Unreadable as trouble:
            raise click.ClickException(f"{file.name}: {TROUBLE.get(trouble.code, trouble.code)}") from trouble


def _columns(table: WholeTable, given: str | None) -> dict[str, str]:
    """Headers by field, as told or as guessed."""
    from gleanry.flow.capture.plain import guess_columns
    from gleanry.likeness.records.headers import complete, named

    if given is None:
        found = complete(guess_columns(table), table.headers)
    else:
        try:
            found = named(next(csv.reader([given])), table.headers)
        except ValueError as wrong:
            raise click.ClickException(str(wrong)) from wrong
    if not found:
        raise click.ClickException(
            f"no column of {', '.join(table.headers)} is known; say what they hold: --columns name={table.headers[0]}"
        )
    return found


def _write(out: Path, groups: Groups) -> None:
    """Write beside the place and rename: what stands there is always whole. No cell of the file is copied, and nothing
    written begins like a formula."""
    descriptor, temporary = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
            stream.write("row,group,probability,evidence\n")
            stream.writelines(_lines(groups))
        Path(temporary).chmod(0o644)
        Path(temporary).replace(out)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _lines(groups: Groups) -> Iterator[str]:
    told = zip(
        groups.group.tolist(), groups.probability.tolist(), groups.partner.tolist(), groups.evidence, strict=True
    )
    for row, (group, probability, partner, evidence) in enumerate(told, start=1):
        if partner < 0:
            yield f"{row},{group},0.0000,\n"
        else:
            yield f'{row},{group},{probability:.4f},"row {partner + 1}: {evidence}"\n'


def _words(name: str, body: Mapping[str, Any], groups: Groups, out: Path | None) -> str:
    lines = [f"{name}: {body['rows']:,} rows, {body['groups']:,} groups, {body['duplicates']:,} duplicates"]
    lines.append("  columns: " + ", ".join(f"{field} = {header}" for field, header in body["columns"].items()))
    lines += [f"  row {error['row']}: {error['code']}: {error['message']}" for error in body["errors"][:SHOWN]]
    if out is not None:
        lines.append(f"  written to {out}")
        return "\n".join(lines)
    lines += _first_groups(groups.group.tolist(), groups)
    return "\n".join(lines)


def _first_groups(numbers: Sequence[int], groups: Groups) -> Iterator[str]:
    """The first groups of more than one row, as far as they are shown."""
    members: dict[int, list[int]] = {}
    for at, number in enumerate(numbers):
        members.setdefault(number, []).append(at)
    several = [rows for rows in members.values() if len(rows) > 1]
    for rows in several[:SHOWN]:
        surest = max(rows, key=lambda at: (groups.probability[at], -at))
        yield f"  rows {', '.join(str(at + 1) for at in rows[:8])}: {groups.evidence[surest]}"
    if len(several) > SHOWN:
        yield f"  and {len(several) - SHOWN:,} more groups; --out FILE writes them all"
