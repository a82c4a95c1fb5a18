"""What is wrong with a book of grades."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from gleanry.flow.convert.rules.grades import ALL_GRADES, LOST_GRADE, OPEN_GRADES, WON_GRADE

Fault = dict[str, Any]


def faults_of_grades(body: Mapping[str, Any]) -> list[Fault]:
    """What is wrong: dicts of row (from 1; 0 is the book), setting, code, value, and the table."""
    rows = {name: body.get(name) or [] for name in ("grades", "criteria", "answers")}
    if not all(isinstance(one, list) and all(isinstance(row, Mapping) for row in one) for one in rows.values()):
        return [{"row": 0, "setting": "grades", "code": "malformed"}]
    found = [
        *_of_grades(rows["grades"]),
        *_of_criteria(rows["criteria"]),
        *_of_answers(rows["answers"], rows["criteria"]),
    ]
    if not found:
        found += _unreachable(rows["criteria"], rows["answers"])
    try:
        factor = Decimal(str(body.get("factor", "1.25")))
    except InvalidOperation:
        factor = Decimal(0)
    if not factor.is_finite() or factor < 1:
        found.append({"row": 0, "setting": "factor", "code": "bad_factor", "value": str(body.get("factor"))})
    return found


def _fault(table: str, row: int, setting: str, code: str, value: Any = "") -> Fault:
    return {"table": table, "row": row, "setting": setting, "code": code, "value": value}


def _of_grades(rows: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    shares = {}
    for number, row in enumerate(rows, start=1):
        code, share, target = row.get("code"), row.get("share", 0), row.get("target", "")
        if code not in ALL_GRADES or code in shares:
            yield _fault("grades", number, "code", "twice" if code in shares else "unknown_grade", str(code))
            continue
        shares[code] = share
        if isinstance(share, bool) or not isinstance(share, int) or not 0 <= share <= 100:
            yield _fault("grades", number, "share", "not_percent", str(share))
            continue
        fixed = {WON_GRADE: 100, LOST_GRADE: 0}.get(str(code))
        if fixed is not None and share != fixed:
            yield _fault("grades", number, "share", "fixed_share", fixed)
        if target and (target not in OPEN_GRADES or code not in OPEN_GRADES or target >= str(code)):
            yield _fault("grades", number, "target", "not_better", target)
    for code in ALL_GRADES:
        if code not in shares:
            yield {"row": 0, "setting": "grades", "code": "no_grade", "value": code}
    known = [(code, shares[code]) for code in OPEN_GRADES if isinstance(shares.get(code), int)]
    for (_, better), (code, worse) in pairwise(known):
        if worse > better:
            yield {"row": 0, "setting": "grades", "code": "share_rises", "value": code}


def _of_criteria(rows: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    seen: set[Any] = set()
    for number, row in enumerate(rows, start=1):
        for name in ("code", "zh", "en"):
            if not isinstance(row.get(name), str) or not row[name].strip():
                yield _fault("criteria", number, name, "missing")
        if row.get("unanswered") not in OPEN_GRADES:
            yield _fault("criteria", number, "unanswered", "unknown_grade", str(row.get("unanswered", "")))
        if row.get("code") in seen:
            yield _fault("criteria", number, "code", "twice", str(row.get("code")))
        seen.add(row.get("code"))


def _of_answers(rows: Sequence[Mapping[str, Any]], criteria: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    known = {row.get("code") for row in criteria}
    seen: set[Any] = set()
    for number, row in enumerate(rows, start=1):
        for name in ("code", "zh", "en"):
            if not isinstance(row.get(name), str) or not row[name].strip():
                yield _fault("answers", number, name, "missing")
        if row.get("criterion") not in known:
            yield _fault("answers", number, "criterion", "unknown_criterion", str(row.get("criterion", "")))
        if row.get("grade") not in OPEN_GRADES:
            yield _fault("answers", number, "grade", "unknown_grade", str(row.get("grade", "")))
        if (row.get("criterion"), row.get("code")) in seen:
            yield _fault("answers", number, "code", "twice", str(row.get("code", "")))
        seen.add((row.get("criterion"), row.get("code")))


def _unreachable(criteria: Sequence[Mapping[str, Any]], answers: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    """The best grade all criteria allow is the best a deal can ever have."""
    for number, row in enumerate(criteria, start=1):
        best = min([a["grade"] for a in answers if a["criterion"] == row["code"]], default=OPEN_GRADES[-1])
        if best != OPEN_GRADES[0]:
            yield _fault("criteria", number, "code", "never_sure", best)
