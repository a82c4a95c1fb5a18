"""What would other screens have held back? Asked of the latest submissions; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gleanry.flow.capture.queries import fields_of
from gleanry.flow.clean.models import CleanRecord
from gleanry.flow.clean.queries.lists import current_lists
from gleanry.flow.clean.queries.trial import words_in
from gleanry.flow.clean.rules.fields import clean_fields
from gleanry.flow.clean.rules.screens import Case, Screens, is_refused, read_screens, reasons_against
from gleanry.flow.clean.rules.senders import take_sender
from gleanry.flow.clean.shapes import Otherwise, Reason, Rescreened
from gleanry.kit import rulebook

LATEST = 5_000


def try_screens(workspace_id: int, body: Mapping[str, Any], *, latest: int = LATEST) -> Rescreened:
    """Screen the latest submissions by the book in force and by `body`, and tell them apart.

    Both are asked the same way, from what came in and the lists as they are now; how often somebody sent is left out of
    both. Four statements, however many submissions.
    """
    now = rulebook.current(workspace_id, "clean").body
    ids = list(CleanRecord.objects.of(workspace_id).order_by("-pk").values_list("pk", flat=True)[:latest])
    reads = fields_of(workspace_id, ids)
    senders = [take_sender(read.fields) for read in reads]
    lists = current_lists(workspace_id)
    judged = []
    for book in (now, body):
        cleanings = [
            clean_fields(dict(read.fields), phone_region=book["phone_region"], source_region=read.region)
            for read in reads
        ]
        words = words_in([cleaning.fields for cleaning in cleanings], lists)
        screens = read_screens(book)
        cases = [Case(*one) for one in zip(cleanings, senders, words, strict=True)]
        judged.append([_judged(reasons_against(case, lists, screens), screens) for case in cases])
    changed = [
        Otherwise(
            read.submission_id, str(read.fields.get("person_name") or read.fields.get("company") or ""), was, then
        )
        for read, was, then in zip(reads, *judged, strict=True)
        if bool(was) is not bool(then)
    ]
    changed.sort(key=lambda one: -one.submission_id)
    held = [sum(1 for reasons in side if reasons) for side in judged]
    return Rescreened(len(reads), held[0], held[1], tuple(changed))


def _name(fields: Mapping[str, Any]) -> str:
    return str(fields.get("person_name") or fields.get("company") or "")


def _judged(reasons: Sequence[Reason], screens: Screens) -> tuple[str, ...]:
    """The codes a submission would be held back for; none where it would pass."""
    return tuple(dict.fromkeys(reason.code for reason in reasons)) if is_refused(reasons, screens) else ()
