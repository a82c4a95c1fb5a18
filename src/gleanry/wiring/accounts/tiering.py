"""Which tier accounts have: the figures of the flow gathered, the tables of people asked, the answer written.

Every night for all accounts by the worker, and at once for a few.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from gleanry.cockpit.queries.accounts import bought_by
from gleanry.cockpit.shapes import BoughtRow
from gleanry.flow.convert.queries import fixed_rate
from gleanry.kit import clock, jobs
from gleanry.people.actions import write_standings
from gleanry.people.plain import abc_bounds, cuts_of, places_of, share_of
from gleanry.people.queries import accounts_after, groups_of, roots_of, tier_book, traits_of, with_members
from gleanry.people.shapes import Bounds, Figures, Judged, TierBook, TraitRow
from gleanry.tenants.queries import get_settings
from gleanry.values.money import exponent_of

JOB = "accounts.tier"
SLICE = 2000
MONTH = Decimal("30.4375")
"""Days of a month on average."""


@dataclass(frozen=True)
class Standards:
    """What a run of judging holds against every account: the tables, the population, the day and the money."""

    book: TierBook
    bounds: Bounds
    today: date
    since: datetime
    currency: str
    rate: Decimal


def standards_of(workspace_id: int, book: TierBook, at: datetime) -> Standards:
    """The standards of a moment. One statement counts the population: every account that bought in the window."""
    settings = get_settings(workspace_id)
    today = at.astimezone(ZoneInfo(settings.zone)).date()
    since = at - timedelta(days=int(MONTH * book.window_months))
    bought = _by_root(workspace_id, bought_by(workspace_id, None, since, measure=book.measure))
    values = Counter(row.value for row in bought.values())
    bounds = Bounds(
        abc_bounds(values.items(), a=book.abc_a, b=book.abc_b),
        cuts_of((today - row.last_at.date()).days for row in bought.values() if row.last_at),
        cuts_of(row.deals for row in bought.values()),
        cuts_of(row.value for row in bought.values()),
    )
    rate = fixed_rate(workspace_id, book.rad_currency)
    return Standards(book, bounds, today, since, settings.currency, rate)


def judge(workspace_id: int, account_ids: Iterable[int], standards: Standards) -> list[Judged]:
    """Where accounts stand by the standards; of merged ones the root, once. Three statements for any number."""
    wanted = list(dict.fromkeys(account_ids))
    groups = groups_of(workspace_id, wanted, kind="account")
    roots = list(dict.fromkeys(groups[i][0] if i in groups else i for i in wanted))
    members = with_members(groups, roots)
    rows = bought_by(workspace_id, members, standards.since, measure=standards.book.measure)
    owns = {member: root for root in roots for member in groups.get(root, (root,))}
    bought = _summed((owns[row.account_id], row) for row in rows)
    traits = traits_of(workspace_id, roots)
    return [_judged(i, bought.get(i), traits.get(i, TraitRow(i)), standards) for i in roots]


def _judged(account_id: int, bought: BoughtRow | None, trait: TraitRow, standards: Standards) -> Judged:
    power = trait.base_minor if trait.budget_minor is not None and trait.base_minor else None
    value = bought.value if bought else 0
    figures = Figures(
        is_strategic=trait.is_strategic,
        level=trait.level,
        coverage=trait.coverage,
        power=power,
        share=share_of(value, power, trait.share_percent),
        value=value,
        deals=bought.deals if bought else 0,
        last_on=bought.last_at.date() if bought and bought.last_at else None,
    )
    places = places_of(
        figures,
        standards.book,
        standards.bounds,
        today=standards.today,
        power=_power_in(trait, standards),
        exponent=exponent_of(standards.currency),
    )
    return Judged(account_id, figures, places, _told(figures))


def _power_in(trait: TraitRow, standards: Standards) -> Decimal | None:
    """What an account spends in a year, in major units of the currency of the RAD bounds; None while unknown."""
    if trait.budget_minor is None:
        return None
    if trait.currency == standards.book.rad_currency:
        return Decimal(trait.budget_minor).scaleb(-exponent_of(trait.currency))
    if not trait.base_minor or not standards.rate:
        return None
    return Decimal(trait.base_minor).scaleb(-exponent_of(standards.currency)) / standards.rate


def _told(figures: Figures) -> dict[str, Any]:
    """The figures as they are kept: what is unknown or nothing is left out."""
    told = {name: value for name, value in asdict(figures).items() if value not in (None, "", 0, False)}
    if figures.share is not None:
        told["share"] = f"{figures.share:.1f}"
    if figures.last_on is not None:
        told["last_on"] = figures.last_on.isoformat()
    return told


def tier_accounts(workspace_id: int, account_ids: Iterable[int], at: datetime) -> int:
    """Judge accounts now and write where they stand; returns how many stand elsewhere than before."""
    rules_id, book = tier_book(workspace_id)
    standards = standards_of(workspace_id, book, at)
    judged = judge(workspace_id, account_ids, standards)
    return write_standings(workspace_id, judged, rules_id=rules_id, today=standards.today, at=at)


def tier_everybody(workspace_id: int, payload: dict[str, Any]) -> jobs.Again | None:
    """Judge all accounts of a workspace, a slice after the other; a killed worker goes on where it was or anew."""
    at = clock.now()
    rules_id, book = tier_book(workspace_id)
    standards = standards_of(workspace_id, book, at)
    place = 0
    while accounts := accounts_after(workspace_id, place, SLICE):
        judged = judge(workspace_id, accounts, standards)
        write_standings(workspace_id, judged, rules_id=rules_id, today=standards.today, at=at)
        place = max(accounts)
    return None


@dataclass(frozen=True)
class Tried:
    """What another book would say: accounts per tier before and after, and (account, now, then) of those that moved."""

    looked_at: int
    before: dict[str, int]
    after: dict[str, int]
    moved: list[tuple[int, str, str]]


def try_tiers(workspace_id: int, books: Sequence[TierBook], account_ids: Iterable[int], at: datetime) -> Tried:
    """What the second of two books would make of accounts, beside the first. Nothing is written."""
    wanted = list(account_ids)
    now, then = (judge(workspace_id, wanted, standards_of(workspace_id, book, at)) for book in books)
    moved = [
        (one.account_id, one.places.tier, other.places.tier)
        for one, other in zip(now, then, strict=True)
        if one.places.tier != other.places.tier
    ]
    before = Counter(one.places.tier for one in now)
    after = Counter(one.places.tier for one in then)
    return Tried(len(now), dict(before), dict(after), moved)


def _by_root(workspace_id: int, rows: Sequence[BoughtRow]) -> dict[int, BoughtRow]:
    roots = roots_of(workspace_id, [row.account_id for row in rows], kind="account")
    return _summed((roots.get(row.account_id, row.account_id), row) for row in rows)


def _summed(rows: Iterable[tuple[int, BoughtRow]]) -> dict[int, BoughtRow]:
    """What accounts bought together with those they are one with."""
    found: dict[int, BoughtRow] = {}
    for root, row in rows:
        known = found.get(root)
        last = max((at for at in (row.last_at, known.last_at if known else None) if at), default=None)
        deals, value = (row.deals, row.value) if known is None else (row.deals + known.deals, row.value + known.value)
        found[root] = BoughtRow(root, deals, value, last)
    return found
