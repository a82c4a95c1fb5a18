"""How long the sweep of deadlines takes among a million that are open, when 10,000 of them have passed.

Measured end to end, as the scheduler does it every minute: marking what passed, the violations with their evidence, the
facts in the ledger, the clock of the decision that a missed first contact starts, 2,000 reminders; then one sweep that
finds nothing to do.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.printing import Findings, arguments, seconds
from bench.scratch import open_house

CEILING = 2.0
DUE, REMINDED = 10_000, 2_000
STEP = 20_000
NOW = datetime(2026, 3, 11, 2, 0, tzinfo=UTC)
KINDS = (("first_contact", "contact"), ("no_follow_up", "each_contact"))


def main() -> None:
    given = arguments(__doc__)
    scratch = open_house()
    from gleanry.flow.followup.actions import sweep_deadlines
    from gleanry.flow.followup.models import Deadline, Violation

    scratch.crowded(given.present, fill)
    workspace_id = Deadline.objects.everywhere("a bench").values_list("workspace_id", flat=True)[0]
    rows = Deadline.objects.of(workspace_id)
    there = rows.filter(outcome="").count()
    sweep_deadlines(NOW - timedelta(days=30))
    worked = time.process_time()
    took = seconds(lambda: sweep_deadlines(NOW))
    worked = time.process_time() - worked
    assert Violation.objects.of(workspace_id).count() == DUE, "not every missed deadline has its violation"
    assert rows.filter(kind="decide_mql", outcome="").count() == DUE, "not every next clock runs"
    assert rows.filter(outcome="", reminded=1).count() >= REMINDED, "not every reminder was written"
    idle = min(seconds(lambda: sweep_deadlines(NOW)) for _ in range(5))
    found = Findings("sweep", scratch.vendor, f"{there:,} deadlines open, {DUE:,} passed, {REMINDED:,} reminders")
    found.rows = [
        ("the sweep that finds them", took, "s"),
        ("of it, at work in this process", worked, "s"),
        ("passed deadlines a second", DUE / took, "1/s"),
        ("a sweep that finds nothing", idle * 1000, "ms"),
    ]
    found.claims.append(("the whole sweep, s", took, f"under {CEILING:.0f}", took < CEILING))
    found.tell(as_json=given.json)


def fill(deadlines: int) -> None:
    """Leads of SDRs with two open deadlines each."""
    from django.db import transaction

    from bench.crowd import new_house
    from gleanry.kit import rulebook
    from gleanry.tenants.queries import list_members
    from gleanry.tenants.shapes import Role

    workspace_id = new_house()
    sdrs = [member.pk for member in list_members(workspace_id, role=Role.SDR)]
    rules = rulebook.current(workspace_id, "followup")
    places = {row["kind"]: place for place, row in reversed(list(enumerate(rules.body["deadlines"])))}
    for start in range(0, deadlines // len(KINDS), STEP):
        with transaction.atomic():
            _step(workspace_id, sdrs, (rules.id, places), range(start, min(start + STEP, deadlines // len(KINDS))))


LEAD = (
    "id", "workspace_id", "submission_id", "external_id", "source", "campaign", "pool", "owner_id", "state", "obtained",
    "grade", "received_at", "first_contact_at", "owner_since", "won_minor", "paid_minor",
)  # fmt: skip
CLOCK = (
    "workspace_id", "lead_id", "owner_id", "kind", "started_at", "due_at", "outcome", "rules_id", "row", "met_by",
    "runs_from", "left_us", "remind_at", "reminded",
)  # fmt: skip


def _step(workspace_id: int, sdrs: list[int], rules: tuple[int, dict[str, int]], numbers: range) -> None:
    from bench.crowd import TABLES
    from gleanry.flow.followup.models import Deadline, FollowUp
    from gleanry.kit import bulk
    from gleanry.leads.models import Lead

    rules_id, places = rules
    leads: list[tuple[Any, ...]] = []
    clocks: list[tuple[Any, ...]] = []
    calls: list[tuple[Any, ...]] = []
    for lead_id, n in zip(bulk.allocate(Lead, len(numbers)), numbers, strict=True):
        passed, reminded = n < DUE, DUE <= n < DUE + REMINDED
        owner = sdrs[n % len(sdrs)]
        got = NOW - timedelta(days=2, seconds=n % 40_000)
        due = NOW - timedelta(seconds=n % 600) if passed else NOW + timedelta(days=1, seconds=n)
        leads.append(
            (lead_id, workspace_id, lead_id, "", "SEO", "", "sdr", owner, "pending", "auto", "C4", got, got, got, 0, 0)
        )
        for kind, met_by in KINDS:
            first = kind == "first_contact"
            ends = due if first else NOW + timedelta(days=20, seconds=n)
            remind_at = (NOW - timedelta(minutes=1) if reminded else ends - timedelta(hours=1)) if first else None
            clocks.append(
                (workspace_id, lead_id, owner, kind, got, ends, "", rules_id, places[kind], met_by, got,
                 27_000_000_000, remind_at, 0)
            )  # fmt: skip
        if passed:
            said = (workspace_id, lead_id, owner, "note", "", "稍后联系", {}, got + timedelta(hours=1), None)
            calls.append((*said, "nothing", "", ""))
    bulk.insert(Lead, LEAD, leads)
    bulk.insert(Deadline, CLOCK, clocks)
    bulk.insert(FollowUp, TABLES[FollowUp], calls)


if __name__ == "__main__":
    main()
