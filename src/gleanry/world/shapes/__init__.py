"""Working calendars: which instants count when a deadline is in working time."""

from gleanry.world.shapes.calendar import Shift, Stretch, WorkingCalendar, plain_time
from gleanry.world.shapes.hours import Span, WorkingHours
from gleanry.world.shapes.national import country_is_known, holiday_name, subdivisions_of

__all__ = [
    "Shift",
    "Span",
    "Stretch",
    "WorkingCalendar",
    "WorkingHours",
    "country_is_known",
    "holiday_name",
    "plain_time",
    "subdivisions_of",
]
