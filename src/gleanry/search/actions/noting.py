"""Note which records changed. A few are indexed at once, many by the worker: an import is not kept waiting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gleanry.flow.capture.queries import fields_of
from gleanry.flow.identify.facts import AccountsKnown, Attached, Identified
from gleanry.kit import bulk, jobs
from gleanry.leads.queries import leads_by_id
from gleanry.people.queries import accounts_by_key
from gleanry.search.actions.indexing import index_records
from gleanry.search.models import Changed
from gleanry.search.shapes import Kind
from gleanry.values.company_name import parse_company_name

AT_ONCE = 10
"""Up to so many are indexed in the transaction that changed them."""
JOB = "search.tend"
LEADS = "lead"


def note_leads(workspace_id: int, fact: Identified | Attached, at: datetime) -> None:
    """Index the people and companies of leads that came: a few at once, many by the worker."""
    note(workspace_id, LEADS, fact.lead_ids)


def note_deals(workspace_id: int, fact: AccountsKnown, at: datetime) -> None:
    """Index the companies that deals brought."""
    reads = fields_of(workspace_id, fact.submission_ids)
    named = (parse_company_name(str(read.fields.get("account") or read.fields.get("company") or "")) for read in reads)
    known = accounts_by_key(workspace_id, {company.key[:200] for company in named if company is not None})
    note_accounts(workspace_id, sorted(known.values()))


def note_people(workspace_id: int, person_ids: Sequence[int]) -> None:
    """People changed, were merged or erased."""
    note(workspace_id, Kind.PERSON, person_ids)


def note_accounts(workspace_id: int, account_ids: Sequence[int]) -> None:
    """Companies changed or were merged. Whoever renames one notes its people too: they are found by its name."""
    note(workspace_id, Kind.ACCOUNT, account_ids)


def note(workspace_id: int, of: str, ids: Sequence[int]) -> None:
    """Index a few records now, or leave many to the worker; in the caller's transaction either way."""
    if not ids:
        return
    if len(ids) <= AT_ONCE:
        index_changed(workspace_id, of, ids)
        return
    bulk.insert(Changed, ("workspace_id", "of", "ids"), [(workspace_id, of, list(ids))])
    jobs.enqueue(JOB, {}, job_key(workspace_id), workspace_id=workspace_id)


def job_key(workspace_id: int) -> str:
    """One worker at a time tends a workspace's index."""
    return f"{JOB}-{workspace_id}"


def index_changed(workspace_id: int, of: str, ids: Sequence[int]) -> int:
    """Index what a note says changed: of leads, their people and companies. Returns how many documents were written."""
    if of != LEADS:
        return index_records(workspace_id, Kind(of), ids)
    leads = leads_by_id(workspace_id, ids).values()
    accounts = {lead.account_id for lead in leads if lead.account_id}
    people = {lead.person_id for lead in leads if lead.person_id}
    done = index_records(workspace_id, Kind.ACCOUNT, accounts) if accounts else 0
    return done + (index_records(workspace_id, Kind.PERSON, people) if people else 0)
