"""A company year, moment by moment, the clock stopped at each.

A step of the year is one transaction together with the mark of how far it came: cut off anywhere, the year goes on from
its mark, and nothing is done twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from gleanry.flow.followup.actions import sweep_deadlines
from gleanry.flow.followup.queries import next_due
from gleanry.kit import clock, ledger
from gleanry.kit.errors import Refusal
from gleanry.kit.memory import few_pauses
from gleanry.kit.upkeep import is_worth_refreshing, refresh_statistics
from gleanry.simulation.actions.agenda import Agenda
from gleanry.simulation.actions.house import House, house_of, made_up_workspace, staff, zone_of
from gleanry.simulation.actions.intake import take_in
from gleanry.simulation.actions.perform import perform
from gleanry.simulation.actions.weeks import Weeks
from gleanry.simulation.models import Run
from gleanry.simulation.rules.season import MATURING, YEAR, Instant, Season, instants
from gleanry.simulation.shapes import Outcome, Plan

SIMULATED_YEAR = 2025
MINUTE = timedelta(minutes=1)

Progress = Callable[[int], None]


def run_simulation(workspace: str, *, leads: int, seed: int, progress: Progress | None = None) -> Outcome:
    """Make a year in the workspace of this slug, which is made when there is none."""
    house = made_up_workspace(workspace, name="Gleanry simulation")
    simulate(house.id, leads=leads, seed=seed, progress=progress)
    return outcome_of(house.id, workspace)


def simulate(workspace_id: int, *, leads: int, seed: int, progress: Progress | None = None) -> None:
    """Make the year 2025 with `leads` leads, and the months after it until every deal has come to its end.

    Run again with the same numbers it goes on where it stopped, or does nothing. Raises Refusal `not_made_up` for a
    real workspace and `simulated_otherwise` where another year was made.
    """
    zone = ZoneInfo(zone_of(workspace_id))
    starts_on = date(SIMULATED_YEAR, 1, 1)
    ends_at = datetime.combine(starts_on + timedelta(days=YEAR + MATURING), time(18), zone).astimezone(UTC)
    plan = Plan(leads, seed, starts_on, ends_at, matures=True, zone=zone)
    staff(workspace_id, sdrs=_sdrs(leads), sellers=_sellers(leads), domain=f"w{workspace_id}.simulation.test")
    carry_out(workspace_id, plan, progress=progress)


def _sdrs(leads: int) -> int:
    return 2 if leads <= 2_000 else 4 if leads <= 50_000 else 8


def _sellers(leads: int) -> int:
    return 5 if leads <= 2_000 else 10 if leads <= 50_000 else 15


@few_pauses()
def carry_out(workspace_id: int, plan: Plan, *, progress: Progress | None = None) -> None:
    """Go through a plan's moments, from the mark of an earlier run on."""
    run = _run_of(workspace_id, plan)
    if run.is_done:
        return
    house = house_of(workspace_id, plan.seed)
    moments = instants(plan)
    agenda, season = Agenda(plan, house, moments), Season(plan)
    if run.done_until is not None:
        agenda.rebuild(workspace_id, after=run.done_until)
    ahead = [moment for moment in moments if run.done_until is None or moment.at > run.done_until]
    weeks = Weeks(workspace_id, plan, house)
    taken = _last_intake(moments, run.done_until)
    for step, moment in enumerate(ahead):
        with transaction.atomic(), ledger.carried_by_hand():
            _live(workspace_id, house, agenda, plan, season, moment, taken)
            with clock.stopped(moment.at):
                weeks.begin(moment.at)
            taken = moment.at if moment.takes else taken
            run.made = season.count_before(taken) if taken else 0
            run.done_until, run.is_done = moment.at, moment is moments[-1]
            run.save(update_fields=["made", "done_until", "is_done"])
        if is_worth_refreshing(step):
            refresh_statistics()
        if progress:
            progress(run.made)
    refresh_statistics()


def _live(
    workspace_id: int, house: House, agenda: Agenda, plan: Plan, season: Season, moment: Instant, taken: datetime | None
) -> None:
    sweep_until(workspace_id, moment.at)
    with clock.stopped(moment.at):
        touched: set[int] = set()
        if moment.takes:
            touched |= take_in(workspace_id, plan, season, taken, moment.at)
        if moment.acts:
            touched |= perform(house, agenda.take(moment.at), moment.at)
        agenda.follow(workspace_id, sorted(touched), after=moment.at)


def sweep_until(workspace_id: int, at: datetime) -> None:
    """Write each deadline that passes before `at` when it passes, as the scheduler does every minute."""
    while (due := next_due(workspace_id)) is not None and due <= at:
        with clock.stopped(due):
            sweep_deadlines(due, workspace_id=workspace_id)
            ledger.drain(workspace_id)


def _last_intake(moments: Sequence[Instant], until: datetime | None) -> datetime | None:
    return max((m.at for m in moments if m.takes and until is not None and m.at <= until), default=None)


def _run_of(workspace_id: int, plan: Plan) -> Run:
    asked: dict[str, Any] = {
        "leads": plan.leads,
        "seed": plan.seed,
        "starts_on": plan.starts_on,
        "ends_at": plan.ends_at,
        "matures": plan.matures,
    }
    run, _ = Run.objects.of(workspace_id).get_or_create(defaults={"workspace_id": workspace_id, **asked})
    if any(getattr(run, name) != value for name, value in asked.items()):
        raise Refusal("simulated_otherwise", leads=run.leads, seed=run.seed)
    return run


def outcome_of(workspace_id: int, slug: str) -> Outcome:
    """How many source leads there are and how far they came."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(mql_at), count(sql_at), count(won_at), count(paid_at) FROM leads_lead "
            "WHERE workspace_id = %s AND source_lead_id IS NULL",
            [workspace_id],
        )
        return Outcome(slug, *cursor.fetchone())
