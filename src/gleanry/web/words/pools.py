"""The rules of a pool in words: read from the rule books in force, so that screen and rule cannot differ."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gleanry.flow.followup.queries import stated_deadlines
from gleanry.flow.followup.shapes import StatedDeadline
from gleanry.flow.route.queries import rules_by_pool
from gleanry.leads.shapes import CLAIMABLE, Pool, pool_after_claim
from gleanry.tenants.queries import roles_claiming
from gleanry.web.words import labels
from gleanry.web.words.reasons import route_rule

FEW = 1
"""Sources named in a sentence; rules list every spelling of one."""
NEXT_PERSON = "next_person"
HELD = frozenset({Pool.SDR, Pool.SALES})
"""Pools whose leads are claimed and assigned into; those a routing rule names come on top."""


def pool_rules(workspace_id: int) -> dict[str, list[str]]:
    """Pool -> its rules, one sentence each; three rule books for all pools."""
    routed = rules_by_pool(workspace_id)
    claiming = roles_claiming(workspace_id)
    deadlines = stated_deadlines(workspace_id)
    return {
        pool: [
            *_routed(routed.get(pool, ())),
            *_claimed(pool, (*claiming.get("*", ()), *claiming.get(pool, ()))),
            *(_promised(pool, deadlines) if pool in HELD or pool in routed else ()),
        ]
        for pool in Pool
    }


def _routed(codes: Sequence[str]) -> list[str]:
    if not codes:
        return []
    return [_("Routed here by: %(rules)s") % {"rules": _(", ").join(route_rule(code) for code in codes)}]


def _claimed(pool: Pool, roles: Sequence[str]) -> list[str]:
    if pool not in CLAIMABLE:
        return []
    if not roles:
        return [_("No role may claim here.")]
    said = {"roles": _(", ").join(labels.label(labels.ROLES, role) for role in roles)}
    after = pool_after_claim(pool)
    if after == pool:
        return [_("May be claimed by: %(roles)s") % said]
    said["pool"] = labels.label(labels.POOLS, after)
    return [_("May be claimed by: %(roles)s. A claimed lead goes to the pool %(pool)s.") % said]


def _promised(pool: str, deadlines: Sequence[StatedDeadline]) -> list[str]:
    """One sentence for each thing the holder owes. What is owed after a missed contact is told where it differs."""
    first, then, late = (
        _applying(pool, start, deadlines) for start in ("owner_changed", "contacted", "contact_missed")
    )
    said = [sentence for rules in (first, then) for sentence in _sentences(rules)]
    if _bare(late) != _bare(then):
        said += [_("After a missed first contact: %(rule)s") % {"rule": rule} for rule in _sentences(late)]
    return said


def _applying(pool: str, start: str, deadlines: Sequence[StatedDeadline]) -> list[StatedDeadline]:
    """The rules asked for a pool: of each line those up to the first that holds for every lead."""
    found: list[StatedDeadline] = []
    decided: set[str] = set()
    for rule in deadlines:
        if rule.line not in decided and rule.starts == start and (not rule.pools or pool in rule.pools):
            found.append(rule)
            if not rule.grades and not rule.narrow:
                decided.add(rule.line)
    return found


def _bare(rules: Sequence[StatedDeadline]) -> list[tuple[object, ...]]:
    return [(rule.kind, rule.grades, rule.sources, rule.within) for rule in rules]


def _sentences(rules: Sequence[StatedDeadline]) -> list[str]:
    kinds = dict.fromkeys(rule.kind for rule in rules)
    return [
        _("%(kind)s: %(terms)s")
        % {
            "kind": labels.label(labels.DEADLINES, kind),
            "terms": _("; ").join(
                _term(rule, [r for r in rules if r.kind == kind]) for rule in rules if rule.kind == kind
            ),
        }
        for kind in kinds
    ]


def _term(rule: StatedDeadline, among: Sequence[StatedDeadline]) -> str:
    said = _within(rule, among)
    if rule.then == NEXT_PERSON:
        return _("%(term)s, else it goes to the next person") % {"term": said}
    if rule.then:
        pool = labels.label(labels.POOLS, rule.then)
        return _("%(term)s, else it goes to the pool %(pool)s") % {"term": said, "pool": pool}
    return said


def _within(rule: StatedDeadline, among: Sequence[StatedDeadline]) -> str:
    within = {"time": " ".join(_span(unit, amount) for unit, amount in rule.within)}
    if rule.grades:
        return _("within %(time)s for %(grades)s") % (within | {"grades": _(", ").join(rule.grades)})
    if rule.sources:
        named = _(", ").join(list(dict.fromkeys(labels.source_label(source) for source in rule.sources))[:FEW])
        return _("within %(time)s for leads from %(sources)s") % (within | {"sources": named})
    if rule.narrow:
        return _("within %(time)s for certain leads") % within
    return (_("within %(time)s for the others") if len(among) > 1 else _("within %(time)s")) % within


def _span(unit: str, amount: float) -> str:
    count = {"n": f"{amount:g}"}
    n = int(amount) if amount == int(amount) else 2
    match unit:
        case "working_days":
            return ngettext("%(n)s working day", "%(n)s working days", n) % count
        case "working_hours":
            return ngettext("%(n)s working hour", "%(n)s working hours", n) % count
        case "working_minutes":
            return ngettext("%(n)s working minute", "%(n)s working minutes", n) % count
        case "days":
            return ngettext("%(n)s day", "%(n)s days", n) % count
        case "hours":
            return ngettext("%(n)s hour", "%(n)s hours", n) % count
        case _:
            return ngettext("%(n)s minute", "%(n)s minutes", n) % count
