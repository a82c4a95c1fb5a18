"""Each stage's account: in = out + held + refused.

What a stage was given is counted from the ledger, what became of it from the stage's own tables, and what is still on
its way from the deliveries owed; a difference means that something was lost or counted twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db import connection

from gleanry.cockpit.shapes import FlowReport, StageReport
from gleanry.kit import ledger
from gleanry.kit.models import Delivery


def flow_report(workspace_id: int) -> FlowReport:
    """The account of every stage of a workspace, and how many leads each pool holds."""
    with connection.cursor() as cursor:

        def count(sql: str) -> int:
            cursor.execute(sql, {"w": workspace_id})
            return int(cursor.fetchone()[0] or 0)

        stages = _stages(count, ledger.announced_sizes(workspace_id), _owed(workspace_id))
        cursor.execute(
            "SELECT pool, count(*) FROM leads_lead WHERE workspace_id = %(w)s GROUP BY pool ORDER BY pool",
            {"w": workspace_id},
        )
        pools = dict(cursor.fetchall())
    return FlowReport(stages, pools)


def _owed(workspace_id: int) -> dict[str, int]:
    """Handler -> how many records it has still to be handed."""
    owed: dict[str, int] = {}
    for handler, size in Delivery.objects.of(workspace_id).values_list("handler", "size"):
        name = handler.partition(">")[2]
        owed[name] = owed.get(name, 0) + size
    return owed


def _stages(
    count: Callable[[str], int], announced: Mapping[str, int], owed: Mapping[str, int]
) -> tuple[StageReport, ...]:
    said = announced.get
    in_workspace = "WHERE workspace_id = %(w)s"
    accepted, deals = said("followup.Accepted", 0), said("capture.DealsCaptured", 0)
    return (
        StageReport(
            "capture",
            taken=count(f"SELECT count(*) FROM capture_submission {in_workspace}"),
            out=said("capture.LeadsCaptured", 0) + deals + said("capture.TouchesCaptured", 0),
            held=0,
            refused=count(f"SELECT count(*) FROM capture_submission {in_workspace} AND problems IS NOT NULL"),
        ),
        StageReport(
            "clean",
            taken=said("capture.LeadsCaptured", 0),
            out=count(f"SELECT count(*) FROM clean_cleanrecord {in_workspace} AND verdict = 'passed'"),
            held=owed.get("clean.clean_submissions", 0),
            refused=count(f"SELECT count(*) FROM clean_cleanrecord {in_workspace} AND verdict = 'refused'"),
        ),
        StageReport(
            "identify",
            taken=said("clean.Cleaned", 0) + said("clean.Refused", 0),
            out=count(f"SELECT count(*) FROM identify_match {in_workspace} AND verdict <> 'invalid'"),
            held=owed.get("actions.identify_submissions", 0) + owed.get("actions.keep_invalid", 0),
            refused=count(f"SELECT count(*) FROM identify_match {in_workspace} AND verdict = 'invalid'"),
        ),
        StageReport(
            "score",
            taken=said("identify.Identified", 0),
            out=count(f"SELECT count(*) FROM leads_lead {in_workspace} AND {NEW} AND grade <> ''"),
            held=count(f"SELECT count(*) FROM leads_lead {in_workspace} AND {NEW} AND grade = ''"),
            refused=0,
        ),
        StageReport(
            "route",
            taken=said("identify.Identified", 0),
            out=count(f"SELECT count(*) FROM leads_lead {in_workspace} AND {NEW} AND NOT ({WAITING})"),
            held=count(f"SELECT count(*) FROM leads_lead {in_workspace} AND {NEW} AND {WAITING}"),
            refused=0,
        ),
        StageReport(
            "followup",
            taken=count(f"SELECT count(*) FROM followup_deadline {in_workspace}"),
            out=count(f"SELECT count(*) FROM followup_deadline {in_workspace} AND outcome IN ('met', 'released')"),
            held=count(f"SELECT count(*) FROM followup_deadline {in_workspace} AND outcome = ''"),
            refused=count(f"SELECT count(*) FROM followup_violation {in_workspace}"),
        ),
        StageReport(
            "nurture",
            taken=said("followup.Returned", 0),
            out=count(f"SELECT count(*) FROM nurture_enrolment {in_workspace} AND ended_at IS NOT NULL"),
            held=count(f"SELECT count(*) FROM nurture_enrolment {in_workspace} AND ended_at IS NULL")
            + owed.get("nurture.enrol_leads", 0),
            refused=0,
        ),
        StageReport(
            "convert",
            taken=accepted + deals,
            out=count(f"SELECT count(*) FROM convert_opportunity {in_workspace} AND submission_id IS NULL")
            + count(f"SELECT count(*) FROM convert_takendeal {in_workspace} AND opportunity_id IS NOT NULL"),
            held=count(f"SELECT count(*) FROM convert_takendeal {in_workspace} AND opportunity_id IS NULL")
            + owed.get("actions.open_opportunities", 0)
            + owed.get("actions.know_accounts", 0)
            + owed.get("actions.take_deals", 0),
            refused=0,
        ),
        StageReport(
            "attribute",
            taken=said("convert.Paid", 0),
            out=count(f"SELECT count(DISTINCT receipt_id) FROM attribute_credit {in_workspace}"),
            held=owed.get("attribute.credit_receipts", 0),
            refused=0,
        ),
    )


NEW = "source_lead_id IS NULL AND person_id IS NOT NULL"
"""Source leads that identification opened; those it kept as invalid have no person."""

WAITING = "owner_id IS NULL AND pool IN ('intake', 'sdr', 'sales')"
"""Waiting for somebody to have it."""
