"""Rows that name rows which are not there. Bulk tables carry no foreign keys (decision 0009); this is asked instead."""

from __future__ import annotations

from django.db import connection

TARGETS = {
    "capture_import": ("capture_submission.import_id", "capture_knownrow.import_id"),
    "capture_submission": (
        "clean_cleanrecord.id",
        "clean_screening.id",
        "clean_knowndomain.submission_id",
        "identify_match.id",
        "convert_takendeal.id",
        "convert_opportunity.submission_id",
        "leads_lead.submission_id",
        "touches_touch.submission_id",
    ),
    "people_account": (
        "people_person.account_id",
        "leads_lead.account_id",
        "convert_opportunity.account_id",
        "convert_conversion.account_id",
        "identify_request.account_id",
        "people_account.merged_into_id",
        "identify_comparison.account_id",
        "people_accountname.account_id",
        "people_accountlookup.account_id",
    ),
    "people_person": (
        "people_identifier.person_id",
        "leads_lead.person_id",
        "touches_touch.person_id",
        "convert_opportunity.person_id",
        "people_person.merged_into_id",
        "people_consent.person_id",
    ),
    "leads_lead": (
        "leads_lead.source_lead_id",
        "leads_move.lead_id",
        "leads_mark.lead_id",
        "touches_touch.lead_id",
        "identify_match.lead_id",
        "score_scorecard.lead_id",
        "score_likelihood.lead_id",
        "score_fading.id",
        "route_assignment.lead_id",
        "followup_deadline.lead_id",
        "followup_violation.lead_id",
        "followup_followup.lead_id",
        "nurture_enrolment.lead_id",
        "clean_listentry.lead_id",
        "convert_opportunity.lead_id",
        "convert_conversion.lead_id",
        "followup_reminder.lead_id",
        "followup_reminder.by_lead_id",
        "identify_request.lead_id",
    ),
    "score_learnedscore": ("score_likelihood.model_id",),
    "tenants_member": (
        "people_account.owner_id",
        "followup_reminder.owner_id",
        "identify_request.owner_id",
        "identify_request.by",
        "leads_lead.owner_id",
        "leads_move.owner_id",
        "leads_move.from_owner_id",
        "leads_move.by",
        "leads_mark.by",
        "leads_claimed.member_id",
        "route_taken.member_id",
        "route_assignment.owner_id",
        "followup_deadline.owner_id",
        "followup_violation.owner_id",
        "followup_followup.member_id",
        "convert_opportunity.owner_id",
        "convert_opportunity.sdr_id",
        "convert_stagechange.by",
        "capture_import.by",
        "identify_merge.by",
        "identify_duplicatepair.by",
        "identify_backlogrun.by",
        "people_consent.by",
        "clean_screening.by",
        "clean_listentry.by",
        "clean_listentry.ended_by_id",
        "kit_fact.by",
        "kit_rulebook.by",
    ),
    "tenants_region": ("leads_lead.region_id",),
    "followup_deadline": ("followup_violation.deadline_id",),
    "convert_opportunity": (
        "convert_stagechange.opportunity_id",
        "convert_receipt.opportunity_id",
        "convert_takendeal.opportunity_id",
    ),
    "convert_receipt": ("attribute_credit.receipt_id",),
    "touches_touch": ("attribute_credit.touch_id",),
    "kit_rulebook": (
        "identify_match.rules_id",
        "score_scorecard.rules_id",
        "route_assignment.rules_id",
        "followup_deadline.rules_id",
        "attribute_credit.rules_id",
        "convert_conversion.rules_id",
    ),
    "kit_fact": ("kit_delivery.fact_id",),
}
"""Table -> the columns (`table.column`) that name its rows."""

SQL = "\nUNION ALL\n".join(
    f"SELECT '{name}', count(*) FROM {table} t WHERE t.workspace_id = %(w)s AND t.{column} IS NOT NULL "
    f"AND NOT EXISTS (SELECT 1 FROM {target} x WHERE x.id = t.{column} AND x.workspace_id = t.workspace_id)"
    for target, names in TARGETS.items()
    for name in names
    for table, _, column in [name.partition(".")]
)


def dangling(workspace_id: int) -> dict[str, int]:
    """`table.column` -> how many of its values name nothing in the same workspace; only those that do."""
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"w": workspace_id})
        return {name: count for name, count in cursor.fetchall() if count}
