"""Identify submissions and touches, know the companies of deals; ask for what others hold; change the rules."""

from gleanry.flow.identify.actions.asking import answer_request, ask_for, check_known, give_account
from gleanry.flow.identify.actions.identify_submissions import identify_submissions
from gleanry.flow.identify.actions.keep_invalid import keep_invalid
from gleanry.flow.identify.actions.know_accounts import know_accounts
from gleanry.flow.identify.actions.publish_rules import publish_rules
from gleanry.flow.identify.actions.take_touches import take_touches

__all__ = [
    "answer_request",
    "ask_for",
    "check_known",
    "give_account",
    "identify_submissions",
    "keep_invalid",
    "know_accounts",
    "publish_rules",
    "take_touches",
]
