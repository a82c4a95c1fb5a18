"""Each stage's account: in = out + held + refused.

What a stage was given is counted from the ledger, what became of it from the stage's own tables, and what is still on
its way from the deliveries owed; a difference means that something was lost or counted twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

from django.db import connection

from gleanry.cockpit.shapes import FlowReport, StageReport
from gleanry.kit import ledger
from gleanry.kit.models import Delivery

SQL = (files("gleanry.cockpit.queries") / "flow.sql").read_text(encoding="utf-8")
POOLS = "SELECT pool, count(*) FROM leads_lead WHERE workspace_id = %(w)s GROUP BY pool ORDER BY pool"

Counts = Mapping[str, int]


def flow_report(workspace_id: int) -> FlowReport:
    """The account of every stage of a workspace, and how many leads each pool holds."""
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"w": workspace_id})
        found = dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))
        cursor.execute(POOLS, {"w": workspace_id})
        pools = dict(cursor.fetchall())
    said = ledger.announced_sizes(workspace_id)
    owed = _owed(workspace_id)
    return FlowReport((*_before_routing(found, said, owed), *_after_routing(found, said, owed)), pools)


def _owed(workspace_id: int) -> dict[str, int]:
    """Kind of fact -> how many records are still to be handed to its first handler."""
    owed: dict[str, dict[str, int]] = {}
    for handler, size in Delivery.objects.of(workspace_id).values_list("handler", "size"):
        kind, _, action = handler.partition(">")
        by_action = owed.setdefault(kind, {})
        by_action[action] = by_action.get(action, 0) + size
    return {kind: max(by_action.values()) for kind, by_action in owed.items()}


def _before_routing(found: Counts, said: Counts, owed: Counts) -> tuple[StageReport, ...]:
    captured = [f"capture.{name}" for name in ("LeadsCaptured", "DealsCaptured", "TouchesCaptured")]
    cleaned = ("clean.Cleaned", "clean.Refused")
    return (
        StageReport("capture", found["submissions"], _sum(said, captured), 0, found["refused_rows"]),
        StageReport(
            "clean",
            taken=_sum(said, captured[:1]),
            out=found["cleaned"],
            held=_sum(owed, captured[:1]),
            refused=found["unclean"],
        ),
        StageReport(
            "identify", _sum(said, cleaned), out=found["matched"], held=_sum(owed, cleaned), refused=found["invalid"]
        ),
        StageReport(
            "score",
            _sum(said, ["identify.Identified"]),
            out=found["graded"] + found["joined"],
            held=found["ungraded"],
            refused=0,
        ),
    )


def _after_routing(found: Counts, said: Counts, owed: Counts) -> tuple[StageReport, ...]:
    deals = ("capture.DealsCaptured", "identify.AccountsKnown")
    # The last is what was said before there were claims.
    claims = ("collect.Claimed", "collect.Unclaimed", "convert.Paid")
    return (
        StageReport(
            "route",
            _sum(said, ["identify.Identified"]),
            out=found["placed"] + found["joined"],
            held=found["unplaced"],
            refused=0,
        ),
        StageReport("followup", found["deadlines"], found["kept"], held=found["running"], refused=found["missed"]),
        StageReport(
            "nurture",
            taken=_sum(said, ["followup.Returned", "nurture.Rested"]),
            out=found["woken"],
            held=found["nurtured"] + _sum(owed, ["followup.Returned"]),
            refused=0,
        ),
        StageReport(
            "convert",
            taken=_sum(said, ["followup.Accepted", deals[0]]),
            out=found["opened"] + found["deals_taken"],
            held=found["deals_waiting"] + _sum(owed, ["followup.Accepted", *deals]),
            refused=0,
        ),
        StageReport(
            "collect",
            _sum(said, ["convert.DealsPaid"]),
            out=found["collected"],
            held=_sum(owed, ["convert.DealsPaid"]),
            refused=0,
        ),
        StageReport(
            "attribute",
            _sum(said, claims),
            out=found["credited"],
            held=_sum(owed, claims[:2]),
            refused=0,
        ),
    )


def _sum(counts: Counts, kinds: tuple[str, ...] | list[str]) -> int:
    return sum(counts.get(kind, 0) for kind in kinds)
