"""What would new entries have caught? Asked of the past before they take effect; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from gleanry.flow.capture.queries import first_submission_since
from gleanry.flow.clean.models import CleanRecord
from gleanry.flow.clean.rules.fields import Cleaning
from gleanry.flow.clean.rules.listed import Lists, key_of
from gleanry.flow.clean.rules.screens import Case, Screens, reasons_against, word_texts
from gleanry.flow.clean.rules.words import Found
from gleanry.flow.clean.shapes import Catch, NewEntry, Trial
from gleanry.kit import rulebook

PORTION = 5_000
MOST = 200_000
LISTED = ("listed_phone", "listed_email", "listed_domain", "listed_company", "competitor", "listed_word")
ALL_LISTS = Screens(weights=dict.fromkeys(LISTED, 100))


def try_entries(workspace_id: int, entries: Sequence[NewEntry], since: datetime) -> Trial:
    """Look through the submissions received from `since` on, newest first, at most 200,000.

    `caught[].reasons[].entry_id` counts the entries from 1 in the order given. What a list already holds back is looked
    at too: the answer is what these entries catch by themselves.
    """
    region = rulebook.current(workspace_id, "clean").body["phone_region"]
    keyed = [(n, entry, key_of(entry.kind, entry.value, phone_region=region)) for n, entry in enumerate(entries, 1)]
    lists = Lists((n, entry.kind, key, entry.value) for n, entry, key in keyed if key)
    looked_at = 0
    caught: list[Catch] = []
    first = first_submission_since(workspace_id, since)
    whole = True
    for rows in _portions(workspace_id, first) if first is not None and any(key for _, _, key in keyed) else ():
        looked_at += len(rows)
        caught += _caught(rows, lists)
        if looked_at >= MOST:
            whole = False
            break
    unusable = tuple(entry.value for _, entry, key in keyed if not key)
    return Trial(looked_at, whole, tuple(caught), unusable)


def _portions(workspace_id: int, first: int) -> Iterator[list[tuple[int, dict[str, Any]]]]:
    before: int | None = None
    while True:
        rows = CleanRecord.objects.of(workspace_id).filter(pk__gte=first)
        if before is not None:
            rows = rows.filter(pk__lt=before)
        portion = list(rows.order_by("-pk").values_list("pk", "fields")[:PORTION])
        if portion:
            yield portion
        if len(portion) < PORTION:
            return
        before = portion[-1][0]


def _caught(rows: Sequence[tuple[int, dict[str, Any]]], lists: Lists) -> Iterator[Catch]:
    for (submission_id, fields), words in zip(rows, words_in([fields for _, fields in rows], lists), strict=True):
        if words or next(lists.matches(fields), None) is not None:
            case = Case(Cleaning(fields, (), passed=True), words=words)
            yield Catch(submission_id, reasons_against(case, lists, ALL_LISTS), fields)


def words_in(records: Sequence[dict[str, Any]], lists: Lists) -> list[list[tuple[str, Found]]]:
    """For each record the (field, match) of every word of the lists; one search for all of them."""
    found: list[list[tuple[str, Found]]] = [[] for _ in records]
    if not len(lists.lexicon):
        return found
    places = [(n, name, text) for n, fields in enumerate(records) for name, text in word_texts(fields)]
    for match in lists.lexicon.find([text for _, _, text in places]):
        n, name, _ = places[match.text]
        found[n].append((name, match))
    return found
