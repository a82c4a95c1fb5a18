"""Statements, awards, visits and usage in words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gleanry.flow.reward.shapes import LineRow
from gleanry.values.money import format_money

STATES: Mapping[str, Any] = {
    "draft": pgettext_lazy("statement", "Draft"),
    "closed": pgettext_lazy("statement", "Closed"),
    "paid": pgettext_lazy("statement", "Paid out"),
}
KINDS: Mapping[str, Any] = {
    "commission": _("Commission"),
    "correction": pgettext_lazy("statement", "Correction"),
    "clawback": _("Taken back"),
    "bonus": _("Bonus"),
    "award": _("Award"),
    "given": _("Given by hand"),
}
PARTS: Mapping[str, Any] = {
    "sales": pgettext_lazy("department", "Sales"),
    "presales": _("Pre-sales"),
    "marketing": pgettext_lazy("department", "Marketing"),
}
FACTORS: Mapping[str, Any] = {
    "product": _("product line"),
    "outbound": _("outbound"),
    "inbound": _("inbound"),
    "new_customer": _("new customer"),
    "new_market": _("new market"),
    "price": _("list price kept"),
    "bonus": _("target reached"),
}
AWARDS: Mapping[str, Any] = {
    "bonus": _("Bonus"),
    "promotion": _("Promotion"),
    "authority": _("More authority"),
    "raise": _("Raise"),
    "equity": _("Equity"),
}
COUNTED: Mapping[str, Any] = {
    "units": _("units sold"),
    "won": _("opportunities won"),
    "new_customers": _("new customers"),
    "visits": _("visits written up"),
}
VISIT_KINDS: Mapping[str, Any] = {
    "customer": _("At the customer's"),
    "ours": _("At our place"),
    "fair": _("At a fair"),
    "remote": _("By video"),
}
INTENTS: Mapping[str, Any] = {
    "strong": pgettext_lazy("intent", "Strong"),
    "some": pgettext_lazy("intent", "Some"),
    "weak": pgettext_lazy("intent", "Weak"),
    "none": pgettext_lazy("intent", "None"),
}
VISIT_STATES: Mapping[str, Any] = {
    "planned": pgettext_lazy("visit", "Planned"),
    "held": pgettext_lazy("visit", "Made"),
    "called_off": pgettext_lazy("visit", "Called off"),
    "replaced": pgettext_lazy("visit", "Completed later"),
}
ASPECTS: Mapping[str, Any] = {
    "count": pgettext_lazy("usage", "Frequency"),
    "completeness": _("Completeness"),
    "accuracy": _("Accuracy"),
    "timeliness": _("Timeliness"),
    "links": _("Linked to orders"),
}
REASONS: Mapping[str, Any] = {
    "few_visits": _("few visits"),
    "incomplete": _("records lack place, people, needs, feedback, intent or specification"),
    "inaccurate": _("records were mended later, or the day was not the planned one"),
    "late": _("written up late"),
    "unlinked": _("visits that lead to no orders"),
    "forgotten": _("planned visits without a record"),
}


CURES: Mapping[str, Any] = {
    "missing": _("This is needed."),
    "twice": _("Two rows have the code “%(value)s”."),
    "unknown": _("“%(value)s” is not known here."),
    "nobody": _("Name who is meant: role:seller, team:North, region:South or member:12."),
    "bad_date": _("“%(value)s” is no day. Write 2026-01-01."),
    "turned_round": _("It ends before it begins: %(value)s"),
    "not_number": _("“%(value)s” is no number."),
    "out_of_range": _("%(value)s is out of range."),
    "below_inbound": _("Outbound (%(value)s) counts for less than inbound: who finds customers would earn less."),
    "overlap": _("Two tiers overlap at %(value)s %%."),
    "gap": _("No tier holds for %(value)s %%."),
    "pays_less": _("A higher tier pays less: %(value)s"),
    "over_whole": _("The shares come to %(value)s %%, more than the whole."),
    "under_whole": _("The shares come to %(value)s %%, less than the whole."),
    "order": _("Sales has the largest share, then pre-sales, then marketing; this says %(value)s."),
    "contradicts": _("“%(value)s” holds for the same people or products on the same days. End one before the other."),
    "nothing_counts": _("Every weight is nothing: nobody would have a point."),
}
"""What is wrong with a rule book, and what to do about it."""


def plain(number: Any) -> str:
    """A number as people write it: 8, 1.2, 104.5."""
    value = Decimal(str(number)).quantize(Decimal("0.01"))
    return f"{value.normalize():f}" if value else "0"


def calculation(line: LineRow) -> str:
    """How a line was reckoned, in numbers and words: 10,000.00 x 8 % x 1.2 (outbound)."""
    how, language = line.how, get_language() or "en"
    if line.kind == "given":
        return str(how.get("reason", ""))
    if line.kind == "award":
        return gettext("%(count)s %(what)s, at least %(least)s") % {
            "count": plain(how["count"]),
            "what": COUNTED.get(str(how["what"]), how["what"]),
            "least": plain(how["least"]),
        }
    factors = [f"{plain(factor)} ({FACTORS.get(name, name)})" for name, factor in how.get("factors", ())]
    if line.kind == "bonus":
        return " × ".join([plain(how.get("full", 0)), *factors])
    parts = [format_money(line.base, language), f"{plain(how.get('rate', 0))} %", *factors]
    said = " × ".join(parts)
    return gettext("%(how)s, taken down to the cap") % {"how": said} if "uncapped" in how else said


def why_rate(line: LineRow) -> str:
    """Why that rate: the target that was reached, or that there is none."""
    how = line.how
    if line.kind in ("award", "given"):
        return ""
    if not how.get("plan"):
        return gettext("No plan names this person.")
    if how.get("completion") is None:
        return gettext("No target: the plan's own rate.")
    return gettext("%(done)s %% of the target") % {"done": plain(how["completion"])}
