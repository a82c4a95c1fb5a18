"""What the cockpit remembers: snapshots and how right they were, what was learned of deals, targets, reviews."""

from gleanry.cockpit.models.forecast import DealChance, ForecastScore, LearnedForecast, Snapshot, SnapshotDeal
from gleanry.cockpit.models.reviews import Commitment, Review
from gleanry.cockpit.models.targets import TargetNode, TargetPlan

__all__ = [
    "Commitment",
    "DealChance",
    "ForecastScore",
    "LearnedForecast",
    "Review",
    "Snapshot",
    "SnapshotDeal",
    "TargetNode",
    "TargetPlan",
]
