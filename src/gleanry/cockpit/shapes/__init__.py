"""What the cockpit gives: numbers of the flow, forecasts, targets and reviews."""

from gleanry.cockpit.shapes.forecast import (
    GROUPINGS,
    HORIZONS,
    METHODS,
    Ask,
    Change,
    DealFigures,
    Forecast,
    ForecastRow,
    OwnSums,
    Score,
    SnapshotRow,
    Unrated,
)
from gleanry.cockpit.shapes.numbers import STEPS, Finding, FlowReport, Funnel, FunnelRow, StageReport
from gleanry.cockpit.shapes.reviews import CommitmentRow, ReviewRow
from gleanry.cockpit.shapes.targets import LEVELS, MEASURES, MONEY_MEASURES, Node, Pace, Plan, Standing

__all__ = [
    "GROUPINGS",
    "HORIZONS",
    "LEVELS",
    "MEASURES",
    "METHODS",
    "MONEY_MEASURES",
    "STEPS",
    "Ask",
    "Change",
    "CommitmentRow",
    "DealFigures",
    "Finding",
    "FlowReport",
    "Forecast",
    "ForecastRow",
    "Funnel",
    "FunnelRow",
    "Node",
    "OwnSums",
    "Pace",
    "Plan",
    "ReviewRow",
    "Score",
    "SnapshotRow",
    "StageReport",
    "Standing",
    "Unrated",
]
