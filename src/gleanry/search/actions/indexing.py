"""Write the documents of records: what a record holds now, whatever it held when its change was noted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from gleanry.kit import bulk
from gleanry.search.models import Changed, Document, Progress
from gleanry.search.queries.records import account_texts, person_texts, roots_of
from gleanry.search.queries.store import document_id, kept
from gleanry.search.rules.tokens import numbers_of, seed_of, tokens_of_account, tokens_of_person
from gleanry.search.shapes import Kind

LOCK = 61
"""Purpose of the lock: what is read to be indexed is the newest there is when it is written."""


def index_records(workspace_id: int, kind: Kind, ids: Iterable[int]) -> int:
    """Index people or accounts anew, and drop the documents of those who are gone. Returns how many were written.

    A document that would be the same stays as it is. Eight statements for any number of records.
    """
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        asked = sorted(set(ids))
        wanted = sorted(set(roots_of(workspace_id, kind, asked).values()))
        made = _made(workspace_id, kind, wanted)
        known = dict(
            bulk.find(
                Document,
                ("record_id", "tokens"),
                workspace_id=workspace_id,
                key="record_id",
                among=sorted({*asked, *wanted}),
                where=f"t.kind = '{kind}'",
            )
        )
        stale = [document_id(kind, i) for i, tokens in known.items() if made.get(i) != tokens]
        fresh = [i for i, tokens in made.items() if known.get(i) != tokens]
        if stale:
            Document.objects.of(workspace_id).filter(pk__in=stale).delete()
        rows = [(document_id(kind, i), workspace_id, kind, i, made[i]) for i in sorted(fresh)]
        bulk.insert(Document, ("id", "workspace_id", "kind", "record_id", "tokens"), rows)
    return len(fresh)


def _made(workspace_id: int, kind: Kind, ids: list[int]) -> dict[int, Any]:
    """Record id -> its document's numbers as they are kept."""
    seed = seed_of(workspace_id, kind)
    if kind is Kind.PERSON:
        people = person_texts(workspace_id, ids)
        return {key: kept(numbers_of(tokens_of_person(text), seed)) for key, text in people.items()}
    accounts = account_texts(workspace_id, ids)
    return {key: kept(numbers_of(tokens_of_account(text), seed)) for key, text in accounts.items()}


def rebuild(workspace_id: int) -> None:
    """Have the index of a workspace made anew from the records; what is there answers meanwhile."""
    with transaction.atomic():
        Changed.objects.of(workspace_id).delete()
        Progress.objects.of(workspace_id).update(upto=0, done=False)
