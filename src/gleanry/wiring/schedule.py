"""What the worker does by the clock. Each is safe to run twice, late, or after a crash."""

from __future__ import annotations

from datetime import timedelta

from gleanry.flow.followup import tasks as followup
from gleanry.flow.identify.actions import namesakes
from gleanry.kit import clock, jobs, ledger
from gleanry.kit.ledger.seal import seal_facts
from gleanry.kit.upkeep import refresh_statistics
from gleanry.search import tasks as search

PUMP_FOR = timedelta(seconds=30)


def sweep_deadlines() -> None:
    """Every minute: write the deadlines that have passed."""
    followup.sweep()
    ledger.drain(until=clock.now() + PUMP_FOR)


def pump_facts() -> None:
    """Every minute: deliver what nobody delivered, and queue again what dead workers held."""
    jobs.revive()
    ledger.drain(until=clock.now() + PUMP_FOR)


def seal_ledger() -> None:
    """Every five minutes: seal what was announced."""
    seal_facts()


def know_sizes() -> None:
    """Every hour: let the database learn how its tables have grown."""
    refresh_statistics()


def tend_indexes() -> None:
    """Every minute: go on with what the search box does not know yet."""
    search.look_after()


def compare_names() -> None:
    """Every minute: go on comparing the names of accounts that came."""
    namesakes.look_after()


SCHEDULE = (
    ("sweep_deadlines", 1),
    ("pump_facts", 1),
    ("seal_ledger", 5),
    ("know_sizes", 60),
    ("tend_indexes", 1),
    ("compare_names", 1),
)
"""(function of this module, minutes)."""


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
