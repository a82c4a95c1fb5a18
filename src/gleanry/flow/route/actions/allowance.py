"""What one member may still take: lead by lead, each with its answer. Decides only; the claim writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from gleanry.flow.route.shapes import ClaimAnswer
from gleanry.leads.shapes import CLAIMABLE, LeadRow, PoolBook, PoolSetting, Stay, pool_after_claim
from gleanry.tenants.shapes import Viewer, WorkingTimes


@dataclass
class Allowance:
    """A member's caps as they are used up. `claimed` is by pool on the member's day, `held` counts what is held."""

    viewer: Viewer
    book: PoolBook
    times: WorkingTimes
    at: datetime
    claimed: Counter[str]
    held: int
    stays: Mapping[int, Stay] = field(default_factory=dict)

    def refusal(self, lead: LeadRow | None, lead_id: int) -> ClaimAnswer | None:
        """Why the member may not have this lead; None where it may, and then it counts at once."""
        if lead is None:
            return ClaimAnswer(lead_id, "gone")
        if lead.owner_id is not None:
            return ClaimAnswer(lead_id, "taken", owner_id=lead.owner_id)
        pool = self.book.of(lead.pool, lead.own_pool)
        if pool.kind not in CLAIMABLE or pool.code in self.viewer.barred:
            return ClaimAnswer(lead_id, "not_claimable")
        answer = self._too_early(lead, pool) or self._too_many(lead, pool)
        if answer is None:
            self.claimed[pool.code] += 1
            self.held += 1
        return answer

    def _too_early(self, lead: LeadRow, pool: PoolSetting) -> ClaimAnswer | None:
        stay = self.stays.get(lead.id)
        entered = stay.entered if stay else lead.received_at
        opens = entered + timedelta(hours=pool.opens_after_hours)
        if pool.opens_after_hours and opens > self.at:
            return ClaimAnswer(lead.id, "not_open", since=entered, until=opens)
        lost = stay.lost.get(self.viewer.member_id) if stay else None
        if not pool.cooldown_days or lost is None:
            return None
        calendar = self.times.of(self.viewer.member_id)
        free = calendar.add_working(lost, pool.cooldown_days * self.times.day)
        return ClaimAnswer(lead.id, "cooling", since=lost, until=free) if free > self.at else None

    def _too_many(self, lead: LeadRow, pool: PoolSetting) -> ClaimAnswer | None:
        roles = self.viewer.roles
        today = self.book.caps_for(pool.code, roles).claim_per_day
        if today is not None and self.claimed[pool.code] >= today:
            return ClaimAnswer(lead.id, "day_cap", count=self.claimed[pool.code], cap=today)
        most = self.book.caps_for(pool_after_claim(pool.kind), roles).hold_most
        if most is not None and self.held >= most:
            return ClaimAnswer(lead.id, "holding_cap", count=self.held, cap=most)
        return None
