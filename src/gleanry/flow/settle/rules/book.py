"""The rule book `sources`: pipes, how long the first one counts, how cases are held, what a registration protects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gleanry.flow.settle.rules.source import default_pipes, fold
from gleanry.flow.settle.shapes import CaseRule, Pipe, ProtectionRule, SourceRule

CLAIMS = ("account", "lead", "deal")
TIES = ("even", "first")
KNOWN = ("case", "refuse")
THENS = ("keep", "pool", "director")
NUMBERS = {
    "months": (1, 60),
    "cases.answer_days": (1, 60),
    "cases.judge_days": (1, 60),
    "cases.appeal_days": (1, 60),
    "cases.final_days": (1, 60),
    "registrations.months": (1, 36),
    "registrations.extend_months": (0, 36),
    "registrations.most_months": (1, 60),
    "registrations.active_days": (1, 365),
    "registrations.hold_most": (0, 10_000),
}
CHOICES = {"cases.tie": TIES, "registrations.known": KNOWN, "registrations.then": THENS}


def read_sources(body: Mapping[str, Any]) -> SourceRule:
    """The single-source rule of a book; the handbook's four pipes and three months where it says nothing."""
    pipes = tuple(
        Pipe(
            row["code"],
            str(row.get("zh") or row.get("en") or row["code"]),
            str(row.get("en") or row.get("zh") or row["code"]),
            frozenset(fold(source) for source in row.get("sources", ())),
            frozenset(row.get("obtained", ())),
            frozenset(row.get("roles", ())),
            bool(row.get("own", False)),
        )
        for row in body.get("pipes", ())
    )
    pipes = pipes or default_pipes()
    return SourceRule(
        pipes,
        int(body.get("months", 3)),
        {str(row["product"]): int(row["months"]) for row in body.get("lines", ())},
        str(body.get("otherwise", "") or pipes[0].code),
        bool(body.get("visits", True)),
        bool(body.get("touches", True)),
    )


def read_cases(body: Mapping[str, Any]) -> CaseRule:
    """How cases are held."""
    given = dict(body.get("cases", {}))
    if "claims" in given:
        given["claims"] = frozenset(given["claims"])
    return CaseRule(**given)


def read_protection(body: Mapping[str, Any]) -> ProtectionRule:
    """What a registration protects."""
    return ProtectionRule(**dict(body.get("registrations", {})))


def sources_faults(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is wrong with a body: dicts of table, row (from 1; 0 is the book), setting, code and value."""
    faults: list[dict[str, Any]] = []
    codes: set[str] = set()
    taken: dict[str, str] = {}
    for number, row in enumerate(body.get("pipes", ()), start=1):
        code = str(row.get("code", ""))
        if not code or len(code) > 20 or code in codes:
            faults.append(_fault("pipes", number, "code", "twice" if code in codes else "missing", code))
        codes.add(code)
        again = [source for source in row.get("sources", ()) if taken.setdefault(fold(source), code) != code]
        faults += [_fault("pipes", number, "sources", "source_twice", source) for source in again]
    known = codes or {pipe.code for pipe in default_pipes()}
    if body.get("otherwise", "") not in {"", *known}:
        faults.append(_fault("", 0, "otherwise", "unknown", body["otherwise"]))
    seen: set[str] = set()
    for number, row in enumerate(body.get("lines", ()), start=1):
        product = str(row.get("product", ""))
        if not product or product in seen:
            faults.append(_fault("lines", number, "product", "twice" if product in seen else "missing", product))
        seen.add(product)
        faults += _number_faults("lines", number, "months", row.get("months"), (1, 60))
    return faults + _settings_faults(body)


def _settings_faults(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    faults = []
    for setting, bounds in NUMBERS.items():
        value = _at(body, setting)
        if value is not None:
            faults += _number_faults("", 0, setting, value, bounds)
    for setting, choices in CHOICES.items():
        value = _at(body, setting)
        if value is not None and value not in choices:
            faults.append(_fault("", 0, setting, "unknown", value))
    if set(_at(body, "cases.claims") or CLAIMS) - set(CLAIMS):
        faults.append(_fault("", 0, "cases.claims", "unknown", ", ".join(_at(body, "cases.claims"))))
    longest, first = _at(body, "registrations.most_months"), _at(body, "registrations.months")
    if isinstance(longest, int) and isinstance(first, int) and longest < first:
        faults.append(_fault("", 0, "registrations.most_months", "too_short", longest))
    return faults


def _at(body: Mapping[str, Any], setting: str) -> Any:
    value: Any = body
    for name in setting.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _number_faults(table: str, row: int, setting: str, value: Any, bounds: tuple[int, int]) -> list[dict[str, Any]]:
    good = isinstance(value, int) and not isinstance(value, bool) and bounds[0] <= value <= bounds[1]
    return [] if good else [_fault(table, row, setting, "not_number", value)]


def _fault(table: str, row: int, setting: str, code: str, value: Any) -> dict[str, Any]:
    return {"table": table, "row": row, "setting": setting, "code": code, "value": str(value)}
