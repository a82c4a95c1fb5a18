"""The book of tiers, read and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, TypeGuard

from gleanry.people.shapes import TierBook, TierRow
from gleanry.values.money import is_currency

WAYS = ("tiers", "abc", "rad", "rfm")
CELLS = tuple(f"{letter}{number}" for letter in "RDA" for number in "123")
MEASURES = ("won", "received")
BOUNDS = ("low", "high", "retain", "develop")
AMOUNTS = ("share_over", "share_most", "value_least")


def read_tiers(body: Mapping[str, Any]) -> TierBook:
    """The tables of a body that has no faults."""
    rad, rfm, abc = body["rad"], body["rfm"], body["abc"]
    return TierBook(
        by=body["by"],
        measure=body.get("measure", "won"),
        window_months=body["window_months"],
        rows=tuple(_row(row) for row in body["tiers"]),
        abc_a=abc["a"],
        abc_b=abc["b"],
        rad_currency=rad["currency"],
        rad_low=Decimal(str(rad["low"])),
        rad_high=Decimal(str(rad["high"])),
        rad_retain=Decimal(str(rad["retain"])),
        rad_develop=Decimal(str(rad["develop"])),
        cares={row["cell"]: (row.get("zh", ""), row.get("en", "")) for row in body.get("cells", ())},
        rfm_quintiles=rfm["split"] == "quintiles",
        rfm_high=rfm["high"],
        days=tuple(row["days"] for row in body["bands"]),
        deals=tuple(row["deals"] for row in body["bands"]),
        value=tuple(Decimal(str(row["value"])) for row in body["bands"]),
        keys=frozenset(body.get("keys", ())),
    )


def _row(row: Mapping[str, Any]) -> TierRow:
    given = {name: row[name] for name in TierRow.__dataclass_fields__ if name in row}
    return TierRow(**given | {name: Decimal(str(row[name])) for name in AMOUNTS if name in row})


def faults_of_tiers(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is wrong with a book of tiers: dicts of row (from 1; 0 is the book), setting, code and value."""
    return [*_of_ways(body), *_of_limits(body), *_of_rows(body), *_of_cells(body), *_of_bands(body)]


def _of_ways(body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if body.get("by") not in WAYS:
        yield {"row": 0, "setting": "by", "code": "unknown", "value": str(body.get("by", ""))}
    if body.get("measure", "won") not in MEASURES:
        yield {"row": 0, "setting": "measure", "code": "unknown", "value": str(body["measure"])}
    rfm = _map(body, "rfm")
    if rfm.get("split") not in ("bands", "quintiles"):
        yield {"row": 0, "setting": "rfm.split", "code": "unknown", "value": str(rfm.get("split", ""))}
    high = rfm.get("high")
    if not _is_whole(high) or not 1 <= high <= 5:
        yield {"row": 0, "setting": "rfm.high", "code": "not_score"}
    months = body.get("window_months")
    if not _is_whole(months) or not 1 <= months <= 120:
        yield {"row": 0, "setting": "window_months", "code": "not_months"}


def _of_limits(body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    abc, rad = _map(body, "abc"), _map(body, "rad")
    if not all(_is_whole(abc.get(name)) for name in "ab") or not 0 < abc["a"] < abc["b"] <= 100:
        yield {"row": 0, "setting": "abc.a", "code": "not_rising"}
    numbers = {name: _number(rad.get(name)) for name in BOUNDS}
    for name, number in numbers.items():
        if number is None or number < 0:
            yield {"row": 0, "setting": f"rad.{name}", "code": "not_number", "value": str(rad.get(name, ""))}
    if None not in numbers.values():
        low, high, retain, develop = (numbers[name] or Decimal(0) for name in BOUNDS)
        if low >= high:
            yield {"row": 0, "setting": "rad.low", "code": "not_rising"}
        if develop >= retain:
            yield {"row": 0, "setting": "rad.develop", "code": "not_rising"}
    if not is_currency(str(rad.get("currency", ""))):
        yield {"row": 0, "setting": "rad.currency", "code": "unknown", "value": str(rad.get("currency", ""))}


def _of_rows(body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    rows = body.get("tiers")
    if not isinstance(rows, list) or not rows:
        yield {"row": 0, "setting": "tiers", "code": "none"}
        return
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        given = row if isinstance(row, Mapping) else {}
        code = given.get("code")
        if not isinstance(code, str) or not code or len(code) > 12:
            yield {"row": number, "setting": "code", "code": "missing"}
        elif code in seen:
            yield {"row": number, "setting": "code", "code": "twice", "value": code}
        seen.add(str(code))
        for name in AMOUNTS:
            if name in given and _number(given[name]) is None:
                yield {"row": number, "setting": name, "code": "not_number", "value": str(given[name])}
        least, most = given.get("level_least"), given.get("level_most")
        if _is_whole(least) and _is_whole(most) and least > most:
            yield {"row": number, "setting": "level_most", "code": "never_holds"}
    allowed = {"tiers": seen, "abc": set("ABC"), "rad": set(CELLS)}.get(str(body.get("by")))
    for key in body.get("keys", ()):
        if allowed is not None and key not in allowed:
            yield {"row": 0, "setting": "keys", "code": "unknown", "value": str(key)}


def _of_cells(body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for number, row in enumerate(body.get("cells", ()), start=1):
        if not isinstance(row, Mapping) or row.get("cell") not in CELLS:
            yield {"row": number, "setting": "cell", "code": "unknown"}


def _of_bands(body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    bands = body.get("bands")
    if not isinstance(bands, list) or len(bands) != 4:
        yield {"row": 0, "setting": "bands", "code": "not_four"}
        return
    for name in ("days", "deals", "value"):
        found = [_number(row.get(name)) if isinstance(row, Mapping) else None for row in bands]
        numbers = [number for number in found if number is not None]
        if len(numbers) < 4:
            yield {"row": found.index(None) + 1, "setting": name, "code": "not_number"}
        elif sorted(set(numbers)) != numbers:
            yield {"row": 1, "setting": name, "code": "not_rising"}


def _map(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = body.get(name)
    return found if isinstance(found, Mapping) else {}


def _is_whole(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
