"""Stages: the way of an opportunity."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gleanry.web.editing import Book, Code, Field, Table, Text

BOOK = Book(
    name="convert",
    order=70,
    title=_("Stages of opportunities"),
    decides=_("Through which stages an opportunity goes, in order."),
    reads="deals.see",
    sections=(
        Table(
            "stages",
            _("Stages"),
            (
                Field("key", _("Key"), Code(stem="stage"), required=True),
                Field("zh", _("Name in Chinese"), Text(), required=True),
                Field("en", _("Name in English"), Text(), required=True),
            ),
            help=_("Won and lost are ends, not stages. Opportunities keep their stage by its key."),
            most=20,
        ),
    ),
    cures={
        "in_use": _("Opportunities stand in the stage “%(value)s”. Keep it, or move them first."),
        "reserved": _("“%(value)s” is an end of every opportunity. Call the stage otherwise."),
    },
)
