"""Define segments, put people into lists, note what changed, keep who belongs."""

from gleanry.market.audience.actions.defining import define_segment, end_segment
from gleanry.market.audience.actions.listing import list_people, unlist_people
from gleanry.market.audience.actions.noting import note
from gleanry.market.audience.actions.tending import tend

__all__ = ["define_segment", "end_segment", "list_people", "note", "tend", "unlist_people"]
