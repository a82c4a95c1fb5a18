"""What is announced of people's working time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TimesChanged:
    """Members work at other times than before, each once: what is owed in working time is due at another moment."""

    member_ids: tuple[int, ...]


@dataclass(frozen=True)
class HoursSet:
    """Members got a week, a country or a zone of their own, or went back to the workspace's."""

    member_ids: tuple[int, ...]


@dataclass(frozen=True)
class ShiftsSet:
    """Shifts on dates; what stood on those days before has ended."""

    shift_ids: tuple[int, ...]
    member_ids: tuple[int, ...]


@dataclass(frozen=True)
class ShiftsCleared:
    """Shifts taken back: the usual hours of those days count again."""

    shift_ids: tuple[int, ...]
    member_ids: tuple[int, ...]


@dataclass(frozen=True)
class LeaveTaken:
    """Leave was entered."""

    leave_ids: tuple[int, ...]
    member_ids: tuple[int, ...]


@dataclass(frozen=True)
class LeaveCancelled:
    """Leave was taken back."""

    leave_ids: tuple[int, ...]
    member_ids: tuple[int, ...]
