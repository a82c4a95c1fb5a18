"""Why a lead got its grade, its owner, its place: the codes of the slices put into sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gleanry.web.words import labels

SCORE_RULES: Mapping[str, Any] = {}
ROUTE_RULES: Mapping[str, Any] = {}

FIELDS: Mapping[str, Any] = {
    "person_name": gettext_lazy("Person"),
    "job_title": gettext_lazy("Job title"),
    "company": gettext_lazy("Company"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "wechat": gettext_lazy("WeChat"),
    "contact": gettext_lazy("Way of contact"),
    "visitor": gettext_lazy("Visitor id"),
    "external_id": gettext_lazy("External id"),
    "source": gettext_lazy("Source"),
    "campaign": gettext_lazy("Campaign"),
    "region": gettext_lazy("Region"),
    "industry": gettext_lazy("Industry"),
    "size": gettext_lazy("Company size"),
    "first_contact_at": gettext_lazy("First contact"),
}
DEFECTS: Mapping[str, Any] = {
    "unusable": gettext_lazy("not usable"),
    "cut": gettext_lazy("too long, cut"),
    "unreachable": gettext_lazy("nobody can be reached by it"),
    "conflict": gettext_lazy("also belongs to somebody else"),
}


def score_reason(code: str) -> str:
    """What a scoring rule rewarded: a rule of the table, or a kind of touch."""
    if code in SCORE_RULES:
        return str(SCORE_RULES[code])
    return labels.label(labels.TOUCH_KINDS, code)


def route_rule(code: str) -> str:
    """The name of a routing rule."""
    return labels.label(ROUTE_RULES, code)


def route_reason(rule: str, reason: Mapping[str, Any]) -> str:
    """Why this owner: the rule, and whose turn it was."""
    name = route_rule(rule)
    if reason.get("code") == "turn":
        turn = {"rule": name, "turn": int(reason.get("turn", 0)) % max(1, int(reason.get("of", 1))) + 1}
        return _("Rule “%(rule)s”, number %(turn)s of %(of)s in turn") % (turn | {"of": reason.get("of", 1)})
    if reason.get("code") == "nobody":
        return _("Rule “%(rule)s”: it names nobody who can take leads, so this one waits in the pool") % {"rule": name}
    return _("Rule “%(rule)s”") % {"rule": name}


def move_reason(reason: Mapping[str, Any]) -> str:
    """Why a lead moved."""
    code = str(reason.get("code", ""))
    why = str(reason.get("reason", ""))
    if code == "routed":
        return _("by rule “%(rule)s”") % {"rule": route_rule(str(reason.get("rule", "")))}
    if code == "returned":
        return _("returned: %(why)s") % {"why": labels.label(labels.RETURN_REASONS, why)}
    if code == "invalid":
        return _("invalid: %(why)s") % {"why": labels.label(labels.INVALID_REASONS, why)}
    return str(MOVES.get(code, code))


MOVES: Mapping[str, Any] = {
    "claimed": gettext_lazy("claimed"),
    "assigned": gettext_lazy("assigned by hand"),
    "converted": gettext_lazy("became an opportunity"),
    "reawakened": gettext_lazy("stirred again"),
    "recycled": gettext_lazy("taken back after the deadline passed"),
    "overdue": gettext_lazy("taken back after the deadline passed"),
    "imported": gettext_lazy("came with the import"),
}


def match_reason(verdict: str, evidence: list[list[str]]) -> list[str]:
    """How a submission was recognised, one sentence for each piece of evidence."""
    said = []
    for kind, value in evidence:
        if kind == "conflict":
            said.append(_("%(value)s also belongs to somebody else; the stronger sign won") % {"value": value})
        elif verdict == "invalid":
            defect = labels.label(DEFECTS, value)
            said.append(_("%(field)s: %(defect)s") % {"field": labels.label(FIELDS, kind), "defect": defect})
        else:
            said.append(_("Same %(field)s: %(value)s") % {"field": labels.label(FIELDS, kind), "value": value})
    return said
