"""Enrol what was given back, wake what stirs, take back what nothing happens to, put by what is for later."""

from gleanry.flow.nurture.actions.put_by import mark, put_by, unmark
from gleanry.flow.nurture.actions.recycle import recycle_breached, recycle_leads
from gleanry.flow.nurture.actions.staying import enrol_leads, wake_leads

__all__ = ["enrol_leads", "mark", "put_by", "recycle_breached", "recycle_leads", "unmark", "wake_leads"]
