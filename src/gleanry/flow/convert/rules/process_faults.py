"""What is wrong with a book of processes: what is missing, what contradicts itself, what could never happen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from gleanry.flow.convert.rules.processes import FIELDS, LOST, MAIN, PHASES, WON

Fault = dict[str, Any]
NAMES = ("key", "zh", "en")


def faults_of_stages(body: Mapping[str, Any]) -> list[Fault]:
    """What is wrong with a book: dicts of row (from 1; 0 is the book), setting, code, value, and mostly table."""
    stages = body.get("stages")
    if not isinstance(stages, list) or not stages:
        return [{"row": 0, "setting": "stages", "code": "none"}]
    processes = body.get("processes") or [{"key": MAIN, "zh": MAIN, "en": MAIN}]
    tasks = body.get("tasks") or []
    if not all(_is_rows(rows) for rows in (processes, tasks)):
        return [{"row": 0, "setting": "processes", "code": "malformed"}]
    found = [*_named("stages", stages, reserved=(WON, LOST))]
    if "processes" in body:
        found += _named("processes", processes, reserved=())
    if found:
        return found
    found += _of_stages(stages, [row["key"] for row in processes])
    if not found:
        found += _of_processes(processes, stages)
    found += _of_tasks(tasks, [row["key"] for row in stages])
    return found + list(_of_reasons(body.get("loss_reasons") or []))


def _is_rows(rows: Any) -> bool:
    return isinstance(rows, list) and all(isinstance(row, Mapping) for row in rows)


def _fault(table: str, row: int, setting: str, code: str, value: Any = None) -> Fault:
    fault: Fault = {"table": table, "row": row, "setting": setting, "code": code}
    return fault if value is None else fault | {"value": value}


def _named(table: str, rows: Sequence[Any], *, reserved: tuple[str, ...]) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        said = {name: row.get(name) if isinstance(row, Mapping) else None for name in NAMES}
        for name, value in said.items():
            if not isinstance(value, str) or not value.strip():
                yield _fault(table, number, name, "missing")
        key = str(said["key"])
        if key in reserved:
            yield _fault(table, number, "key", "reserved", key)
        if key in seen:
            yield _fault(table, number, "key", "twice", key)
        seen.add(key)


def _of_stages(rows: Sequence[Mapping[str, Any]], processes: Sequence[str]) -> Iterator[Fault]:
    before: dict[str, int] = {}
    for number, row in enumerate(rows, start=1):
        process = row.get("process") or processes[0]
        if process not in processes:
            yield _fault("stages", number, "process", "unknown_process", process)
        percent = row.get("percent", 0)
        if isinstance(percent, bool) or not isinstance(percent, int) or not 0 <= percent <= 100:
            yield _fault("stages", number, "percent", "not_percent", str(percent))
            continue
        if percent and percent < before.get(process, 0):
            yield _fault("stages", number, "percent", "falls", before[process])
        before[process] = max(percent, before.get(process, 0))
        if row.get("phase", "") not in ("", *PHASES):
            yield _fault("stages", number, "phase", "unknown_phase", row["phase"])
        for name in row.get("fields") or ():
            if name not in FIELDS:
                yield _fault("stages", number, "fields", "unknown_field", name)
        if row.get("approver") and not row.get("gate"):
            yield _fault("stages", number, "approver", "no_gate", row["approver"])


def _of_processes(processes: Sequence[Mapping[str, Any]], stages: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    first = processes[0]["key"]
    taken: dict[str, str] = {}
    general = [number for number, row in enumerate(processes, start=1) if not row.get("lines")]
    for number in general[1:]:
        yield _fault("processes", number, "lines", "second_general", processes[general[0] - 1]["key"])
    if not general:
        yield {"row": 0, "setting": "processes", "code": "no_general"}
    for number, row in enumerate(processes, start=1):
        own = [stage["key"] for stage in stages if (stage.get("process") or first) == row["key"]]
        if not own:
            yield _fault("processes", number, "key", "no_stages", row["key"])
        for line in row.get("lines") or ():
            word = str(line).casefold()
            if word in taken:
                yield _fault("processes", number, "lines", "line_twice", line)
            taken[word] = row["key"]
        yield from _of_fast_lane(number, row.get("fast") or {}, own)


def _of_fast_lane(number: int, fast: Mapping[str, Any], own: Sequence[str]) -> Iterator[Fault]:
    skips = fast.get("skips") or ()
    for key in skips:
        if key not in own:
            yield _fault("processes", number, "fast.skips", "unknown_stage", key)
    if fast.get("under") not in (None, "") and not _is_positive(fast["under"]):
        yield _fault("processes", number, "fast.under", "not_positive", str(fast["under"]))
    limited = fast.get("under") not in (None, "") or fast.get("products")
    if skips and not limited:
        yield _fault("processes", number, "fast.skips", "fast_for_all")
    if limited and not skips:
        yield _fault("processes", number, "fast.skips", "skips_nothing")


def _of_tasks(rows: Sequence[Mapping[str, Any]], stages: Sequence[str]) -> Iterator[Fault]:
    seen: set[tuple[Any, Any]] = set()
    for number, row in enumerate(rows, start=1):
        for name in ("code", "zh", "en"):
            if not isinstance(row.get(name), str) or not row[name].strip():
                yield _fault("tasks", number, name, "missing")
        if row.get("stage") not in stages:
            yield _fault("tasks", number, "stage", "unknown_stage", str(row.get("stage", "")))
        if (row.get("stage"), row.get("code")) in seen:
            yield _fault("tasks", number, "code", "twice", str(row.get("code", "")))
        seen.add((row.get("stage"), row.get("code")))


def _of_reasons(rows: Sequence[Any]) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        for name in ("code", "zh", "en"):
            if not isinstance(row, Mapping) or not isinstance(row.get(name), str) or not row[name].strip():
                yield _fault("loss_reasons", number, name, "missing")
        code = str(row.get("code", "")) if isinstance(row, Mapping) else ""
        if code in seen:
            yield _fault("loss_reasons", number, "code", "twice", code)
        seen.add(code)


def _is_positive(given: Any) -> bool:
    try:
        number = Decimal(str(given))
    except InvalidOperation:
        return False
    return not isinstance(given, bool) and number.is_finite() and number > 0
