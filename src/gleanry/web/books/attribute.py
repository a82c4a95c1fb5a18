"""Attribution: which touches may earn a share of what was paid."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gleanry.web.editing import Book, Choices, Field, Settings, Whole
from gleanry.web.words.labels import CREDIT_MODELS

BOOK = Book(
    name="attribute",
    order=75,
    title=_("Attribution"),
    decides=_("Which touches share in what a customer paid."),
    reads="cockpit.see",
    sections=(
        Settings(
            _("Attribution"),
            (
                Field(
                    "lookback_days",
                    _("Touches count for"),
                    Whole(least=1, most=3650, unit=_("days before the payment")),
                    required=True,
                ),
                Field("models", _("Ways of sharing"), Choices(CREDIT_MODELS), keeps_empty=True, required=True),
            ),
        ),
    ),
)
