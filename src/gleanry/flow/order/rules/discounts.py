"""How much discount who may give: alone, with the director's word, with the general manager's, or nobody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

HUNDRED = Decimal(100)
ALONE = ""
DIRECTOR = "director"
GENERAL_MANAGER = "general_manager"
NEVER = "never"
LEVELS = (ALONE, DIRECTOR, GENERAL_MANAGER, NEVER)


@dataclass(frozen=True, slots=True)
class Limit:
    """Up to `own` per cent a role decides alone, up to `director` with a director's approval."""

    own: Decimal
    director: Decimal


@dataclass(frozen=True, slots=True)
class Limits:
    """The rule book `prices`: role -> limit; `floor` is the discount nobody may exceed."""

    by_role: Mapping[str, Limit]
    floor: Decimal


def read_limits(body: Mapping[str, Any]) -> Limits:
    """The discount limits of the rule book; without one nothing is given away alone."""
    rows = {row["role"]: Limit(_number(row["own"]), _number(row["director"])) for row in body.get("limits", [])}
    return Limits(rows, _number(body.get("floor", 100)))


def level_of(discount: Decimal, roles: Iterable[str], limits: Limits) -> str:
    """Who has to agree to a discount given by somebody with these roles: the widest role counts.

    Empty: nobody else; director; general_manager; never: nobody may.
    """
    if discount > limits.floor:
        return NEVER
    if discount <= 0:
        return ALONE
    held = [limits.by_role[role] for role in roles if role in limits.by_role]
    if discount <= max((limit.own for limit in held), default=Decimal(0)):
        return ALONE
    return DIRECTOR if discount <= max((limit.director for limit in held), default=Decimal(0)) else GENERAL_MANAGER


def highest(levels: Iterable[str]) -> str:
    """The level that covers them all."""
    return max(levels, key=LEVELS.index, default=ALONE)


def given_away(price: Decimal, discount: Decimal, list_price: Decimal | None) -> Decimal:
    """The discount in per cent against the price of the book, to two places: a lower price typed in is one too."""
    if not list_price:
        return discount
    asked = price * (HUNDRED - discount) / HUNDRED
    off = (list_price - asked) * HUNDRED / list_price
    return max(Decimal(0), off.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def faults_of_limits(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is wrong with the book `prices`: dicts of row (from 1; 0 is the book), setting, code and value."""
    found: list[dict[str, Any]] = []
    floor = _percent(body.get("floor", 100))
    if floor is None:
        found.append({"row": 0, "setting": "floor", "code": "not_percent", "value": str(body.get("floor"))})
    seen: set[str] = set()
    for number, row in enumerate(body.get("limits") or [], start=1):
        role = str(row.get("role") or "")
        if not role:
            found.append({"row": number, "setting": "role", "code": "missing"})
        if role in seen:
            found.append({"row": number, "setting": "role", "code": "twice", "value": role})
        seen.add(role)
        own, director = _percent(row.get("own")), _percent(row.get("director"))
        for setting, value in (("own", own), ("director", director)):
            if value is None:
                found.append({"row": number, "setting": setting, "code": "not_percent", "value": str(row.get(setting))})
        if own is not None and director is not None and own > director:
            found.append({"row": number, "setting": "director", "code": "below_own", "value": str(director)})
        if floor is not None and director is not None and director > floor:
            found.append({"row": number, "setting": "director", "code": "above_floor", "value": str(director)})
    return found


def _percent(value: Any) -> Decimal | None:
    try:
        number = _number(value)
    except (InvalidOperation, ValueError):
        return None
    return number if not isinstance(value, bool) and number.is_finite() and 0 <= number <= HUNDRED else None


def _number(value: Any) -> Decimal:
    return Decimal(str(value))
