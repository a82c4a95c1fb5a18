"""What is owed, since when, and which steps of dunning have come.

What is billed is due on the invoice's day; what is not billed yet is due as the plan says. Money fills what is due
first, oldest day first; what waits for something comes last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from gleanry.flow.collect.shapes import AGES, AgeingRow, Debt, DunningStep
from gleanry.values.money import Money

Due = tuple[date | None, int, bool]
"""(day or None, minor units, whether it is billed)."""
NEVER = date.max


def dues_of(total: int, billed: Sequence[tuple[date, int]], planned: Sequence[tuple[date | None, int]]) -> list[Due]:
    """What an order asks for, in order of days: its invoices, then what the plan has beyond what is billed.

    Credit notes are negative entries of `billed` and take from the latest invoices. What neither an invoice nor the
    plan names is due on no day yet. All in minor units of the order's currency.
    """
    asked = sorted((day, minor) for day, minor in billed if minor > 0)
    taken_back = -sum(minor for _, minor in billed if minor < 0)
    kept: list[Due] = []
    for day, minor in reversed(asked):
        back = min(minor, taken_back)
        taken_back -= back
        if minor > back:
            kept.append((day, minor - back, True))
    covered = sum(minor for _, minor, _ in kept)
    unbilled = max(total - covered, 0)
    for step_day, minor in planned:
        skipped = min(minor, covered)
        covered -= skipped
        part = min(minor - skipped, unbilled)
        unbilled -= part
        if part:
            kept.append((step_day, part, False))
    if unbilled:
        kept.append((None, unbilled, False))
    return sorted(kept, key=lambda due: (due[0] or NEVER, not due[2]))


def fill(dues: Sequence[Due], paid: int) -> list[Due]:
    """What is still open after `paid` came in: the oldest is filled first."""
    left = []
    for day, minor, billed in dues:
        part = min(minor, max(paid, 0))
        paid -= part
        if minor > part:
            left.append((day, minor - part, billed))
    return left


def debts_of(
    order: tuple[int, int | None, int | None], left: Sequence[Due], currency: str, worth: Callable[[Money], Money]
) -> list[Debt]:
    """Open dues as debts of an order (id, account, owner); `worth` gives them in the workspace's currency."""
    opens = [(Money(minor, currency), day, billed) for day, minor, billed in left]
    return [Debt(*order, open_, worth(open_), day, billed) for open_, day, billed in opens]


def age_of(debt: Debt, today: date) -> str:
    """How late a debt is: not_due, to_30, to_60, to_90 or over_90."""
    late = debt.days_late(today)
    if late <= 0:
        return "not_due"
    return "to_30" if late <= 30 else "to_60" if late <= 60 else "to_90" if late <= 90 else "over_90"


def ageing(debts: Iterable[Debt], by: Callable[[Debt], int | None], today: date) -> list[AgeingRow]:
    """What is open by key and currency and by how late it is, the largest first; the rows add up to the debts."""
    sums: dict[tuple[int | None, str], dict[str, int]] = {}
    for debt in debts:
        row = sums.setdefault((by(debt), debt.open.currency), dict.fromkeys(AGES, 0))
        row[age_of(debt, today)] += debt.open.minor
    rows = [
        AgeingRow(key, currency, tuple(Money(row[age], currency) for age in AGES), Money(sum(row.values()), currency))
        for (key, currency), row in sums.items()
    ]
    return sorted(rows, key=lambda row: (row.currency, -row.total.minor, row.key or 0))


def steps_due(
    due_on: date, today: date, steps: Sequence[DunningStep], is_working: Callable[[date], bool]
) -> list[DunningStep]:
    """The steps whose day has come for an amount that was due on a day. Working days are counted one by one."""
    late = (today - due_on).days
    if late <= 0:
        return []
    working = -1
    found = []
    for step in steps:
        if step.working and working < 0:
            working = sum(is_working(due_on + timedelta(days=n)) for n in range(1, min(late, 400) + 1))
        if (working if step.working else late) >= step.days:
            found.append(step)
    return found
