"""Key accounts: what a buying committee needs, when too much hangs on one, how an account is handed over."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gleanry.web.editing import Book, Choices, Code, Field, Settings, Table, Text, Whole
from gleanry.web.words.accounts import ROLES

BOOK = Book(
    name="accounts",
    order=74,
    title=_("Key accounts"),
    decides=_("What a buying committee needs, when too much hangs on one seller, and how accounts are handed over."),
    sections=(
        Settings(
            _("Buying committee"),
            (
                Field("needed", _("Roles somebody must have"), Choices(ROLES), keeps_empty=True),
                Field("least_people", _("People known at least"), Whole(least=1, most=20), required=True),
                Field(
                    "met_days",
                    _("Who decides is met within"),
                    Whole(least=1, most=3650, unit=_("days")),
                    required=True,
                ),
            ),
        ),
        Settings(
            _("Too much on one"),
            (
                Field(
                    "concentration",
                    _("One keeps of the key accounts, or of their money, at least"),
                    Whole(least=1, most=100, unit="%"),
                    required=True,
                ),
            ),
        ),
        Table(
            "steps",
            _("Steps of a handover"),
            (
                Field("code", _("Code"), Code(stem="step"), required=True),
                Field("zh", _("Name in Chinese"), Text()),
                Field("en", _("Name in English"), Text()),
                Field("days", _("Due after, days"), Whole(), required=True),
            ),
            most=10,
            help=_("With the last step the account has its new keeper."),
        ),
    ),
    cures={"out_of_range": _("“%(value)s” is out of range here.")},
)
