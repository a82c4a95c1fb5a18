"""Attribution: how conversions are shared among the touches before them. Pure: columns in, shares out.

Rule models weigh the touches of each journey (`weights`), Markov asks what would be lost without a channel (`chains`),
Shapley what each adds to the others (`models`).
"""

from gleanry.credit.models import MODELS, credit, credit_all
from gleanry.credit.reading import BadCell, from_events, from_paths
from gleanry.credit.shapes import Credited, Journeys, Settings, Share

__all__ = [
    "MODELS",
    "BadCell",
    "Credited",
    "Journeys",
    "Settings",
    "Share",
    "credit",
    "credit_all",
    "from_events",
    "from_paths",
]
