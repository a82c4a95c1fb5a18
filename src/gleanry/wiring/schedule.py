"""What the worker does by the clock. Each is safe to run twice, late, or after a crash."""

from __future__ import annotations

from datetime import datetime, timedelta

from gleanry.cockpit.actions import learning
from gleanry.flow.collect import tasks as collect
from gleanry.flow.followup import tasks as followup
from gleanry.flow.identify.actions import namesakes
from gleanry.flow.nurture import tasks as nurture
from gleanry.flow.reward import tasks as reward
from gleanry.flow.route import tasks as route
from gleanry.flow.score import tasks as score
from gleanry.flow.settle import tasks as settle
from gleanry.kit import clock, jobs, ledger, rulebook
from gleanry.kit.ledger.seal import seal_facts
from gleanry.kit.upkeep import refresh_statistics
from gleanry.market.audience import tasks as audience
from gleanry.search import tasks as search
from gleanry.tenants.queries import list_workspaces
from gleanry.wiring import rhythm
from gleanry.wiring.accounts import tiering as accounts
from gleanry.wiring.adapters import mailer

LEARN, APPLY, FORECAST = "score.learn", "score.apply", "cockpit.learn"
PUMP_FOR = timedelta(seconds=30)


def sweep_deadlines() -> None:
    """Every minute: write the deadlines that have passed."""
    followup.sweep()
    ledger.drain(until=clock.now() + PUMP_FOR)


def recycle_leads() -> None:
    """Every quarter of an hour: move leads that have waited long enough where they are."""
    nurture.recycle()


def route_waiting() -> None:
    """Every minute: route again what nobody could take, and what is held by members who are gone."""
    route.second_round()
    ledger.drain(until=clock.now() + PUMP_FOR)


def pump_facts() -> None:
    """Every minute: deliver what nobody delivered, and queue again what dead workers held."""
    jobs.revive()
    ledger.drain(until=clock.now() + PUMP_FOR)


def seal_ledger() -> None:
    """Every five minutes: seal what was announced."""
    seal_facts()


def learn_scores() -> None:
    """Every night: learn from the leads that have ended."""
    for workspace in list_workspaces():
        jobs.enqueue(LEARN, {}, f"{LEARN}-{workspace.id}", workspace_id=workspace.id)


def apply_scores() -> None:
    """Every half hour: say of the leads that came how likely they are."""
    for workspace in list_workspaces():
        jobs.enqueue(APPLY, {}, f"{APPLY}-{workspace.id}", workspace_id=workspace.id)


def tier_accounts() -> None:
    """Every night: say of all accounts in which tier they are."""
    for workspace in list_workspaces():
        jobs.enqueue(accounts.JOB, {}, f"{accounts.JOB}-{workspace.id}", workspace_id=workspace.id)


def fade_scores() -> None:
    """Every quarter of an hour: grade anew the leads that time alone has moved into another cell."""
    score.fade()
    ledger.drain(until=clock.now() + PUMP_FOR)


def know_sizes() -> None:
    """Every hour: let the database learn how its tables have grown."""
    refresh_statistics()


def tend_indexes() -> None:
    """Every minute: go on with what the search box does not know yet."""
    search.look_after()


def compare_names() -> None:
    """Every minute: go on comparing the names of accounts that came."""
    namesakes.look_after()


def tend_segments() -> None:
    """Every minute: look at who changed, and at whom time has reached, for the segments."""
    audience.look_after()


def go_on_with_plans() -> None:
    """Every minute: write what is due in plans, and send what waits."""
    nurture.go_on(mailer())
    ledger.drain(until=clock.now() + PUMP_FOR)


def settle_customers() -> None:
    """Every quarter of an hour: end protections that ran out, write missed steps of cases, close what is decided."""
    settle.sweep()


def remind_of_debts() -> None:
    """Every hour: write the dunning steps that have come, and end those of what was paid."""
    collect.remind()
    ledger.drain(until=clock.now() + PUMP_FOR)


def keep_rhythm() -> None:
    """Every half hour: keep the week's snapshot, hold older ones against what came, prepare the reviews."""
    for workspace in list_workspaces():
        rhythm.keep_rhythm(workspace.id, clock.now())


def learn_forecasts() -> None:
    """Every night: learn from the deals that have ended."""
    for workspace in list_workspaces():
        jobs.enqueue(FORECAST, {}, f"{FORECAST}-{workspace.id}", workspace_id=workspace.id)


def draft_statements() -> None:
    """Every hour: bring what people are owed for the running month up to date."""
    reward.ask_for_all()


SCHEDULE = (
    ("sweep_deadlines", 1),
    ("recycle_leads", 15),
    ("route_waiting", 1),
    ("pump_facts", 1),
    ("seal_ledger", 5),
    ("know_sizes", 60),
    ("fade_scores", 15),
    ("apply_scores", 30),
    ("learn_scores", 24 * 60),
    ("tier_accounts", 24 * 60),
    ("tend_indexes", 1),
    ("compare_names", 1),
    ("tend_segments", 1),
    ("go_on_with_plans", 1),
    ("settle_customers", 15),
    ("remind_of_debts", 60),
    ("keep_rhythm", 30),
    ("learn_forecasts", 24 * 60),
    ("draft_statements", 60),
)
"""(function of this module, minutes)."""


def register() -> None:
    """Tell the worker the jobs of the schedule."""
    jobs.job(LEARN)(score.learn_scores)
    jobs.job(APPLY)(score.apply_scores)
    jobs.job(reward.MAKE)(reward.make)
    jobs.job(FORECAST)(learning.learn_forecast)
    jobs.job(accounts.JOB)(accounts.tier_everybody)
    rulebook.follow_with("tiers", _tier_anew)


def _tier_anew(workspace_id: int, at: datetime, by: int | None) -> None:
    """Somebody put other tables of tiers in force: all accounts are judged by them. A fresh workspace has none."""
    if by is not None:
        jobs.enqueue(accounts.JOB, {}, f"{accounts.JOB}-{workspace_id}", workspace_id=workspace_id)


def install() -> None:
    """Enter the schedule with the job runner; what is there already stays."""
    from django_q.models import Schedule

    for name, minutes in SCHEDULE:
        Schedule.objects.update_or_create(
            name=name,
            defaults={
                "func": f"gleanry.wiring.schedule.{name}",
                "schedule_type": Schedule.MINUTES,
                "minutes": minutes,
                "repeats": -1,
            },
        )
