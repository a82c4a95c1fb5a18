"""What is wrong with a body of the rule book `rewards` before it is put in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from gleanry.flow.reward.rules.reading import EVER, day_of, number
from gleanry.flow.reward.shapes import MARKETING, PARTS, PRESALES
from gleanry.values.money import is_currency

MODELS = ("A", "B")
COUNTED = ("units", "won", "new_customers", "visits")
OVER = ("month", "quarter", "year")
MOST_RATE, MOST_FACTOR = Decimal(100), Decimal(10)
FACTORS = ("outbound", "inbound", "new_customer", "new_market")


def rewards_faults(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is wrong: dicts of table, row (from 1; 0 is the book), setting, code and value; empty when it can stand."""
    faults = list(_faults_of_book(body))
    for table, check in (("plans", _plan_faults), ("sharing", _sharing_faults), ("awards", _award_faults)):
        rows = list(body.get(table, ()))
        faults += _codes(table, rows)
        for place, row in enumerate(rows, start=1):
            faults += [_fault(table, place, *found) for found in (*_span_faults(row), *check(row))]
    for table, names in (("products", ("weight",)), ("prices", ("least", "factor"))):
        for place, row in enumerate(body.get(table, ()), start=1):
            for name in names:
                least = Decimal(-1000) if name == "least" else Decimal(0)
                most = Decimal(1000) if name == "least" else MOST_FACTOR
                faults += [
                    _fault(table, place, *found) for found in _number_faults(row, name, least, most, needed=True)
                ]
    return faults or [*_contradictions(body)]


def _fault(table: str, row: int, setting: str, code: str, value: Any = "") -> dict[str, Any]:
    return {"table": table, "row": row, "setting": setting, "code": code, "value": str(value)}


def _faults_of_book(body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if body.get("measured_over", "month") not in OVER:
        yield _fault("", 0, "measured_over", "unknown", body["measured_over"])
    days = body.get("new_customer_days", 365)
    if not isinstance(days, int) or isinstance(days, bool) or not 0 <= days <= 3660:
        yield _fault("", 0, "new_customer_days", "out_of_range", days)


def _codes(table: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for place, row in enumerate(rows, start=1):
        code = str(row.get("code", ""))
        if not code or len(code) > 40:
            yield _fault(table, place, "code", "missing", code)
        elif code in seen:
            yield _fault(table, place, "code", "twice", code)
        seen.add(code)


Found = tuple[str, str, Any]


def _span_faults(row: Mapping[str, Any]) -> Iterator[Found]:
    """Days that are none, or an end before the beginning."""
    days: dict[str, date] = {}
    for name in ("since", "until"):
        try:
            day = day_of(row.get(name))
        except ValueError:
            yield name, "bad_date", row[name]
            return
        if day is not None:
            days[name] = day
    if days.get("until", date.max) < days.get("since", EVER):
        yield "until", "turned_round", days["until"]


def _number_faults(
    row: Mapping[str, Any], name: str, least: Decimal, most: Decimal, *, needed: bool = False
) -> Iterator[Found]:
    given = row.get(name)
    if given in (None, ""):
        if needed:
            yield name, "missing", ""
        return
    try:
        value = number(given)
    except InvalidOperation:
        yield name, "not_number", given
        return
    if not value.is_finite() or not least <= value <= most:
        yield name, "out_of_range", given


def _plan_faults(row: Mapping[str, Any]) -> Iterator[Found]:
    if row.get("model") not in MODELS:
        yield "model", "unknown", row.get("model", "")
    if not row.get("people"):
        yield "people", "nobody", ""
    yield from _number_faults(row, "rate", Decimal(0), MOST_RATE)
    yield from _number_faults(row, "below", Decimal(0), MOST_FACTOR)
    yield from _number_faults(row, "bonus", Decimal(0), Decimal(10) ** 12, needed=row.get("model") == "A")
    yield from _number_faults(row, "cap", Decimal(0), Decimal(10) ** 12)
    factors = [found for name in FACTORS for found in _number_faults(row, name, Decimal(0), MOST_FACTOR)]
    yield from factors
    if row.get("model") == "A" and not is_currency(str(row.get("currency", ""))):
        yield "currency", "unknown", row.get("currency", "")
    if not factors and number(row.get("outbound", 1)) < number(row.get("inbound", 1)):
        yield "outbound", "below_inbound", row.get("outbound", 1)
    yield from _tier_faults(row.get("tiers", ()))


def _tier_faults(rows: Sequence[Mapping[str, Any]]) -> Iterator[Found]:
    """Tiers that overlap, leave a gap, never end before another begins, or pay less for more."""
    wrong = [
        found
        for row in rows
        for name, least, most, needed in (
            ("least", 0, 10_000, True),
            ("most", 0, 10_000, False),
            ("rate", 0, 100, False),
            ("factor", 0, 10, False),
        )
        for found in _number_faults(row, name, Decimal(least), Decimal(most), needed=needed)
    ]
    if wrong:
        yield from (("tiers", code, f"{name}: {value}") for name, code, value in wrong)
        return
    ordered = sorted(rows, key=lambda row: number(row["least"]))
    for at, row in enumerate(ordered):
        least, most = number(row["least"]), row.get("most")
        if most not in (None, "") and number(most) <= least:
            yield "tiers", "turned_round", f"{least} - {most}"
        if at:
            yield from _between(ordered[at - 1], row)


def _between(before: Mapping[str, Any], row: Mapping[str, Any]) -> Iterator[Found]:
    least, end = number(row["least"]), before.get("most")
    if end in (None, "") or number(end) > least:
        yield "tiers", "overlap", f"{least}"
    elif number(end) < least:
        yield "tiers", "gap", f"{end} - {least}"
    for name in ("rate", "factor"):
        if name in row and name in before and number(row[name]) < number(before[name]):
            yield "tiers", "pays_less", f"{name}: {row[name]}"


def _sharing_faults(row: Mapping[str, Any]) -> Iterator[Found]:
    wrong = [found for part in PARTS for found in _number_faults(row, part, Decimal(0), Decimal(100))]
    if wrong:
        yield from wrong
        return
    shares = [number(row.get(part, 0) or 0) for part in PARTS]
    if sum(shares) > 100:
        yield "sales", "over_whole", sum(shares)
    elif sum(shares) < 100:
        yield "sales", "under_whole", sum(shares)
    given = [share for share in shares if share]
    if any(later >= earlier for earlier, later in pairwise(given)) or not shares[0]:
        yield "sales", "order", " / ".join(map(str, shares))
    for part, share in zip(PARTS, shares, strict=True):
        if part in (PRESALES, MARKETING) and share and not row.get(f"{part}_to"):
            yield f"{part}_to", "nobody", ""


def _award_faults(row: Mapping[str, Any]) -> Iterator[Found]:
    if row.get("what") not in COUNTED:
        yield "what", "unknown", row.get("what", "")
    if not row.get("people"):
        yield "people", "nobody", ""
    yield from _number_faults(row, "least", Decimal(1), Decimal(10) ** 9, needed=True)
    yield from _number_faults(row, "amount", Decimal(0), Decimal(10) ** 12, needed=True)
    if not is_currency(str(row.get("currency", ""))):
        yield "currency", "unknown", row.get("currency", "")


def _contradictions(body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Rules for the same people, or the same product, on the same day: only the first would ever hold."""
    plans = list(body.get("plans", ()))
    for place, row in enumerate(plans):
        for earlier in plans[:place]:
            same = row["model"] == earlier["model"] and set(row["people"]) & set(earlier["people"])
            if same and _meet(earlier, row):
                yield _fault("plans", place + 1, "people", "contradicts", earlier["code"])
                break
    sharing = list(body.get("sharing", ()))
    for place, row in enumerate(sharing):
        for earlier in sharing[:place]:
            mine, theirs = set(row.get("products", ())), set(earlier.get("products", ()))
            if (mine & theirs or not theirs) and _meet(earlier, row):
                yield _fault("sharing", place + 1, "products", "contradicts", earlier["code"])
                break


def _meet(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    since = max(day_of(one.get("since")) or EVER, day_of(other.get("since")) or EVER)
    until = min(day_of(one.get("until")) or date.max, day_of(other.get("until")) or date.max)
    return since <= until
