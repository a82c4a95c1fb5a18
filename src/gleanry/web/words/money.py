"""Words of receipts, claims and debts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gleanry.values.money import Money, format_money

SOURCES: Mapping[str, Any] = {
    "deal": _("entered at the opportunity"),
    "bank": _("bank statement"),
    "hand": _("booked by hand"),
    "refund": _("refund"),
}
CLAIM_KINDS: Mapping[str, Any] = {
    "deal": _("Opportunity"),
    "pi": "PI",
    "order": pgettext_lazy("sales", "Order"),
    "over": _("Overpayment"),
}
STATES: Mapping[str, Any] = {
    "open": _("To be claimed"),
    "": _("All"),
    "over": _("Overpayments"),
    "unrated": _("Without a rate"),
}
EVIDENCE: Mapping[str, Any] = {
    "number_named": _("the reference names %(value)s"),
    "payer_is": _("the payer is %(value)s"),
    "payer_like": _("the payer is called like %(value)s"),
    "step_of_plan": _("an open step of the plan comes to %(value)s"),
    "all_owed": _("exactly what is owed, %(value)s"),
}
AGES: Mapping[str, Any] = {
    "not_due": _("Not due"),
    "to_30": _("1–30 days"),
    "to_60": _("31–60 days"),
    "to_90": _("61–90 days"),
    "over_90": _("Over 90 days"),
}
TRIGGERS: Mapping[str, Any] = {
    "order": _("after the order"),
    "before_shipment": _("before shipment"),
    "shipment": _("after the first shipment"),
    "delivery": _("after full delivery"),
    "acceptance": _("after acceptance"),
    "invoice": _("after the invoice"),
}
TELLS: Mapping[str, Any] = {
    "owner": _("who holds the order"),
    "director": _("who leads them"),
    "finance": _("finance"),
}
FAULTS: Mapping[str, Any] = {
    "bad_amount": _("The amount is zero or cannot be read."),
    "outgoing": _("Money that went out. A refund is entered at the claim it takes back."),
    "bad_currency": _("This currency is not known. Use a code such as CNY or USD."),
    "in_the_future": _("The day is still to come."),
    "bad_date": _("The day cannot be read. Write it as 2026-11-30."),
    "ambiguous_date": _("Day and month could be exchanged. Write it as 2026-11-30."),
    "bad_rate": _("The exchange rate cannot be read."),
}
VERDICTS: Mapping[str, Any] = {
    "": _("waits for approval"),
    "approved": _("sent back"),
    "refused": pgettext_lazy("refund", "refused"),
}


AMOUNTS = ("step_of_plan", "all_owed")


def evidence_text(evidence: tuple[tuple[str, str], ...], rest: Money) -> list[str]:
    """What speaks for a proposal, in words. Evidence of an amount is of all that is left of the receipt."""
    amount = format_money(rest, get_language() or "en")
    return [str(EVIDENCE[code]) % {"value": amount if code in AMOUNTS else value} for code, value in evidence]
