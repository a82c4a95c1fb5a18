"""What a deal lacks before it may go on, which way a move goes, and how long each stage took."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from gleanry.flow.convert.rules.processes import Process, Stage
from gleanry.flow.convert.shapes import Missing
from gleanry.values.money import Money


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a deal stands and what is there. `base` is its amount in the workspace's currency (0: not known).

    `tasks` are (stage, code) of those done, `papers` kinds of documents, `approved` stages whose gate was passed.
    """

    stage: str
    amount: Money
    base: Money
    product: str = ""
    account_id: int | None = None
    decider: str = ""
    competitor: str = ""
    expected_close: date | None = None
    grade: str = ""
    tasks: frozenset[tuple[str, str]] = frozenset()
    papers: frozenset[str] = frozenset()
    approved: frozenset[str] = field(default_factory=frozenset)

    def has(self, name: str) -> bool:
        """Whether a field a stage may demand is filled in."""
        if name == "amount":
            return self.amount.minor > 0
        return bool(self.account_id if name == "account" else getattr(self, name))


def is_fast(process: Process, deal: Standing) -> bool:
    """Whether a deal is simple enough for the fast lane. An amount nobody knows is not small."""
    fast = process.fast
    if fast is None:
        return False
    if fast.products and deal.product.strip().casefold() not in fast.products:
        return False
    return fast.under is None or (deal.base.minor > 0 and deal.base.amount < fast.under)


def goes_back(process: Process, start: str, to: str) -> bool:
    """Whether a move leads to an earlier stage. A stage that is not of the process any more lies before all."""
    begin, end = process.place_of(start), process.place_of(to)
    return begin is not None and end is not None and end < begin


def lacking(process: Process, deal: Standing, to: str | None = None) -> tuple[Missing, ...]:
    """What a deal lacks before it may stand in the stage `to`, or be won (None), in the order of the stages.

    Every stage from its own up to the one before `to` is asked; the fast lane skips those it names. Backwards lacks
    nothing. A deal in a stage its process does not have any more is asked from the first stage on.
    """
    start = process.place_of(deal.stage) or 0
    end = len(process.stages) if to is None else process.place_of(to)
    if end is None:
        raise ValueError(f"{to} is no stage of {process.key}")
    skips = process.fast.skips if process.fast and is_fast(process, deal) else frozenset()
    return tuple(
        missing for stage in process.stages[start:end] if stage.key not in skips for missing in _of(stage, deal)
    )


def _of(stage: Stage, deal: Standing) -> Iterator[Missing]:
    for name in stage.fields:
        if not deal.has(name):
            yield Missing(stage.key, "field", name)
    for task in stage.tasks:
        if task.required and (stage.key, task.code) not in deal.tasks:
            yield Missing(stage.key, "task", task.code)
    for paper in stage.papers:
        if paper not in deal.papers:
            yield Missing(stage.key, "paper", paper)
    if stage.gate and stage.key not in deal.approved:
        yield Missing(stage.key, "gate", stage.gate)


@dataclass(frozen=True, slots=True)
class Stay:
    """How long a deal was in a stage: from `since` until `until`. The last one still runs where the deal is open."""

    stage: str
    since: datetime
    until: datetime


def stays_of(changes: Sequence[tuple[str, datetime]], until: datetime) -> tuple[Stay, ...]:
    """The stays of a deal from its changes, (stage, when), oldest first; an end (won, lost) is no stay.

    Together they are as long as the deal is old: what was entered later for an earlier moment takes no time.
    """
    stays = []
    at = changes[0][1] if changes else until
    for number, (stage, _) in enumerate(changes):
        end = changes[number + 1][1] if number + 1 < len(changes) else until
        end = max(at, end)
        stays.append(Stay(stage, at, end))
        at = end
    return tuple(stays)
