"""How long the statements of a month take: 500 people over 100,000 receipts, shared by three departments.

Measured end to end, as finance asks for it: shares of every claimed receipt, completion of every person's target, the
commission of every line, the sums; then once more without news, and the closing of the month with its seals.

--present is how many receipts there are.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from bench.printing import Findings, arguments, seconds
from bench.scratch import open_house

PEOPLE = 500
CEILING = 300.0
MONTH, CLOSED = date(2026, 1, 1), datetime(2026, 2, 2, 2, tzinfo=UTC)
STEP = 10_000


def main() -> None:
    given = arguments(__doc__)
    scratch = open_house()
    scratch.crowded(given.present, fill)
    from django.db.models import Sum

    from gleanry.flow.reward.actions import close_month, make_statements
    from gleanry.flow.reward.models import Line, Statement
    from gleanry.tenants.queries import list_members, list_workspaces, viewer_of
    from gleanry.tenants.shapes import Role

    workspace_id = list_workspaces()[0].id
    made = seconds(lambda: make_statements(workspace_id, MONTH, CLOSED))
    again = seconds(lambda: make_statements(workspace_id, MONTH, CLOSED))
    lines, statements = Line.objects.of(workspace_id), Statement.objects.of(workspace_id)
    said = statements.aggregate(total=Sum("total_minor"))["total"]
    assert said == lines.aggregate(total=Sum("pay_base_minor"))["total"], "statements are not the sum of their lines"
    shared = lines.aggregate(total=Sum("base_minor"))["total"]
    assert shared == sum(amount(n) for n in range(given.present)), "not every receipt was shared whole"
    admin = viewer_of(list_members(workspace_id, role=Role.ADMINISTRATOR)[0])
    closed = seconds(lambda: close_month(admin, MONTH, CLOSED))
    count = lines.count()
    found = Findings("statements", scratch.vendor, f"{PEOPLE} people, {given.present:,} receipts, {count:,} lines")
    found.rows = [
        ("making the statements", made, "s"),
        ("receipts a second", given.present / made, "1/s"),
        ("making them again, without news", again, "s"),
        ("closing the month, seals and all", closed, "s"),
    ]
    found.claims.append(("making them, s", made, f"under {CEILING:.0f}", made < CEILING))
    found.tell(as_json=given.json)


def amount(n: int) -> int:
    """What receipt number n is of, in cents."""
    return 100_000 + n * 7 % 900_001


def fill(receipts: int) -> None:
    """Sellers, SDRs and marketers with targets, and claimed receipts of January."""
    from django.db import transaction

    from gleanry.flow.reward.actions import set_goals
    from gleanry.tenants.actions import add_member
    from gleanry.tenants.shapes import Role
    from gleanry.values.money import Money
    from gleanry.wiring.playbooks import new_workspace

    workspace = new_workspace("Bench", slug="bench")
    with transaction.atomic():
        email = "admin@bench.example"
        add_member(workspace.id, "Admin", roles=[Role.ADMINISTRATOR], email=email, password="measured-grain")
        roles = [Role.SELLER] * (PEOPLE - 105) + [Role.SDR] * 100 + [Role.MARKETER] * 5
        people = [add_member(workspace.id, f"M{n}", roles=[role]).pk for n, role in enumerate(roles)]
        goals = [(who, MONTH, Money.of(300_000, "CNY")) for who in people[: PEOPLE - 105]]
        set_goals(workspace.id, goals, CLOSED)
    for start in range(0, receipts, STEP):
        with transaction.atomic():
            _step(workspace.id, people, range(start, min(start + STEP, receipts)))


def _step(workspace_id: int, people: list[int], numbers: range) -> None:
    from gleanry.flow.collect.facts import Claimed
    from gleanry.flow.collect.models import Claim, Receipt
    from gleanry.flow.convert.models import Opportunity
    from gleanry.flow.reward.actions import note_claims
    from gleanry.kit import bulk

    sellers, sdrs = people[: PEOPLE - 105], people[PEOPLE - 105 : PEOPLE - 5]
    ids = [bulk.allocate(model, len(numbers)) for model in (Opportunity, Receipt, Claim)]
    deals, receipts, claims = [], [], []
    for n, deal, receipt, claim in zip(numbers, *ids, strict=True):
        at = datetime(2026, 1, 1, 4, tzinfo=UTC) + timedelta(minutes=n % 43_000)
        owner = sellers[n % len(sellers)]
        sdr = sdrs[n % len(sdrs)]
        deals.append((deal, workspace_id, owner, sdr, "D", "pump", "demo", "CNY", "won", at, "", "", 1, 0, 0))
        receipts.append((receipt, workspace_id, "", "", "deal", amount(n), "CNY", 1, amount(n), at, "", ""))
        claims.append(
            (claim, workspace_id, receipt, "deal", deal, owner, amount(n), amount(n), amount(n), "CNY", at, "")
        )
    bulk.insert(Opportunity, DEAL, deals)
    bulk.insert(Receipt, RECEIPT, receipts)
    bulk.insert(Claim, CLAIM, claims)
    note_claims(workspace_id, Claimed(tuple(ids[2])), CLOSED)


DEAL = (
    "id", "workspace_id", "owner_id", "sdr_id", "name", "product", "stage", "currency", "outcome", "opened_at",
    "external_id", "loss_reason", "rate", "amount_minor", "base_minor",
)  # fmt: skip
RECEIPT = (
    "id", "workspace_id", "external_id", "fingerprint", "source", "amount_minor", "currency", "rate", "base_minor",
    "received_at", "payer", "reference",
)  # fmt: skip
CLAIM = (
    "id", "workspace_id", "receipt_id", "kind", "opportunity_id", "owner_id", "amount_minor", "base_minor",
    "settled_minor", "settled_currency", "at", "reason",
)  # fmt: skip


if __name__ == "__main__":
    main()
