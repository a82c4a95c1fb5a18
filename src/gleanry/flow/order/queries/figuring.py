"""What pages show that nobody keeps: what is left of an order, what falls due, what typed lines would come to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from gleanry.flow.order.queries.catalogue import sold_by
from gleanry.flow.order.queries.orders import lines_of
from gleanry.flow.order.rules import Moved, draft_lines, due_parts, left_of, moved_of, paper_sum
from gleanry.flow.order.shapes import (
    DeliveryRow,
    DraftLine,
    LineFault,
    LineProgress,
    TermStep,
    Tried,
    TriedLine,
)
from gleanry.values.money import Money


def progress_of(workspace_id: int, order_id: int, deliveries: Iterable[DeliveryRow]) -> list[LineProgress]:
    """Each line of an order with what went out, came back and is left."""
    moved = moved_of(deliveries)
    found = []
    for line in lines_of(workspace_id, [order_id]).get(order_id, []):
        so_far = moved.get(line.id, Moved())
        left, back = (left_of(line, so_far, is_return=is_return) for is_return in (False, True))
        found.append(LineProgress(line, so_far.delivered, so_far.returned, left, back))
    return found


def due_of(amount: Money, terms: Sequence[TermStep]) -> list[tuple[TermStep, Money]]:
    """Each step of payment with its part of an amount; the parts add up to it."""
    return list(zip(terms, due_parts(amount, terms), strict=False))


def try_lines(
    workspace_id: int, drafts: Sequence[DraftLine], *, day: date, currency: str, language: str
) -> Tried | tuple[LineFault, ...]:
    """What lines as typed would come to, or what is wrong with which; nothing is kept."""
    asked = [draft.product_id for draft in drafts]
    drafted = draft_lines(drafts, sold_by(workspace_id, asked, day=day, currency=currency, language=language))
    if drafted.faults:
        return drafted.faults
    total = paper_sum((line.sum for line in drafted.lines), currency)
    return Tried(tuple(TriedLine(line.text, line.sum.net) for line in drafted.lines), total.net, total.tax)
