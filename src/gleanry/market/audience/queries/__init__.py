"""Read segments and their members, try a definition, and judge everybody anew."""

from gleanry.market.audience.queries.faults import segment_faults
from gleanry.market.audience.queries.knowing import known_of, people_meant
from gleanry.market.audience.queries.previews import preview
from gleanry.market.audience.queries.segments import (
    count_members,
    count_within_reach,
    definition_faults,
    get_segment,
    has_segments,
    is_behind,
    list_members,
    list_segments,
    memberships_of,
    segment_names,
    segments_by_name,
    segments_of,
    share_done,
    versions_of,
    within_reach,
)

__all__ = [
    "count_members",
    "count_within_reach",
    "definition_faults",
    "get_segment",
    "has_segments",
    "is_behind",
    "known_of",
    "list_members",
    "list_segments",
    "memberships_of",
    "people_meant",
    "preview",
    "segment_faults",
    "segment_names",
    "segments_by_name",
    "segments_of",
    "share_done",
    "versions_of",
    "within_reach",
]
