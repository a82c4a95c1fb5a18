"""A file to take in, and what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gleanry.flow.capture.shapes import Preview
from gleanry.web.words import labels

IGNORE, KEEP = "ignore", "extra"
DAY_ORDERS = {"": None, "day": True, "month": False}


class UploadForm(forms.Form):
    """The file and what its rows are."""

    kind = forms.ChoiceField(choices=tuple(labels.IMPORT_KINDS.items()), initial="leads")
    file = forms.FileField(max_length=200)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.GLEANRY_LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than can be taken in at once. Split it."))
        return file


def mapping_from(post: Mapping[str, str], preview: Preview) -> dict[str, Any]:
    """The mapping as the selects now say, on top of the one shown before.

    A column that fills several fields keeps them while its select still shows the first of them.
    """
    before = preview.mapping["columns"]
    columns: dict[str, Any] = {}
    for n, header in enumerate(preview.headers):
        chosen = post.get(f"column-{n}", KEEP)
        old = before.get(header)
        if isinstance(old, list) and old and chosen == old[0]:
            columns[header] = old
        elif chosen in preview.choices or chosen in (IGNORE, KEEP):
            columns[header] = chosen
    constants = dict(preview.mapping["constants"])
    if source := post.get("source", "").strip():
        constants["source"] = source[:80]
    else:
        constants.pop("source", None)
    formats = dict(preview.mapping["formats"])
    order = DAY_ORDERS.get(post.get("order", ""))
    formats.pop("day_first", None)
    if order is not None:
        formats["day_first"] = order
    return {**preview.mapping, "columns": columns, "constants": constants, "formats": formats, "name": ""}


def shown_columns(preview: Preview) -> list[dict[str, Any]]:
    """One entry a column: header, first cells, the field chosen, how sure the guess was."""
    columns = preview.mapping["columns"]
    shown = []
    for n, header in enumerate(preview.headers):
        target = columns.get(header, KEEP)
        chosen = target[0] if isinstance(target, list) else target
        sure = preview.confidence.get(header, 0.0)
        samples = [row.cells[n] for row in preview.rows if n < len(row.cells) and row.cells[n].strip()]
        shown.append(
            {"n": n, "header": header, "chosen": chosen, "also": target[1:] if isinstance(target, list) else [],
             "sure": sure, "percent": round(sure * 100), "samples": samples[:2]}
        )  # fmt: skip
    return shown
