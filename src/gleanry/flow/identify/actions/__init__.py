"""Identify leads, keep the invalid ones, know the companies of deals, give touches their person."""

from gleanry.flow.identify.actions.identify_submissions import identify_submissions
from gleanry.flow.identify.actions.keep_invalid import keep_invalid
from gleanry.flow.identify.actions.know_accounts import know_accounts
from gleanry.flow.identify.actions.release_leads import release_leads
from gleanry.flow.identify.actions.take_touches import take_touches

__all__ = ["identify_submissions", "keep_invalid", "know_accounts", "release_leads", "take_touches"]
