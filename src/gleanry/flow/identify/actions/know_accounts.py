"""Companies and colleagues that deals from a file name, known before the deals are taken."""

from __future__ import annotations

from datetime import datetime

from gleanry.flow.capture.facts import DealsCaptured
from gleanry.flow.capture.queries import fields_of
from gleanry.flow.identify.actions.identify_submissions import LOCK
from gleanry.flow.identify.facts import AccountsKnown
from gleanry.kit import bulk, ledger
from gleanry.people.actions import add_accounts
from gleanry.people.queries import accounts_by_key
from gleanry.people.shapes import NewAccount
from gleanry.tenants.actions import add_unknown_members
from gleanry.tenants.shapes import Role
from gleanry.values.company_name import parse_company_name


def know_accounts(workspace_id: int, fact: DealsCaptured, at: datetime) -> None:
    """Add the accounts and the members that nobody knew, and hand the deals on.

    Members who were only named in records cannot sign in and are never given leads.
    """
    bulk.lock_workspace(workspace_id, LOCK)
    named: dict[str, NewAccount] = {}
    reads = fields_of(workspace_id, fact.submission_ids)
    for name, role in (("owner", Role.SELLER), ("sdr", Role.SDR)):
        add_unknown_members(workspace_id, (str(read.fields.get(name) or "")[:80] for read in reads), role=role)
    for read in reads:
        company = parse_company_name(str(read.fields.get("account") or read.fields.get("company") or ""))
        if company is not None:
            key = company.key[:200]
            named.setdefault(key, NewAccount(key=key, name=company.text[:200]))
    known = accounts_by_key(workspace_id, named)
    add_accounts(workspace_id, [new for key, new in named.items() if key not in known], at=at)
    ledger.announce(workspace_id, AccountsKnown(fact.submission_ids), at=at)
