"""What a simulation is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Plan:
    """What is simulated: `leads` from `starts_on` on for a year, in `zone`, until `ends_at`.

    With `matures` the time after the year's end goes on until every deal has come to its end; without, what is open
    at `ends_at` stays open. The last `fine_days` days go day by day, however few the leads.
    """

    leads: int
    seed: int
    starts_on: date
    ends_at: datetime
    matures: bool
    zone: ZoneInfo
    fine_days: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a simulation came to."""

    workspace: str
    leads: int
    mql: int
    sql: int
    won: int
    paid: int

    def __str__(self) -> str:
        counts = f"{self.leads:,} leads, {self.mql:,} MQL, {self.sql:,} SQL, {self.won:,} won, {self.paid:,} paid"
        return f"{self.workspace}: {counts} (all made up)"


@dataclass(frozen=True, slots=True)
class SignIn:
    """Who may sign in to the demo."""

    role: str
    email: str
    password: str
