"""Orders: what the gate asks for, who is served first, and whether complaints stop shipments."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gleanry.web.editing import Book, Choices, Field, Number, Settings, Whole, YesNo
from gleanry.web.words import labels

KINDS = {kind: labels.FOLLOW_UP_KINDS[kind] for kind in ("visit", "meeting", "call", "message", "mail")}
BOOK = Book(
    name="orders",
    order=83,
    title=_("The order gate"),
    decides=_("What has to be known before an order goes on, which orders ship first, and when none does."),
    reads="orders.see",
    sections=(
        Settings(
            _("The gate"),
            (
                Field(
                    "gate.contact_days",
                    _("Contact with the customer within"),
                    Whole(least=0, most=3650, unit=_("days")),
                    help=_("0: no contact is asked for."),
                ),
                Field("gate.kinds", _("Counts as contact"), Choices(KINDS)),
                Field("gate.intent", _("Purchase intent recorded"), YesNo()),
                Field("gate.specification", _("Specification recorded"), YesNo()),
            ),
        ),
        Settings(
            _("Ships first"),
            (
                Field("priority.urgent", _("Urgent need"), YesNo()),
                Field("priority.key_project", _("Key project"), YesNo()),
                Field("priority.long_term", _("Long-term customer of high value"), YesNo()),
                Field("priority.long_term_days", _("Long-term is"), Whole(least=0, most=3650, unit=_("days"))),
                Field(
                    "priority.long_term_value",
                    _("High value is ordered so far"),
                    Number(least=0, as_text=True),
                    help=_("In the workspace's currency."),
                ),
            ),
        ),
        Settings(
            _("After that"),
            (
                Field("complaints.pause", _("An open complaint stops shipments"), YesNo()),
                Field(
                    "order_when_won",
                    _("A won opportunity with an accepted quote is ordered by itself"),
                    YesNo(),
                ),
            ),
        ),
    ),
    cures={
        "not_days": _("Days are a whole number from 0 to 3650."),
        "not_amount": _("Write an amount such as 1000000."),
    },
)
