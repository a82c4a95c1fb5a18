"""What is answered to a claim, lead by lead, and what a pool book's rules are called."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from gleanry.flow.route.shapes import ClaimAnswer, Quota
from gleanry.leads.shapes import NEXT_PERSON, PoolBook, PoolSetting, RecycleRule
from gleanry.web.words import labels

RECYCLE_RULES: Mapping[str, Any] = {
    "seller_7_days": gettext_lazy("No SQL within 7 days"),
    "seller_dropped_again": gettext_lazy("No SQL within 7 days, for the second time"),
    "second_seller": gettext_lazy("Nurtured for a quarter, time for another seller"),
    "half_a_year": gettext_lazy("Half a year in the active sea"),
    "deadline": gettext_lazy("A deadline was missed"),
}
SORTING_RULES: Mapping[str, Any] = {
    "fabm": gettext_lazy("carries the mark FABM"),
    "kp": gettext_lazy("carries the mark KP"),
    "others": gettext_lazy("no mark of its own"),
}


def claim_text(answer: ClaimAnswer, names: Mapping[int, str]) -> str:
    """Why a lead was not won, in one sentence."""
    said: dict[str, Any] = {"lead": answer.lead_id, "count": answer.count, "cap": answer.cap}
    said["owner"] = names.get(answer.owner_id or 0, "")
    said["since"], said["until"] = _when(answer.since), _when(answer.until)
    text = _("Lead %(lead)s cannot be claimed any more.")
    match answer.code:
        case "taken" if said["owner"]:
            text = _("Lead %(lead)s: %(owner)s was quicker and holds it now.")
        case "cooling":
            text = _("Lead %(lead)s: it left your hands on %(since)s; you may have it again from %(until)s.")
        case "not_open":
            text = _("Lead %(lead)s: it is not open to claims before %(until)s.")
        case "day_cap":
            text = _("Lead %(lead)s: you claimed %(count)s of %(cap)s from this pool today.")
        case "holding_cap":
            text = _("Lead %(lead)s: you hold %(count)s of %(cap)s leads. Finish or return some first.")
        case "not_claimable":
            text = _("Lead %(lead)s: leads of this pool are not yours to claim.")
    return text % said


def _when(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "Y-m-d H:i") if at else ""


def pool_name(setting: PoolSetting) -> str:
    """What a pool is called: the workspace's name for its own, the product's for the fixed kinds."""
    return setting.name(get_language() or "en") if setting.is_own else labels.label(labels.POOLS, setting.kind)


def place_name(book: PoolBook, pool: str, own_pool: str = "") -> str:
    """The name of where a lead is; an own pool no longer in the book is called by its code."""
    if own_pool and own_pool not in book.pools:
        return own_pool
    return pool_name(book.of(pool, own_pool))


def target_name(book: PoolBook, to: str) -> str:
    """The name of where a rule sends a lead."""
    if to == NEXT_PERSON:
        return _("the next person")
    return pool_name(book.pools[to]) if to in book.pools else to


def recycled_text(reason: Mapping[str, Any]) -> str:
    """Why a lead was taken back: the rule, and how many working days were counted."""
    rule = labels.label(RECYCLE_RULES, reason.get("rule", ""))
    if "days" not in reason:
        return _("taken back: %(rule)s") % {"rule": rule}
    days = float(reason["days"])
    said = {"rule": rule, "days": f"{days:g}", "version": reason.get("version", "")}
    text = ngettext(
        "taken back by the rules of version %(version)s: %(rule)s (%(days)s working day)",
        "taken back by the rules of version %(version)s: %(rule)s (%(days)s working days)",
        1 if days == 1 else 2,
    )
    return text % said


def put_by_text(reason: Mapping[str, Any]) -> str:
    """Why a lead was put by where it is."""
    return _("put by: %(rule)s") % {"rule": labels.label(SORTING_RULES, reason.get("rule", ""))}


def quota_text(quota: Quota) -> str:
    """How much of the caps somebody has used: "3 of 10 claimed today, holding 41 of 60"."""
    said = {"claimed": quota.claimed, "claim_cap": quota.claim_cap, "held": quota.held, "hold_cap": quota.hold_cap}
    today = (
        _("%(claimed)s of %(claim_cap)s claimed today")
        if quota.claim_cap is not None
        else _("%(claimed)s claimed today")
    )
    holding = _("holding %(held)s of %(hold_cap)s") if quota.hold_cap is not None else _("holding %(held)s")
    return f"{today % said} · {holding % said}"


def kept_text(book: PoolBook, setting: PoolSetting) -> list[str]:
    """How a pool is kept, one sentence each; what is not said of it is not told."""
    said = []
    if setting.caps.claim_per_day is not None:
        said.append(_("At most %(n)s claims a day each") % {"n": setting.caps.claim_per_day})
    if setting.caps.assign_per_day is not None:
        said.append(_("At most %(n)s given to each a day") % {"n": setting.caps.assign_per_day})
    if setting.caps.hold_most is not None:
        said.append(_("At most %(n)s held by each") % {"n": setting.caps.hold_most})
    if setting.cooldown_days:
        said.append(
            _("Who had a lead waits %(n)s working days before claiming it again") % {"n": f"{setting.cooldown_days:g}"}
        )
    if setting.opens_after_hours:
        said.append(_("Open to claims %(n)s hours after it came here") % {"n": f"{setting.opens_after_hours:g}"})
    if setting.masked:
        hidden = _(", ").join(str(MASKED[name]) for name in setting.masked)
        said.append(_("Hidden before a claim: %(fields)s") % {"fields": hidden})
    return said + [
        _leaves(book, rule) for rule in book.recycling if {setting.code, str(setting.kind)} & set(rule.pools)
    ]


MASKED = {
    "name": gettext_lazy("Name"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "wechat": gettext_lazy("WeChat"),
}


def _leaves(book: PoolBook, rule: RecycleRule) -> str:
    """One recycling rule as a sentence."""
    n = int(rule.count) if rule.count == int(rule.count) else 2
    time = {
        "working_days": ngettext("%(n)s working day", "%(n)s working days", n),
        "days": ngettext("%(n)s day", "%(n)s days", n),
        "months": ngettext("%(n)s month", "%(n)s months", n),
    }[str(rule.unit)] % {"n": f"{rule.count:g}"}
    said = {"time": time, "to": target_name(book, rule.to), "n": rule.drops}
    text = {
        "follow_up": _("Without follow-up for %(time)s: to %(to)s"),
        "conversion": _("Not converted within %(time)s: to %(to)s"),
        "rested": _("Held by nobody for %(time)s: to %(to)s"),
    }[str(rule.waits)] % said
    if rule.drops:
        text = _("%(rule)s (taken back before)") % {"rule": text}
    return text
