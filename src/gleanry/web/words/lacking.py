"""What an opportunity lacks, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from gleanry.flow.convert.shapes import Missing
from gleanry.web.words.deals import DEAL_FIELDS, gate_name, in_language, paper_name


def missing_words(missing: Iterable[Missing], tasks: Iterable[Mapping[str, Any]]) -> str:
    """All that is missing in one line; `tasks` are rows of the book `convert`."""
    said = {(row["stage"], row["code"]): in_language(row["zh"], row["en"]) for row in tasks}
    return _("; ").join(one_missing(one, said) for one in missing)


def one_missing(one: Missing, tasks: Mapping[tuple[str, str], str]) -> str:
    """One thing that is missing: a field, a task, a document or an approval."""
    if one.kind == "field":
        return str(DEAL_FIELDS.get(one.code, one.code))
    if one.kind == "task":
        return tasks.get((one.stage, one.code), one.code)
    if one.kind == "paper":
        return _("the document %(name)s") % {"name": paper_name(one.code)}
    return _("the gate %(name)s") % {"name": gate_name(one.code)}
