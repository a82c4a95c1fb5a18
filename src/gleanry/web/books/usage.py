"""Record keeping: whose visits are scored each month, and what counts for how much."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gleanry.web.editing import Book, Field, Number, Settings, Whole, Words
from gleanry.web.words.rewards import ASPECTS, CURES

BOOK = Book(
    name="usage",
    order=80,
    title=_("Record keeping"),
    decides=_("Whose visits are scored each month, and what counts for how much."),
    sections=(
        Settings(
            _("Who and how many"),
            (
                Field(
                    "people", _("Whose visits"), Words(), required=True, help=_("role:seller, team:North or member:12")
                ),
                Field("visits", _("Visits a month for all points"), Whole(most=200)),
                Field("within_days", _("Written up within days"), Number(most=31)),
                Field("talk_below", _("To talk about below points"), Number(most=100)),
                Field("ends", _("So many at the top and the bottom"), Whole(most=50)),
            ),
        ),
        Settings(
            _("Weights"), tuple(Field(f"weights.{name}", title, Whole(most=100)) for name, title in ASPECTS.items())
        ),
    ),
    cures=CURES,
)
