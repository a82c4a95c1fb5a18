"""What the scheduler and the worker ask of scoring; none of it lies on a lead's way in."""

from gleanry.flow.score.tasks.fading import fade
from gleanry.flow.score.tasks.learning import apply_scores, leads_as_known, learn_scores

__all__ = ["apply_scores", "fade", "leads_as_known", "learn_scores"]
