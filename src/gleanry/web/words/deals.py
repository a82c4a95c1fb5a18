"""The words of opportunities: fields, phases, gates, documents, risks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, Any]

DEAL_FIELDS: Words = {
    "amount": _("Expected amount"),
    "expected_close": _("Expected close"),
    "product": _("Product line"),
    "account": _("Company"),
    "decider": _("Who decides"),
    "competitor": _("Main competitor"),
    "grade": pgettext_lazy("opportunity", "Grade"),
    "name": _("Name"),
    "word_minor": _("The seller's word"),
    "next_grade": _("Grade to reach next"),
    "next_grade_on": _("Grade to reach by"),
    "stage": _("Stage"),
    "outcome": _("Outcome"),
    "criteria": _("Grade criteria"),
}
PHASES: Words = {
    "LTO": _("Lead to opportunity"),
    "OTO": _("Opportunity to offer"),
    "OTB": _("Offer to bidding"),
    "OTC": _("Offer to contract"),
    "CTC": _("Contract to cash"),
}
GATES: Words = {
    "ATI": _("ATI: go for it"),
    "ATB": _("ATB: bid"),
    "ATAC": _("ATAC: accept the contract"),
}
PAPERS: Words = {
    "quote": _("Quote"),
    "bid": _("Bid"),
    "award": _("Notice of award"),
    "contract": _("Contract"),
    "acceptance": _("Acceptance"),
}
RISKS: Words = {
    "stuck": _("Stuck in this stage"),
    "quiet": _("No contact"),
    "no_decider": _("Nobody known who decides"),
    "quote_late": _("No quote yet"),
    "bid_incomplete": _("The bid is not complete"),
    "gate_slow": _("The gate is still waiting"),
    "sign_late": _("Not signed yet"),
    "close_passed": _("Expected close has passed"),
    "collection": _("Money still owed"),
}
GATE_STATES: Words = {
    "": pgettext_lazy("gate", "waiting"),
    "approved": pgettext_lazy("gate", "approved"),
    "refused": pgettext_lazy("gate", "refused"),
    "void": pgettext_lazy("gate", "lapsed"),
}


def in_language(zh: str, en: str) -> str:
    """A name of a rule book in the present language."""
    return zh if (get_language() or "").startswith("zh") else en


def paper_name(kind: str) -> str:
    """A kind of document; one the workspace named itself stands as it is."""
    return str(PAPERS.get(kind, kind))


def gate_name(code: str) -> str:
    """A gate; one the workspace named itself stands as it is."""
    return str(GATES.get(code, code))
