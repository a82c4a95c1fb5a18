"""What the rules of accounts say without a table behind them: for dry runs, reports and whoever has the figures."""

from gleanry.people.rules import (
    CELLS,
    abc_bounds,
    alone,
    chosen_of,
    concentrated,
    cuts_of,
    gaps_of,
    missing_of,
    places_of,
    read_tiers,
    rfm_type,
    share_of,
    support_of,
)

__all__ = [
    "CELLS",
    "abc_bounds",
    "alone",
    "chosen_of",
    "concentrated",
    "cuts_of",
    "gaps_of",
    "missing_of",
    "places_of",
    "read_tiers",
    "rfm_type",
    "share_of",
    "support_of",
]
