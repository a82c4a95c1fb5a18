"""Identify leads, keep the invalid ones, know the companies of deals, give touches their person; merge and undo."""

from gleanry.flow.identify.actions.accepting import accept_above, acceptable, undo_batch
from gleanry.flow.identify.actions.asking import answer_request, ask_for, check_known, give_account
from gleanry.flow.identify.actions.backlog import go_on, queue_run, start_run, stop_run
from gleanry.flow.identify.actions.editing import correct_record, record_consent
from gleanry.flow.identify.actions.identify_submissions import identify_submissions
from gleanry.flow.identify.actions.keep_invalid import keep_invalid
from gleanry.flow.identify.actions.know_accounts import know_accounts
from gleanry.flow.identify.actions.merging import merge_records
from gleanry.flow.identify.actions.namesakes import compare_new
from gleanry.flow.identify.actions.parents import place_waiting, read_parents_again
from gleanry.flow.identify.actions.publish_rules import publish_rules
from gleanry.flow.identify.actions.questions import answer_pairs, ask, doubt
from gleanry.flow.identify.actions.release_leads import release_leads
from gleanry.flow.identify.actions.take_accounts import take_accounts
from gleanry.flow.identify.actions.take_members import take_members
from gleanry.flow.identify.actions.take_touches import record_touches, take_touches
from gleanry.flow.identify.actions.undoing import undo_merges

__all__ = [
    "accept_above",
    "acceptable",
    "answer_pairs",
    "answer_request",
    "ask",
    "ask_for",
    "check_known",
    "compare_new",
    "correct_record",
    "doubt",
    "give_account",
    "go_on",
    "identify_submissions",
    "keep_invalid",
    "know_accounts",
    "merge_records",
    "place_waiting",
    "publish_rules",
    "queue_run",
    "read_parents_again",
    "record_consent",
    "record_touches",
    "release_leads",
    "start_run",
    "stop_run",
    "take_accounts",
    "take_members",
    "take_touches",
    "undo_batch",
    "undo_merges",
]
