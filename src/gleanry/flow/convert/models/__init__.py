"""Opportunities, the work on them, how they were judged, and the money they bring."""

from gleanry.flow.convert.models.deals import Conversion, DealOutcome, Opportunity, Receipt, StageChange, TakenDeal
from gleanry.flow.convert.models.judged import DealReport, GradeChange
from gleanry.flow.convert.models.work import DealEdit, DealPaper, DealRival, DealTask, GateRequest, GateState

__all__ = [
    "Conversion",
    "DealEdit",
    "DealOutcome",
    "DealPaper",
    "DealReport",
    "DealRival",
    "DealTask",
    "GateRequest",
    "GateState",
    "GradeChange",
    "Opportunity",
    "Receipt",
    "StageChange",
    "TakenDeal",
]
