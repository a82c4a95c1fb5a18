"""Find sources, open and decide cases, register companies, do what time alone does."""

from gleanry.flow.settle.actions.colliding import collide_converted, collide_registered, collide_routed, open_cases
from gleanry.flow.settle.actions.judging import appeal, argue, decide
from gleanry.flow.settle.actions.registering import Wish, extend, register
from gleanry.flow.settle.actions.sources import find_joined, find_merged, find_sources, refresh_sources
from gleanry.flow.settle.actions.sweeping import sweep_settled

__all__ = [
    "Wish",
    "appeal",
    "argue",
    "collide_converted",
    "collide_registered",
    "collide_routed",
    "decide",
    "extend",
    "find_joined",
    "find_merged",
    "find_sources",
    "open_cases",
    "refresh_sources",
    "register",
    "sweep_settled",
]
