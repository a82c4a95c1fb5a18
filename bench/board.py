"""How long the board, the list and the page of an opportunity take with a million of them, and how often they ask.

Measured: the whole page through the middleware, as its view answers, in this process, for who sees everything and for a
seller with their own. A tenth of the opportunities is open; the others are won or lost, each with its history.
"""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.lists import client_of, open_for_measuring
from bench.printing import Findings, arguments, share
from bench.scratch import open_house

CEILING = 300.0
AT_ONCE = 50_000
LATEST = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
STAGES = ("discovery", "demo", "proposal", "negotiation")
COLUMNS = (
    *("id", "workspace_id", "owner_id", "external_id", "name", "product", "stage", "amount_minor", "currency", "rate"),
    *("base_minor", "outcome", "loss_reason", "opened_at", "closed_at", "process", "stage_since", "grade"),
)


def main() -> None:
    given = arguments(__doc__, times=40)
    scratch = open_house(given.keep)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    scratch.crowded(given.present, fill)
    found = Findings("board", scratch.vendor, f"{given.present:,} opportunities there, {given.times} requests a page")
    for settings in open_for_measuring():
        settings.enable()
    slowest, counts = 0.0, {}
    for what, client, path in pages(given.present):
        client.get(path)
        times = []
        for _ in range(given.times):
            started = time.perf_counter()
            answer = client.get(path)
            times.append((time.perf_counter() - started) * 1000)
            assert answer.status_code == 200, (path, answer.status_code)
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        counts[what] = len(captured)
        slowest = max(slowest, share(times, 0.95))
        found.rows.append((f"{what}: p50", share(times, 0.5), "ms"))
        found.rows.append((f"{what}: p95", share(times, 0.95), "ms"))
        found.rows.append((f"{what}: statements", len(captured), ""))
    found.claims.append(("p95 of the slowest page, ms", slowest, f"under {CEILING:.0f}", slowest < CEILING))
    first, deep = counts["the list"], counts["the list, deep inside"]
    found.claims.append(("statements of a list deep inside", deep, f"as the first, {first}", deep == first))
    found.tell(as_json=given.json)


def fill(deals: int) -> None:
    """A workspace with ten sellers and that many opportunities, each with its history of stages and its last grade."""
    from django.db import transaction

    from gleanry.flow.convert.models import GradeChange, Opportunity, StageChange
    from gleanry.kit import bulk
    from gleanry.tenants.actions import add_member
    from gleanry.tenants.shapes import Role
    from gleanry.wiring.playbooks import new_workspace

    workspace = new_workspace("Bench", slug="bench", made_up=True).id
    add_member(workspace, "Administrator", roles=[Role.ADMINISTRATOR], email="administrator@bench.gleanry.test")
    sellers = [
        add_member(workspace, f"Seller {n}", roles=[Role.SELLER], email=f"seller{n or ''}@bench.gleanry.test").pk
        for n in range(10)
    ]
    dice = random.Random(20261121)  # made-up deals, nothing secret
    for begin in range(0, deals, AT_ONCE):
        with transaction.atomic():
            ids = bulk.allocate(Opportunity, min(AT_ONCE, deals - begin))
            rows = [_deal(dice, pk, workspace, dice.choice(sellers), begin + n) for n, pk in enumerate(ids)]
            bulk.insert(Opportunity, COLUMNS, [row for row, _, _ in rows])
            change = ("workspace_id", "opportunity_id", "from_stage", "stage", "at", "by", "reason")
            bulk.insert(StageChange, change, [step for _, steps, _ in rows for step in steps])
            graded = ("workspace_id", "opportunity_id", "from_grade", "grade", "criteria", "because", "reason", "at")
            bulk.insert(GradeChange, graded, [grade for _, _, grade in rows])


def _deal(dice: random.Random, pk: int, workspace: int, owner: int, number: int) -> tuple[Any, list[Any], Any]:
    """One opportunity, its stage changes, and its last grade."""
    outcome = "" if dice.random() < 0.1 else dice.choice(("won", "lost"))
    reached = dice.randrange(len(STAGES))
    opened = LATEST - timedelta(days=dice.randrange(1, 1000), minutes=dice.randrange(1440))
    moments = [opened + timedelta(days=step) for step in range(reached + 2)]
    closed = moments[-1] if outcome else None
    amount = dice.randrange(10_000, 90_000_000)
    grade = {"won": "S", "lost": "F"}.get(outcome) or dice.choice("ABCDE")
    money = (amount, "CNY", 1, amount, outcome, "price" if outcome == "lost" else "")
    party = (pk, workspace, owner, f"B-{number}", f"Opportunity {number}", dice.choice(("ERP", "CRM", "MES")))
    row = (*party, STAGES[reached], *money, opened, closed, "main", moments[reached], grade)
    way = ["", *STAGES[: reached + 1], *([outcome] if outcome else [])]
    steps = [
        (workspace, pk, before, stage, at, owner, "") for before, stage, at in zip(way, way[1:], moments, strict=False)
    ]
    return row, steps, (workspace, pk, "", grade, {}, [], "", closed or moments[reached])


def pages(present: int) -> list[tuple[str, Any, str]]:
    """What is asked for: (what, who asks, address)."""
    from gleanry.flow.convert.models import Opportunity

    everybody, seller = client_of("administrator"), client_of("seller")
    rows = Opportunity.objects.everywhere("the house of a bench").filter(outcome="")
    middle = rows.order_by("-pk").values_list("pk", flat=True)[present // 40]
    return [
        ("the board", everybody, "/deals/"),
        ("the board of a seller", seller, "/deals/"),
        ("the list", everybody, "/deals/list/"),
        ("the list, deep inside", everybody, f"/deals/list/?after={present // 3}"),
        ("the list by stage and grade", everybody, "/deals/list/?stage=proposal&grade=A"),
        ("the list of a seller", seller, "/deals/list/?outcome=open"),
        ("the page of one", everybody, f"/deals/{middle}/"),
    ]


if __name__ == "__main__":
    main()
