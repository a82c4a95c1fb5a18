"""What segments announce."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class EnteredSegment:
    """People who belong to a segment from now on; columns of equal length."""

    segment_ids: tuple[int, ...]
    person_ids: tuple[int, ...]


@dataclass(frozen=True)
class LeftSegment:
    """People who belong to a segment no more: what holds of them changed, time passed, or they were merged."""

    segment_ids: tuple[int, ...]
    person_ids: tuple[int, ...]


@dataclass(frozen=True)
class SegmentDefined:
    """Segments that were made or defined anew, with the version from now on."""

    segment_ids: tuple[int, ...]
    versions: tuple[int, ...]


@dataclass(frozen=True)
class SegmentEnded:
    """Segments that are kept no longer."""

    segment_ids: tuple[int, ...]
