"""Who passes a gate: a checklist of the workspace, answered by the one who signs, item by item.

An item is answered yes, no or unknown. A gate is passed when every required item is answered yes and at least `least`
items are. What the records say already is suggested with its reason; the one who signs decides.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from gleanry.flow.followup.rules.bant import months_until, says_something
from gleanry.flow.followup.shapes import Answer, Gate, GateItem, Judgement, KnownOfLead, Refusing, Suggestion
from gleanry.leads.shapes import LeadRow, Pool

YES, NO, UNKNOWN = "yes", "no", "unknown"
ANSWERS = (YES, NO, UNKNOWN)
GATES = ("mql", "sql")
SIGNER, NURTURE, INVALID = "signer", "nurture", "invalid"
TARGETS = (SIGNER, NURTURE, INVALID)
KNOWN_BY = ("", "company", "timing", "budget", "authority", "need", "need_and_budget", "meeting")


def read_gate(body: Mapping[str, Any], name: str) -> Gate:
    """The gate `mql` or `sql` of the rule book; without items it lets everybody through."""
    row = body.get(name, {})
    items = tuple(
        GateItem(
            item["code"],
            str(item.get("zh") or item.get("en") or item["code"]),
            str(item.get("en") or item.get("zh") or item["code"]),
            bool(item.get("required", True)),
            str(item.get("known_by", "")),
            int(item.get("months", 6)),
        )
        for item in row.get("items", ())
    )
    return Gate(name, items, int(row.get("least", 0)))


def read_refusals(body: Mapping[str, Any]) -> tuple[Refusing, ...]:
    """Why one may refuse to sign, and where the lead goes then."""
    return tuple(
        Refusing(row["code"], str(row.get("zh") or row["code"]), str(row.get("en") or row["code"]), row["to"])
        for row in body.get("refusals", ())
    )


def refusal_for(code: str, refusals: Iterable[Refusing]) -> Refusing | None:
    """The refusal of this code."""
    return next((row for row in refusals if row.code == code), None)


def awaits_sql(lead: LeadRow) -> bool:
    """Whether a seller holds a lead that was signed as MQL and has not said yet whether it is SQL."""
    return lead.pool == Pool.SALES and lead.mql_at is not None and lead.sql_at is None


def judge(gate: Gate, answers: Mapping[str, Answer]) -> Judgement:
    """Whether the answers pass, and the items that stand in the way; items nobody answered are unknown."""
    says = {item.code: answers[item.code].says if item.code in answers else UNKNOWN for item in gate.items}
    yes = [item.code for item in gate.items if says[item.code] == YES]
    missing = tuple(item.code for item in gate.items if item.required and says[item.code] != YES)
    if not missing and len(yes) < gate.least:
        missing = tuple(item.code for item in gate.items if says[item.code] != YES)
    return Judgement(not missing, missing)


def suggest(gate: Gate, known: KnownOfLead, on: date) -> dict[str, Suggestion]:
    """Item code -> what the records say of it and why; items they are silent about are left out.

    Where the data is silent, what the one before signed for the same item is suggested instead.
    """
    found = {}
    for item in gate.items:
        said = _from_data(item, known, on)
        before = known.signed.get(item.code)
        if said is None and before is not None and before.says != UNKNOWN:
            said = Suggestion(before.says, "signed", before.evidence)
        if said is not None:
            found[item.code] = said
    return found


def _from_data(item: GateItem, known: KnownOfLead, on: date) -> Suggestion | None:
    if item.known_by == "company":
        return Suggestion(YES, "company", known.company) if known.company else Suggestion(NO, "no_company")
    if item.known_by == "timing":
        return _in_time(known, item.months, on)
    if item.known_by == "meeting":
        return Suggestion(YES, "meeting", known.meeting_on) if known.meeting_on else None
    if item.known_by in ("authority", "need"):
        value = _value(known, item.known_by)
        return Suggestion(YES, item.known_by, str(value)) if says_something(value) else None
    asked = {"budget": _budget, "need_and_budget": _met_together}.get(item.known_by)
    return asked(known) if asked else None


def _in_time(known: KnownOfLead, months: int, on: date) -> Suggestion | None:
    answer = known.bant.get("timing")
    left = months_until(answer.value, on) if answer else None
    if answer is None or left is None:
        return None
    return Suggestion(YES if left <= months else NO, "in_time" if left <= months else "too_late", str(answer.value))


def _met_together(known: KnownOfLead) -> Suggestion | None:
    budget = _budget(known)
    if budget is None or budget.says == NO:
        return budget
    return Suggestion(YES, "need_and_budget") if says_something(_value(known, "need")) else None


def _budget(known: KnownOfLead) -> Suggestion | None:
    value = _value(known, "budget")
    if not isinstance(value, Mapping):
        return Suggestion(YES, "budget", str(value)) if says_something(value) else None
    return Suggestion(NO, "no_budget") if value.get("is") == "none" else Suggestion(YES, "budget")


def _value(known: KnownOfLead, name: str) -> Any:
    answer = known.bant.get(name)
    return answer.value if answer else None


def digest_of(*told: Any) -> str:
    """SHA-256 of what was signed, as hex: announced with the signature, so that neither changes alone."""
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)


def gates_faults(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is wrong with a body: dicts of table, row (from 1; 0 is the book), setting, code and value."""
    faults = [fault for name in GATES for fault in _gate_faults(name, body.get(name, {}))]
    refusals = list(body.get("refusals", ()))
    faults += _code_faults("refusals", refusals)
    for number, row in enumerate(refusals, start=1):
        if row.get("to") not in TARGETS:
            faults.append(_fault("refusals", number, "to", "unknown", row.get("to", "")))
    return faults


def _gate_faults(name: str, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    table, items = f"{name}.items", list(row.get("items", ()))
    faults = _code_faults(table, items)
    for number, item in enumerate(items, start=1):
        if not item.get("zh") and not item.get("en"):
            faults.append(_fault(table, number, "en", "missing", item.get("code", "")))
        if item.get("known_by", "") not in KNOWN_BY:
            faults.append(_fault(table, number, "known_by", "unknown", item["known_by"]))
        if not isinstance(item.get("months", 6), int) or not 0 <= item.get("months", 6) <= 120:
            faults.append(_fault(table, number, "months", "not_number", item["months"]))
    if not isinstance(row.get("least", 0), int) or not 0 <= row.get("least", 0) <= len(items):
        faults.append(_fault(table, 0, f"{name}.least", "never_passed", row["least"]))
    return faults


def _code_faults(table: str, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Codes are there, are not too long, and stand once."""
    faults, seen = [], set()
    for number, row in enumerate(rows, start=1):
        code = str(row.get("code", ""))
        if not code or len(code) > 40 or code in seen:
            faults.append(_fault(table, number, "code", "twice" if code in seen else "missing", code))
        seen.add(code)
    return faults


def _fault(table: str, row: int, setting: str, code: str, value: Any) -> dict[str, Any]:
    return {"table": table, "row": row, "setting": setting, "code": code, "value": str(value)}
