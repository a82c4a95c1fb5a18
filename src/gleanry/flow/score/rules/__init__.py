"""The two scores: the matrix of fit and behaviour, and what is learned from the workspace's own leads."""

from gleanry.flow.score.rules.checking import faults_of
from gleanry.flow.score.rules.crossing import next_change
from gleanry.flow.score.rules.fading import faded
from gleanry.flow.score.rules.faults import Fault
from gleanry.flow.score.rules.grading import Scoring, aged, grade_of
from gleanry.flow.score.rules.moving import Direction, direction_of, steps_between
from gleanry.flow.score.rules.tables import EventRule, FitRule, ScoreTables, read_cells, read_tables

__all__ = [
    "Direction",
    "EventRule",
    "Fault",
    "FitRule",
    "ScoreTables",
    "Scoring",
    "aged",
    "direction_of",
    "faded",
    "faults_of",
    "grade_of",
    "next_change",
    "read_cells",
    "read_tables",
    "steps_between",
]
