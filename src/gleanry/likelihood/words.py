"""Reasons as English sentences, for the command line; the pages have words of their own."""

from __future__ import annotations

import math

from gleanry.likelihood.shapes import Reason


def sentence_of(reason: Reason) -> str:
    """`poutcome = success multiplies the odds by 5.3 (3.3 % of rows)`."""
    times = math.exp(abs(reason.log_odds))
    verb = "multiplies" if reason.log_odds > 0 else "divides"
    return f"{_named(reason)} {verb} the odds by {times:.2f} ({reason.share * 100:.1f} % of rows)"


def short_of(reason: Reason) -> str:
    """`+1.67 poutcome = success`."""
    return f"{reason.log_odds:+.2f} {_named(reason)}"


def _named(reason: Reason) -> str:
    return f"{reason.column} = {reason.value}"
