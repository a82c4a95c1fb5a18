"""One row, or one form of settings: what a browser sends for it, reading it back, what is wrong, words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from gleanry.web.editing.describing import Field, placed, value_at
from gleanry.web.editing.kinds import GONE, Sent, Sight, Wrong


def name_in(prefix: str, key: str) -> str:
    """The name of a field in the form."""
    return f"{prefix}.{key}" if prefix else key


def row_sent(fields: Sequence[Field], row: Any, prefix: str, sight: Sight) -> dict[str, list[str]]:
    """What a browser sends for a row nobody touched."""
    sent: dict[str, list[str]] = {}
    for field in fields:
        if field.asked_in(row):
            sent |= field.kind.sent(value_at(row, field.key), name_in(prefix, field.key), sight)
    return sent


def put_row(fields: Sequence[Field], sent: Sent, prefix: str, old: Any, sight: Sight) -> Any:
    """The row after what was sent; what is not asked with it any more goes."""
    row = old
    asked = [field for field in fields if field.asked_in(old)]
    for field in asked:
        was = value_at(old, field.key)
        now = field.kind.put(sent, name_in(prefix, field.key), was, sight)
        if now is was:
            continue
        if now in ([], {}) and not field.keeps_empty:
            now = GONE
        row = placed(row, field.key, now)
    for field in asked:
        if not field.asked_in(row):
            row = placed(row, field.key, GONE)
    return row


def row_wrong(fields: Sequence[Field], row: Any, sight: Sight) -> Iterator[Wrong]:
    """What is wrong with a row, `inside` leading from the row to the field and into it."""
    for field in fields:
        if not field.asked_in(row):
            continue
        value = value_at(row, field.key)
        if value is GONE or value in ("", [], {}):
            if field.required and not (value == [] and field.keeps_empty):
                yield Wrong("missing", inside=field.key)
            continue
        for wrong in field.kind.wrong(value, sight):
            yield replace(wrong, inside=f"{field.key}.{wrong.inside}" if wrong.inside else field.key)


def row_words(fields: Sequence[Field], row: Any, sight: Sight) -> str:
    """A row in one line."""
    said = []
    for field in fields:
        value = value_at(row, field.key)
        if value is not GONE and field.asked_in(row) and (text := field.kind.words(value, sight)):
            said.append(_("%(label)s: %(value)s") % {"label": field.label, "value": text})
    return _(" · ").join(said)
