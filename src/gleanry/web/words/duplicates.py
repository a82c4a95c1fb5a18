"""Duplicate rules, their faults and their decisions in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from gleanry.flow.identify.queries.books import DuplicateRule
from gleanry.web.words.fields import FIELDS
from gleanry.web.words.labels import label

COMPARED: Mapping[str, Any] = {
    "lead": gettext_lazy("Other leads"),
    "account": gettext_lazy("Companies somebody keeps"),
    "contact": gettext_lazy("Contacts of companies somebody keeps"),
}
ACTIONS: Mapping[str, Any] = {
    "attach": gettext_lazy("Attach to the source lead, whose owner gets it"),
    "to_account_owner": gettext_lazy("Give to who keeps the company, with a conversion record"),
    "refresh": gettext_lazy("Attach, renew what is told of the person, remind the owner"),
    "tag": gettext_lazy("Only label it"),
    "create": gettext_lazy("Take it as a new lead, without a label"),
    "ask": gettext_lazy("Take it as a new lead and ask a person"),
}
OUTCOMES: Mapping[str, Any] = {
    "new": pgettext_lazy("outcome", "New, nothing found"),
    "attach": pgettext_lazy("outcome", "Attached"),
    "to_account_owner": pgettext_lazy("outcome", "To the company's keeper"),
    "refresh": pgettext_lazy("outcome", "Attached and renewed"),
    "tag": pgettext_lazy("outcome", "Labelled"),
    "create": pgettext_lazy("outcome", "New by rule"),
    "ask": pgettext_lazy("outcome", "Asked about"),
}
NEEDS: Mapping[str, Any] = {"any": gettext_lazy("any of them"), "all": gettext_lazy("all of them")}
PREFER: Mapping[str, Any] = {
    "newest": gettext_lazy("the newest value stands"),
    "filled": gettext_lazy("only what was empty is filled"),
}
SETTINGS: Mapping[str, Any] = {
    "code": gettext_lazy("Code"),
    "compare": gettext_lazy("Compared with"),
    "fields": gettext_lazy("Fields"),
    "need": gettext_lazy("Needed"),
    "window_days": gettext_lazy("Days"),
    "action": gettext_lazy("What happens"),
    "refresh": gettext_lazy("What is renewed"),
    "prefer": gettext_lazy("Which value stands"),
    "order": gettext_lazy("Order of identifiers"),
    "rules": gettext_lazy("Rules"),
}
CURES: Mapping[str, Any] = {
    "missing": gettext_lazy("Nothing is chosen. Choose at least one."),
    "unknown": gettext_lazy("“%(value)s” is not known. Choose one of those offered."),
    "unknown_setting": gettext_lazy("There is no setting “%(value)s”. Take it out."),
    "twice": gettext_lazy("It is there twice. Take one out."),
    "too_many": gettext_lazy("There are too many: %(value)s is the most."),
    "not_comparable": gettext_lazy(
        "%(field)s cannot be compared there. Take it out, or compare with something that has it."
    ),
    "not_recognised": gettext_lazy("Nobody is recognised by %(field)s: it is not in the order of identifiers."),
    "not_percent": gettext_lazy(
        "“%(value)s” is not a probability. Write a whole number from 1 to 100, or 101 for never."
    ),
    "not_after_compare": gettext_lazy(
        "It cannot follow that comparison. Choose another, or compare with something else."
    ),
    "not_days": gettext_lazy("“%(value)s” is not a number of days. Write 0 for always, at most 3650."),
    "only_for_leads": gettext_lazy("Companies have no window: who keeps one now counts. Leave the days empty."),
    "only_with_refresh": gettext_lazy("This belongs to rules that renew. Choose that, or take it out."),
    "never_reached": gettext_lazy("An earlier rule always answers first. Move this one up, or take it out."),
}
SAME_RECORD = gettext_lazy("the same record sent again, by its external id")


def fields_text(rule: DuplicateRule) -> str:
    """Phone or WeChat; phone and company."""
    names = [label(FIELDS, name) for name in rule.fields]
    if len(names) == 1:
        return names[0]
    joined = _(", ").join(names[:-1])
    if rule.need == "all":
        return _("%(names)s and %(last)s together") % {"names": joined, "last": names[-1]}
    return _("%(names)s or %(last)s") % {"names": joined, "last": names[-1]}


def window_text(rule: DuplicateRule) -> str:
    """Within how many days; companies are asked as they are now."""
    if rule.compare != "lead":
        return _("as they are now")
    if not rule.window_days:
        return _("always")
    days = rule.window_days
    return ngettext("within %(days)d day", "within %(days)d days", days) % {"days": days}


def action_text(rule: DuplicateRule) -> str:
    """What happens, and for a refresh what is renewed."""
    said = label(ACTIONS, rule.action)
    if rule.action != "refresh":
        return said
    names = _(", ").join(label(FIELDS, name) for name in rule.refresh)
    detail = {"action": said, "fields": names, "prefer": label(PREFER, rule.prefer)}
    return _("%(action)s (%(fields)s: %(prefer)s)") % detail


def rule_text(rule: DuplicateRule) -> str:
    """A rule in one line."""
    parts = {
        "compare": label(COMPARED, rule.compare),
        "fields": fields_text(rule),
        "window": window_text(rule),
        "action": action_text(rule),
    }
    return _("%(compare)s · %(fields)s · %(window)s: %(action)s") % parts


def fault_text(fault: Mapping[str, Any]) -> str:
    """What is wrong with a setting, and how to cure it."""
    value = str(fault.get("value", ""))
    cure = label(CURES, fault["code"]) % {"value": value, "field": label(FIELDS, value)}
    return _("%(setting)s: %(cure)s") % {"setting": label(SETTINGS, fault["setting"]), "cure": cure}


def agreeing_text(on: Iterable[Iterable[str]]) -> str:
    """Which fields agree, with their values; a company's key is not shown, its name stands on the page."""
    said = []
    for name, value in on:
        shown = label(FIELDS, name)
        said.append(shown if name in ("company", "external_id") else f"{shown} {value}")
    return _(", ").join(said)


def age_text(days: int | None) -> str:
    """How far apart two leads came."""
    if days is None:
        return ""
    if days == 0:
        return _("the same day")
    if days < 0:
        return ngettext("%(days)d day later", "%(days)d days later", -days) % {"days": -days}
    return ngettext("%(days)d day before", "%(days)d days before", days) % {"days": days}
