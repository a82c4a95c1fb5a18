"""Words of accounts: groups, tiers, committees, alerts, handovers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from gleanry.people.shapes import Gap, TierBook
from gleanry.web.words.labels import Words

RELATIONS: Words = {
    "subsidiary": gettext_lazy("Subsidiary"),
    "branch": pgettext_lazy("company", "Branch"),
    "dealer": gettext_lazy("Dealer"),
}
COVERAGES: Words = {"direct": gettext_lazy("covered by us"), "dealer": gettext_lazy("covered by dealers")}
SCALES: Words = {"tier": gettext_lazy("Tier"), "abc": "ABC", "rad": "RAD", "rfm": "RFM"}
RFM_TYPES: Words = {
    "champion": gettext_lazy("Important, valuable"),
    "developing": gettext_lazy("Important, to develop"),
    "keeping": gettext_lazy("Important, to keep"),
    "winning_back": gettext_lazy("Important, to win back"),
    "steady": gettext_lazy("Ordinary, valuable"),
    "new": gettext_lazy("Ordinary, to develop"),
    "fading": gettext_lazy("Ordinary, to keep"),
    "lost": gettext_lazy("Ordinary, to win back"),
}
ROLES: Words = {
    "decides": pgettext_lazy("committee", "Decides"),
    "uses": pgettext_lazy("committee", "Uses"),
    "buys": pgettext_lazy("committee", "Buys"),
    "judges": pgettext_lazy("committee", "Judges technically"),
    "influences": pgettext_lazy("committee", "Influences"),
    "blocks": pgettext_lazy("committee", "Blocks"),
}
POWERS: Words = {
    "0": pgettext_lazy("power", "none"),
    "1": pgettext_lazy("power", "little"),
    "2": pgettext_lazy("power", "much"),
    "3": pgettext_lazy("power", "the last word"),
}
ATTITUDES: Words = {
    "2": gettext_lazy("Speaks for us"),
    "1": gettext_lazy("Inclined to us"),
    "0": gettext_lazy("Neutral"),
    "-1": gettext_lazy("Inclined to a rival"),
    "-2": gettext_lazy("Speaks against us"),
}
CLOSENESS: Words = {
    "0": gettext_lazy("not known"),
    "1": gettext_lazy("met once"),
    "2": gettext_lazy("acquainted"),
    "3": gettext_lazy("in regular contact"),
    "4": gettext_lazy("trusted"),
    "5": gettext_lazy("friends"),
}
TIER_REASONS: Words = {"table": gettext_lazy("by the table"), "expired": gettext_lazy("what was set by hand has ended")}
STATES: Words = {
    "open": gettext_lazy("under way"),
    "done": gettext_lazy("handed over"),
    "dropped": gettext_lazy("given up"),
}
USES: Words = {
    "people_person.account_id": gettext_lazy("People"),
    "leads_lead.account_id": gettext_lazy("Leads"),
    "convert_opportunity.account_id": gettext_lazy("Opportunities"),
}


GAPS: Words = {
    "nobody": gettext_lazy("Nobody is known who has this role: %(role)s."),
    "few_people": gettext_lazy("Too few people are known: only %(name)s."),
    "never_met": gettext_lazy("%(name)s decides, and nobody of us has met them."),
    "not_met": gettext_lazy("%(name)s decides, and was last met %(days)s days ago."),
    "no_keeper": gettext_lazy("%(name)s decides, and nobody of us keeps the relation."),
    "against": gettext_lazy("%(name)s decides, and is inclined to a rival."),
    "blocker_alone": gettext_lazy("%(name)s blocks, and nobody of us keeps the relation."),
}


def gap_text(gap: Gap, names: Mapping[int, str]) -> str:
    """A gap of a committee as a sentence."""
    if gap.code == "few_people" and gap.person_id is None:
        return _("Too few people are known.")
    said = {"role": str(ROLES.get(gap.role, gap.role)), "name": names.get(gap.person_id or 0, ""), "days": gap.days}
    return str(GAPS[gap.code]) % said


def in_language(zh: str, en: str) -> str:
    """A word that a workspace wrote itself, in the present language where it has one."""
    first, other = (zh, en) if (get_language() or "").startswith("zh") else (en, zh)
    return first or other


def tier_names(book: TierBook) -> dict[str, str]:
    """Code -> code and name, of the tiers a book gives."""
    if book.by == "abc":
        return {code: code for code in "ABC"}
    if book.by == "rad":
        return {cell: cell for cell in book.cares}
    return {row.code: f"{row.code} {in_language(row.zh, row.en)}".strip() for row in book.rows}


def care_of(book: TierBook, tier: str, rad: str) -> list[str]:
    """What the book says is to be done for an account: by its tier, and by its cell of RAD."""
    row = next((row for row in book.rows if row.code == tier), None)
    told = [in_language(row.care_zh, row.care_en)] if row else []
    told += [f"{rad}: {text}" for text in [in_language(*book.cares.get(rad, ("", "")))] if text]
    return [text for text in told if text]


def uses_text(uses: dict[str, Any]) -> str:
    """What hangs on an account, in words and numbers; the rest is counted together."""
    named = [f"{USES[name]} {count}" for name, count in uses.items() if name in USES]
    other = sum(int(count) for name, count in uses.items() if name not in USES and "." in name)
    return _(", ").join([*named, *([_("other records %(n)s") % {"n": other}] if other else [])])
