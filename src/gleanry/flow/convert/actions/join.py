"""A lead of an account that is there already is linked to it: nobody need find out again whose it is."""

from __future__ import annotations

from datetime import datetime

from gleanry.flow.convert.models import Conversion
from gleanry.flow.identify.facts import Joined
from gleanry.flow.identify.queries import matches_of
from gleanry.kit import bulk
from gleanry.leads.queries import leads_by_id


def join_accounts(workspace_id: int, fact: Joined, at: datetime) -> None:
    """Write a conversion record for each lead that a duplicate rule found to belong to an account."""
    leads = leads_by_id(workspace_id, fact.lead_ids)
    matches = matches_of(workspace_id, (lead.submission_id for lead in leads.values()))
    rows = []
    for lead_id, account_id in zip(fact.lead_ids, fact.account_ids, strict=True):
        match = matches[leads[lead_id].submission_id]
        rows.append((workspace_id, lead_id, account_id, match.rule, match.rules_id, at))
    bulk.insert(Conversion, ("workspace_id", "lead_id", "account_id", "rule", "rules_id", "at"), rows)
