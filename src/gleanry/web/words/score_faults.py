"""What is wrong with a score book, and its cure, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

CURES: Mapping[str, Any] = {
    "not_points": _("“%(value)s” is no number of points. Write a number with at most two decimals; caps are above 0."),
    "gives_nothing": _("This gives no points. Give some, or take the row out."),
    "not_used": _("This test looks at no value. Take “%(value)s” out, or choose another test."),
    "always": _("This is so for every lead. Take the empty word or the negative number out."),
    "empty_value": _("There is an empty word among these. Take it out."),
    "repeats": _("The rule “%(value)s” asks the same. Take one out, or add their points up."),
    "contradicts": _("The rule “%(value)s” asks the same and gives the opposite. Take one out."),
    "group_full": _("Whenever this holds, other rules have filled the group “%(value)s” already. Raise its cap."),
    "group_cap_below_points": _("The group “%(value)s” is capped below these points. Raise its cap, or give fewer."),
    "cap_below_points": _("One touch gives more than the most, %(value)s. Raise the most, or give fewer points."),
    "not_days": _("“%(value)s” is no number of whole days from 1 to 3,650. Leave it empty for points that stay."),
    "nothing_in_it": _("Nothing belongs to the group “%(value)s”. Name it in a row, or take it out."),
    "not_falling": _("“%(value)s” is not below the line before. Thresholds run from high to low."),
    "not_from_zero": _("The last must begin at 0, or some leads have no grade."),
    "not_these": _("These must be %(value)s, each once and in this order."),
    "never_reached": _("All rows together do not make enough points for “%(value)s”. Lower it, or give more."),
    "cells_missing": _("These grades are missing: %(value)s."),
}
