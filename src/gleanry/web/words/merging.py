"""Duplicates, merges and undoing put into words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gleanry.web.words import labels
from gleanry.web.words.fields import FIELDS

KINDS: Mapping[str, Any] = {
    "person": gettext_lazy("Person"),
    "account": gettext_lazy("Company"),
    "lead": gettext_lazy("Lead"),
}
KINDS_MANY: Mapping[str, Any] = {
    "person": gettext_lazy("People"),
    "account": gettext_lazy("Companies"),
    "lead": gettext_lazy("Leads"),
}
MERGE_FIELDS: Mapping[str, Any] = {
    "name": pgettext_lazy("of a record", "Name"),
    "job_title": gettext_lazy("Job title"),
    "account_id": gettext_lazy("Company"),
    "region": gettext_lazy("Region"),
    "industry": gettext_lazy("Industry"),
    "size": gettext_lazy("Company size"),
    "mql_at": gettext_lazy("MQL since"),
    "sql_at": gettext_lazy("SQL since"),
}
COUNTS: Mapping[str, Any] = {
    "leads": gettext_lazy("Leads"),
    "touches": gettext_lazy("Touches"),
    "people": gettext_lazy("People"),
    "attached": gettext_lazy("Attached leads"),
    "deals": gettext_lazy("Opportunities"),
    "receipts": gettext_lazy("Receipts"),
    "consents": gettext_lazy("Consents"),
}
WHYS: Mapping[str, Any] = {
    "most_complete": gettext_lazy("from the more complete record"),
    "newest": gettext_lazy("from the newer record"),
    "chosen": gettext_lazy("chosen"),
    "only_one": gettext_lazy("only this side knows it"),
    "earliest": gettext_lazy("the earlier moment"),
}
RULES: Mapping[str, Any] = {
    "most_complete": gettext_lazy("The more complete record"),
    "newest": gettext_lazy("The newer record"),
}
WARNINGS: Mapping[str, Any] = {
    "owners_differ": gettext_lazy("Different colleagues hold their leads. Both keep theirs; each sees the whole."),
    "holder_changes": gettext_lazy("Different colleagues hold the two. The attached one goes to who holds the source."),
    "fields_differ": gettext_lazy("The two disagree about a field. Choose what shall be shown; the other is kept."),
    "source_unowned": gettext_lazy(
        "Nobody holds the lead that stays, and somebody holds the other. Swap them unless work shall stop."
    ),
}
MOVED_ON: Mapping[str, Any] = {
    "owner_left": gettext_lazy("Whoever held this lead is no longer here."),
    "source_moved_on": gettext_lazy("The lead it was attached to has changed hands or pool since."),
}
PLACES: Mapping[str, Any] = {
    "former": gettext_lazy("Back to its former pool and owner"),
    "free": gettext_lazy("Back to its former pool, without an owner"),
    "source": gettext_lazy("To the owner of the lead it was attached to"),
}
KEEP_ON: Mapping[str, Any] = {
    "winner": gettext_lazy("Keep it on the first record"),
    "loser": gettext_lazy("Give it to the second record"),
    "both": gettext_lazy("Both"),
}
PAIR_STATES: Mapping[str, Any] = {
    "open": pgettext_lazy("question", "To decide"),
    "later": pgettext_lazy("question", "Put off"),
    "different": pgettext_lazy("question", "Called different"),
    "merged": pgettext_lazy("question", "Merged"),
}
RUN_STATES: Mapping[str, Any] = {
    "running": gettext_lazy("Looking through what is there …"),
    "stopped": gettext_lazy("Stopped. What was found stays; it goes on from here."),
    "done": gettext_lazy("Looked through everything."),
}
PURPOSES: Mapping[str, Any] = {
    "mail": pgettext_lazy("consent", "Mail"),
    "phone": pgettext_lazy("consent", "Phone calls"),
    "wechat": pgettext_lazy("consent", "WeChat messages"),
    "profiling": pgettext_lazy("consent", "Profiling"),
}
CONSENT_STATES: Mapping[str, Any] = {
    "granted": pgettext_lazy("consent", "Agreed"),
    "denied": pgettext_lazy("consent", "Refused"),
}
COMPARED: Mapping[str, Any] = {
    "name": gettext_lazy("Name"),
    "company": gettext_lazy("Company"),
    "phone": gettext_lazy("Phone"),
    "line": gettext_lazy("Switchboard"),
    "email": gettext_lazy("E-mail"),
    "domain": gettext_lazy("Mail domain"),
    "wechat": gettext_lazy("WeChat"),
    "job_title": gettext_lazy("Job title"),
    "region": gettext_lazy("Region"),
}
LEVELS: Mapping[str, Any] = {
    "same": pgettext_lazy("evidence", "the same"),
    "sounds the same": pgettext_lazy("evidence", "sounds the same"),
    "close": pgettext_lazy("evidence", "nearly the same"),
    "fits": pgettext_lazy("evidence", "fits"),
    "family name only": pgettext_lazy("evidence", "only the family name"),
    "different": pgettext_lazy("evidence", "different"),
    "same but for the place": pgettext_lazy("evidence", "the same but for the place"),
    "short form": pgettext_lazy("evidence", "a short form"),
    "alike": pgettext_lazy("evidence", "alike"),
    "elsewhere": pgettext_lazy("evidence", "in another place"),
    "one digit off": pgettext_lazy("evidence", "one digit off"),
    "same box elsewhere": pgettext_lazy("evidence", "the same box at another provider"),
}
AGAINST = frozenset({"different", "elsewhere"})
WEIGHT = re.compile(r"[+-]\d+(\.\d+)?")
"""What a sign of two company names added to the log-odds."""
NAME_ITSELF = pgettext_lazy("evidence", "the name itself")
NAME_TOPICS: Mapping[str, Any] = {
    "brand": pgettext_lazy("evidence", "the brand"),
    "place": pgettext_lazy("evidence", "the place"),
    "trade": pgettext_lazy("evidence", "the trade"),
    "letters": pgettext_lazy("evidence", "the characters"),
    "all": pgettext_lazy("evidence", "the characters"),
    "jumps": pgettext_lazy("evidence", "the order of characters"),
    "length": pgettext_lazy("evidence", "the length"),
    "both": pgettext_lazy("evidence", "how full the names are"),
    "neither": pgettext_lazy("evidence", "how full the names are"),
    "bare": pgettext_lazy("evidence", "how full the names are"),
    "pinyin": pgettext_lazy("evidence", "the pinyin"),
    "initials": pgettext_lazy("evidence", "the initials"),
    "form": pgettext_lazy("evidence", "the legal form"),
    "forms": pgettext_lazy("evidence", "the legal form"),
    "branch": pgettext_lazy("evidence", "a branch"),
    "group": pgettext_lazy("evidence", "a group"),
}
"""First word of a sign's code -> what it is about."""


def field_title(kind: str, name: str) -> str:
    """What a field of a record is called; people have names of another sort than companies."""
    return str(COMPARED["name"] if (kind, name) == ("person", "name") else MERGE_FIELDS[name])


def percent_text(probability: int | None) -> str:
    """A probability of 10,000 as a percentage without its sign; near the end with a decimal, never rounded to 100."""
    if probability is None:
        return ""
    return f"{probability / 100:.0f}" if probability < 9_900 else f"{probability // 10 / 10:.1f}"


def evidence_text(code: str, value: str) -> str:
    """One piece of evidence: what agrees, or what was seen."""
    if code == "came_together":
        kind, _colon, sign = value.partition(":")
        return _("%(field)s %(value)s came together with the other's signs") % {
            "field": labels.label(FIELDS, "external_id" if kind == "external" else kind),
            "value": sign,
        }
    if code == "one_person_wrote_both":
        return _("One person wrote both names")
    if code == "same_person":
        return _("Both are of the same person")
    said = {"field": labels.label(COMPARED, code), "how": labels.label(LEVELS, value)}
    return _("%(field)s: %(how)s") % said


def evidence_texts(evidence: Iterable[Iterable[str]]) -> list[tuple[str, bool]]:
    """(text, whether it speaks against) for each piece; signs of company names are summed by what they are about."""
    pairs = [(str(code), str(value)) for code, value in evidence]
    weighed: dict[str, float] = {}
    told = []
    for code, value in pairs:
        if WEIGHT.fullmatch(value):
            topic = str(NAME_TOPICS.get(code.partition("_")[0], NAME_ITSELF))
            weighed[topic] = weighed.get(topic, 0.0) + float(value)
        else:
            told.append((evidence_text(code, value), value in AGAINST))
    for topic, weight in weighed.items():
        said = _("%(topic)s speaks for it") if weight >= 0 else _("%(topic)s speaks against it")
        told.append((said % {"topic": topic}, weight < 0))
    return told


OWN_RULES: Mapping[str, Any] = {"names_alike": gettext_lazy("Their names mean one company")}


def why_text(why: str) -> str:
    """Why two were merged: what a person wrote, or the rule of the house that did it."""
    return str(OWN_RULES.get(why, why))
