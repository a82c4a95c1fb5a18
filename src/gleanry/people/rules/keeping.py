"""Where too much hangs on one member, and how an account is handed over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from gleanry.people.rules.committee import DECIDES
from gleanry.people.shapes import ROLES, CommitteeBook, Concentration, KeepingBook, KeyAccount


def alone(accounts: Iterable[KeyAccount]) -> list[KeyAccount]:
    """Key accounts that one member keeps alone, or nobody does."""
    return [row for row in accounts if row.owner_id is None or row.deputy_id is None or row.owner_id == row.deputy_id]


def concentrated(accounts: Sequence[KeyAccount], percent: int) -> list[Concentration]:
    """Members who keep `percent` or more of the key accounts or of their money, the largest share first.

    Shares are floored to whole percents for showing and compared exactly. One account is no concentration.
    """
    if len(accounts) < 2:
        return []
    total = sum(row.value for row in accounts)
    counts: dict[int, int] = {}
    values: dict[int, int] = {}
    for row in accounts:
        if row.owner_id is not None:
            counts[row.owner_id] = counts.get(row.owner_id, 0) + 1
            values[row.owner_id] = values.get(row.owner_id, 0) + row.value
    found = [
        Concentration(
            member,
            count,
            100 * count // len(accounts),
            values[member],
            100 * values[member] // total if total else 0,
        )
        for member, count in counts.items()
        if 100 * count >= percent * len(accounts) or (total and 100 * values[member] >= percent * total)
    ]
    return sorted(found, key=lambda row: (-max(row.accounts_percent, row.value_percent), row.member_id))


def planned(steps: Iterable[tuple[str, str, str, int]], begins_on: date) -> list[tuple[str, str, str, date]]:
    """The steps of a handover with the day each is due on: no step before the one in front of it."""
    due: list[tuple[str, str, str, date]] = []
    for code, zh, en, days in steps:
        day = begins_on + timedelta(days=days)
        due.append((code, zh, en, max(day, due[-1][3]) if due else day))
    return due


def read_keeping(body: Mapping[str, Any]) -> KeepingBook:
    """From which share on one is too much, and how accounts are handed over."""
    steps = tuple((row["code"], row.get("zh", ""), row.get("en", ""), row["days"]) for row in body["steps"])
    return KeepingBook(body["concentration"], steps)


def read_committee(body: Mapping[str, Any]) -> CommitteeBook:
    """What a committee needs."""
    return CommitteeBook(tuple(body.get("needed", (DECIDES,))), body["least_people"], body["met_days"])


def faults_of_accounts(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is wrong with the book of accounts: dicts of row (from 1; 0 is the book), setting, code and value."""
    found: list[dict[str, Any]] = []
    for name, least, most in (("concentration", 1, 100), ("least_people", 1, 20), ("met_days", 1, 3650)):
        value = body.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            found.append({"row": 0, "setting": name, "code": "out_of_range", "value": str(value)})
    strange = [role for role in body.get("needed", ()) if role not in ROLES]
    found += [{"row": 0, "setting": "needed", "code": "unknown", "value": str(role)} for role in strange]
    steps = body.get("steps")
    if not isinstance(steps, list) or not steps:
        return [*found, {"row": 0, "setting": "steps", "code": "none"}]
    seen: set[str] = set()
    for number, row in enumerate(steps, start=1):
        given = row if isinstance(row, Mapping) else {}
        code, days = str(given.get("code") or ""), given.get("days")
        if not code or not (given.get("zh") or given.get("en")):
            found.append({"row": number, "setting": "code", "code": "missing"})
        elif code in seen:
            found.append({"row": number, "setting": "code", "code": "twice", "value": code})
        seen.add(code)
        if not isinstance(days, int) or isinstance(days, bool) or days < 0:
            found.append({"row": number, "setting": "days", "code": "missing"})
    return found
