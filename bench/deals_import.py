"""How many opportunities a second come in from a file, beside a plain bulk insert of the rows they leave behind.

Measured: `run_import` of a CSV file of opportunities with number, seller, product, company, stage, dates and amount,
into a workspace that knows the sellers and the products; beside it, in the same run and database, the rows they left
into tables without indexes (the most any path could reach). Then the same file once more with every tenth amount
changed, and a word that a tenth of the rows say, decided for all of them.
"""

from __future__ import annotations

import csv
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench.printing import Findings, arguments, seconds
from bench.scratch import open_house

COLUMNS = {
    "number": "external_id",
    "seller": "owner",
    "what": "product",
    "customer": "account",
    "stage": "stage",
    "opened": "opened_at",
    "closed": "closed_at",
    "value": "amount",
}
SELLERS, PRODUCTS, CUSTOMERS = 40, 20, 5_000
STAGES = ("won", "lost", "Discovery", "Demo")
LEAST_PART = 5.0


def main() -> None:
    given = arguments(__doc__, deals=100_000)
    scratch = open_house(given.keep)
    from bench.crowd import new_house
    from bench.intake import last_ids_of, plain_insert, rows_since
    from gleanry.tenants.queries import find_workspace

    scratch.empty()
    new_house()
    workspace = find_workspace("bench")
    assert workspace is not None
    _know(workspace.id)
    found = Findings("deals_import", scratch.vendor, f"{given.deals:,} opportunities from a CSV file of 8 columns")
    before = last_ids_of(_models())
    taken = _bring(workspace.id, given.deals, 0)
    kept = rows_since(before)
    plain = plain_insert(kept)
    again = _bring(workspace.id, given.deals, 1)
    decided = seconds(lambda: _decide(workspace.id, given.deals))
    found.rows += [
        ("opportunities a second", given.deals / taken, "deals/s"),
        ("rows an opportunity leaves", sum(len(rows) for rows in kept.values()) / given.deals, "rows"),
        ("the same rows as a plain bulk insert", given.deals / plain, "deals/s"),
        ("the file again, every tenth amount changed", given.deals / again, "rows/s"),
        ("a word of a tenth of the rows decided for all", decided, "s"),
    ]
    part = 100 * plain / taken
    found.claims += [("part of a plain bulk insert, %", part, f"at least {LEAST_PART}", part >= LEAST_PART)]
    found.tell(as_json=given.json)


def _models() -> list[Any]:
    """Every table an opportunity leaves rows in on its way."""
    from gleanry.flow.capture.models import NamedWord, Submission
    from gleanry.flow.convert.models import GradeChange, Opportunity, StageChange, TakenDeal
    from gleanry.kit.models import Fact
    from gleanry.people.models import Account, AccountLookup

    return [Submission, NamedWord, Opportunity, StageChange, GradeChange, TakenDeal, Account, AccountLookup, Fact]


def _know(workspace_id: int) -> None:
    """The sellers and the products that the file names; one product it writes otherwise."""
    from gleanry.flow.capture.actions import submit
    from gleanry.kit import clock, ledger

    sellers = [{"person_name": f"Seller {n}", "manager": f"Head {n % 5}"} for n in range(SELLERS)]
    products = [{"product": f"Product {n:02d} Pro", "price": "100"} for n in range(PRODUCTS)]
    submit(workspace_id, sellers, at=clock.now(), kind="members")
    submit(workspace_id, products, at=clock.now(), kind="products")
    ledger.drain(workspace_id)


def _bring(workspace_id: int, deals: int, turn: int) -> float:
    """Seconds to import the file; every row must become an opportunity."""
    from gleanry.flow.capture.actions import receive_file, start_import
    from gleanry.flow.convert.models import Opportunity
    from gleanry.wiring.importing import run_import

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"deals-{turn}.csv"
        write_file(path, deals, turn)
        started = time.perf_counter()
        with path.open("rb") as stream:
            draft = receive_file(workspace_id, stream, path.name, kind="deals")
        run_import(workspace_id, start_import(workspace_id, draft.id, {"columns": COLUMNS}).id)
        taken = time.perf_counter() - started
    there = Opportunity.objects.of(workspace_id).count()
    assert there == deals, f"{there} of {deals} opportunities"
    return taken


def write_file(path: Path, deals: int, turn: int) -> None:
    """Opportunities; on another turn every tenth has another amount. A tenth write a product without its spaces."""
    first = date(2026, 1, 1)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for n in range(deals):
            stage = STAGES[n % 4]
            opened = first + timedelta(days=n % 200)
            closed = (opened + timedelta(days=30)).isoformat() if n % 4 < 2 else ""
            product = "Product00Pro" if n % 10 == 0 else f"Product {n % PRODUCTS:02d} Pro"
            value = 1000 + n % 500 + (1 if turn and n % 10 == 3 else 0)
            customer = f"Customer {n % CUSTOMERS} Ltd"
            writer.writerow([f"D{n}", f"Seller {n % SELLERS}", product, customer, stage, opened, closed, value])


def _decide(workspace_id: int, deals: int) -> None:
    from gleanry.flow.capture.shapes import NewChoice
    from gleanry.flow.convert.models import Opportunity
    from gleanry.kit import clock, ledger
    from gleanry.wiring.naming import decide

    decide(workspace_id, [NewChoice("product", "Product00Pro", "means", "Product 00 Pro")], at=clock.now())
    ledger.drain(workspace_id)
    left = Opportunity.objects.of(workspace_id).filter(product="Product00Pro").count()
    assert left == 0, f"{left} of {deals} still say the word"


if __name__ == "__main__":
    main()
