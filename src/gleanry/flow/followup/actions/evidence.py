"""What is kept of a missed deadline: what was due, by which calendar and rules, and what its holder did meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from gleanry.flow.followup.actions.rules_behind import RulesBehind
from gleanry.flow.followup.models import FollowUp, Notice, Pause
from gleanry.flow.followup.shapes import Missed
from gleanry.kit import bulk
from gleanry.tenants.shapes import WorkingTimes
from gleanry.world.shapes import WorkingCalendar

MOST_DONE = 20
MOST_DAYS = 92
ONE_DAY = timedelta(days=1)
Rows = Mapping[int, Sequence[tuple[Any, ...]]]


@dataclass
class Evidence:
    """What is known of a batch: by lead what was done, by lead its pauses, by deadline its reminders."""

    rules: RulesBehind
    times: WorkingTimes
    done: Rows
    pauses: Rows
    reminders: Rows
    _days: dict[tuple[int, date, date], list[str]] = field(default_factory=dict)

    def of(self, row: Missed) -> dict[str, Any]:
        """The evidence of one deadline, as it is stored; instants and days are ISO texts."""
        promise = self.rules.promise(row)
        calendar = self.times.of(row.owner_id)
        done = [entry for entry in self.done.get(row.lead_id, ()) if row.started_at <= entry[4] <= row.due_at]
        pauses = [entry for entry in self.pauses.get(row.lead_id, ()) if _overlaps(entry, row)]
        return {
            "since": row.started_at.isoformat(),
            "due": row.due_at.isoformat(),
            "rules": row.rules_id,
            "version": self.rules.versions.get(row.rules_id),
            "rule": None if promise is None else promise.row + 1,
            "working": bool(promise and promise.working),
            "zone": calendar.zone.key,
            "hours": hours_of(calendar),
            "off": self._off(calendar, row),
            "did": len(done),
            "done": [{"at": e[4].isoformat(), "by": e[1], "kind": e[2], "result": e[3]} for e in done[-MOST_DONE:]],
            "reminded": [entry[1].isoformat() for entry in self.reminders.get(row.id, ())],
            "pauses": [
                {"at": e[1].isoformat(), "until": (e[2] or e[3]).isoformat(), "reason": e[4], "by": e[5]}
                for e in pauses
            ],
        }

    def _off(self, calendar: WorkingCalendar, row: Missed) -> list[str]:
        """The days between start and end on which this person did not work."""
        first, last = (at.astimezone(calendar.zone).date() for at in (row.started_at, row.due_at))
        key = (id(calendar), first, last)
        if key not in self._days:
            span = range(min((last - first).days + 1, MOST_DAYS))
            days = [first + number * ONE_DAY for number in span]
            self._days[key] = [day.isoformat() for day in days if not calendar.is_working_day(day)]
        return self._days[key]


def hours_of(calendar: WorkingCalendar) -> list[str]:
    """The hours of an ordinary working day, such as ["09:00-12:00", "13:30-18:00"]."""
    spans: Sequence[Any] = next(filter(None, calendar.hours.week), ())
    return [f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in spans]


def _overlaps(pause: tuple[Any, ...], row: Missed) -> bool:
    ended: datetime | None = pause[2]
    return bool(pause[1] <= row.due_at) and (ended is None or ended >= row.started_at)


def gather(workspace_id: int, missed: Sequence[Missed], rules: RulesBehind, times: WorkingTimes) -> Evidence:
    """What the evidence of a batch draws on; three statements."""
    leads = {row.lead_id for row in missed}
    done = ("lead_id", "member_id", "kind", "result", "at")
    pauses = ("lead_id", "at", "ended_at", "until", "reason", "by")
    told = ("deadline_id", "at")
    return Evidence(
        rules,
        times,
        _by_first(bulk.find(FollowUp, done, workspace_id=workspace_id, key="lead_id", among=leads)),
        _by_first(bulk.find(Pause, pauses, workspace_id=workspace_id, key="lead_id", among=leads)),
        _by_first(
            bulk.find(
                Notice,
                told,
                workspace_id=workspace_id,
                key="deadline_id",
                among=[row.id for row in missed],
                where="t.kind = 'remind'",
            )
        ),
    )


def _by_first(rows: Sequence[tuple[Any, ...]]) -> Rows:
    found: dict[int, list[tuple[Any, ...]]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return found
