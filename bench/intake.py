"""How many leads a second go the whole way, from a file to an owner with a deadline.

Measured: `run_import` of a CSV file of fresh leads, into an empty workspace and into one that holds a million. Beside
it, in the same run and database: a plain bulk insert of the very rows those leads left behind into tables without
indexes (the most any path could reach), and one-at-a-time ORM saves of the same rows into the real tables, the lead
saved again when graded and when placed: each save by itself, as Django saves unless told otherwise; in one transaction
a lead, bare (less than anybody's path costs); and so with the look-ups without which nobody could know what to save.
Memory: the peak of a process of its own for a file and for
one three times as long; the first is long enough to fill SQLite's page cache (128 MB), and pages of the database file
that the system maps into the process are not counted.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bench.printing import Findings, arguments
from bench.scratch import Scratch, open_house

FLOOR = {"SQLite": 1000, "PostgreSQL": 1500}
TIMES = 15


def main() -> None:
    given = arguments(__doc__, leads=20_000, singles=300)
    scratch = open_house(given.keep)
    from bench.crowd import fill, new_house

    scratch.empty()
    new_house()
    _rate(200, 4)  # reads the phone tables, which is no part of the work
    found = Findings("intake", scratch.vendor, f"{given.leads:,} leads from a CSV file of 16 columns")
    scratch.empty()
    new_house()
    found.rows.append(("leads a second, empty workspace", _rate(given.leads, 1), "leads/s"))
    scratch.crowded(given.present, fill)
    before = last_ids()
    rate = _rate(given.leads, 2)
    found.rows.append((f"leads a second, {given.present:,} there", rate, "leads/s"))
    kept = rows_since(before)
    per_lead = sum(len(rows) for rows in kept.values()) / given.leads
    found.rows.append(("rows a lead leaves on its way", per_lead, "rows"))
    plain = given.leads / plain_insert(kept)
    found.rows.append(("the same rows as a plain bulk insert", plain, "leads/s"))
    single = _one_at_a_time(kept, given, lead_at_once=False, asking=False)
    found.rows.append(("the same rows by save(), each by itself", single, "leads/s"))
    whole = _one_at_a_time(kept, given, lead_at_once=True, asking=False)
    found.rows.append(("the same rows by save(), a transaction a lead", whole, "leads/s"))
    asking = _one_at_a_time(kept, given, lead_at_once=True, asking=True)
    found.rows.append(("the same with its look-ups, one query a question", asking, "leads/s"))
    short, long = (_peak(scratch, count) for count in (60_000, 180_000))
    found.rows += [("memory peak, 60,000 leads", short, "MB"), ("memory peak, 180,000 leads", long, "MB")]
    floor = FLOOR[scratch.vendor]
    found.claims += [
        (f"leads a second with {given.present:,} there", rate, f"at least {floor}", rate >= floor),
        ("times one at a time, each save by itself", rate / single, f"at least {TIMES}", rate >= TIMES * single),
        ("times one at a time, a transaction a lead, bare", rate / whole, "shown", True),
        ("times one at a time, a transaction a lead, with its look-ups", rate / asking, "shown", True),
        ("part of a plain bulk insert, %", 100 * rate / plain, "shown", True),
        ("memory of three times the file, times", long / short, "at most 1.15", long <= 1.15 * short),
    ]
    found.tell(as_json=given.json)


def _rate(leads: int, batch: int) -> float:
    """Import a file of fresh leads; they must all have an owner and an open deadline, or this fails."""
    from gleanry.flow.followup.models import Deadline
    from gleanry.tenants.queries import find_workspace

    workspace = find_workspace("bench")
    assert workspace is not None
    before = Deadline.objects.of(workspace.id).filter(outcome="").count()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "leads.csv"
        write_file(path, leads, batch)
        started = time.perf_counter()
        import_file(workspace.id, path)
        seconds = time.perf_counter() - started
    owed = Deadline.objects.of(workspace.id).filter(outcome="").count() - before
    assert owed == leads, f"{owed} of {leads} leads have a deadline"
    return leads / seconds


FIELDS = (
    "external_id person_name phone email wechat company job_title region country industry company_size source "
    "campaign product message landing_page"
)


def write_file(path: Path, leads: int, batch: int) -> None:
    """A CSV file of people nobody knew; `batch` tells files apart."""
    from gleanry.simulation.rules.prospects import record_of
    from gleanry.simulation.shapes import Plan

    now = datetime.now(UTC)
    plan = Plan(leads, 1000 + batch, now.date(), now, matures=False, zone=ZoneInfo("UTC"))
    names = FIELDS.split()
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        for n in range(leads):
            record = record_of(plan, n, now)
            record |= {"external_id": f"B{batch}-{n}", "phone": f"15{batch}{n:08d}", "email": f"b{batch}.{n}@qq.com"}
            record.pop("wechat", None)
            writer.writerow([record.get(name, "") for name in names])


def import_file(workspace_id: int, path: Path) -> None:
    from gleanry.flow.capture.actions import receive_file, start_import
    from gleanry.flow.capture.rules.fields import fields_of
    from gleanry.wiring.importing import run_import

    with path.open("rb") as stream:
        draft = receive_file(workspace_id, stream, path.name, kind="leads")
    mapping: dict[str, Any] = {"columns": {name: name for name in draft.headers if name in fields_of("leads")}}
    run = run_import(workspace_id, start_import(workspace_id, draft.id, mapping).id)
    assert run.totals["captured"] == run.totals["rows"], run.totals


def _models() -> list[Any]:
    """Every table a lead leaves rows in on its way; what is owed in between is deleted again and not counted."""
    from bench.crowd import TABLES
    from gleanry.kit.models import Fact
    from gleanry.people.models import AccountLookup

    return [*TABLES, AccountLookup, Fact]


def last_ids() -> dict[Any, int]:
    """The highest key of each table a lead leaves rows in."""
    return last_ids_of(_models())


def last_ids_of(models: list[Any]) -> dict[Any, int]:
    """The highest key of each table."""
    keys = {model: model.objects.everywhere("bench").order_by("-pk").values_list("pk", flat=True) for model in models}
    return {model: rows.first() or 0 for model, rows in keys.items()}


def rows_since(before: dict[Any, int]) -> dict[Any, list[tuple[Any, ...]]]:
    """The rows each table got since, all columns."""
    return {
        model: list(model.objects.everywhere("bench").filter(pk__gt=key).order_by("pk").values_list(*_columns(model)))
        for model, key in before.items()
    }


def _columns(model: Any) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def plain_insert(kept: dict[Any, list[tuple[Any, ...]]]) -> float:
    """Seconds to insert the rows into tables of the same columns without any index, in one transaction."""
    from django.db import connection, transaction

    seconds = 0.0
    with connection.cursor() as cursor:
        for model, rows in kept.items():
            table, width = model._meta.db_table, len(_columns(model))
            names = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
            cursor.execute(f"DROP TABLE IF EXISTS plain_{table}")
            cursor.execute(f"CREATE TABLE plain_{table} AS SELECT * FROM {table} WHERE 1 = 0")
            plain = [[_plain(value) for value in row] for row in rows]
            started = time.perf_counter()
            with transaction.atomic():
                if connection.vendor == "postgresql":
                    with cursor.copy(f"COPY plain_{table} ({names}) FROM STDIN") as copy:
                        for row in plain:
                            copy.write_row(row)
                else:
                    marks = ", ".join(["%s"] * width)
                    cursor.executemany(f"INSERT INTO plain_{table} ({names}) VALUES ({marks})", plain)
            seconds += time.perf_counter() - started
            cursor.execute(f"DROP TABLE plain_{table}")
    return seconds


def _plain(value: Any) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value) if isinstance(value, datetime) else value


def _one_at_a_time(kept: dict[Any, list[tuple[Any, ...]]], given: Any, *, lead_at_once: bool, asking: bool) -> float:
    """Leads a second when every row is an instance saved by itself, the lead again when graded and when placed.

    `lead_at_once` puts the saves of one lead into one transaction. With `asking`, what must be known before is asked
    for too, one query a question: the rules, the company, who has the phone and the e-mail, the lead of that id and
    those of that person, whose turn it is.
    """
    from django.db import transaction

    singles, leads = given.singles, given.leads
    shift = 1_000_000 * (lead_at_once + asking)
    instances = {
        model: [_instance(model, row, shift + n) for n, row in enumerate(rows[: len(rows) * singles // leads])]
        for model, rows in kept.items()
    }
    started = time.perf_counter()
    for n in range(singles):
        with transaction.atomic() if lead_at_once else nullcontext():
            mine = [row for rows in instances.values() for row in rows[_share(rows, n, singles)]]
            for row in mine:
                if asking:
                    _ask(row)
                row.save(force_insert=True)
            for lead in (row for row in mine if type(row).__name__ == "Lead"):
                lead.save()
                lead.save()
    return singles / (time.perf_counter() - started)


def _share(rows: list[Any], n: int, singles: int) -> slice:
    return slice(len(rows) * n // singles, len(rows) * (n + 1) // singles)


def _ask(row: Any) -> None:
    """What must be known before this row can be written."""
    from gleanry.kit.models import RuleBook
    from gleanry.tenants.models import Member

    rows = type(row).objects.of(row.workspace_id)
    match type(row).__name__:
        case "Account":
            rows.filter(key=row.key).first()
        case "Identifier":
            rows.filter(kind=row.kind, value=row.value).first()
        case "Lead":
            rows.filter(external_id=row.external_id, external_id__gt="").first()  # as its index asks
            list(rows.filter(person_id=row.person_id))
        case "Assignment":
            list(Member.objects.of(row.workspace_id).filter(active=True).select_related("team", "region"))
    if type(row).__name__ in {"CleanRecord", "Match", "ScoreCard", "Assignment", "Deadline"}:
        RuleBook.objects.of(row.workspace_id).filter(name="score").order_by("-version").first()


def _instance(model: Any, row: tuple[Any, ...], n: int) -> Any:
    """The row as a new record: another key, and another value where values must differ."""
    values = dict(zip(_columns(model), row, strict=True))
    values["id"] = None if model._meta.pk.get_internal_type() == "BigAutoField" else 4_000_000_000 + n
    if "lead_id" in values:  # a lead has one open deadline of a kind
        values["lead_id"] = 4_000_000_000 + n
    for name in ("key", "value", "external_id"):
        if isinstance(values.get(name), str):
            values[name] = f"{values[name]}~{n}"
    return model(**values)


def _peak(scratch: Scratch, leads: int) -> float:
    """The memory peak, in MB, of a process that imports so many leads into an empty workspace."""
    scratch.empty("memory")
    from bench.crowd import new_house

    new_house()
    url = scratch.url()
    child = subprocess.run(
        [sys.executable, "-m", "bench.intake_child", str(leads)],
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(child.stdout)


if __name__ == "__main__":
    main()
