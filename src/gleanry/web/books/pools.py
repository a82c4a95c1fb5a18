"""Pools: who sees and claims where, how much, what is hidden before a claim, and when leads leave."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gleanry.flow.nurture.queries import would_recycle
from gleanry.kit import clock
from gleanry.leads.queries import among_visible, book_of, pool_book
from gleanry.leads.shapes import ALONE, NEXT_PERSON, Pool
from gleanry.tenants.shapes import Viewer
from gleanry.web.books.choices import GRADES, teams
from gleanry.web.editing import (
    Book,
    Choice,
    Choices,
    Code,
    DryRun,
    Field,
    Figure,
    Number,
    Table,
    Text,
    To,
    Whole,
    Words,
    YesNo,
)
from gleanry.web.words import labels
from gleanry.web.words.claims import MASKED, RECYCLE_RULES, pool_name, target_name
from gleanry.web.words.labels import POOLS, ROLES

OPEN_KINDS = {str(kind): POOLS[kind] for kind in Pool if kind not in ALONE}
ORDERS = {"newest": _("the newest first"), "oldest": _("the oldest first"), "score": _("the best grade first")}
WAITS = {
    "follow_up": _("nobody follows up"),
    "conversion": _("it is not converted"),
    "rested": _("nobody holds it"),
}
UNITS = {
    "working_days": _("working days"),
    "days": _("days"),
    "months": _("months"),
}
STAGES = {
    "pending": _("Not contacted"),
    "following": _("In follow-up"),
    "mql": _("MQL, no SQL yet"),
    "sql": _("SQL without opportunity"),
}


def places(viewer: Viewer) -> dict[str, Any]:
    """Code -> name of every pool of the workspace."""
    book = pool_book(viewer.workspace_id)
    return {code: pool_name(setting) for code, setting in book.pools.items() if setting.kind not in ALONE}


def targets(viewer: Viewer) -> dict[str, Any]:
    """Where a rule may send a lead."""
    return places(viewer) | {NEXT_PERSON: _("the next person")}


CAPS = (
    Field("claim_per_day", _("Claims a day"), Whole()),
    Field("assign_per_day", _("Given a day"), Whole()),
    Field("hold_most", _("Held at most"), Whole()),
)
CURES = {
    "bad_code": _("“%(value)s” is no code: small letters, digits and _, at most 20, beginning with a letter."),
    "not_own": _("There are no pools of your own of the kind “%(value)s”."),
    "nobody": _("Nobody would be in this pool. Name members, a team or a region."),
    "bad_address": _("“%(value)s” names nobody. Write role:seller, team:North, region:South or member:12."),
    "more_than_held": _("%(value)s a day are more than may be held at once."),
    "less_than_count": _("The maximum of %(value)s is shorter than the time itself."),
    "no_time": _("Say after how long. What is held cannot be taken back at once."),
    "goes_nowhere": _("It would go from “%(value)s” to where it is."),
    "circle": _("Leads would go round without ever waiting: “%(value)s” leads back here."),
}


def dry_run(viewer: Viewer, body: Any) -> DryRun:
    """What would be taken back now, by the rules in force and by the draft."""
    workspace_id, now = viewer.workspace_id, clock.now()
    current = pool_book(workspace_id)
    then = would_recycle(workspace_id, body, now)
    held = would_recycle(workspace_id, current, now)
    book = book_of(workspace_id, body)
    shown = then.leaving[:50]
    seen = set(among_visible(viewer, [one.lead_id for one in shown]))
    said = {"n": len(then.leaving), "looked": then.looked_at}
    return DryRun(
        gettext("Of %(looked)s leads, %(n)s would leave their place now.") % said,
        (Figure(gettext("Leave now"), str(len(then.leaving)), str(len(held.leaving))),),
        (gettext("Lead"), gettext("Rule"), gettext("Since"), gettext("Goes to")),
        tuple(
            (
                To(f"#{one.lead_id}", one.lead_id) if one.lead_id in seen else f"#{one.lead_id}",
                labels.label(RECYCLE_RULES, one.rule),
                f"{one.since:%Y-%m-%d}",
                target_name(book, one.to),
            )
            for one in shown
        ),
        "" if then.whole else gettext("Only the oldest were looked at."),
    )


BOOK = Book(
    name="pools",
    order=45,
    title=_("Pools"),
    decides=_("Who sees and claims leads where, how many, and when leads leave."),
    sections=(
        Table(
            "pools",
            _("Pools"),
            (
                Field("code", _("Code"), Code(stem="pool", most=20), required=True),
                Field("kind", _("Kind"), Choice(OPEN_KINDS, empty=_("as its code"))),
                Field("zh", _("Chinese name"), Text(most=40)),
                Field("en", _("English name"), Text(most=40)),
                Field("region", _("Region"), Text(most=80)),
                Field("team", _("Team"), Choice(teams, empty=_("any"))),
                Field("members", _("Members"), Words(), help=_("role:seller, team:North, region:South or member:12")),
                Field("claimers", _("Only these claim"), Words()),
                Field("admins", _("Run by"), Words()),
                Field("masked", _("Hidden before a claim"), Choices(MASKED, none=_("nothing"))),
                *CAPS,
                Field("cooldown_days", _("Former holders wait"), Number(unit=_("working days"))),
                Field("opens_after_hours", _("Opens after"), Number(unit=_("hours"))),
                Field("order", _("Offered"), Choice(ORDERS, empty=_("the newest first"))),
            ),
            layout="cards",
            ordered=False,
            new={"code": "pool_1", "kind": "active_sea", "en": "", "claim_per_day": 20},
            most=200,
        ),
        Table(
            "caps",
            _("Other caps for a role"),
            (
                Field("role", _("Role"), Choice(ROLES), required=True),
                Field("pool", _("Pool"), Choice(places), required=True),
                *CAPS,
            ),
            ordered=False,
            new={"role": "seller", "pool": "sales", "hold_most": 60},
            most=200,
        ),
        Table(
            "recycle",
            _("When leads leave"),
            (
                Field("code", _("Code"), Code(), required=True),
                Field("on", pgettext_lazy("rule", "In force"), YesNo(default=True)),
                Field("pools", _("From the pools"), Choices(places), required=True),
                Field("waits", _("When"), Choice(WAITS), required=True),
                Field("count", _("For"), Number(most=9999), required=True),
                Field("unit", _("Counted in"), Choice(UNITS, empty=_("working days"))),
                Field("to", _("Goes to"), Choice(targets), required=True),
                Field("stages", _("Only"), Choices(STAGES, none=_("all"))),
                Field("grades", _("For the grades"), Choices(GRADES, none=_("all"))),
                Field("sources", _("Sources"), Words()),
                Field("products", _("Products"), Words()),
                Field("extend", _("Each follow-up gives"), Number(most=9999)),
                Field("most", _("Never longer than"), Number(most=9999)),
                Field("drops", _("Taken back before, at least"), Whole(most=99)),
            ),
            layout="cards",
            help=_("Of the rules that wait for the same thing, the first that fits a lead counts."),
            new={"code": "rule_1", "pools": ["sales"], "waits": "follow_up", "count": 3, "to": "nurture"},
            most=200,
        ),
        Table(
            "sort",
            _("What is put by"),
            (
                Field("code", _("Code"), Code(), required=True),
                Field("marks", _("Carries the marks"), Words(), help=_("None: every lead.")),
                Field("to", _("Goes to"), Choice(places), required=True),
            ),
            help=_("From the first to the last; the first whose marks a lead carries counts."),
            new={"code": "rule_1", "marks": ["FABM"], "to": "active_sea"},
            most=200,
        ),
    ),
    cures=CURES,
    dry_run=dry_run,
)
