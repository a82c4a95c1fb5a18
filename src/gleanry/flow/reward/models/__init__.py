"""Statements with their lines, and what they are made from."""

from gleanry.flow.reward.models.inputs import Award, ClaimDue, Goal
from gleanry.flow.reward.models.statements import Closing, Line, Statement, StatementState

__all__ = ["Award", "ClaimDue", "Closing", "Goal", "Line", "Statement", "StatementState"]
