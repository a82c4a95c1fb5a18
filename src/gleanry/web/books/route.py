"""Routing: the first rule that holds says into which pool a lead goes and among whom it is shared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gleanry.flow.route.queries import try_rules, unknown_of
from gleanry.flow.route.shapes import RuleTrial, Trial
from gleanry.kit import clock
from gleanry.leads.queries import among_visible
from gleanry.tenants.queries import names_of
from gleanry.tenants.shapes import Viewer
from gleanry.web.books.choices import GRADES, clean_fields, members, teams
from gleanry.web.editing import (
    Book,
    Choice,
    Choices,
    Code,
    DryRun,
    Field,
    Figure,
    Rows,
    Settings,
    Table,
    To,
    Truth,
    When,
    Whole,
    Words,
    YesNo,
)
from gleanry.web.words.labels import NOVELTIES, POOLS, ROLES
from gleanry.web.words.reasons import route_rule
from gleanry.web.words.routing import FAULTS

CONDITIONS = (
    Field("qualified", _("Is an MQL"), Truth()),
    Field("customer", _("Comes from a customer"), Truth()),
    Field("has_region", _("Lies in a sales region"), Truth()),
    Field("grade", _("Grade"), Choices(GRADES)),
    Field("novelty", _("How new"), Choices(NOVELTIES)),
    Field("source", _("Source"), Words()),
    Field("place", _("Place (address, company, phone)"), Words()),
)
ROUTED = ("sdr", "sales", "nurture", "active_sea", "general_sea", "region", "partner")
INTO = {pool: POOLS[pool] for pool in ROUTED}
SHARES = {
    "turn": _("in turn, by weight"),
    "by_hand": _("in turn to directors, who assign by hand"),
    "pool": _("to nobody: it can be claimed"),
}
WHEN_OFF = {
    "leave": _("only who is on leave is passed over"),
    "skip": _("who is not at work is passed over; then the next rule"),
    "wait": _("who is not at work is passed over; then it waits"),
    "ignore": _("nobody is passed over"),
}
OTHERWISE = {"next": _("the next rule is asked"), "wait": _("it waits in the pool")}
LETTERS = {letter: letter for letter in "ABCD"} | GRADES


def shared_among(viewer: Viewer) -> dict[str, str]:
    """Id -> name of everybody at work here, and the sign for all others."""
    return {"*": gettext("everybody else")} | members(viewer)


def also(viewer: Viewer, body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Whom the rules name and nobody here is."""
    rows = {str(row.get("code", "")): n for n, row in enumerate(body.get("rules", ()), start=1)}
    return [
        {"row": rows.get(code, 0), "setting": setting, "code": "nobody", "value": word}
        for code, setting, word in unknown_of(viewer.workspace_id, body)
        if setting in ("members", "weights")
    ]


def try_routing(viewer: Viewer, body: Mapping[str, Any]) -> DryRun:
    """To whom and into which pools the leads of the last 90 days would have gone, and which rules did nothing."""
    trial = try_rules(viewer.workspace_id, body, clock.now())
    names = names_of(viewer.workspace_id, [member for member, _leads in trial.members])
    headline = ngettext(
        "Of %(n)s lead, %(moved)s would have gone to somebody else.",
        "Of %(n)s leads, %(moved)s would have gone to somebody else.",
        trial.looked_at,
    ) % {"n": trial.looked_at, "moved": trial.moved}
    figures = (
        *(Figure(_rule_line(rule), str(rule.leads)) for rule in trial.rules),
        *(Figure(gettext("Pool: %(pool)s") % {"pool": POOLS.get(pool, pool)}, str(n)) for pool, n in trial.pools),
        *(Figure(names.get(member, f"#{member}"), str(n)) for member, n in trial.members[:20]),
    )
    return DryRun(
        headline,
        figures,
        (gettext("Lead"), gettext("Went to"), gettext("Would have gone to")),
        _moved(viewer, trial),
        _note(trial),
    )


def _rule_line(rule: RuleTrial) -> str:
    name = route_rule(rule.code)
    if rule.leads:
        return name
    if rule.taken_earlier:
        earlier = gettext(", ").join(route_rule(code) for code in rule.by[:3])
        return gettext("%(rule)s: all its leads are taken earlier, by %(earlier)s") % {"rule": name, "earlier": earlier}
    return gettext("%(rule)s: no lead ever met it") % {"rule": name}


def _moved(viewer: Viewer, trial: Trial) -> tuple[tuple[str | To, ...], ...]:
    seen = set(among_visible(viewer, [lead_id for lead_id, _then, _now in trial.examples]))
    names = names_of(viewer.workspace_id, [owner for _lead, *owners in trial.examples for owner in owners])
    return tuple(
        (
            To(f"#{lead_id}", lead_id) if lead_id in seen else f"#{lead_id}",
            names.get(then or 0, "–"),
            names.get(now or 0, "–"),
        )
        for lead_id, then, now in trial.examples
    )


def _note(trial: Trial) -> str:
    note = gettext("Everybody is taken to be at work and below the caps, and all rotations to begin anew.")
    return note if trial.whole else note + " " + gettext("Only the newest 20,000 leads of 90 days were looked at.")


BOOK = Book(
    name="route",
    order=40,
    title=_("Routing"),
    decides=_("Into which pool a lead goes, and who gets it."),
    sections=(
        Table(
            "rules",
            _("Rules"),
            (
                Field("code", _("Code"), Code(), required=True),
                Field(
                    "when",
                    pgettext_lazy("rule", "When"),
                    When(conditions=CONDITIONS, others=clean_fields, always=pgettext_lazy("rule", "always")),
                ),
                Field("role", _("To people with the role"), Choice(ROLES, empty=_("any"))),
                Field("team", _("of the team"), Choice(teams, empty=_("any"))),
                Field("members", _("only these"), Choices(members, none=_("all of them"), whole=True)),
                Field("same_region", _("of the lead's own region"), YesNo()),
                Field("territory", _("in whose territory the lead lies"), YesNo()),
                Field("named", _("whom the lead names as its owner"), YesNo()),
                Field("share", _("Given"), Choice(SHARES, empty=SHARES["turn"])),
                Field("when_off", _("Who is not at work"), Choice(WHEN_OFF, empty=WHEN_OFF["leave"])),
                Field(
                    "otherwise",
                    _("With nobody left"),
                    Choice(OTHERWISE, empty=_("as the line before says, else it waits")),
                ),
                Field("make_up", _("Make up after leave what was missed"), YesNo()),
                Field("make_up_most", _("leads at most"), Whole(least=1, most=1000)),
                Field(
                    "weights",
                    _("Weights"),
                    Rows(
                        columns=(
                            Field("member", _("Member"), Choice(shared_among), required=True),
                            Field("weight", _("Weight"), Whole(least=0, most=1000), required=True),
                        ),
                        most=200,
                        new={"weight": 1},
                    ),
                    wide=True,
                ),
                Field(
                    "weights_by_grade",
                    _("Weights by grade"),
                    Rows(
                        columns=(
                            Field("grade", _("Grade"), Choice(LETTERS), required=True),
                            Field("member", _("Member"), Choice(shared_among), required=True),
                            Field("weight", _("Weight"), Whole(least=0, most=1000), required=True),
                        ),
                        most=200,
                        new={"grade": "A", "weight": 1},
                    ),
                    wide=True,
                ),
                Field("pool", _("Into the pool"), Choice(INTO), required=True),
            ),
            layout="cards",
            help=_("From the first to the last; the first that holds decides."),
            new={"pool": "sdr"},
            most=200,
        ),
        Settings(
            _("Otherwise"),
            (
                Field("fallback.pool", _("Where no rule holds, into the pool"), Choice(INTO)),
                Field(
                    "gone",
                    _("Leads of members who are gone"),
                    Choice({"route": _("are routed anew")} | INTO, empty=_("are routed anew")),
                ),
                Field(
                    "second_round.minutes",
                    _("What nobody can take is tried again after, at most"),
                    Whole(least=1, most=24 * 60, unit=_("minutes")),
                ),
            ),
        ),
    ),
    cures=FAULTS,
    also=also,
    dry_run=try_routing,
)
