"""Products and prices as rows of a file: what each says, or which field of which row is wrong."""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from io import StringIO

from gleanry.flow.order.rules.totals import MOST
from gleanry.flow.order.shapes import LineFault, ProductRow, Step

HEADINGS = {
    "code": ("code", "编码", "产品编码", "货号"),
    "name_zh": ("name_zh", "中文名", "中文名称", "名称"),
    "name_en": ("name_en", "英文名", "英文名称", "name"),
    "line": ("line", "产品线"),
    "unit": ("unit", "单位"),
    "active": ("active", "在售"),
    "quantity": ("quantity", "数量", "起订量"),
    "price": ("price", "单价", "价格"),
}
NO = ("0", "no", "false", "否", "停售")
MOST_ROWS = 20_000
LENGTHS = {"code": 80, "name_zh": 200, "name_en": 200, "line": 80, "unit": 20}


@dataclass(frozen=True, slots=True)
class ReadProducts:
    """Products read from a file, and the rows that are none. Rows count from 2: the first is the heading."""

    products: tuple[ProductRow, ...]
    faults: tuple[LineFault, ...]


@dataclass(frozen=True, slots=True)
class ReadPrices:
    """Product id -> its steps, of the products whose rows are all fine, and what is wrong with the others."""

    steps: dict[int, tuple[Step, ...]]
    faults: tuple[LineFault, ...]


def read_rows(text: str, needed: Collection[str]) -> tuple[list[dict[str, str]], tuple[LineFault, ...]]:
    """The rows of a CSV text by our names of its columns; or which column it lacks."""
    lines = list(csv.reader(StringIO(text.removeprefix("\ufeff"))))
    if not lines:
        return [], (LineFault(1, "file", "empty"),)
    named = [_field(heading) for heading in lines[0]]
    if missing := [name for name in needed if name not in named]:
        return [], tuple(LineFault(1, name, "no_column") for name in missing)
    if len(lines) > MOST_ROWS + 1:
        return [], (LineFault(MOST_ROWS + 2, "file", "too_long", str(MOST_ROWS)),)
    return [{name: cell.strip() for name, cell in zip(named, row, strict=False) if name} for row in lines[1:]], ()


def read_products(text: str) -> ReadProducts:
    """Products from a CSV text. A row without a code or a name, or with a code that stood there before, is refused."""
    rows, faults = read_rows(text, ("code",))
    found: dict[str, ProductRow] = {}
    wrong = list(faults)
    for number, row in enumerate(rows, start=2):
        if not any(row.values()):
            continue
        fault = _product_fault(number, row, found)
        if fault is not None:
            wrong.append(fault)
            continue
        names = (row.get("name_zh", ""), row.get("name_en", ""), row.get("line", ""), row.get("unit", ""))
        found[row["code"]] = ProductRow(0, row["code"], *names, row.get("active", "").casefold() not in NO)
    return ReadProducts(tuple(found.values()), tuple(wrong))


def read_prices(text: str, codes: Mapping[str, int]) -> ReadPrices:
    """Prices of a book from a CSV text; `codes` are the products there are. Half a table of steps is never taken."""
    rows, faults = read_rows(text, ("code", "price"))
    wrong = list(faults)
    steps: dict[int, list[Step]] = {}
    broken: set[int] = set()
    for number, row in enumerate(rows, start=2):
        if not any(row.values()):
            continue
        product = codes.get(row.get("code", ""))
        read = _step(number, row, steps.get(product or 0, ()))
        if product is None:
            wrong.append(LineFault(number, "code", "unknown", row.get("code", "")))
        elif isinstance(read, LineFault):
            wrong.append(read)
            broken.add(product)
        else:
            steps.setdefault(product, []).append(read)
    return ReadPrices({pk: tuple(rows) for pk, rows in steps.items() if pk not in broken}, tuple(wrong))


def _field(heading: str) -> str:
    said = heading.strip().casefold()
    return next((field for field, names in HEADINGS.items() if said in names), "")


def _product_fault(number: int, row: Mapping[str, str], found: Mapping[str, ProductRow]) -> LineFault | None:
    code = row.get("code", "")
    if not code:
        return LineFault(number, "code", "missing")
    if code in found:
        return LineFault(number, "code", "twice", code)
    if not (row.get("name_zh") or row.get("name_en")):
        return LineFault(number, "name_zh", "missing")
    long = next((name for name, most in LENGTHS.items() if len(row.get(name, "")) > most), None)
    return LineFault(number, long, "too_long", str(LENGTHS[long])) if long else None


def _step(number: int, row: Mapping[str, str], before: Sequence[Step]) -> Step | LineFault:
    quantity, price = _number(row.get("quantity") or "1"), _number(row.get("price", ""))
    if quantity is None or quantity <= 0 or quantity != quantity.quantize(Decimal("0.0001")):
        return LineFault(number, "quantity", "unreadable", row.get("quantity", ""))
    if price is None or price < 0 or price != price.quantize(Decimal("0.000001")):
        return LineFault(number, "price", "unreadable", row.get("price", ""))
    if any(step.quantity == quantity for step in before):
        return LineFault(number, "quantity", "twice", row.get("quantity", ""))
    return Step(quantity, price)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) <= MOST else None
