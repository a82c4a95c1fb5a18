"""Papers: how they are numbered, which terms they begin with, and whose name stands at their head."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gleanry.web.editing import Book, Choice, Field, Number, Settings, Table, Text, Whole
from gleanry.web.words.orders import TERM_FAULTS, WHENS

PATTERN = Text(most=30)
BOOK = Book(
    name="papers",
    order=82,
    title=_("Quotes and orders"),
    decides=_("How quotes, contracts and orders are numbered, and what a new one begins with."),
    reads="deals.see",
    sections=(
        Settings(
            _("Numbers"),
            (
                Field("numbers.quote", _("Quotes"), PATTERN, required=True),
                Field("numbers.pi", _("Proforma invoices"), PATTERN, required=True),
                Field("numbers.contract", _("Contracts"), PATTERN, required=True),
                Field("numbers.order", _("Orders"), PATTERN, required=True),
                Field("numbers.delivery", _("Deliveries"), PATTERN, required=True),
                Field("numbers.return", _("Returns"), PATTERN, required=True),
            ),
            help=_("{year} is the year, {n:05} the number with five digits; with {year} it begins anew each year."),
        ),
        Settings(
            _("A new quote"),
            (
                Field("valid_days", _("Is valid for"), Whole(least=1, most=3650, unit=_("days")), required=True),
                Field("tax", _("Tax in per cent"), Number(least=0, most=100, as_text=True)),
                Field("incoterm", _("Terms of delivery"), Text(most=60), help=_("Such as FOB Shanghai.")),
            ),
        ),
        Table(
            "terms",
            _("Payment"),
            (
                Field("percent", _("Per cent"), Number(least=0, most=100, as_text=True), required=True),
                Field("when", _("Falls due"), Choice(WHENS), required=True),
                Field("days", _("Days after that"), Whole(least=0, most=3650)),
            ),
            help=_("The shares come to 100 per cent."),
        ),
        Settings(
            _("At the head of a paper"),
            (
                Field("header.zh", _("Company in Chinese"), Text(most=120)),
                Field("header.en", _("Company in English"), Text(most=120)),
                Field("header.address_zh", _("Address in Chinese"), Text(most=200), wide=True),
                Field("header.address_en", _("Address in English"), Text(most=200), wide=True),
                Field("header.contact", _("Telephone and mail"), Text(most=200), wide=True),
                Field("header.bank", _("Bank account"), Text(most=300), wide=True),
            ),
        ),
    ),
    cures={
        "no_count": _("Put {n} where the number is to stand, or {n:05} for five digits."),
        "bad_part": _("Only {year} and {n} may stand in braces, and no spaces anywhere."),
        "twice": _("Two kinds of papers would have the same numbers."),
        "not_days": _("Days are a whole number from 1 to 3650."),
        **{code: words for code, words in TERM_FAULTS.items() if code != "none"},
    },
)
