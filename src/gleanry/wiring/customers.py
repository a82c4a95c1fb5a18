"""Companies become customers: who keeps an account follows from its deals, and a won one marks that it has bought."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from gleanry.flow.convert.facts import Converted, Won
from gleanry.flow.convert.queries import parties_of
from gleanry.flow.identify.facts import AccountsKept
from gleanry.kit import ledger
from gleanry.people.actions import keep_accounts, mark_bought


def keep_converted(workspace_id: int, fact: Converted, at: datetime) -> None:
    """Leads became deals: who holds a deal keeps its account, unless somebody does already."""
    _keep(workspace_id, fact.opportunity_ids, at)


def mark_won(workspace_id: int, fact: Won, at: datetime) -> None:
    """Deals were won: their accounts have bought, and are kept by who won them, unless somebody does already."""
    _keep(workspace_id, fact.opportunity_ids, at)
    parties = parties_of(workspace_id, fact.opportunity_ids)
    mark_bought(workspace_id, [(p.account_id, p.closed_at or at) for p in parties if p.account_id is not None])


def _keep(workspace_id: int, opportunity_ids: Iterable[int], at: datetime) -> None:
    parties = parties_of(workspace_id, opportunity_ids)
    keepers = [(p.account_id, p.owner_id) for p in parties if p.account_id is not None and p.owner_id is not None]
    kept = keep_accounts(workspace_id, keepers, at=at)
    ledger.announce(workspace_id, AccountsKept(tuple(a for a, _ in kept), tuple(o for _, o in kept)), at=at)
