"""Score leads when they come, when they come again, when they do something, and when time passes."""

from gleanry.flow.score.actions.fade_leads import fade_leads
from gleanry.flow.score.actions.score_leads import rescore_merged, rescore_sources, rescore_touched, score_leads

__all__ = ["fade_leads", "rescore_merged", "rescore_sources", "rescore_touched", "score_leads"]
