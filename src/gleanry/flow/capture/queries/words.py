"""Words of files that name something: how often, and what was decided of them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Sum

from gleanry.flow.capture.models import Meaning, NameChoice, NamedWord
from gleanry.flow.capture.shapes import ChoiceRow, Word
from gleanry.kit import bulk

CHOICE = tuple(ChoiceRow.__dataclass_fields__)


def named_words(workspace_id: int, import_id: int | None = None) -> dict[Word, int]:
    """Word -> how many rows name something by it: in all files, or in one; one statement."""
    rows = NamedWord.objects.of(workspace_id)
    if import_id is not None:
        rows = rows.filter(import_id=import_id)
    counted = rows.values_list("refers", "word").annotate(n=Sum("rows")).order_by("refers", "word")
    return {(refers, word): n for refers, word, n in counted}


def standing_choices(workspace_id: int, words: Iterable[Word]) -> dict[Word, ChoiceRow]:
    """Word -> the choice that stands for it; one statement."""
    wanted = set(words)
    rows = bulk.find(
        NameChoice,
        CHOICE,
        workspace_id=workspace_id,
        key="word",
        among={word for _, word in wanted},
        where="t.ended_at IS NULL",
    )
    found = [ChoiceRow(*row) for row in rows]
    return {(row.refers, row.word): row for row in found if (row.refers, row.word) in wanted}


def meanings_of(workspace_id: int, words: Iterable[Word]) -> dict[Word, str]:
    """Word -> our name, for those of which somebody said so; one statement."""
    standing = standing_choices(workspace_id, words)
    return {word: row.target for word, row in standing.items() if row.choice == Meaning.MEANS}


def choices_by_id(workspace_id: int, choice_ids: Iterable[int]) -> list[ChoiceRow]:
    """Choices, standing or ended; one statement."""
    rows = bulk.find(NameChoice, CHOICE, workspace_id=workspace_id, key="id", among=choice_ids)
    return [ChoiceRow(*row) for row in rows]


def list_choices(workspace_id: int, *, after: int | None = None, limit: int = 50) -> list[ChoiceRow]:
    """What was decided, the latest first, those taken back too; by key."""
    rows = NameChoice.objects.of(workspace_id).order_by("-pk")
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return [ChoiceRow(*values) for values in rows.values_list(*CHOICE)[:limit]]
