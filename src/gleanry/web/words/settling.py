"""What sources, cases and registrations are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from gleanry.flow.settle.shapes import Proposal, Source, SourceRule

CASE_STATES: Mapping[str, Any] = {
    "open": pgettext_lazy("case", "to be decided"),
    "decided": pgettext_lazy("case", "decided, may be appealed"),
    "appealed": pgettext_lazy("case", "appealed"),
    "closed": pgettext_lazy("case", "closed"),
}
ENTRIES: Mapping[str, Any] = {
    "opened": pgettext_lazy("case", "Opened"),
    "argued": pgettext_lazy("case", "Added"),
    "decided": pgettext_lazy("case", "Decided"),
    "appealed": pgettext_lazy("case", "Appealed"),
    "final": pgettext_lazy("case", "Decided for good"),
    "missed": pgettext_lazy("case", "Not done in time"),
    "closed": pgettext_lazy("case", "Stands: nobody appealed"),
}
STEPS: Mapping[str, Any] = {
    "answer_a": gettext_lazy("the first side's answer"),
    "answer_b": gettext_lazy("the second side's answer"),
    "judge": gettext_lazy("the decision"),
    "final": gettext_lazy("the decision on the appeal"),
}
CLAIM_KINDS: Mapping[str, Any] = {
    "account": gettext_lazy("Keeps the account"),
    "lead": pgettext_lazy("claim", "Lead"),
    "deal": pgettext_lazy("claim", "Opportunity"),
    "registration": pgettext_lazy("claim", "Registration"),
}
RECORD_KINDS: Mapping[str, Any] = {
    "lead": pgettext_lazy("claim", "Lead"),
    "visit": gettext_lazy("Visit"),
    "touch": gettext_lazy("Touch"),
    "registration": pgettext_lazy("claim", "Registration"),
}
PROPOSED: Mapping[str, Any] = {
    "protected": gettext_lazy("the company is protected by their registration"),
    "first_within": gettext_lazy("they recorded it first within the time"),
    "last_before": gettext_lazy("they recorded it last, before the time"),
    "pipe_first_within": gettext_lazy("the pipe of their lead recorded it first within the time"),
    "pipe_last_before": gettext_lazy("the pipe of their lead recorded it last, before the time"),
    "keeps_account": gettext_lazy("they keep the account"),
    "first_claim": gettext_lazy("they were there first"),
    "even": gettext_lazy("nothing on record speaks for either"),
}
REGISTRATION_STATES: Mapping[str, Any] = {
    "accepted": pgettext_lazy("registration", "protected"),
    "case": pgettext_lazy("registration", "in dispute"),
    "refused": pgettext_lazy("registration", "refused"),
    "ended": pgettext_lazy("registration", "ended"),
}
REGISTRATION_REASONS: Mapping[str, Any] = {
    "protected": gettext_lazy("somebody else has it protected"),
    "own_already": gettext_lazy("you have it protected already"),
    "cap": gettext_lazy("you have as many protected as the rules allow"),
    "known": gettext_lazy("somebody else works on it"),
    "decided": gettext_lazy("given to somebody else by a decision"),
}


def pipe_name(code: str, rule: SourceRule) -> str:
    """What a pipe is called in the viewer's language; a code no longer in the book as it is."""
    for pipe in rule.pipes:
        if pipe.code == code:
            return pipe.zh if (get_language() or "").startswith("zh") else pipe.en
    return code or _("Not on record")


def source_text(source: Source) -> str:
    """Why an opportunity has its source, in one sentence."""
    if source.reason == "first_within":
        text = ngettext(
            "Recorded first within %(n)s month before the opportunity.",
            "Recorded first within %(n)s months before the opportunity.",
            source.months,
        )
    elif source.reason == "last_before":
        text = ngettext(
            "Nothing was recorded within %(n)s month before the opportunity; recorded last before that.",
            "Nothing was recorded within %(n)s months before the opportunity; recorded last before that.",
            source.months,
        )
    else:
        return _("Nothing was on record before the opportunity.")
    return text % {"n": source.months}


def proposal_text(proposal: Proposal, first: str, second: str) -> str:
    """What the rule proposes, in one sentence."""
    why = str(PROPOSED.get(proposal.reason, proposal.reason))
    if proposal.share_a in (0, 100):
        who = first if proposal.share_a else second
        return _("All to %(who)s: %(why)s.") % {"who": who, "why": why}
    said = {"first": first, "second": second, "a": proposal.share_a, "b": 100 - proposal.share_a, "why": why}
    return _("%(a)s %% to %(first)s, %(b)s %% to %(second)s: %(why)s.") % said


def share_text(share_a: int, first: str, second: str) -> str:
    """How a case was decided, in short."""
    if share_a in (0, 100):
        return _("all to %(who)s") % {"who": first if share_a else second}
    return _("%(first)s %(a)s %%, %(second)s %(b)s %%") % {
        "first": first,
        "second": second,
        "a": share_a,
        "b": 100 - share_a,
    }
