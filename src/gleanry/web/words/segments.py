"""Segments in words: what conditions ask, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from gleanry.market.audience.shapes import Fault
from gleanry.web.words.labels import POOLS, TOUCH_KINDS, Words, label, source_label

OF: Words = {
    "touch": gettext_lazy("Touch"),
    "came": gettext_lazy("A lead came in"),
    "milestone": gettext_lazy("A lead reached"),
    "lead_pool": gettext_lazy("A lead is in the pool"),
    "lead_grade": gettext_lazy("A lead is graded"),
    "lead_source": gettext_lazy("A lead's source"),
    "lead_campaign": gettext_lazy("A lead's campaign"),
    "job_title": gettext_lazy("Job title"),
    "company": gettext_lazy("Company"),
    "region": gettext_lazy("Company's region"),
    "industry": gettext_lazy("Company's industry"),
    "size": gettext_lazy("Company's size"),
    "way": gettext_lazy("Can be reached by"),
    "refuses_mail": gettext_lazy("Wants no mail"),
}
TESTS: Words = {
    "one_of": gettext_lazy("is one of"),
    "contains": gettext_lazy("contains one of"),
    "at_least": gettext_lazy("is at least"),
    "present": gettext_lazy("is known"),
}
WAYS: Words = {
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "wechat": gettext_lazy("WeChat"),
}
MILESTONES: Words = {
    "mql": gettext_lazy("MQL"),
    "sql": gettext_lazy("SQL"),
    "opportunity": gettext_lazy("Opportunity"),
    "won": pgettext_lazy("opportunity", "Won"),
    "paid": pgettext_lazy("opportunity", "Paid"),
}
GRADES: Words = {cell: cell for cell in (f"{fit}{band}" for fit in "ABCD" for band in "1234")}
JOINS: Words = {"all": gettext_lazy("all of these lines"), "any": gettext_lazy("any of these lines")}
CHOICES: Mapping[str, Words] = {"way": WAYS, "milestone": MILESTONES, "lead_pool": POOLS, "lead_grade": GRADES}
FAULTS: Words = {
    "no_rows": gettext_lazy("Name at least one condition."),
    "too_many_rows": gettext_lazy("That is more conditions than a segment may have."),
    "no_value": gettext_lazy("Say at least one value, or “is known”."),
    "no_number": gettext_lazy("A number is needed here."),
    "bad_days": gettext_lazy("Days are a whole number up to 3650."),
    "bad_least": gettext_lazy("How often is a whole number from 1."),
}


def fault_text(fault: Fault) -> str:
    """What is wrong with a line."""
    return str(FAULTS.get(fault.code, _("This condition cannot be read.")))


def condition_text(row: Mapping[str, Any]) -> str:
    """One condition as a phrase."""
    phrase = _phrase(row)
    return _("not: %(condition)s") % {"condition": phrase} if row.get("not") else phrase


def _phrase(row: Mapping[str, Any]) -> str:
    of = str(row["of"])
    if of == "touch":
        return _touch(row)
    if of == "came":
        days = int(row.get("days", 0))
        return ngettext("a lead came in the last day", "a lead came in the last %(n)d days", days) % {"n": days}
    if of == "refuses_mail":
        return str(OF[of])
    test, words = str(row.get("test") or "one_of"), CHOICES.get(of)
    named = [label(words, value) if words else _plain(of, value) for value in row.get("values", ())]
    values = _(", ").join(named)
    said = {"what": label(OF, of), "test": label(TESTS, test), "values": values}
    return _("%(what)s %(test)s") % said if test == "present" else _("%(what)s %(test)s: %(values)s") % said


def _plain(of: str, value: object) -> str:
    return source_label(str(value)) if of == "lead_source" else str(value)


def _touch(row: Mapping[str, Any]) -> str:
    what = label(TOUCH_KINDS, row["kind"]) if row.get("kind") else _("Any touch")
    places = [str(row[name]) for name in ("channel", "campaign") if row.get(name)]
    if places:
        what = _("%(what)s (%(places)s)") % {"what": what, "places": _(", ").join(places)}
    least, days = int(row.get("least", 1)), int(row.get("days", 0))
    often = ngettext("at least once", "at least %(n)d times", least) % {"n": least}
    since = ngettext("in the last day", "in the last %(n)d days", days) % {"n": days} if days else _("ever")
    return _("%(what)s, %(often)s %(since)s") % {"what": what, "often": often, "since": since}


def definition_lines(body: Mapping[str, Any]) -> list[str]:
    """Each line of a definition; what stands together is one line."""
    lines = []
    for row in body.get("rows", ()):
        inner = [condition_text(part) for part in row.get("rows", (row,))]
        between = _(" or ") if row.get("join", "all") == "any" else _(" and ")
        lines.append(between.join(inner))
    return lines
