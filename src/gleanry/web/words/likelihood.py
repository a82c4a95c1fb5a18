"""The learned score in words: targets, columns, leaks, refusals, reasons."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gleanry.web.words.fields import FIELDS
from gleanry.web.words.labels import TOUCH_KINDS, label

_BETWEEN = re.compile(r"over (?P<low>-?[\d.e+-]+) to (?P<high>-?[\d.e+-]+)")
_END = re.compile(r"(?P<side>up to|over) (?P<end>-?[\d.e+-]+)")

TARGETS: Mapping[str, Any] = {
    "sql": pgettext_lazy("likely to become", "SQL"),
    "opportunity": pgettext_lazy("likely to become", "Opportunity"),
    "order": pgettext_lazy("likely to become", "Order"),
}
COLUMNS: Mapping[str, Any] = {
    "received": gettext_lazy("Received"),
    "sales_region": gettext_lazy("Sales region"),
    "province": gettext_lazy("Province"),
    "email_domain": gettext_lazy("Mail domain"),
    "mailbox": gettext_lazy("Mailbox"),
}
VALUES: Mapping[str, Any] = {
    "missing": gettext_lazy("not given"),
    "other": gettext_lazy("any other"),
    "company": gettext_lazy("of a company"),
    "free": gettext_lazy("free of charge"),
}
LEAKS: Mapping[str, Any] = {
    "encodes": gettext_lazy("It tells more of the outcome than anything known beforehand could."),
    "filled_after": gettext_lazy("It is filled in together with the outcome."),
    "written_after": gettext_lazy("It is a date after the lead came."),
    "recorded_after": gettext_lazy("It is recorded during or after the outcome."),
    "running_number": gettext_lazy("It is a running number that goes with the outcome."),
}


def column_name(column: str) -> str:
    """A column of the learned score, or two of them, as the pages call them."""
    parts = []
    for part in column.split(" × "):
        if part.startswith("event "):
            parts.append(label(TOUCH_KINDS, part.removeprefix("event ")))
        elif part.startswith(("weekday of ", "hour of ")):
            parts.append(_("Weekday") if part.startswith("weekday") else _("Hour"))
        else:
            parts.append(label({**FIELDS, **COLUMNS}, part))
    return " × ".join(str(part) for part in parts)


def value_name(value: str) -> str:
    """A value or a range of them."""
    return " × ".join(_value(part) for part in value.split(" × "))


def _value(value: str) -> str:
    if value in VALUES:
        return label(VALUES, value)
    if between := _BETWEEN.fullmatch(value):
        return _("%(low)s to %(high)s") % between.groupdict()
    if end := _END.fullmatch(value):
        return (_("up to %(end)s") if end["side"] == "up to" else _("over %(end)s")) % {"end": end["end"]}
    return value


def reason_line(column: str, value: str, log_odds: float) -> tuple[str, str, bool]:
    """What it is, by how much it multiplies or divides the odds, and whether it speaks for the lead."""
    times = f"{math.exp(abs(log_odds)):.2f}"
    pull = _("odds × %(times)s") if log_odds > 0 else _("odds ÷ %(times)s")
    return f"{column_name(column)}: {value_name(value)}", pull % {"times": times}, log_odds > 0


def refusal_line(refusal: Mapping[str, Any]) -> str:
    """Why the matrix stays in force."""
    data = {name: _shown(value) for name, value in refusal.items()}
    match refusal["code"]:
        case "too_few":
            return _(
                "Too little has ended yet: %(positives)s leads came so far and %(negatives)s did not; "
                "each must be at least %(fewest)s."
            ) % {"positives": "0", "negatives": "0", "fewest": "50", **data}
        case "no_later_leads":
            return _("Too few of the later leads have ended to test what was learned on them.")
        case "no_better_than_a_lot":
            return _("What was learned does not hold for later leads: it ranks them hardly better than a lot.")
        case "worse_than_matrix":
            return _("The matrix ranked later leads better (AUC %(matrix)s) than what was learned (%(auc)s).") % data
        case "drifted":
            columns = ", ".join(column_name(str(name)) for name in refusal.get("columns", ()))
            return _("The newest leads are unlike those it learned from: %(columns)s.") % {"columns": columns}
        case _:
            return _("Nothing that is known of the leads when they come tells how they end.")


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.2f}"
    return ", ".join(map(str, value)) if isinstance(value, Sequence) and not isinstance(value, str) else str(value)
