"""Rates of exchange: what money in other currencies is worth in the workspace's own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gleanry.web.editing import Book, Choice, Field, Number, Table
from gleanry.web.words.regions import currencies

BOOK = Book(
    name="rates",
    order=80,
    title=_("Exchange rates"),
    decides=_("What an amount in another currency is worth in the workspace's own."),
    reads="deals.see",
    sections=(
        Table(
            "rates",
            _("Exchange rates"),
            (
                Field("currency", _("Currency"), Choice(currencies), required=True),
                Field(
                    "rate",
                    _("Units of the workspace's currency for one of it"),
                    Number(least=None, as_text=True),
                    required=True,
                ),
            ),
            shape="map",
            ordered=False,
            help=_(
                "Fixed when an amount is fixed; what was counted before stays. An amount without a rate is not summed."
            ),
            nothing=_("No rate: amounts in other currencies are kept, but not summed."),
        ),
    ),
    cures={"not_positive": _("A rate is more than 0.")},
)
