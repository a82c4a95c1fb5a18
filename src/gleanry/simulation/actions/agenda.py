"""Who will do what at which moment; rebuilt from the records when a simulation goes on after an interruption."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from datetime import datetime

from gleanry.flow.convert.queries import deals_by_lead
from gleanry.leads.queries import held_leads, leads_by_id
from gleanry.leads.shapes import LeadRow, Pool
from gleanry.simulation.actions.house import House
from gleanry.simulation.rules.season import Instant
from gleanry.simulation.rules.steps import Step, steps_of_deal, steps_of_lead
from gleanry.simulation.shapes import Plan

HELD = (Pool.SDR, Pool.SALES)


class Agenda:
    """Steps by the moment at which somebody next works; what falls after the end is never done."""

    def __init__(self, plan: Plan, house: House, moments: Iterable[Instant]) -> None:
        self._plan = plan
        self._house = house
        self._moments = [moment.at for moment in moments if moment.acts]
        self._steps: dict[datetime, list[Step]] = {}

    def take(self, at: datetime) -> list[Step]:
        """The steps of one moment; they are off the agenda."""
        return self._steps.pop(at, [])

    def add(self, steps: Iterable[Step], *, after: datetime) -> None:
        """Enter the steps that fall after `after`; a step is done at the first moment of work from when it is due."""
        for step in steps:
            place = bisect_left(self._moments, step.due)
            if place < len(self._moments) and self._moments[place] > after:
                self._steps.setdefault(self._moments[place], []).append(step)

    def follow(self, workspace_id: int, lead_ids: Iterable[int], *, after: datetime) -> None:
        """Enter what follows for leads that just changed hands or became deals."""
        leads = leads_by_id(workspace_id, lead_ids)
        self._enter(workspace_id, [lead for lead in leads.values() if lead.pool in HELD], after)
        self._enter_deals(workspace_id, [lead for lead in leads.values() if lead.pool == Pool.CONVERTED], after)

    def rebuild(self, workspace_id: int, *, after: datetime) -> None:
        """Enter everything that is still to be done."""
        self._enter(workspace_id, held_leads(workspace_id, HELD), after)
        self._enter_deals(workspace_id, held_leads(workspace_id, [Pool.CONVERTED]), after)

    def _enter(self, workspace_id: int, leads: Iterable[LeadRow], after: datetime) -> None:
        for lead in leads:
            diligence = self._house.diligence.get(lead.owner_id or 0)
            if diligence is not None:
                self.add(steps_of_lead(self._plan, lead, diligence), after=after)

    def _enter_deals(self, workspace_id: int, leads: list[LeadRow], after: datetime) -> None:
        deals = deals_by_lead(workspace_id, (lead.id for lead in leads))
        for lead in leads:
            deal = deals.get(lead.id)
            if deal is not None and deal.owner_id in self._house.viewers:
                steps = steps_of_deal(self._plan, deal.id, lead.external_id, deal.owner_id, deal.opened_at)
                self.add(steps, after=after)
