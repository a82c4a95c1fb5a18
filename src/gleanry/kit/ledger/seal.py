"""Close facts in hash-chained batches, so that no later change goes unnoticed.

digest(n) = SHA-256(digest(n-1), then each sealed fact in id order as canonical JSON). Changing, removing or adding a
sealed fact, or a link, breaks every digest from there on.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC

from django.db import connection, transaction

from gleanry.kit import clock
from gleanry.kit.models import Fact, Seal

BATCH = 2000
GENESIS = "0" * 64


def seal_facts() -> int:
    """Seal what is not sealed yet; returns the number of facts sealed. A fact that commits late joins a later seal."""
    sealed = 0
    while count := _seal_batch():
        sealed += count
    return sealed


def _seal_batch() -> int:
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(11, 0)")
        rows = Fact.objects.everywhere("the chain covers all workspaces").filter(seal_id=None).order_by("id")[:BATCH]
        facts = list(rows)
        if not facts:
            return 0
        previous = Seal.objects.order_by("-id").values_list("digest", flat=True).first() or GENESIS
        seal = Seal.objects.create(at=clock.now(), count=len(facts), previous=previous, digest=_digest(previous, facts))
        unsealed = Fact.objects.everywhere("the chain covers all workspaces").filter(seal_id=None)
        unsealed.filter(id__gte=facts[0].pk, id__lte=facts[-1].pk).filter(id__in=[f.pk for f in facts]).update(
            seal_id=seal.pk
        )
        return len(facts)


def broken_seals() -> list[int]:
    """Ids of seals that no longer match their facts or their predecessor; empty when the chain holds."""
    broken: list[int] = []
    previous = GENESIS
    for seal in Seal.objects.order_by("id").iterator():
        facts = list(Fact.objects.everywhere("audit of the chain").filter(seal_id=seal.pk).order_by("id"))
        intact = seal.previous == previous and len(facts) == seal.count and _digest(previous, facts) == seal.digest
        if not intact:
            broken.append(seal.pk)
        previous = seal.digest
    return broken


def _digest(previous: str, facts: list[Fact]) -> str:
    chain = hashlib.sha256(previous.encode())
    for fact in facts:
        at = fact.at.astimezone(UTC).isoformat()
        content = [fact.pk, fact.workspace_id, fact.kind, at, fact.by, fact.size, fact.payload]
        chain.update(json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode())
    return chain.hexdigest()
