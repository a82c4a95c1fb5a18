"""Local hours of each weekday."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

Span = tuple[time, time]


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Local hours for each weekday.

    `week` holds seven tuples of (start, end), Monday first; an end at or before its start is on the next
    day, so (00:00, 00:00) is a whole day. `makeup` are the hours of a working day that falls on a weekday
    without hours of its own, by default those of the first weekday that has any. ValueError when no
    weekday has hours.
    """

    week: tuple[tuple[Span, ...], ...]
    makeup: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a week that is not seven days or has no hours at all."""
        if len(self.week) != 7 or not any(self.week):
            raise ValueError("working hours need seven days, one of them with hours")

    @classmethod
    def of(cls, *spans: Span, weekdays: Iterable[int] = range(5)) -> "WorkingHours":
        """Give the same hours to each of `weekdays`, Monday being 0."""
        working = frozenset(weekdays)
        return cls(tuple(spans if day in working else () for day in range(7)))

    def on(self, weekday: int) -> tuple[Span, ...]:
        """Give the hours of a working day that falls on a weekday."""
        return self.week[weekday] or self.makeup or next(filter(None, self.week))
