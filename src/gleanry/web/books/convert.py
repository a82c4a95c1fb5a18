"""Stages: the way of an opportunity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from gleanry.flow.convert.queries import stages_in_use
from gleanry.tenants.shapes import Viewer
from gleanry.web.editing import Book, Code, Field, Table, Text


def left_behind(viewer: Viewer, body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Stages that opportunities stand in and that the body does not have any more."""
    keys = {row["key"] for row in body["stages"]}
    for stage in sorted(stages_in_use(viewer.workspace_id).keys() - keys):
        yield {"row": 0, "setting": "stages", "code": "in_use", "value": stage}


BOOK = Book(
    name="convert",
    order=70,
    title=_("Stages of opportunities"),
    decides=_("Through which stages an opportunity goes, in order."),
    reads="deals.see",
    also=left_behind,
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
