"""Who earned the conversions, by any of the models."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gleanry.credit.chains import chain_of, removal_effects
from gleanry.credit.shapes import Credited, Journeys, Real, Settings, Share, Whole
from gleanry.credit.weights import RULES

MODELS = (*RULES, "markov", "shapley")
Earned = tuple[Real, Real, Real | None]
"""Conversions, value and removal effect by channel."""


def credit(journeys: Journeys, model: str, settings: Settings | None = None) -> Credited:
    """What each channel earned by one model; what no touch stood before is unassigned and shared by nobody.

    Channels come by conversions, most first. Raises ValueError for a model that is not known.
    """
    if model not in MODELS:
        raise ValueError(f"no attribution model is called {model}")
    settings = settings or Settings()
    touched = with_touches(journeys)
    if model == "markov":
        conversions, value, effects = _markov(touched, settings)
    elif model == "shapley":
        conversions, value, effects = _shapley(touched)
    else:
        conversions, value, effects = _shared(touched, RULES[model](touched, settings))
    rows = [
        Share(name, float(conversions[at]), float(value[at]), None if effects is None else float(effects[at]))
        for at, name in enumerate(journeys.channels)
    ]
    whole, worth = float(journeys.conversions.sum()), float(journeys.values.sum())
    return Credited(
        model,
        tuple(sorted(rows, key=lambda row: (-row.conversions, row.channel))),
        whole,
        worth,
        whole - float(touched.conversions.sum()),
        worth - float(touched.values.sum()),
    )


def credit_all(journeys: Journeys, models: Sequence[str], settings: Settings | None = None) -> list[Credited]:
    """Several models of the same journeys, in the order asked for."""
    return [credit(journeys, model, settings) for model in models]


def with_touches(journeys: Journeys) -> Journeys:
    """Those journeys that have a touch."""
    lengths = journeys.lengths
    kept = lengths > 0
    if kept.all():
        return journeys
    starts = np.concatenate([[0], np.cumsum(lengths[kept])])
    return Journeys(
        journeys.channels, journeys.touches, starts, journeys.conversions[kept], journeys.values[kept],
        journeys.nulls[kept], journeys.ages,
    )  # fmt: skip


def _shared(journeys: Journeys, weights: Real) -> Earned:
    """Each journey's conversions shared by the weights of its touches."""
    conversions, value = (
        _by_channel(journeys.touches, weights * np.repeat(what, journeys.lengths), len(journeys.channels))
        for what in (journeys.conversions, journeys.values)
    )
    return conversions, value, None


def _by_channel(channel: Whole, amounts: Real, channels: int) -> Real:
    found: Real = np.bincount(channel, weights=amounts, minlength=channels).astype(np.float64)
    return found


def _shapley(journeys: Journeys) -> Earned:
    """The Shapley value where a set of channels is worth the conversions of all journeys it covers: each journey's are
    shared equally among its different channels (Zhao, Mahboobi and Bagheri, 2018, the simplified method)."""
    channels = len(journeys.channels)
    own = np.repeat(np.arange(len(journeys.conversions)), journeys.lengths)
    pairs = np.unique(own * max(channels, 1) + journeys.touches)
    journey, channel = pairs // max(channels, 1), pairs % max(channels, 1)
    share = 1.0 / np.bincount(journey, minlength=len(journeys.conversions))[journey]
    conversions, value = (
        _by_channel(channel, share * what[journey], channels) for what in (journeys.conversions, journeys.values)
    )
    return conversions, value, None


def _markov(journeys: Journeys, settings: Settings) -> Earned:
    """Conversions and value in proportion to the removal effects."""
    known = journeys
    if not settings.with_nulls:
        known = Journeys(
            journeys.channels, journeys.touches, journeys.starts, journeys.conversions, journeys.values,
            np.zeros_like(journeys.nulls), journeys.ages,
        )  # fmt: skip
    effects = removal_effects(chain_of(known, settings.order), len(journeys.channels))
    parts = effects / (effects.sum() or 1.0)
    return parts * journeys.conversions.sum(), parts * journeys.values.sum(), effects
