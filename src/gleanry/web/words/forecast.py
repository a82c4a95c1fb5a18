"""What forecasts, targets and reviews are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

Words = Mapping[str, Any]

METHODS: Words = {
    "stage": pgettext_lazy("forecast", "By stage"),
    "grade": pgettext_lazy("forecast", "By grade"),
    "learned": pgettext_lazy("forecast", "Learned"),
    "word": pgettext_lazy("forecast", "Sellers’ word"),
}
METHOD_MEANINGS: Words = {
    "stage": gettext_lazy("Each amount by the probability of its stage."),
    "grade": gettext_lazy("Each amount by the share of its grade: A 80 %, B 60 %, C 30 %, D 10 %, E nothing."),
    "learned": gettext_lazy("Each amount by the probability learned from your own closed deals."),
    "word": gettext_lazy("What each seller commits to."),
}
GROUPINGS: Words = {
    "owner": gettext_lazy("Owner"),
    "team": gettext_lazy("Team"),
    "product": gettext_lazy("Product line"),
    "process": pgettext_lazy("deals", "Process"),
    "month": gettext_lazy("Month"),
    "quarter": gettext_lazy("Quarter"),
    "currency": gettext_lazy("Currency"),
}
PERIODS: Words = {
    "month": gettext_lazy("This month"),
    "quarter": gettext_lazy("This quarter"),
    "next_quarter": gettext_lazy("Next quarter"),
    "year": gettext_lazy("This year"),
    "all": gettext_lazy("All open"),
}
SPECIAL: Words = {
    "none": gettext_lazy("No day set"),
    "overdue": gettext_lazy("Day has passed"),
    "outside": gettext_lazy("Later or earlier"),
}
CHANGES: Words = {
    "new": pgettext_lazy("change", "New"),
    "won": pgettext_lazy("change", "Won"),
    "lost": pgettext_lazy("change", "Lost"),
    "moved_in": pgettext_lazy("change", "Moved into this month"),
    "moved_out": pgettext_lazy("change", "Moved out of this month"),
    "amount_up": pgettext_lazy("change", "Amount up"),
    "amount_down": pgettext_lazy("change", "Amount down"),
    "grade_up": pgettext_lazy("change", "Grade up"),
    "grade_down": pgettext_lazy("change", "Grade down"),
}
MEASURES: Words = {
    "signed": gettext_lazy("Amount signed"),
    "received": gettext_lazy("Amount received"),
    "customers": gettext_lazy("New customers"),
    "leads": gettext_lazy("Leads"),
    "mql": pgettext_lazy("measure", "MQL"),
    "sql": pgettext_lazy("measure", "SQL"),
}
LEVELS: Words = {
    "year": gettext_lazy("Year"),
    "quarter": gettext_lazy("Quarter"),
    "month": gettext_lazy("Month"),
    "team": gettext_lazy("Team"),
    "person": gettext_lazy("Person"),
    "product": gettext_lazy("Product line"),
    "region": gettext_lazy("Region"),
}
WEIGHTS: Words = {
    "season": gettext_lazy("as last year"),
    "days": gettext_lazy("by working days"),
    "equal": gettext_lazy("equally"),
}
VERDICTS: Words = {
    "": pgettext_lazy("commitment", "Open"),
    "kept": pgettext_lazy("commitment", "Kept"),
    "broken": pgettext_lazy("commitment", "Not kept"),
}
SECTIONS: Words = {
    "won": gettext_lazy("Won"),
    "lost": gettext_lazy("Lost"),
    "moved": gettext_lazy("What moved"),
    "stuck": gettext_lazy("What is stuck"),
    "next": gettext_lazy("Expected in the next two weeks"),
}
ROW_FAULTS: Words = {
    "bad_path": gettext_lazy(
        "Row %(row)s: the path names something that is not there, or a level that cannot stand here."
    ),
    "no_parent": gettext_lazy("Row %(row)s: what it is a part of has to stand in a row before it."),
    "twice": gettext_lazy("Row %(row)s: this path stands there twice."),
    "bad_value": gettext_lazy("Row %(row)s: the value is no number from zero up."),
    "no_year": gettext_lazy("Row %(row)s: the first row has to be the year itself, such as year=2026."),
}


def learned_line(refusal: Mapping[str, Any] | None, *, any_yet: bool) -> str:
    """Why the learned column shows the stage's probabilities."""
    if not any_yet:
        return _("Nothing was learned yet: the learned column stands in with the probability of the stage.")
    code = (refusal or {}).get("code")
    if code == "too_few":
        return _(
            "Too few deals were won and lost to learn from: the learned column stands in with the probability of the "
            "stage."
        )
    if code == "no_better_than_a_lot":
        return _(
            "What was learned did not rank later deals better than a lot: the learned column stands in with the "
            "probability of the stage."
        )
    return _("What was learned could not be tested on later deals: the learned column stands in with the stage.")
