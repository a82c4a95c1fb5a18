"""Note which records changed. A few are indexed at once, many by the worker: an import is not kept waiting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gleanry.flow.capture.queries import fields_of
from gleanry.flow.identify.facts import AccountsKnown, AccountsTold, Attached, Corrected, Identified, Merged, Unmerged
from gleanry.kit import bulk, jobs
from gleanry.leads.queries import leads_by_id
from gleanry.people.queries import accounts_by_key, groups_of, people_of_accounts, with_members
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


def note_told(workspace_id: int, fact: AccountsTold, at: datetime) -> None:
    """Index the companies that a file told of."""
    note_accounts(workspace_id, list(fact.account_ids))


def note_merged(workspace_id: int, fact: Merged | Unmerged, at: datetime) -> None:
    """Index anew what became one or two again, and the people of companies that did."""
    sides = [(kind, i) for kind, *pair in zip(fact.kinds, fact.winners, fact.losers, strict=True) for i in pair]
    _note_records(workspace_id, sides)


def note_corrected(workspace_id: int, fact: Corrected, at: datetime) -> None:
    """Index anew what somebody wrote better, and the people of companies that are called otherwise."""
    _note_records(workspace_id, list(zip(fact.kinds, fact.record_ids, strict=True)))


def _note_records(workspace_id: int, records: Sequence[tuple[str, int]]) -> None:
    people = [i for kind, i in records if kind == Kind.PERSON]
    accounts = [i for kind, i in records if kind == Kind.ACCOUNT]
    groups = groups_of(workspace_id, accounts, kind=Kind.ACCOUNT)
    staff = people_of_accounts(workspace_id, with_members(groups, accounts))
    note_accounts(workspace_id, list(dict.fromkeys(accounts)))
    note_people(workspace_id, list(dict.fromkeys([*people, *(i for own in staff.values() for i in own)])))


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
