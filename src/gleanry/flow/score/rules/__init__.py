"""The two scores: the matrix of fit and behaviour, and what is learned from the workspace's own leads."""

from gleanry.flow.score.rules.matrix import FitRule, ScoreTables, Scoring, grade_of, read_tables

__all__ = ["FitRule", "ScoreTables", "Scoring", "grade_of", "read_tables"]
