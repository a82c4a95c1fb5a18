"""Whose segments have to be looked at again: segments stand below the flow, so the wiring tells them what it did."""

from __future__ import annotations

from datetime import datetime

from gleanry.flow.collect.facts import Claimed, Unclaimed
from gleanry.flow.collect.queries import paid_deals
from gleanry.flow.convert.facts import Converted, Won
from gleanry.flow.convert.queries import parties_of
from gleanry.flow.followup.facts import Accepted, Qualified
from gleanry.flow.identify.facts import Attached, Consented, Corrected, Merged, TouchesTaken, Unmerged
from gleanry.flow.score.facts import Graded
from gleanry.leads.facts import Moved
from gleanry.market.audience.actions import note

Stirred = Graded | Moved | Attached | Qualified | Accepted | Converted
"""Facts of leads after which another condition may hold of their people."""


def note_stirred(workspace_id: int, fact: Stirred, at: datetime) -> None:
    """Look again to which segments the people of these leads belong."""
    note(workspace_id, "lead", fact.lead_ids)


def note_heard(workspace_id: int, fact: TouchesTaken | Consented, at: datetime) -> None:
    """Look again to which segments people belong who did or said something."""
    note(workspace_id, "person", fact.person_ids)


def note_records(workspace_id: int, fact: Merged | Unmerged | Corrected, at: datetime) -> None:
    """Look again at people who became one or two, or of whom, or of whose company, something was written better."""
    if isinstance(fact, Corrected):
        sides = list(zip(fact.kinds, fact.record_ids, strict=True))
    else:
        sides = [(k, i) for k, *pair in zip(fact.kinds, fact.winners, fact.losers, strict=True) for i in pair]
    for of in ("person", "account", "lead"):
        note(workspace_id, of, [i for kind, i in sides if kind == of])


def note_won(workspace_id: int, fact: Won, at: datetime) -> None:
    """Look again at the people whose deals were won."""
    note(workspace_id, "lead", [party.lead_id for party in parties_of(workspace_id, fact.opportunity_ids)])


def note_paid(workspace_id: int, fact: Claimed | Unclaimed, at: datetime) -> None:
    """Look again at the people whose deals were paid."""
    note(workspace_id, "lead", [deal.lead_id for deal in paid_deals(workspace_id, fact.claim_ids)])
