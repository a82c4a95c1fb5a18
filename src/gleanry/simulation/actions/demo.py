"""The demo: a company year that ends now, and somebody to sign in as for every role."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from gleanry.kit import clock
from gleanry.simulation.actions.accounts import dress_accounts
from gleanry.simulation.actions.collecting import collect_demo
from gleanry.simulation.actions.house import made_up_workspace, staff
from gleanry.simulation.actions.papers import make_up_papers
from gleanry.simulation.actions.planning import plan_times
from gleanry.simulation.actions.rewarding import reward_year
from gleanry.simulation.actions.settling import settle_some
from gleanry.simulation.actions.year import Progress, carry_out
from gleanry.simulation.models import Run
from gleanry.simulation.rules.season import YEAR
from gleanry.simulation.shapes import Plan, SignIn
from gleanry.tenants.shapes import Role

SLUG, NAME, DOMAIN = "demo", "颗粒归仓演示 / Gleanry demo", "demo.gleanry.test"

# The same for everybody and known to all who read this: the demo holds only made-up data and listens on 127.0.0.1.
# Real members choose their own.
PASSWORD = "every-grain-comes-home"  # noqa: S105  # see above

LEADS, SEED = 3000, 7
FINE_DAYS = 12
"""The last days go day by day, so that there is work due today and tomorrow."""


def fill_demo(*, progress: Progress | None = None) -> list[SignIn]:
    """Fill the demo workspace, once; later calls change nothing. Returns one sign-in per role."""
    workspace = made_up_workspace(SLUG, name=NAME)
    with transaction.atomic():
        staff(workspace.id, sdrs=3, sellers=5, domain=DOMAIN, password=PASSWORD)
    plan = _plan(workspace.id, workspace.zone)
    carry_out(workspace.id, plan, progress=progress)
    plan_times(workspace.id, plan.ends_at)
    dress_accounts(workspace.id, plan.ends_at)
    make_up_papers(workspace.id, plan.ends_at)
    with transaction.atomic():
        collect_demo(workspace.id, plan.ends_at)
    settle_some(workspace.id, plan.ends_at)
    reward_year(workspace.id, plan.starts_on, plan.ends_at)
    return [SignIn(str(role), f"{role}@{DOMAIN}", PASSWORD) for role in Role]


def _plan(workspace_id: int, zone: str) -> Plan:
    """The year that ends now; the year begun earlier, when the demo was filled or interrupted before."""
    begun = Run.objects.of(workspace_id).first()
    ends_at = begun.ends_at if begun else _now()
    starts_on = begun.starts_on if begun else (ends_at.astimezone(ZoneInfo(zone)) - timedelta(days=YEAR - 1)).date()
    return Plan(LEADS, SEED, starts_on, ends_at, matures=False, zone=ZoneInfo(zone), fine_days=FINE_DAYS)


def _now() -> datetime:
    return clock.now().replace(second=0, microsecond=0)
