"""Read score cards, cells and learned scores; recompute what was stored; try another table."""

from gleanry.flow.score.queries.cards import cards_of, first_scorings
from gleanry.flow.score.queries.cells import cell_of, cells_of
from gleanry.flow.score.queries.learned import learned_scores, likelihoods_of
from gleanry.flow.score.queries.replay import latest_recomputed, recomputed
from gleanry.flow.score.queries.trying import dry_run

__all__ = [
    "cards_of",
    "cell_of",
    "cells_of",
    "dry_run",
    "first_scorings",
    "latest_recomputed",
    "learned_scores",
    "likelihoods_of",
    "recomputed",
]
