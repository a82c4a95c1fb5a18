"""How much may still go out, and how much may come back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from gleanry.flow.order.rules.totals import part_of
from gleanry.flow.order.shapes import DeliveryRow, PaperLine, TooMuch

NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class Moved:
    """How much of a line went out and came back so far."""

    delivered: Decimal = NONE
    returned: Decimal = NONE


def moved_of(deliveries: Iterable[DeliveryRow]) -> dict[int, Moved]:
    """Line id -> what went out and came back by all deliveries and returns of an order."""
    found: dict[int, Moved] = {}
    for row in deliveries:
        for line_id, quantity in row.quantities.items():
            so_far = found.get(line_id, Moved())
            found[line_id] = (
                Moved(so_far.delivered, so_far.returned + quantity)
                if row.is_return
                else Moved(so_far.delivered + quantity, so_far.returned)
            )
    return found


def left_of(line: PaperLine, moved: Moved, *, is_return: bool) -> Decimal:
    """How much of a line may still be delivered (never more than ordered) or come back (never more than delivered)."""
    return moved.delivered - moved.returned if is_return else line.quantity - moved.delivered


def too_much(
    lines: Iterable[PaperLine], moved: Mapping[int, Moved], asked: Mapping[int, Decimal], *, is_return: bool
) -> list[TooMuch]:
    """The lines of which more is asked than is left."""
    found = []
    for line in lines:
        most = left_of(line, moved.get(line.id, Moved()), is_return=is_return)
        if asked.get(line.id, NONE) > most:
            found.append(TooMuch(line.id, line.text, asked[line.id], most))
    return found


def worth_of(
    lines: Iterable[PaperLine], moved: Mapping[int, Moved], asked: Mapping[int, Decimal], *, is_return: bool
) -> int:
    """What the asked quantities are worth by their lines, tax included, in minor units."""
    worth = 0
    for line in lines:
        now = asked.get(line.id, NONE)
        so_far = moved.get(line.id, Moved())
        before = so_far.returned if is_return else so_far.delivered
        worth += part_of(line.total, line.quantity, before=before, now=now).minor if now else 0
    return worth


def is_delivered(lines: Iterable[PaperLine], moved: Mapping[int, Moved]) -> bool:
    """Whether everything ordered went out."""
    return all(moved.get(line.id, Moved()).delivered >= line.quantity for line in lines)
