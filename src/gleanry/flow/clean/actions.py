"""Clean a batch of submissions."""

from __future__ import annotations

from datetime import datetime

from gleanry.flow.capture.facts import LeadsCaptured
from gleanry.flow.capture.queries import fields_of
from gleanry.flow.clean.facts import Cleaned, Refused
from gleanry.flow.clean.models import CleanRecord, Verdict
from gleanry.flow.clean.rules import clean_fields
from gleanry.kit import bulk, ledger, rulebook


def clean_submissions(workspace_id: int, fact: LeadsCaptured, at: datetime) -> None:
    """Write a clean record for each submission; announce those that passed and those that did not."""
    region = rulebook.current(workspace_id, "clean").body["phone_region"]
    passed: list[int] = []
    refused: list[int] = []
    rows = []
    for read in fields_of(workspace_id, fact.submission_ids):
        cleaning = clean_fields(read.fields, phone_region=region, source_region=read.region)
        cleaning.fields["received_at"] = read.received_at.isoformat()
        (passed if cleaning.passed else refused).append(read.submission_id)
        verdict = Verdict.PASSED if cleaning.passed else Verdict.REFUSED
        rows.append((read.submission_id, workspace_id, verdict, cleaning.fields, cleaning.defects))
    bulk.insert(CleanRecord, ("id", "workspace_id", "verdict", "fields", "defects"), rows)
    ledger.announce(workspace_id, Cleaned(tuple(passed)), at=at)
    ledger.announce(workspace_id, Refused(tuple(refused)), at=at)
