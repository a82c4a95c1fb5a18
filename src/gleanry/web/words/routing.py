"""Why somebody got a lead and others did not: the codes of routing put into words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gleanry.web.words import labels
from gleanry.web.words.reasons import route_rule

PASSED: Mapping[str, Any] = {
    "leave": gettext_lazy("on leave"),
    "hours": gettext_lazy("outside working hours"),
    "free_day": gettext_lazy("not a working day"),
    "day_cap": gettext_lazy("had all leads of the day"),
    "holding_cap": gettext_lazy("holds as many leads as allowed"),
    "former": gettext_lazy("had this lead before"),
}
"""Why a person was passed over."""

FAULTS: Mapping[str, Any] = {
    "missing": gettext_lazy("There are no rules."),
    "unknown_setting": gettext_lazy("No setting is called %(value)s."),
    "too_many": gettext_lazy("At most %(value)s rules."),
    "no_such_pool": gettext_lazy("Leads cannot be routed into the pool “%(value)s”."),
    "no_fallback": gettext_lazy(
        "Say into which pool leads go that no rule holds for, or end with a rule without conditions."
    ),
    "no_such_field": gettext_lazy("A place cannot be read from “%(value)s”."),
    "bad_number": gettext_lazy("“%(value)s” is no number this can have."),
    "bad_code": gettext_lazy("A rule needs a code of at most 40 characters, without : / and !."),
    "twice": gettext_lazy("Two rules have the code “%(value)s”."),
    "no_such_role": gettext_lazy("There is no role “%(value)s”."),
    "no_such_choice": gettext_lazy("“%(value)s” cannot be chosen here."),
    "weights_zero": gettext_lazy("All weights are 0, so nobody would ever get a lead."),
    "not_a_truth": gettext_lazy("This is either yes or no."),
    "no_such_test": gettext_lazy("There is no test “%(value)s”."),
    "never": gettext_lazy("No lead can ever meet this."),
    "shadowed": gettext_lazy("Never reached: the earlier rule “%(value)s” takes all its leads."),
    "nobody": gettext_lazy("Nobody at work here is “%(value)s”."),
}
"""What is wrong with a rule, and so what to do about it."""


def passed_line(name: str, why: str) -> str:
    """A person who was passed over, and why."""
    return _("%(name)s: %(why)s") % {"name": name, "why": labels.label(PASSED, why)}


def rotation_name(key: str, region: str = "") -> str:
    """What a rotation is called: its rule, with the region or the grades it is for."""
    rest, _slash, grade = key.partition("/")
    rule = route_rule(rest.partition(":")[0])
    return " · ".join(part for part in (rule, region, grade) if part)
