"""Who can take a lead now: at work, below the caps, and not the one who had it before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Protocol

from gleanry.flow.route.rules.book import Rule
from gleanry.flow.route.rules.conditions import Case
from gleanry.flow.route.rules.people import Named
from gleanry.flow.route.rules.rotation import Asked, asked

LEAVE, HOURS, FREE_DAY = "leave", "hours", "free_day"
DAY_CAP, HOLDING_CAP, FORMER = "day_cap", "holding_cap", "former"
OFF = frozenset({LEAVE, HOURS, FREE_DAY})


class Caps(Protocol):
    """How many leads of a pool one may be given a day, and hold; None is no cap."""

    @property
    def assign_per_day(self) -> int | None: ...
    @property
    def hold_most(self) -> int | None: ...


@dataclass(slots=True)
class Availability:
    """What is known of everybody when a batch is routed; it counts what the batch gives them.

    `off` says why a member is not at work (LEAVE, HOURS or FREE_DAY); `today` and `held` how many leads one was given
    this day and holds; `caps_for` gives the caps of a member in a pool, None where there are none.
    """

    off: Mapping[int, str] = field(default_factory=dict)
    today: MutableMapping[int, int] = field(default_factory=dict)
    held: MutableMapping[int, int] = field(default_factory=dict)
    caps_for: Callable[[str, int], Caps | None] = lambda _, __: None
    _among: dict[tuple[int, int, frozenset[int]], Asked] = field(default_factory=dict)

    def among(self, named: Named, rule: Rule, case: Case) -> Asked:
        """Those of the named who can take the lead, and why each of the others was passed over."""
        former = self._left_out(named, case)
        key = (id(named), id(rule), former)
        found = self._among.get(key)
        if found is None:
            found = self._among[key] = self._asked(named, rule, former)
        return found

    def _left_out(self, named: Named, case: Case) -> frozenset[int]:
        if not case.former:
            return frozenset()
        former = case.former.intersection(member for member, _ in named.weights)
        return former if case.strict or len(former) < len(named.weights) else frozenset()

    def _asked(self, named: Named, rule: Rule, former: frozenset[int]) -> Asked:
        whys = {member: self._why(member, rule, former) for member, _ in named.weights}
        passed = tuple((member, why) for member, why in whys.items() if why)
        away = tuple((m, weight) for m, weight in named.weights if whys[m] == LEAVE) if rule.make_up else ()
        free = tuple((m, weight) for m, weight in named.weights if not whys[m])
        return asked(free, passed, away=away, make_up_most=rule.make_up)

    def _why(self, member: int, rule: Rule, former: frozenset[int]) -> str:
        if member in former:
            return FORMER
        off = self.off.get(member, "")
        if off and rule.when_off != "ignore" and (off == LEAVE or rule.when_off != "leave"):
            return off
        caps = self.caps_for(rule.pool, member)
        if caps is None:
            return ""
        if caps.assign_per_day is not None and self.today.get(member, 0) >= caps.assign_per_day:
            return DAY_CAP
        if caps.hold_most is not None and self.held.get(member, 0) >= caps.hold_most:
            return HOLDING_CAP
        return ""

    def take(self, member: int, pool: str) -> None:
        """Count a lead given to a member; who reaches a cap by it is passed over from the next one on."""
        self.today[member] = self.today.get(member, 0) + 1
        self.held[member] = self.held.get(member, 0) + 1
        caps = self.caps_for(pool, member)
        if caps is not None and (self.today[member] == caps.assign_per_day or self.held[member] == caps.hold_most):
            self._among.clear()
