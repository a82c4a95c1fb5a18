"""What is different between two drafts of a book, row by row and field by field, in words.

Rows are matched by what tells them apart (a code, a key), then those that are wholly the same, then in order; a matched
row that left the order of the others was moved.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gleanry.web.editing.describing import Book, Field, Table, value_at
from gleanry.web.editing.kinds import GONE, Sight, text_of
from gleanry.web.editing.rows import row_words


@dataclass(frozen=True)
class Difference:
    """One change: "changed", "added", "removed" or "moved"; where, which field, what was and what is."""

    how: str
    where: str
    field: str = ""
    before: str = ""
    after: str = ""


def differences(book: Book, before: Mapping[str, Any], after: Mapping[str, Any], sight: Sight) -> list[Difference]:
    """Everything that differs, in the order of the sections."""
    found: list[Difference] = []
    shown: set[str] = set()
    for section in book.sections:
        if isinstance(section, Table):
            rows = (value_at(before, section.key), value_at(after, section.key))
            found += _of_table(section, rows, sight)
            shown.add(section.key.partition(".")[0])
        else:
            found += _of_fields(section.fields, (before, after), str(section.title), sight)
            shown |= {field.key.partition(".")[0] for field in section.fields}
    for name in sorted({*before, *after} - shown):
        was, now = before.get(name, GONE), after.get(name, GONE)
        if was != now:
            found.append(Difference("changed", _("Other settings"), name, text_of(was), text_of(now)))
    return found


def _of_fields(fields: Sequence[Field], rows: tuple[Any, Any], where: str, sight: Sight) -> Iterator[Difference]:
    for field in fields:
        was, now = (value_at(row, field.key) for row in rows)
        asked = field.asked_in(rows[1]) or (now is GONE and field.asked_in(rows[0]))
        if was == now or not asked:
            continue
        said = (field.kind.words(was, sight), field.kind.words(now, sight))
        if said[0] != said[1]:
            yield Difference("changed", where, str(field.label), *said)


def _of_table(table: Table, both: tuple[Any, Any], sight: Sight) -> Iterator[Difference]:
    before, after = (rows if isinstance(rows, list) else [] for rows in both)
    pairs = matched(table, before, after)
    stayed = _in_order([was for was, _now in pairs]) if table.ordered else None
    old = {now: was for was, now in pairs}
    for now, row in enumerate(after):
        where = row_name(table, row, now, sight)
        if now not in old:
            yield Difference("added", where, after=row_words(table.columns, row, sight))
            continue
        was = old[now]
        if stayed is not None and was not in stayed:
            yield Difference("moved", where, before=str(was + 1), after=str(now + 1))
        yield from _of_fields(table.columns, (before[was], row), where, sight)
    for was, row in enumerate(before):
        if was not in old.values():
            yield Difference("removed", row_name(table, row, was, sight), before=row_words(table.columns, row, sight))


def row_name(table: Table, row: Any, at: int, sight: Sight) -> str:
    """What a row is called: its section, its number where order counts, else what tells it apart."""
    known = table.known_by
    said = known.kind.words(value_at(row, known.key), sight) if known is not None else ""
    if not table.ordered and said:
        return _("%(section)s · %(row)s") % {"section": table.title, "row": said}
    if said:
        return _("%(section)s, row %(number)s (%(row)s)") % {"section": table.title, "number": at + 1, "row": said}
    return _("%(section)s, row %(number)s") % {"section": table.title, "number": at + 1}


def matched(table: Table, before: Sequence[Any], after: Sequence[Any]) -> list[tuple[int, int]]:
    """(number before, number after) of the rows that are the same one, in the order they have now."""
    left, right = list(range(len(before))), list(range(len(after)))
    pairs: list[tuple[int, int]] = []

    def take(was: int, now: int) -> None:
        pairs.append((was, now))
        left.remove(was)
        right.remove(now)

    if (known := table.known_by) is not None:
        for now in list(right):
            key = text_of(value_at(after[now], known.key))
            same = next((was for was in left if key and text_of(value_at(before[was], known.key)) == key), None)
            if same is not None:
                take(same, now)
        return sorted(pairs, key=lambda pair: pair[1])
    for now in list(right):
        same = next((was for was in left if before[was] == after[now]), None)
        if same is not None:
            take(same, now)
    # What is left over was changed: in order, the most alike first where several fields tell.
    for now in list(right):
        best = max(left, key=lambda was: (_alike(before[was], after[now]), -abs(was - now)), default=None)
        if best is not None and _alike(before[best], after[now]) > 0:
            take(best, now)
    return sorted(pairs, key=lambda pair: pair[1])


def _alike(was: Any, now: Any) -> int:
    if not (isinstance(was, dict) and isinstance(now, dict)):
        return 0
    return sum(1 for name, value in was.items() if now.get(name, GONE) == value)


def _in_order(numbers: Sequence[int]) -> set[int]:
    """The longest run of numbers that kept their order: what is not in it was moved."""
    ends: list[int] = []
    chains: list[list[int]] = []
    for number in numbers:
        at = bisect_left(ends, number)
        chain = [*(chains[at - 1] if at else []), number]
        if at == len(ends):
            ends.append(number)
            chains.append(chain)
        else:
            ends[at], chains[at] = number, chain
    return set(chains[-1]) if chains else set()
