"""Who is there for a batch: at work or why not, on which local day, how much they were given and hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from gleanry.flow.route.queries import taken_on
from gleanry.flow.route.rules import DAY_CAP, FREE_DAY, HOLDING_CAP, HOURS, LEAVE, OFF, Availability, Book, People
from gleanry.flow.route.rules.availability import Caps
from gleanry.leads.queries import held_by, pool_book
from gleanry.tenants.queries import working_times
from gleanry.tenants.shapes import WorkingTimes
from gleanry.world.shapes import WorkingCalendar

A_DAY = timedelta(days=1)


class Presence:
    """What the people of a batch are doing. Statements do not grow with the people."""

    def __init__(self, workspace_id: int, people: People, book: Book, at: datetime) -> None:
        self.at = at
        self._times = working_times(workspace_id, sorted(people.ids))
        caps = caps_of(workspace_id, people)
        self.availability = Availability(self._off(people) if book.asks_hours else {})
        if caps is not None:
            for_day, for_holding, self.availability.caps_for = caps
            if for_day:
                self.availability.today = self._today(workspace_id, people)
            if for_holding:
                self.availability.held = held_by(workspace_id, people.ids)

    def day_of(self, member_id: int) -> date:
        """The member's local day."""
        return self.at.astimezone(self._times.of(member_id).zone).date()

    def again_at(self, passed: Sequence[tuple[int, str]], minutes: int) -> datetime:
        """When to try again a lead for which these were passed over: as soon as one of them may take it."""
        return min((self._may_at(member, why, minutes) for member, why in passed), default=self.at + A_DAY)

    def _may_at(self, member_id: int, why: str, minutes: int) -> datetime:
        if why in OFF:
            return self._times.of(member_id).next_open(self.at)
        if why == DAY_CAP:
            zone = self._times.of(member_id).zone
            return datetime.combine(self.day_of(member_id) + A_DAY, time(), zone)
        return self.at + (timedelta(minutes=minutes) if why == HOLDING_CAP else A_DAY)

    def _off(self, people: People) -> Mapping[int, str]:
        told: dict[int, str] = {}
        off = {}
        for member_id in people.ids:
            calendar = self._times.of(member_id)
            if id(calendar) not in told:
                told[id(calendar)] = why_off(calendar, self._times, self.at)
            if told[id(calendar)]:
                off[member_id] = told[id(calendar)]
        return off

    def _today(self, workspace_id: int, people: People) -> dict[int, int]:
        days: dict[date, list[int]] = {}
        for member_id in people.ids:
            days.setdefault(self.day_of(member_id), []).append(member_id)
        found: dict[int, int] = {}
        for day, members in days.items():  # at most three days at any moment, whatever the zones
            for (member_id, how), count in taken_on(workspace_id, members, day).items():
                if how != "claimed":
                    found[member_id] = found.get(member_id, 0) + count
        return found


def why_off(calendar: WorkingCalendar, times: WorkingTimes, at: datetime) -> str:
    """Why somebody is not at work: on leave before they next would be, a free day, or outside hours.

    A day off of one's own on which the workspace works counts as leave.
    """
    try:
        until = calendar.next_open(at)
    except ValueError:  # no working time ahead at all
        return LEAVE
    if until == at:
        return ""
    if any(since < until and end > at for since, end in calendar.away):
        return LEAVE
    day = at.astimezone(calendar.zone).date()
    if calendar.is_working_day(day):
        return HOURS
    return LEAVE if times.workspace.is_working_day(day) else FREE_DAY


CapsFor = tuple[bool, bool, Callable[[str, int], Caps | None]]
"""Whether any pool has a cap for a day, and for what is held; the caps of a member in a pool."""


def caps_of(workspace_id: int, people: People) -> CapsFor | None:
    """The caps of members in pools; None where the workspace has none at all."""
    book = pool_book(workspace_id)
    caps = [*book.role_caps.values(), *(setting.caps for setting in book.pools.values())]
    for_day = any(cap.assign_per_day is not None for cap in caps)
    for_holding = any(cap.hold_most is not None for cap in caps)
    if not for_day and not for_holding:
        return None
    known: dict[tuple[str, frozenset[str]], Caps] = {}

    def caps_for(pool: str, member_id: int) -> Caps | None:
        key = (pool, people.roles_of(member_id))
        if key not in known:
            known[key] = book.caps_for(*key)
        return known[key]

    return for_day, for_holding, caps_for
