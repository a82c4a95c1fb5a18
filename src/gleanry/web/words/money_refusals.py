"""What is said when money cannot be booked, claimed or billed; with the figures where they are known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gleanry.values.money import Money, format_money

TEXTS: Mapping[str, Any] = {
    "outgoing": _("This is money that went out. A refund is entered at the claim it takes back."),
    "in_the_future": _("The day is still to come. Enter the day on which it happened."),
    "known_receipt": _("This receipt was booked before and is not counted again."),
    "no_columns": _("No column of the file is the day or the amount. Name them “date” and “amount” in the first row."),
    "nothing_left": _("Nothing of this receipt is left: it is claimed already."),
    "more_than_left": _("Somebody claimed part of it: less is left than that."),
    "more_than_owed": _("That is more than is owed. Say why, and what is too much is set aside as an overpayment."),
    "other_currency": _("The amount is in another currency than the record it belongs to."),
    "rate_missing": _(
        "The receipt has no exchange rate yet. Finance states it first, then it can pay in another currency."
    ),
    "own_currency": _("This is in the workspace's own currency: it needs no rate."),
    "bad_rate": _("The exchange rate cannot be read. It is a number above zero, such as 7.1."),
    "before_order": _("It came before the order was made. Claim it for the PI or the opportunity."),
    "order_cancelled": _("This order was cancelled. Claim it for another one, or ask for a refund."),
    "no_such_target": _("There is no such order or PI among yours. Write its number as it stands on the paper."),
    "taken_back_already": _("This claim was taken back already, or is a refund itself."),
    "refund_stands": _("Money of this claim went back or is asked back: it stays as it is."),
    "more_than_claimed": _("That is more than is left of this claim to go back."),
    "own_refund": _("Nobody approves what they asked for themselves."),
    "decided_already": _("Somebody decided this a moment before."),
    "shares_missing": _("Name at least one member or unit with its part."),
    "share_of_nobody": _("Each part belongs to one member or one unit."),
    "share_twice": _("Somebody is named twice. Add the parts up."),
    "bad_share": _("A part is more than 0 %."),
    "not_whole": _("The parts have to come to 100 %."),
    "no_such_team": _("There is no such unit in this workspace."),
    "terms_missing": _("A plan needs at least one part."),
    "bad_trigger": _("Choose what each part waits for."),
    "bad_days": _("Days are a whole number from 0 to 3650."),
    "number_missing": _("An invoice needs a number."),
    "number_taken": _("There is an invoice of this number already."),
    "bad_tax": _("The tax is part of the amount and cannot be more than it."),
    "due_before_issue": _("It would be due before it is issued."),
    "more_than_order": _("With this the invoices would come to more than the order."),
    "more_than_invoice": _("With this the credit notes would come to more than the invoice."),
    "no_such_invoice": _("This order has no invoice of that number."),
}
FIGURES: Mapping[str, Any] = {
    "more_than_left": _("%(left)s of it is left; %(asked)s cannot be taken."),
    "more_than_owed": _(
        "%(owed)s is owed, and %(over)s is too much. Say why, and that is set aside as an overpayment."
    ),
    "before_order": _(
        "It came on %(came)s, before %(number)s was ordered on %(ordered)s. Claim it for the PI or the opportunity."
    ),
    "invalid_form": _("This cannot be taken: %(why)s"),
}


def money_refusal(code: str, data: Mapping[str, Any]) -> str:
    """The sentence for a refusal of money; empty for a code of another kind."""
    told = {
        name: format_money(value, get_language() or "en") if isinstance(value, Money) else str(value)
        for name, value in data.items()
    }
    if code in FIGURES:
        try:
            return str(FIGURES[code] % told)
        except KeyError:
            pass
    return str(TEXTS.get(code, ""))
