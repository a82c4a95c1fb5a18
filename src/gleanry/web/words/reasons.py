"""Why a lead got its grade, its owner, its place: the codes of the slices put into sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gleanry.web.words import labels
from gleanry.web.words.claims import put_by_text, recycled_text
from gleanry.web.words.contacts import in_chinese
from gleanry.web.words.fields import FIELDS
from gleanry.web.words.screening import REASONS

SCORE_RULES: Mapping[str, Any] = {
    "company_known": gettext_lazy("The company is named"),
    "size_200": gettext_lazy("200 people or more"),
    "size_1000": gettext_lazy("1,000 people or more"),
    "industry_target": gettext_lazy("One of our target industries"),
    "decides": gettext_lazy("A decision maker's job title"),
    "company_mail": gettext_lazy("Writes from a company address"),
    "phone_known": gettext_lazy("A phone number is known"),
    "wechat_known": gettext_lazy("A WeChat id is known"),
    "mail_known": gettext_lazy("An e-mail address is known"),
    "name_known": gettext_lazy("The name is known"),
    "product_named": gettext_lazy("A product is named"),
    "region_known": gettext_lazy("The region is known"),
}
SCORE_GROUPS: Mapping[str, Any] = {
    "strong": gettext_lazy("strong events"),
    "medium": gettext_lazy("medium events"),
    "weak": gettext_lazy("weak events"),
    "size": gettext_lazy("company size"),
    "details": gettext_lazy("ways to reach them"),
}
CELL_ROUTES: Mapping[str, Any] = {
    "sdr": gettext_lazy("Goes to an SDR first"),
    "sales": gettext_lazy("Goes to a seller at once"),
    "nurture": gettext_lazy("Stays in nurture until it stirs"),
}
ROUTE_RULES: Mapping[str, Any] = {
    "named_owner": gettext_lazy("The record names its owner"),
    "seller_of_region": gettext_lazy("A seller of the region, in turn"),
    "seller_in_turn": gettext_lazy("The next seller in turn"),
    "sdr_in_turn": gettext_lazy("The next SDR in turn"),
    "sdr_of_region": gettext_lazy("An SDR of the region, in turn"),
    "no_rule": gettext_lazy("No rule applied"),
    "cell": gettext_lazy("The table of grades"),
    "account_owner": gettext_lazy("Who keeps the company"),
    "source_owner": gettext_lazy("Who holds the source lead"),
}

DEFECTS: Mapping[str, Any] = {
    **REASONS,
    "swapped": gettext_lazy("stood in another column"),
    "formula": gettext_lazy("looks like a spreadsheet formula"),
    "mixed_scripts": gettext_lazy("mixes letters of several alphabets in one word"),
    "unusable": gettext_lazy("not usable"),
    "cut": gettext_lazy("too long, cut"),
    "unreachable": gettext_lazy("nobody can be reached by it"),
    "conflict": gettext_lazy("also belongs to somebody else"),
}


def score_reason(code: str) -> str:
    """What a scoring rule rewarded: a rule of the table, a kind of touch, or what the cap of a group took away."""
    if code in SCORE_RULES:
        return str(SCORE_RULES[code])
    cap, colon, group = code.partition(":")
    if colon and cap in ("cap", "fit_cap"):
        return _("Over the cap of %(group)s") % {"group": labels.label(SCORE_GROUPS, group)}
    return labels.label(labels.TOUCH_KINDS, code)


DECIDED: Mapping[str, Any] = {
    "by_hand": gettext_lazy("Rule “%(rule)s”: to a director, in turn, to be assigned by hand"),
    "nobody": gettext_lazy("Rule “%(rule)s”: nobody can take it now, so it waits in the pool and is tried again"),
    "left": gettext_lazy("Rule “%(rule)s” leaves it in the pool, to be claimed"),
    "no_rule": gettext_lazy("No rule applied, so it waits in the pool to be claimed"),
}


def route_rule(code: str) -> str:
    """The name of a routing rule."""
    return labels.label(ROUTE_RULES, code)


def route_reason(rule: str, reason: Mapping[str, Any], owner: str = "") -> str:
    """Why this owner: the rule, and whose turn it was."""
    name = route_rule(rule)
    if reason.get("code") in DECIDED:
        return str(DECIDED[reason["code"]]) % {"rule": name}
    if reason.get("code") == "turn":
        return _("Rule “%(rule)s”: %(owner)s was next in turn") % {"rule": name, "owner": owner or "–"}
    if reason.get("code") == "account":
        return _("It belongs to a company that %(owner)s keeps; no turn was taken") % {"owner": owner or name}
    if reason.get("code") == "source":
        return _("It goes with its source lead, lead %(lead)s") % {"lead": reason.get("source")}
    return _("Rule “%(rule)s”") % {"rule": name}


def move_reason(reason: Mapping[str, Any]) -> str:
    """Why a lead moved."""
    code = "override" if reason.get("override") else str(reason.get("code", ""))
    return _TOLD[code](reason) if code in _TOLD else str(MOVES.get(code, code))


def _refused(reason: Mapping[str, Any]) -> str:
    said = reason.get("zh" if in_chinese() else "en") or reason.get("reason", "")
    return _("refused as SQL: %(why)s") % {"why": said}


def _because(words: labels.Words, reason: Mapping[str, Any]) -> dict[str, str]:
    return {"why": labels.label(words, reason.get("reason", ""))}


_TOLD: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "routed": lambda reason: _("by rule “%(rule)s”") % {"rule": route_rule(str(reason.get("rule", "")))},
    "returned": lambda reason: _("returned: %(why)s") % _because(labels.RETURN_REASONS, reason),
    "invalid": lambda reason: _("invalid: %(why)s") % _because(labels.INVALID_REASONS, reason),
    "refused": _refused,
    "given_up": lambda reason: _("not reached in %(n)s attempts") % {"n": reason.get("attempts", "")},
    "recycled": recycled_text,
    "put_by": put_by_text,
    "override": lambda reason: _("assigned by hand beyond the cap: %(why)s") % {"why": reason["override"]},
}


MOVES: Mapping[str, Any] = {
    "claimed": gettext_lazy("claimed"),
    "with_source": gettext_lazy("with its source lead"),
    "holder_gone": gettext_lazy("its holder is no longer here"),
    "handed_over": gettext_lazy("given to a colleague who asked"),
    "assigned": gettext_lazy("assigned by hand"),
    "released": gettext_lazy("released from the invalid pool"),
    "attached": gettext_lazy("came again"),
    "converted": gettext_lazy("became an opportunity"),
    "reawakened": gettext_lazy("came again"),
    "deal_imported": gettext_lazy("its opportunity came with an import"),
    "joined": gettext_lazy("attached by hand"),
    "parted": gettext_lazy("detached again"),
}


def match_reason(verdict: str, evidence: list[list[str]]) -> list[str]:
    """How a submission was recognised, one sentence for each piece of evidence."""
    said = []
    for kind, value in evidence:
        if kind == "conflict":
            sign, colon, rest = value.partition(":")
            told = f"{labels.label(FIELDS, sign)} {rest}" if colon and sign in FIELDS else value
            said.append(_("%(value)s also belongs to somebody else; the stronger sign won") % {"value": told})
        elif verdict == "invalid":
            defect = labels.label(DEFECTS, value)
            said.append(_("%(field)s: %(defect)s") % {"field": labels.label(FIELDS, kind), "defect": defect})
        else:
            said.append(_("%(field)s is the same: %(value)s") % {"field": labels.label(FIELDS, kind), "value": value})
    return said
