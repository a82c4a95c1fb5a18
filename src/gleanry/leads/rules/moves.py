"""Which moves the register allows."""

from __future__ import annotations

from gleanry.leads.shapes import Pool

FINAL = frozenset({Pool.CONVERTED, Pool.ATTACHED})
"""A converted or attached lead stays; its deal, or its source lead, goes on instead."""


def may_move(from_pool: str, to_pool: str) -> bool:
    """Whether a lead may go from one pool to another (or stay, changing holder)."""
    if from_pool in FINAL:
        return from_pool == to_pool == Pool.ATTACHED  # its holder changes with that of its source
    return not (to_pool == Pool.ATTACHED and from_pool != Pool.INTAKE)


def may_join(from_pool: str, source_pool: str) -> bool:
    """Whether a source lead may be attached to another one by a person.

    A converted lead goes on as its deal and cannot follow another; what is already attached has to be parted first.
    """
    return from_pool not in FINAL and source_pool != Pool.ATTACHED
