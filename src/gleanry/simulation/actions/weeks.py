"""The made-up company's weeks: what its sellers stand for, its targets, and what the program keeps each Monday."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from gleanry.cockpit.actions.promises import commit_to
from gleanry.cockpit.actions.targets import set_year, split_target
from gleanry.cockpit.queries.periods import monday_of
from gleanry.cockpit.queries.targets import choices_of, plan_of, weights_for
from gleanry.cockpit.shapes import Plan as Targets
from gleanry.flow.convert.actions import DealChange, edit_deals
from gleanry.flow.convert.queries import list_deals
from gleanry.flow.convert.shapes import DealCard, DealFilters
from gleanry.simulation.actions.house import House
from gleanry.simulation.rules.dice import Dice
from gleanry.simulation.rules.season import YEAR
from gleanry.simulation.shapes import Plan
from gleanry.tenants.queries import get_settings, list_members, viewer_of
from gleanry.tenants.shapes import Role, Viewer
from gleanry.values.money import Money
from gleanry.wiring.rhythm import keep_rhythm, learn_again

STOOD_FOR = ("A", "B")
MOST_DEALS = 2_000
LEARNS_EVERY = timedelta(weeks=4)
PER_LEAD = {"signed": 4_200, "leads": 1, "mql": 0.42, "sql": 0.3}
"""What the board expects of each lead of the year: an amount in the workspace's currency, or a share of it."""
SPLITS = (("quarter", "days"), ("person", "equal"), ("month", "days"))


class Weeks:
    """Begins each week once; started again after an interruption it goes on, for what was kept is not kept twice."""

    def __init__(self, workspace_id: int, plan: Plan, house: House) -> None:
        self._workspace_id, self._plan, self._house = workspace_id, plan, house
        self._begun: date | None = None

    def begin(self, at: datetime) -> None:
        """What a Monday brings, at the first moment of a week at which anything is done."""
        week = monday_of(at.astimezone(self._plan.zone).date())
        if week == self._begun:
            return
        self._begun = week
        _set_targets(self._workspace_id, at.astimezone(self._plan.zone).year, self._plan, at)
        for member_id, viewer in self._house.viewers.items():
            if Role.SELLER in viewer.roles:
                self._state(member_id, viewer, week, at)
        if (week - monday_of(self._plan.starts_on)) % LEARNS_EVERY == timedelta(0):
            learn_again(self._workspace_id, at)
        keep_rhythm(self._workspace_id, at)

    def _state(self, member_id: int, viewer: Viewer, week: date, at: datetime) -> None:
        """The seller's word on deals that look good, coloured by temper, and what they commit to for the week."""
        deals = list_deals(viewer, DealFilters(outcome="open"), limit=MOST_DEALS)
        good = [deal for deal in deals if deal.owner_id == member_id and deal.grade in STOOD_FOR and deal.amount.minor]
        temper = Dice(self._plan.seed, "temper", member_id).between(0.55, 1.0)
        edits = [DealChange(deal.id, {"word_minor": _word(deal, temper)}) for deal in good if deal.word is None]
        if edits:
            edit_deals(viewer, edits, at)
        for deal in good[:1]:
            commit_to(viewer, week, "win", at, deal_id=deal.id)


def _word(deal: DealCard, temper: float) -> int:
    return round(deal.amount.minor * temper)


def _set_targets(workspace_id: int, year: int, made: Plan, at: datetime) -> None:
    """What the year shall bring, split as far as each seller's month; once a year."""
    if plan_of(workspace_id, year, "signed") is not None:
        return
    leads = made.leads * _days_within(made.starts_on, year) / YEAR
    board = viewer_of(next(one for one in list_members(workspace_id) if Role.ADMINISTRATOR in one.roles))
    currency = get_settings(workspace_id).currency
    for measure, each in PER_LEAD.items():
        whole = round(leads * each)
        value = Money.of(whole, currency).minor if measure == "signed" else whole
        plan = set_year(board, year, measure, value, at, reason="年度经营会")
        for depth, (level, weights) in enumerate(SPLITS[: 3 if measure == "signed" else 1]):
            plan = _split(board, plan, depth, level=level, weights=weights, at=at)


def _days_within(starts_on: date, year: int) -> int:
    """How many days of the made-up year, which begins on a day, are of a calendar year."""
    ends_on = starts_on + timedelta(days=YEAR)
    return max((min(ends_on, date(year + 1, 1, 1)) - max(starts_on, date(year, 1, 1))).days, 0)


def _split(board: Viewer, plan: Targets, depth: int, *, level: str, weights: str, at: datetime) -> Targets:
    """Split every number of a level of the tree."""
    above = ("year", *(name for name, _ in SPLITS))[depth]
    for node in [node for node in plan.nodes if node.level == above]:
        choice = next((one for one in choices_of(board.workspace_id, plan, node) if one.level == level), None)
        if choice is not None:
            shares = weights_for(board.workspace_id, plan, node, choice, weights, at)
            plan = split_target(board, plan, node.id, level=level, weights=shares, at=at)
    return plan
