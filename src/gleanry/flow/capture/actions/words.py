"""Words that name something: counted as rows come in, decided by people, taken back by people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from gleanry.flow.capture.facts import NamesDecided
from gleanry.flow.capture.models import Meaning, NameChoice, NamedWord
from gleanry.flow.capture.rules.names import LONGEST
from gleanry.flow.capture.shapes import THINGS, ImportRun, NewChoice, Word
from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal

LOCK = 14


def count_words(run: ImportRun, counts: Mapping[Word, int]) -> None:
    """Add to the words of a file how many rows named something by them. Called with the import locked; 3 statements."""
    if not counts:
        return
    columns = ("id", "refers", "word", "rows", "import_id")
    known = {
        (row[1], row[2]): (row[0], row[3])
        for row in bulk.find(
            NamedWord, columns, workspace_id=run.workspace_id, key="word", among={word for _, word in counts}
        )
        if row[4] == run.id
    }
    bulk.update(NamedWord, ("rows",), [(i, rows + counts[word]) for word, (i, rows) in known.items() if word in counts])
    fresh = [(run.workspace_id, run.id, *word, rows) for word, rows in counts.items() if word not in known]
    bulk.insert(NamedWord, ("workspace_id", "import_id", "refers", "word", "rows"), fresh)


def decide_names(
    workspace_id: int, choices: Sequence[NewChoice], *, at: datetime, by: int | None = None
) -> tuple[int, ...]:
    """Keep what words mean, for all rows now and later. Returns the ids of choices that are new.

    A word that has the same choice already keeps it; another choice ends the one before. Raises Refusal `bad_choice`.
    """
    wanted = {(choice.refers, choice.word): choice for choice in choices}
    for choice in wanted.values():
        _check(choice)
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        columns = ("id", "refers", "word", "choice", "target")
        where = "t.ended_at IS NULL"
        words = {word for _, word in wanted}
        rows = bulk.find(NameChoice, columns, workspace_id=workspace_id, key="word", among=words, where=where)
        standing = {(row[1], row[2]): (row[0], row[3], row[4]) for row in rows}
        new = {
            word: choice
            for word, choice in wanted.items()
            if word not in standing or standing[word][1:] != (choice.choice, choice.target)
        }
        ended = [standing[word][0] for word in new if word in standing]
        NameChoice.objects.of(workspace_id).filter(pk__in=ended).update(ended_at=at, ended_by_id=by)
        ids = tuple(bulk.allocate(NameChoice, len(new)))
        bulk.insert(
            NameChoice,
            ("id", "workspace_id", "refers", "word", "choice", "target", "evidence", "by", "at"),
            [
                (i, workspace_id, c.refers, c.word, c.choice, c.target, list(c.evidence), by, at)
                for i, c in zip(ids, new.values(), strict=True)
            ],
        )
        if ids:
            ledger.announce(workspace_id, NamesDecided((*ended, *ids)), at=at, by=by)
    return ids


def take_back_names(workspace_id: int, choice_ids: Sequence[int], *, at: datetime, by: int | None = None) -> int:
    """End standing choices: rows read what they say again. Returns how many stood; those ended before stay ended."""
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        rows = NameChoice.objects.of(workspace_id).filter(pk__in=list(choice_ids), ended_at=None)
        standing = tuple(rows.order_by("pk").values_list("pk", flat=True))
        rows.update(ended_at=at, ended_by_id=by)
        if standing:
            ledger.announce(workspace_id, NamesDecided(standing), at=at, by=by)
    return len(standing)


def _check(choice: NewChoice) -> None:
    sound = choice.refers in THINGS and choice.choice in Meaning.values and 0 < len(choice.word) <= LONGEST
    targeted = 0 < len(choice.target) <= LONGEST and choice.target != choice.word
    if not sound or (choice.choice == Meaning.MEANS) != targeted or (choice.choice != Meaning.MEANS and choice.target):
        raise Refusal("bad_choice", refers=choice.refers, word=choice.word, choice=choice.choice)
