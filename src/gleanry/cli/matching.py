"""`gleanry match --queries Q.csv --candidates C.csv`: which company of a list is meant, on plain files."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from gleanry.cli.progress import Bar
from gleanry.cli.table import Table, chosen_column, guessed_column, read_table, write_rows
from gleanry.likeness.names import Alias, Answer, Found, NameIndex, split_name
from gleanry.likeness.names.weights import default_weights

HEADER = ("query", "id", "name", "probability", "evidence")
_QUERIES = (
    "query", "name", "company", "company name", "full name", "legal name", "account", "account name", "customer",
    "customer name", "organization", "organisation", "short name", "brand", "mention", "text", "q",
    "公司名称", "公司", "企业名称", "企业", "客户名称", "客户", "单位名称", "单位", "名称", "全称", "简称",
    "公司全称", "公司简称",
)  # fmt: skip
_LEGAL = (
    "legal name", "full name", "company name", "company", "name", "account name", "account", "customer name",
    "customer", "organization", "organisation", "candidate", "text",
    "公司全称", "全称", "公司名称", "企业名称", "公司", "企业", "客户名称", "客户", "单位名称", "单位", "名称",
)  # fmt: skip
_IDS = (
    "id", "company id", "account id", "customer id", "candidate id", "code", "key", "uid", "no",
    "编号", "代码", "客户编号", "公司编号", "企业编号", "统一社会信用代码", "信用代码", "股票代码", "序号",
)  # fmt: skip
_SHOWN_SIGNS = 6


_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@dataclass(frozen=True)
class Request:
    """What was asked for on the command line."""

    queries: Path
    candidates: Path
    query_column: str | None
    candidate_column: str | None
    id_column: str | None
    aliases: Path | None
    threshold: float | None
    out: Path | None
    as_json: bool


@dataclass(frozen=True)
class Columns:
    """Which columns are read. Without an id column an entry is named by the number of its row, from 1."""

    query: str
    candidate: str
    id: str | None


@click.command("match")
@click.option("--queries", required=True, type=_FILE, help="The names to find.")
@click.option("--candidates", required=True, type=_FILE, help="The list to find them in.")
@click.option("--query-column", help="The column of names to find; guessed without it.")
@click.option("--candidate-column", help="The column of names in the list; guessed without it.")
@click.option("--id-column", help="What an entry is called; guessed without it, else the number of its row, from 1.")
@click.option("--aliases", type=_FILE, help="Learned names: columns name, canonical, and if told valid_from, valid_to.")
@click.option(
    "--threshold", type=click.FloatRange(0.0, 1.0), help="Answer from this probability on; below it, abstain."
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the answers to this file.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def match_names(**options: Any) -> None:
    """Find companies by name in a list, on plain CSV or XLSX files. No database is needed or touched.

    Answers query,id,name,probability,evidence: one row for each row of the queries, in their order. Where the text does
    not support one entry over all others, id and name are empty, and the evidence says what came nearest.
    """
    asked = Request(**options)
    queries, candidates = read_table(asked.queries), read_table(asked.candidates)
    columns = columns_of(asked, queries, candidates)
    index = index_of(asked, candidates.column(columns.candidate))
    gc.freeze()  # the list stays to the end: looking through it for garbage only costs time
    ids = candidates.column(columns.id) if columns.id else [str(n) for n in range(1, len(candidates.rows) + 1)]
    with Bar(quiet=asked.as_json, what="names") as bar:
        answers = list(answers_of(index, queries.column(columns.query), ids, bar))
    tell(asked, columns, answers, len(ids))


def columns_of(asked: Request, queries: Table, candidates: Table) -> Columns:
    """The columns told or guessed; a refusal where none looks like names."""
    candidate = chosen_column(candidates, asked.candidate_column, "--candidate-column")
    own_id = chosen_column(candidates, asked.id_column, "--id-column")
    taken = [name for name in (candidate, own_id) if name]
    candidate = candidate or guessed_column(candidates, _LEGAL, worth_of_name, but=taken)
    query = chosen_column(queries, asked.query_column, "--query-column")
    query = query or guessed_column(queries, _QUERIES, worth_of_name)
    if candidate is None or query is None:
        where, option = (candidates, "--candidate-column") if candidate is None else (queries, "--query-column")
        raise click.ClickException(f"{where.name}: no column looks like names of companies; name it with {option}")
    own_id = own_id or guessed_column(candidates, _IDS, lambda _: 0.0, but=[candidate])
    return Columns(query, candidate, own_id)


def worth_of_name(cell: str) -> float:
    """How much a cell looks like a company's name."""
    parts = split_name(cell)
    if not parts.key or parts.key.isdigit():
        return 0.0
    return 3.0 if parts.form else 1.0 + (parts.is_han and bool(parts.trades or parts.places))


def index_of(asked: Request, names: list[str]) -> NameIndex:
    """The list, with what was learned about its names."""
    weights = default_weights()
    if asked.threshold is not None:
        weights = replace(weights, same=asked.threshold, ask=min(weights.ask, asked.threshold))
    return NameIndex(names, aliases=aliases_of(asked.aliases), weights=weights)


def aliases_of(path: Path | None) -> list[Alias]:
    """Learned names from a file whose columns are called name and canonical, or come in this order."""
    if path is None:
        return []
    table = read_table(path)
    if len(table.header) < 2:
        raise click.ClickException(f"{table.name} needs two columns, name and canonical")
    place = {header.casefold(): at for at, header in enumerate(table.header)}
    name, canonical = place.get("name", 0), place.get("canonical", 1)
    since, until = place.get("valid_from"), place.get("valid_to")
    return [Alias(row[name], row[canonical], _day(table, row, since), _day(table, row, until)) for row in table.rows]


def _day(table: Table, row: list[str], at: int | None) -> date | None:
    if at is None or not row[at].strip():
        return None
    try:
        return date.fromisoformat(row[at].strip())
    except ValueError as error:
        raise click.ClickException(f"{table.name}: {row[at]} is not a day; write it as 2026-01-31") from error


def answers_of(index: NameIndex, names: list[str], ids: list[str], bar: Bar) -> Iterator[tuple[str, ...]]:
    """A row for each name, in order."""
    for done, name in enumerate(names, start=1):
        yield answer_row(name, index.search(name), ids)
        if done % 100 == 0:
            bar.tell(done)


def answer_row(name: str, found: Found, ids: list[str]) -> tuple[str, ...]:
    """query, id, name, probability, evidence."""
    best = found.best
    if best is None:
        return name, "", "", "0", "nothing in the list shares its letters"
    said = "; ".join(map(str, best.evidence[:_SHOWN_SIGNS]))
    others = [c for c in found.candidates[1:3] if c.probability >= 0.01]
    against = "".join(f"; beside {c.name} {c.probability:.2f}" for c in others)
    probability = f"{best.probability:.4f}"
    if found.answer == Answer.SAME:
        return name, ids[best.at], best.name, probability, said + against
    relation = f" ({best.relation})" if best.relation else ""
    return name, "", "", probability, f"{found.answer}: nearest {best.name}{relation}: {said}{against}"


def tell(asked: Request, columns: Columns, answers: list[tuple[str, ...]], candidates: int) -> None:
    """Write the answers where they were asked for."""
    if asked.out is not None:
        with asked.out.open("w", encoding="utf-8", newline="") as stream:
            write_rows(stream, HEADER, answers)
    matched = sum(bool(row[1]) for row in answers)
    said = {
        "queries": len(answers),
        "candidates": candidates,
        "matched": matched,
        "abstained": len(answers) - matched,
        "columns": {"query": columns.query, "candidate": columns.candidate, "id": columns.id},
    }
    if asked.as_json:
        rows = [dict(zip(HEADER, row, strict=True)) | {"probability": float(row[3])} for row in answers]
        more = {"out": str(asked.out)} if asked.out else {"matches": rows}
        click.echo(json.dumps(said | more, ensure_ascii=False))
    elif asked.out is None:
        write_rows(sys.stdout, HEADER, answers)
    else:
        click.echo(f"{asked.out}: {matched:,} of {len(answers):,} found among {candidates:,}")
