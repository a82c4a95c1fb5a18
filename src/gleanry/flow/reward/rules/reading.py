"""Compile the rule book `rewards`; which plan is somebody's, which sharing is an order's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from gleanry.flow.reward.shapes import PARTS, AwardRule, Book, Plan, Sharing, Tier, Worker

BASE_RATE = Decimal(5)
"""Percent where a plan states none. The sources give no rate below 100 % of the target: this is our choice."""
EVER = date(2000, 1, 1)
ONE = Decimal(1)


def read_book(body: Mapping[str, Any], *, rules_id: int = 0, version: int = 0) -> Book:
    """Compile a body that was checked."""
    return Book(
        rules_id=rules_id,
        version=version,
        measured_over=str(body.get("measured_over", "month")),
        plans=tuple(_plan(row) for row in body.get("plans", ())),
        sharing=tuple(_sharing(row) for row in body.get("sharing", ())),
        awards=tuple(_award(row) for row in body.get("awards", ())),
        weights={str(row["product"]): number(row["weight"]) for row in body.get("products", ())},
        prices=tuple(sorted((number(row["least"]), number(row["factor"])) for row in body.get("prices", ()))),
        outbound_sources=frozenset(body.get("outbound_sources", ())),
        new_markets=frozenset(body.get("new_markets", ())),
        new_customer_days=int(body.get("new_customer_days", 365)),
    )


def number(value: Any) -> Decimal:
    """A number of a rule book, exactly as it is written: 8.5 is 8.5 and not its nearest float."""
    return Decimal(str(value))


def day_of(value: Any) -> date | None:
    """A day of a rule book, 2026-01-01; None where it is left open."""
    return date.fromisoformat(str(value)) if value else None


def read_tiers(rows: Iterable[Mapping[str, Any]]) -> tuple[Tier, ...]:
    """The tiers of a plan, the lowest first."""
    tiers = [
        Tier(
            number(row["least"]),
            number(row["most"]) if row.get("most") not in (None, "") else None,
            number(row.get("rate", BASE_RATE)),
            number(row.get("factor", 1)),
        )
        for row in rows
    ]
    return tuple(sorted(tiers, key=lambda tier: tier.least))


def _plan(row: Mapping[str, Any]) -> Plan:
    cap = row.get("cap")
    return Plan(
        code=str(row["code"]),
        model=str(row["model"]),
        zh=str(row.get("zh", "")),
        en=str(row.get("en", "")),
        people=tuple(row.get("people", ())),
        since=day_of(row.get("since")) or EVER,
        until=day_of(row.get("until")),
        rate=number(row.get("rate", BASE_RATE)),
        bonus=number(row.get("bonus", 0)),
        currency=str(row.get("currency", "")),
        below=number(row.get("below", 0)),
        tiers=read_tiers(row.get("tiers", ())),
        outbound=number(row.get("outbound", 1)),
        inbound=number(row.get("inbound", 1)),
        new_customer=number(row.get("new_customer", 1)),
        new_market=number(row.get("new_market", 1)),
        cap=number(cap) if cap not in (None, "") else None,
    )


def _sharing(row: Mapping[str, Any]) -> Sharing:
    return Sharing(
        code=str(row["code"]),
        since=day_of(row.get("since")) or EVER,
        until=day_of(row.get("until")),
        products=tuple(row.get("products", ())),
        shares=tuple((part, number(row.get(part, 0))) for part in PARTS),
        presales_to=tuple(row.get("presales_to", ())),
        marketing_to=tuple(row.get("marketing_to", ())),
    )


def _award(row: Mapping[str, Any]) -> AwardRule:
    return AwardRule(
        code=str(row["code"]),
        zh=str(row.get("zh", "")),
        en=str(row.get("en", "")),
        what=str(row["what"]),
        product=str(row.get("product", "")),
        least=number(row["least"]),
        amount=number(row["amount"]),
        currency=str(row.get("currency", "")),
        people=tuple(row.get("people", ())),
        since=day_of(row.get("since")) or EVER,
        until=day_of(row.get("until")),
    )


def is_meant(addresses: Iterable[str], worker: Worker) -> bool:
    """Whether somebody is named by any address: role:seller, team:North, region:South, member:12, or *."""
    mine = {"*", f"team:{worker.team}", f"region:{worker.region}", f"member:{worker.member_id}"}
    mine |= {f"role:{role}" for role in worker.roles}
    return any(address in mine for address in addresses)


class Staff:
    """The people at work here; whom an address names, and whose plan is whose, is looked up once."""

    def __init__(self, workers: Iterable[Worker]) -> None:
        self.workers = {worker.member_id: worker for worker in workers}
        self._named: dict[tuple[str, ...], tuple[int, ...]] = {}
        self._plans: dict[tuple[int, date, int], dict[str, Plan]] = {}

    def named(self, addresses: tuple[str, ...]) -> tuple[int, ...]:
        """The members that any of some addresses names."""
        if addresses not in self._named:
            found = (who for who, worker in self.workers.items() if is_meant(addresses, worker))
            self._named[addresses] = tuple(found)
        return self._named[addresses]

    def plans(self, book: Book, member_id: int, month: date) -> dict[str, Plan]:
        """Model -> the plan of a member in a month; empty for who has none or is unknown."""
        key = (member_id, month, id(book))
        if key not in self._plans:
            worker = self.workers.get(member_id)
            self._plans[key] = plans_for(book.plans, worker, month) if worker else {}
        return self._plans[key]


def plans_for(plans: Sequence[Plan], worker: Worker, day: date) -> dict[str, Plan]:
    """Model (A, B) -> the first plan of it in force on a day that names somebody."""
    found: dict[str, Plan] = {}
    for plan in plans:
        if plan.model not in found and plan.holds_on(day) and is_meant(plan.people, worker):
            found[plan.model] = plan
    return found


def sharing_for(rows: Sequence[Sharing], product: str, day: date) -> Sharing | None:
    """The first sharing in force on a day that names the product, or names none. None: sales gets the whole."""
    for row in rows:
        if (
            row.since <= day
            and (row.until is None or day <= row.until)
            and (not row.products or product in row.products)
        ):
            return row
    return None


def awards_for(awards: Sequence[AwardRule], worker: Worker, day: date) -> list[AwardRule]:
    """The awards that somebody may earn on a day."""
    return [
        rule
        for rule in awards
        if rule.since <= day and (rule.until is None or day <= rule.until) and is_meant(rule.people, worker)
    ]
