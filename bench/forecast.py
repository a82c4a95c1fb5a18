"""How long the forecast takes with many opportunities there, and that no grouping asks more than another.

Measured: the query by every grouping, of a quarter and of all time, for who sees everybody and for one seller, and the
weekly snapshot. A third of the opportunities is open.
"""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bench.printing import Findings, arguments, share
from bench.scratch import open_house

CEILING = 300.0
NOW = datetime(2026, 11, 18, 4, tzinfo=UTC)
SELLERS = 50
STEP = 20_000


def main() -> None:
    given = arguments(__doc__, times=20)
    scratch = open_house(given.keep)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from gleanry.cockpit.actions.forecast import take_snapshot
    from gleanry.cockpit.queries.forecast import forecast
    from gleanry.cockpit.shapes import GROUPINGS, Ask
    from gleanry.tenants.queries import everybody, find_workspace, list_members, viewer_of
    from gleanry.tenants.shapes import Role

    scratch.crowded(given.present, fill)
    workspace = find_workspace("bench")
    assert workspace is not None
    seller = viewer_of(list_members(workspace.id, role=Role.SELLER)[0])
    quarter = Ask(since=date(2026, 10, 1), until=date(2027, 1, 1))
    asked = [("all, by " + by, everybody(workspace.id), Ask(by)) for by in GROUPINGS]
    asked += [("quarter, by " + by, everybody(workspace.id), Ask(by, quarter.since, quarter.until)) for by in GROUPINGS]
    asked.append(("one seller's", seller, Ask()))
    found = Findings("forecast", scratch.vendor, f"{given.present:,} opportunities, {given.times} times each")
    worst, counts = 0.0, set()
    for what, viewer, ask in asked:
        times = []
        for _ in range(given.times):
            started = time.perf_counter()
            forecast(viewer, ask, NOW)
            times.append((time.perf_counter() - started) * 1000)
        with CaptureQueriesContext(connection) as captured:
            forecast(viewer, ask, NOW)
        counts.add(len(captured) - 2 * (ask.by == "team"))
        worst = max(worst, share(times, 0.95))
        found.rows.append((f"{what}: p95", share(times, 0.95), "ms"))
    started = time.perf_counter()
    take_snapshot(workspace.id, NOW)
    found.rows.append(("a week's snapshot", (time.perf_counter() - started) * 1000, "ms"))
    found.claims.append(("p95 of the slowest question, ms", worst, f"under {CEILING:.0f}", worst < CEILING))
    found.claims.append(("different numbers of statements", len(counts), "one", len(counts) == 1))
    found.tell(as_json=given.json)


def fill(present: int) -> None:
    """So many opportunities of fifty sellers over three years; every third is open, one in five of the others won."""
    from django.db import transaction

    from gleanry.flow.convert.models import Opportunity
    from gleanry.kit import bulk
    from gleanry.simulation.actions.house import staff
    from gleanry.tenants.queries import list_members
    from gleanry.tenants.shapes import Role
    from gleanry.wiring.playbooks import new_workspace

    workspace = new_workspace("Bench", slug="bench", made_up=True)
    staff(workspace.id, sdrs=1, sellers=SELLERS, domain="bench.gleanry.test", password="bench")  # made up
    sellers = [member.pk for member in list_members(workspace.id, role=Role.SELLER)]
    for start in range(0, present, STEP):
        rows = [_row(workspace.id, sellers, n) for n in range(start, min(start + STEP, present))]
        with transaction.atomic():
            bulk.insert(Opportunity, COLUMNS, rows)


COLUMNS = (
    "workspace_id", "name", "owner_id", "product", "process", "stage", "grade", "currency", "amount_minor", "rate",
    "base_minor", "word_minor", "outcome", "external_id", "loss_reason", "opened_at", "closed_at", "expected_close",
    "criteria", "next_grade", "competitor", "decider", "version",
)  # fmt: skip
STAGES, GRADES = ("discovery", "demo", "proposal", "negotiation"), ("A", "B", "C", "D", "E")


def _row(workspace_id: int, sellers: list[int], n: int) -> tuple[Any, ...]:
    outcome = "" if n % 3 == 0 else "won" if n % 5 == 0 else "lost"
    opened = NOW - timedelta(days=n % 1000)
    closed = None if not outcome else min(opened + timedelta(days=n % 90), NOW)
    amount = 100_000 + n % 9_000 * 100
    base = amount * 7 if n % 10 == 0 else amount
    grade = {"": GRADES[n % 5], "won": "S", "lost": "F"}[outcome]
    money = ("USD" if n % 10 == 0 else "CNY", amount, 7 if n % 10 == 0 else 1, base, amount // 2 if n % 2 else None)
    what = (f"Deal {n}", sellers[n % len(sellers)], f"line {n % 20}", "main", STAGES[n % 4], grade)
    return (workspace_id, *what, *money, outcome, "", "", opened, closed,
            NOW.date() + timedelta(days=n % 365 - 60), {}, "", "", "", 1)  # fmt: skip


if __name__ == "__main__":
    main()
