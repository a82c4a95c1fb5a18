"""Which roles see what and may do what; when a workspace and its members work."""

from gleanry.tenants.rules.access import is_among, members_of, permissions_of, pools_of, reach_of
from gleanry.tenants.rules.book import length_of_day, names_of_days, read_calendar
from gleanry.tenants.rules.faults import faults_of_calendar
from gleanry.tenants.rules.own import Own, own_calendar
from gleanry.tenants.rules.planning import away_at, leave_between, leave_on, may_plan, shifts_of

__all__ = [
    "Own",
    "away_at",
    "faults_of_calendar",
    "is_among",
    "leave_between",
    "leave_on",
    "length_of_day",
    "may_plan",
    "members_of",
    "names_of_days",
    "own_calendar",
    "permissions_of",
    "pools_of",
    "reach_of",
    "read_calendar",
    "shifts_of",
]
