"""Markov attribution, exact: how many conversions would be lost without a channel.

Journeys are read as one walk over states, from the start to a conversion or to nothing; a channel's removal effect is
the part of the chance to convert that goes through it (Anderl, Becker, von Wangenheim and Schumann, "Mapping the
customer journey", 2016). Conversions are shared in proportion to the removal effects. With `order` k a state is the
last up to k touches, and what goes through a channel is what ever enters a state whose newest touch it is.

No walk is simulated: the chance to convert, and what is left of it when a channel leads nowhere, come from linear
equations.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gleanry.credit.shapes import Journeys, Real, Whole

DENSE = 1500
"""States up to which the equations are solved at once; beyond, by steps."""
CLOSE = 1e-13
"""Where steps end: the chance that is still on its way."""
MOST_STEPS = 100_000


@dataclass(frozen=True)
class Chain:
    """States are numbered; `newest` is the channel of each. `start` is the chance of each to be the first, `ends` that
    of a conversion after it, and steps go from `source` to `target` with a chance."""

    newest: Whole
    start: Real
    ends: Real
    source: Whole
    target: Whole
    chance: Real


def chain_of(journeys: Journeys, order: int) -> Chain:
    """The walk that a set of journeys describes; each counts as often as it ended, with or without a conversion."""
    often = journeys.conversions + journeys.nulls
    own = np.repeat(np.arange(len(often)), journeys.lengths)
    state, newest = _states(journeys, own, order)
    states = len(newest)
    follows = np.flatnonzero(own[1:] == own[:-1]) if len(own) > 1 else np.zeros(0, np.int64)
    pairs, place = np.unique(state[follows] * states + state[follows + 1], return_inverse=True)
    count = np.bincount(place, weights=often[own[follows]], minlength=len(pairs))
    start = np.bincount(state[journeys.starts[:-1]], weights=often, minlength=states)
    last = state[journeys.starts[1:] - 1]
    ends = np.bincount(last, weights=journeys.conversions, minlength=states)
    leaving = np.bincount(state, weights=often[own], minlength=states)
    leaving[leaving == 0] = 1.0
    source = pairs // states
    whole = start.sum() or 1.0
    return Chain(newest, start / whole, ends / leaving, source, pairs % states, count / leaving[source])


def _states(journeys: Journeys, own: Whole, order: int) -> tuple[Whole, Whole]:
    """The state of each touch, and the newest channel of each state."""
    state = np.unique(journeys.touches, return_inverse=True)[1]
    for back in range(1, order):
        earlier = np.zeros(len(own), np.int64)  # 0: the journey had not begun
        within = np.flatnonzero(own[back:] == own[:-back]) if len(own) > back else np.zeros(0, np.int64)
        earlier[within + back] = journeys.touches[within] + 1
        state = np.unique(state * (len(journeys.channels) + 1) + earlier, return_inverse=True)[1]
    newest = np.zeros(int(state.max()) + 1 if len(state) else 0, np.int64)
    newest[state] = journeys.touches
    return state, newest


def removal_effects(chain: Chain, channels: int) -> Real:
    """For each channel the part of all conversions that is lost without it; 0 for all where nothing ever converts."""
    if not len(chain.newest):
        return np.zeros(channels)
    solve = _Dense(chain) if len(chain.newest) <= DENSE else _Steps(chain)
    nobody = np.zeros(len(chain.newest), np.bool_)
    whole = float(chain.start @ solve.chances(nobody))
    effects = np.zeros(channels)
    for channel in range(channels) if whole > 0 else ():
        left = float(np.where(chain.newest == channel, 0.0, chain.start) @ solve.chances(chain.newest == channel))
        effects[channel] = min(max(1.0 - left / whole, 0.0), 1.0)
    return effects


class _Dense:
    """All equations at once."""

    def __init__(self, chain: Chain) -> None:
        self._chain = chain
        size = len(chain.newest)
        self._steps = np.zeros((size, size))
        self._steps[chain.source, chain.target] = chain.chance

    def chances(self, removed: NDArray[np.bool_]) -> Real:
        """The chance to convert from each state when the removed ones lead nowhere."""
        kept = np.flatnonzero(~removed)
        found = np.zeros(len(removed))
        if len(kept):
            inner = np.eye(len(kept)) - self._steps[np.ix_(kept, kept)]
            found[kept] = np.linalg.solve(inner, self._chain.ends[kept])
        return found


class _Steps:
    """Many states: one touch more at a time, until hardly anything is still on its way."""

    def __init__(self, chain: Chain) -> None:
        self._chain = chain

    def chances(self, removed: NDArray[np.bool_]) -> Real:
        """As with all equations at once, to within CLOSE."""
        chain = self._chain
        found = np.where(removed, 0.0, chain.ends)
        more = found
        for _ in range(MOST_STEPS):
            more = np.bincount(chain.source, weights=chain.chance * more[chain.target], minlength=len(found))
            more[removed] = 0.0
            found = found + more
            if more.max(initial=0.0) < CLOSE:
                break
        return found
