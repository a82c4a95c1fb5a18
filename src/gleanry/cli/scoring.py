"""`gleanry score fit` and `gleanry score apply`: a learned score of any file, with no set-up."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from gleanry.likelihood.model import Applied
    from gleanry.likelihood.shapes import Learned, Model

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def score() -> None:
    """Learn from a file which rows become a yes, and say how likely others are. Needs no database."""


@score.command()
@click.argument("file", type=FILE)
@click.option("--target", required=True, help="The column that says how it ended.")
@click.option("--time", default="", help="The column of the moment; `row` when rows are in order of time.")
@click.option("--ignore", multiple=True, help="A column to leave out; may be repeated.")
@click.option("--positive", help="The value of the target that counts as a yes; found without it.")
@click.option("--save", type=click.Path(dir_okay=False, path_type=Path), help="Write the model here, as readable JSON.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def fit(
    file: Path, target: str, time: str, ignore: tuple[str, ...], positive: str | None, save: Path | None, as_json: bool
) -> None:
    """Learn the target of a CSV or XLSX file, and say how well that works on rows not seen.

    Columns that tell the outcome instead of foretelling it are found, named and left out; all figures are without them.
    """
    from gleanry.likelihood.fitting import learn_table
    from gleanry.likelihood.model import to_dict

    with explained(file):
        learned = learn_table(_table(file), target, time=time, ignore=ignore, positive=positive)
    if save is not None:
        save.write_text(json.dumps(to_dict(learned.model), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if not as_json:
        click.echo(_words(file.name, learned))
        return
    for note in learned.notes:
        click.echo(f"note: {note}", err=True)
    click.echo(json.dumps(_document(learned), ensure_ascii=False))


@score.command()
@click.argument("file", type=FILE)
@click.option("--model", type=FILE, required=True, help="What `score fit --save` wrote.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write a CSV here instead of printing it.")
@click.option("--reasons", default=3, show_default=True, type=click.IntRange(0, 50), help="How many for each row.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document a row.")
def apply(file: Path, model: Path, out: Path | None, reasons: int, as_json: bool) -> None:
    """Say for each row of a file how likely a yes is, and why: what speaks for it and what against."""
    from gleanry.likelihood.model import Applied

    with explained(model):
        known = _model(model)
    with explained(file):
        applied = Applied(known, _table(file))
    if applied.absent:
        click.echo(f"note: the file lacks {', '.join(applied.absent)}; these count as empty", err=True)
    lines = _json_lines(applied, reasons) if as_json else _csv_lines(applied, reasons)
    if out is None:
        for line in lines:
            click.echo(line)
        return
    with out.open("w", encoding="utf-8") as stream:
        stream.writelines(f"{line}\n" for line in lines)
    click.echo(f"{len(applied.probabilities):,} rows written to {out}", err=as_json)


def _table(file: Path) -> dict[str, list[str]]:
    from gleanry.flow.capture.plain import read_columns

    return read_columns(file)


def _model(file: Path) -> Model:
    from gleanry.likelihood.model import from_dict
    from gleanry.likelihood.shapes import Unlearnable

    try:
        body = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(body, dict):
            raise Unlearnable("bad_model", format="", known="JSON")
    except ValueError as error:
        raise Unlearnable("bad_model", format="", known="JSON") from error
    return from_dict(body)


@contextmanager
def explained(file: Path) -> Iterator[None]:
    """Refusals become one line: what is wrong, where, and what to do."""
    from gleanry.likelihood.shapes import Unlearnable
    from gleanry.values.unreadable import Unreadable

    try:
        yield
    except Unlearnable as refusal:
        data = {name: _shown(value) for name, value in refusal.data.items()}
        raise click.ClickException(f"{file.name}: {MESSAGES[refusal.code].format(**data)}") from refusal
    except Unreadable as refusal:
        cure = UNREADABLE.get(refusal.code, "the file cannot be read; save it as CSV in UTF-8")
        raise click.ClickException(f"{file.name}: {refusal.code}: {cure}") from refusal


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


MESSAGES = {
    "unknown_column": "there is no column “{column}”; the columns are: {columns}",
    "no_positive": "no row has “{positive}” in “{column}”; it holds: {values}; name one of them with --positive",
    "no_outcome": "“{column}” is empty in every row; name the column that says how it ended with --target",
    "one_outcome": "“{column}” is “{value}” in every row; to learn, some rows must have ended otherwise",
    "ambiguous_target": (
        "“{column}” has {distinct} values ({values} …); name the one that counts as a yes with --positive"
    ),
    "too_few": (
        "too little to learn from: {positives} rows are a yes and {negatives} a no; each must be at least {fewest}; "
        "wait for more outcomes, or add older rows"
    ),
    "no_features": (
        "of the other columns ({columns}) none is left that varies and does not leak (leaks: {leaks}); add columns"
    ),
    "bad_time": "“{column}” is neither dates nor numbers (such as: {examples}); write dates as 2026-01-31",
    "other_table": "the file has none of the model's columns: {missing}",
    "bad_model": "this is not a saved score (wanted: {known}); write one with `gleanry score fit --save`",
}
UNREADABLE = {
    "empty_file": "the file is empty; give one with a row of names and rows beneath",
    "bad_workbook": "the workbook cannot be opened; save it again as XLSX or CSV",
}


def _document(learned: Learned) -> dict[str, Any]:
    """Exactly what the command promises; figures are without the leaks."""
    from gleanry.likelihood.words import sentence_of

    figures = learned.evaluation
    later = figures.auc_time
    return {
        "rows": figures.rows,
        "positives": figures.positives,
        "auc": round(figures.auc, 4),
        "auc_time_split": None if later is None else round(later, 4),
        "brier": round(figures.brier, 5),
        "lift_at_10": round(figures.lift_at_10, 3),
        "leaks": [
            {"column": leak.column, "code": leak.code, "why": leak.why, "auc": leak.auc} for leak in learned.leaks
        ],
        "reasons": [
            {
                "column": reason.column,
                "value": reason.value,
                "direction": "for" if reason.log_odds > 0 else "against",
                "log_odds": reason.log_odds,
                "share": round(reason.share, 4),
                "words": sentence_of(reason),
            }
            for reason in learned.reasons
        ],
    }


def _words(name: str, learned: Learned) -> str:
    from gleanry.likelihood.words import sentence_of

    figures = learned.evaluation
    later = "none" if figures.auc_time is None else f"{figures.auc_time:.3f}"
    lines = [
        f"{name}: {figures.rows:,} rows, {figures.positives:,} a yes ({figures.positives / figures.rows:.2%})",
        f"AUC {figures.auc:.3f} at random, {later} on later rows; Brier {figures.brier:.4f}",
        f"the best tenth holds {figures.lift_at_10:.2f} times the average",
        "",
        "said / came, by tenths: " + ", ".join(f"{p.said:.1%} / {p.came:.1%}" for p in figures.reliability),
        "",
        "leaks, left out:" if learned.leaks else "no column leaks",
        *(f"  {leak.column}: {leak.why}" for leak in learned.leaks),
        "",
        "strongest reasons:",
        *(f"  {'+' if reason.log_odds > 0 else '-'} {sentence_of(reason)}" for reason in learned.reasons),
        "",
        *(f"note: {note}" for note in learned.notes),
    ]
    return "\n".join(lines)


def _csv_lines(applied: Applied, most: int) -> Iterator[str]:
    from gleanry.likelihood.words import short_of

    class Line:
        text = ""

        def write(self, text: str) -> None:
            self.text = text.rstrip("\r\n")

    line = Line()
    writer = csv.writer(line)
    writer.writerow(["row", "probability", "for", "against"])
    yield line.text
    for row, probability in enumerate(applied.probabilities.tolist()):
        found = applied.reasons(row, most) if most else []
        pro = "; ".join(short_of(reason) for reason in found if reason.log_odds > 0)
        con = "; ".join(short_of(reason) for reason in found if reason.log_odds < 0)
        writer.writerow([row + 1, f"{probability:.6f}", pro, con])
        yield line.text


def _json_lines(applied: Applied, most: int) -> Iterator[str]:
    for row, probability in enumerate(applied.probabilities.tolist()):
        found = applied.reasons(row, most) if most else []
        reasons = [{"column": r.column, "value": r.value, "log_odds": round(r.log_odds, 5)} for r in found]
        body = {"row": row + 1, "probability": round(probability, 6), "reasons": reasons}
        yield json.dumps(body, ensure_ascii=False)
