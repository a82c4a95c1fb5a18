"""Words of working time: leave, days, reasons for not being at work, faults of a calendar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gleanry.web.words.labels import Words

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
COUNTRIES: Mapping[str, Any] = {
    "CN": _("China"),
    "HK": _("Hong Kong"),
    "TW": _("Taiwan"),
    "SG": _("Singapore"),
    "JP": _("Japan"),
    "KR": _("South Korea"),
    "VN": _("Vietnam"),
    "TH": _("Thailand"),
    "MY": _("Malaysia"),
    "ID": _("Indonesia"),
    "IN": _("India"),
    "AE": _("United Arab Emirates"),
    "DE": _("Germany"),
    "FR": _("France"),
    "GB": _("United Kingdom"),
    "NL": _("Netherlands"),
    "IT": _("Italy"),
    "ES": _("Spain"),
    "PL": _("Poland"),
    "US": _("United States"),
    "CA": _("Canada"),
    "MX": _("Mexico"),
    "BR": _("Brazil"),
    "AU": _("Australia"),
    "ZA": _("South Africa"),
}
"""Those most often worked in; others are shown by their code."""
ZONES = (
    *("Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Singapore", "Asia/Tokyo", "Asia/Seoul", "Asia/Bangkok"),
    *("Asia/Ho_Chi_Minh", "Asia/Jakarta", "Asia/Kolkata", "Asia/Dubai", "Europe/Berlin", "Europe/Paris"),
    *("Europe/London", "Europe/Madrid", "Europe/Warsaw", "America/New_York", "America/Chicago", "America/Denver"),
    *("America/Los_Angeles", "America/Toronto", "America/Mexico_City", "America/Sao_Paulo", "Australia/Sydney"),
)
