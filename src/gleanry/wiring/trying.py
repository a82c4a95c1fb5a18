"""What new entries of the lists would have caught, and what became of those leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gleanry.flow.clean.queries import try_entries
from gleanry.flow.clean.shapes import NewEntry, Reason, Trial
from gleanry.flow.identify.queries import leads_of_submissions
from gleanry.leads.queries import leads_by_id
from gleanry.leads.shapes import LeadRow

DAYS = 90


@dataclass(frozen=True)
class Outcome:
    """A trial with the leads of what it caught. The counts are of leads: a repeat counts with its source lead."""

    trial: Trial
    leads: dict[int, LeadRow]
    mql: int
    sql: int
    won: int
    held: int

    @property
    def caught(self) -> int:
        return len(self.trial.caught)

    def by_entry(self) -> list[tuple[int, int]]:
        """(entry, counted from 1, how many it caught), the one that caught most first."""
        named = (reason.entry_id or 0 for catch in self.trial.caught for reason in _each_once(catch.reasons))
        return Counter(named).most_common()


def try_lists(workspace_id: int, entries: Sequence[NewEntry], now: datetime, *, days: int = DAYS) -> Outcome:
    """Try entries against the submissions of the last `days` days. Nothing is written.

    `leads` is submission id -> its lead; `held` counts those in the invalid pool already.
    """
    trial = try_entries(workspace_id, entries, now - timedelta(days=days))
    lead_of = leads_of_submissions(workspace_id, (catch.submission_id for catch in trial.caught))
    leads = leads_by_id(workspace_id, lead_of.values())
    sources = leads_by_id(workspace_id, {lead.source_lead_id or lead.id for lead in leads.values()})
    return Outcome(
        trial=trial,
        leads={submission: leads[lead_id] for submission, lead_id in lead_of.items() if lead_id in leads},
        mql=sum(1 for lead in sources.values() if lead.mql_at or lead.sql_at or lead.opportunity_at or lead.won_at),
        sql=sum(1 for lead in sources.values() if lead.sql_at or lead.opportunity_at or lead.won_at),
        won=sum(1 for lead in sources.values() if lead.won_at),
        held=sum(1 for lead in leads.values() if lead.pool == "invalid"),
    )


def _each_once(reasons: Iterable[Reason]) -> Iterable[Reason]:
    return {reason.entry_id: reason for reason in reasons}.values()
