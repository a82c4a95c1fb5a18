"""Words of working time: leave, days, reasons for not being at work, faults of a calendar."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gleanry.tenants.shapes import Viewer
from gleanry.web.words.labels import Words
from gleanry.web.words.regions import region_name, regions
from gleanry.world.shapes import country_is_known

LEAVE_KINDS: Words = {
    "annual": pgettext_lazy("leave", "Annual leave"),
    "sick": pgettext_lazy("leave", "Sick leave"),
    "other": pgettext_lazy("leave", "Other leave"),
}
PARTS: Words = {
    "day": pgettext_lazy("part of a day", "Whole day"),
    "morning": pgettext_lazy("part of a day", "Morning"),
    "afternoon": pgettext_lazy("part of a day", "Afternoon"),
}
AWAY: Words = {
    "leave": _("On leave"),
    "holiday": _("Public holiday"),
    "company_day": _("Company day off"),
    "day_off": _("Day off by rota"),
    "rest_day": _("Rest day"),
    "outside_hours": _("Outside working hours"),
}
DAYS: Words = {
    "shift": pgettext_lazy("day", "Shift"),
    "day_off": _("Day off by rota"),
    "extra_off": _("Company day off"),
    "extra_on": _("Company working day"),
    "holiday": _("Public holiday"),
    "makeup": _("Make-up workday"),
}
WEEKDAYS = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)
INITIALS = (
    pgettext_lazy("Monday, one letter", "M"),
    pgettext_lazy("Tuesday, one letter", "T"),
    pgettext_lazy("Wednesday, one letter", "W"),
    pgettext_lazy("Thursday, one letter", "T"),
    pgettext_lazy("Friday, one letter", "F"),
    pgettext_lazy("Saturday, one letter", "S"),
    pgettext_lazy("Sunday, one letter", "S"),
)
MARKS: Words = {
    "leave": pgettext_lazy("mark in a calendar", "L"),
    "half": pgettext_lazy("mark in a calendar", "½"),
    "shift": pgettext_lazy("mark in a calendar", "S"),
    "day_off": pgettext_lazy("mark in a calendar", "–"),
    "makeup": pgettext_lazy("mark in a calendar", "W"),
}
"""What stands in a cell too small for words; its title has them."""
ZONES = (
    *("Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Singapore", "Asia/Tokyo", "Asia/Seoul", "Asia/Bangkok"),
    *("Asia/Ho_Chi_Minh", "Asia/Jakarta", "Asia/Kolkata", "Asia/Dubai", "Europe/Berlin", "Europe/Paris"),
    *("Europe/London", "Europe/Madrid", "Europe/Warsaw", "America/New_York", "America/Chicago", "America/Denver"),
    *("America/Los_Angeles", "America/Toronto", "America/Mexico_City", "America/Sao_Paulo", "Australia/Sydney"),
)


def countries(viewer: Viewer) -> dict[str, str]:
    """ISO 3166 code -> name of every country whose holidays are known."""
    return {code: name for code, name in regions(viewer).items() if country_is_known(code)}


def country_name(code: str) -> str:
    """A country by its name in the viewer's language; "" for none."""
    return region_name(code) if code else ""
