"""The rule book `collecting`: usual payment terms, days until an invoice is due, and the steps of dunning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gleanry.flow.collect.rules.plans import TRIGGERS, fault_of_terms
from gleanry.flow.collect.shapes import DunningStep, Term

TELLS = ("owner", "director", "finance")
"""Whom a step tells: who holds the order, who leads them, everybody who books money."""


def read_terms(body: Mapping[str, Any]) -> tuple[Term, ...]:
    """The usual payment terms; percents become hundredths."""
    return tuple(
        Term(round(float(row["percent"]) * 100), row["trigger"], int(row.get("days", 0))) for row in body["terms"]
    )


def read_steps(body: Mapping[str, Any]) -> tuple[DunningStep, ...]:
    """The steps of dunning, in order."""
    return tuple(
        DunningStep(
            row["code"],
            int(row["days"]),
            bool(row.get("working", False)),
            row["tell"],
            row.get("zh", ""),
            row.get("en", ""),
            bool(row.get("escalates", False)),
        )
        for row in body["steps"]
    )


def faults_of_collecting(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is wrong with the book: dicts of row (from 1; 0 is the book), setting, code and value."""
    found: list[dict[str, Any]] = []
    days = body.get("invoice_days")
    if not isinstance(days, int) or isinstance(days, bool) or not 0 <= days <= 3650:
        found.append({"row": 0, "setting": "invoice_days", "code": "not_whole", "value": str(days)})
    return found + _faults_of_terms(body.get("terms")) + _faults_of_steps(body.get("steps"))


def _faults_of_terms(rows: Any) -> list[dict[str, Any]]:
    if not isinstance(rows, list) or not rows:
        return [{"row": 0, "setting": "terms", "code": "missing"}]
    found = []
    for number, row in enumerate(rows, start=1):
        percent = row.get("percent")
        if not isinstance(percent, int | float) or isinstance(percent, bool) or not 0 < percent <= 100:
            found.append({"row": number, "setting": "percent", "code": "bad_share", "value": str(percent)})
        if row.get("trigger") not in TRIGGERS:
            found.append({"row": number, "setting": "trigger", "code": "unknown", "value": str(row.get("trigger"))})
        found += _whole(row, number, "days", least=0)
    if not found and fault_of_terms(read_terms({"terms": rows})):
        found.append({"row": 0, "setting": "terms", "code": "not_hundred"})
    return found


def _faults_of_steps(rows: Any) -> list[dict[str, Any]]:
    if not isinstance(rows, list):
        return [{"row": 0, "setting": "steps", "code": "missing"}]
    found, seen = [], set()
    for number, row in enumerate(rows, start=1):
        code = row.get("code")
        if not isinstance(code, str) or not code.strip() or len(code) > 40:
            found.append({"row": number, "setting": "code", "code": "missing"})
        if code in seen:
            found.append({"row": number, "setting": "code", "code": "twice", "value": str(code)})
        seen.add(code)
        if row.get("tell") not in TELLS:
            found.append({"row": number, "setting": "tell", "code": "unknown", "value": str(row.get("tell"))})
        if not (row.get("zh") or row.get("en")):
            found.append({"row": number, "setting": "en", "code": "missing"})
        found += _whole(row, number, "days", least=1)
    return found


def _whole(row: Mapping[str, Any], number: int, name: str, *, least: int) -> list[dict[str, Any]]:
    value = row.get(name, 0)
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= 3650:
        return []
    return [{"row": number, "setting": name, "code": "not_whole", "value": str(value)}]
