"""What happened, by month, person and product: the other side of every target; one statement a measure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from gleanry.cockpit.queries.figures import Scope, day_of, day_param, rows, stamp
from gleanry.cockpit.rules.periods import days_of_key, month_of
from gleanry.cockpit.shapes import Node
from gleanry.tenants.shapes import Seat, TeamRow

SOURCES = {
    "signed": ("o.closed_at", "sum(o.base_minor)", "convert_opportunity o", "o.outcome = 'won'"),
    "received": (
        "r.received_at",
        "sum(c.base_minor)",
        """collect_claim c JOIN convert_receipt r ON r.id = c.receipt_id
        JOIN convert_opportunity o ON o.id = c.opportunity_id""",
        "r.workspace_id = %(w)s",
    ),
    "customers": (
        "o.closed_at",
        "count(DISTINCT o.account_id)",
        "convert_opportunity o",
        """o.outcome = 'won' AND o.account_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM convert_opportunity b WHERE
        b.workspace_id = o.workspace_id AND b.account_id = o.account_id AND b.outcome = 'won' AND
        (b.closed_at < o.closed_at OR (b.closed_at = o.closed_at AND b.id < o.id)))""",
    ),
    "leads": ("l.first_contact_at", "count(*)", "leads_lead l", "l.source_lead_id IS NULL"),
    "mql": ("l.mql_at", "count(*)", "leads_lead l", "l.source_lead_id IS NULL AND l.mql_at IS NOT NULL"),
    "sql": ("l.sql_at", "count(*)", "leads_lead l", "l.source_lead_id IS NULL AND l.sql_at IS NOT NULL"),
}
ASKED = """SELECT {month}, {owner}, {product}, {amount} FROM {source}
WHERE {owned}.workspace_id = %(w)s AND {moment} >= %(since)s AND {moment} < %(until)s AND {only} GROUP BY 1, 2, 3"""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one person brought in one month with one product line; minor units or a count."""

    month: date
    owner_id: int | None
    product: str
    value: int


def actuals(scope: Scope, year: int, measure: str) -> list[Cell]:
    """The cells of a year in a measure. Months are the workspace's; a lead counts for who holds it."""
    moment, amount, source, only = SOURCES[measure]
    owned = source.split()[1] if measure != "received" else "o"
    params = dict(scope.params)
    months = [month_of(date(year, number, 1)) for number in range(1, 13)]
    for number, (_first, after) in enumerate(months):
        params[f"m{number}"] = stamp(scope.start(after))
    params["since"], params["until"] = stamp(scope.start(months[0][0])), params["m11"]
    month = " ".join(f"WHEN {moment} < %(m{number})s THEN {number + 1}" for number in range(12))
    product = f"{owned}.product" if owned == "o" else "''"
    found = rows(
        ASKED.format(
            month=f"CASE {month} END", owner=f"{owned}.owner_id", product=product, amount=amount, source=source,
            owned=owned, moment=moment, only=only,
        ),
        params,
    )  # fmt: skip
    return [Cell(date(year, int(number), 1), owner, line, int(value or 0)) for number, owner, line, value in found]


SURE = """SELECT o.owner_id, o.product, o.expected_close, sum(o.base_minor) FROM convert_opportunity o
WHERE o.workspace_id = %(w)s AND o.outcome = '' AND o.grade = 'A' AND o.expected_close >= %(since)s
    AND o.expected_close < %(until)s GROUP BY 1, 2, 3"""


def sure_deals(scope: Scope, year: int) -> list[Cell]:
    """The open deals of grade A by the month they are expected in, whole amounts."""
    days = {"since": day_param(date(year, 1, 1)), "until": day_param(date(year + 1, 1, 1))}
    found = rows(SURE, scope.params | days)
    return [
        Cell((day_of(day) or date(year, 1, 1)).replace(day=1), owner, line, int(value or 0))
        for owner, line, day, value in found
    ]


Test = Callable[[Cell], bool]


def counted_by(way: list[Node], *, tree: Mapping[int, TeamRow], seats: Mapping[int, Seat]) -> Test:
    """Whether a cell counts for a number, by the way from the year down to it."""
    first, after = next(days_of_key(node.key) for node in reversed(way) if node.level in ("year", "quarter", "month"))
    person = next((int(node.key) for node in way if node.level == "person"), None)
    team = next((tree.get(int(node.key)) for node in way if node.level == "team"), None)
    product = next((node.key for node in way if node.level == "product"), None)
    region = next((int(node.key) for node in way if node.level == "region"), None)
    of_team = any(node.level == "team" for node in way)

    def counts(cell: Cell) -> bool:
        seat = seats.get(cell.owner_id or 0)
        return (
            first <= cell.month < after
            and (person is None or cell.owner_id == person)
            and (not of_team or (team is not None and seat is not None and team.holds(tree.get(seat.team_id or 0))))
            and (product is None or cell.product == product)
            and (region is None or (seat is not None and seat.region_id == region))
        )

    return counts
