"""Who gets a lead: its account's keeper, else by the first rule that holds the next in turn who can take it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from gleanry.flow.route.rules.availability import Availability
from gleanry.flow.route.rules.book import Book, Rule
from gleanry.flow.route.rules.conditions import Case
from gleanry.flow.route.rules.people import Keeper, Named, People
from gleanry.flow.route.rules.rotation import Asked, Rotation, Wheel

ACCOUNT_OWNER, NO_RULE, CELL = "account_owner", "no_rule", "cell"


@dataclass(frozen=True, slots=True)
class Choice:
    """The decision: which rule, into which pool, to whom (None: nobody yet), and how it came about.

    `code` is `turn` (in turn), `by_hand` (to a director, in turn, to assign it), `account` (the account's keeper),
    `nobody` (nobody could take it now: it waits), `left` (the rule, or the score's cell, leaves it in the pool) or
    `no_rule`. `key` names the
    rotation, `stretch` which of those begun in this batch (-1: the one that ran before), `step` its how-manieth lead.
    """

    rule: str
    pool: str
    owner_id: int | None
    code: str
    key: str = ""
    stretch: int = -1
    step: int = 0
    account_id: int | None = None
    passed: tuple[tuple[int, str], ...] = ()


@dataclass(slots=True)
class Router:
    """Decides a batch, one lead after the other. `load` gives the rotation of a key as it stands."""

    book: Book
    people: People
    availability: Availability = field(default_factory=Availability)
    load: Callable[[str], Rotation] = lambda _: Rotation()
    wheels: dict[str, Wheel] = field(default_factory=dict)

    def decide(self, case: Case, keeper: Keeper | None = None) -> Choice:
        """The answer for one lead; it counts. The same state and the same leads give the same answers."""
        if keeper is not None and keeper.owner_id in self.people:
            self._take(keeper.owner_id, "sales")
            return Choice(ACCOUNT_OWNER, "sales", keeper.owner_id, "account", account_id=keeper.account_id)
        waiting: tuple[Rule, Named, Asked] | None = None
        for rule in self._rules(case):
            if rule.share == "pool":
                return Choice(rule.code, rule.pool, None, "left")
            named = self.people.named(case, rule)
            if rule.named and not named.weights:
                continue
            among = self.availability.among(named, rule, case)
            if among.weights:
                return self._give(rule, named, among)
            waiting = waiting or (rule, named, among)
            if not rule.passes_on:
                break
        if waiting is None and _sent(case):
            return Choice(CELL, case.goes, None, "left")
        if waiting is None:
            return Choice(NO_RULE, self.book.fallback, None, "no_rule")
        return self._wait(*waiting)

    def _rules(self, case: Case) -> Iterator[Rule]:
        """The rules that hold for a lead, in order; of one sent by its cell only those that name owners, and those of
        the pool it is sent to."""
        for rule in self.book.rules:
            if (rule.named or not _sent(case) or rule.pool == case.goes) and rule.holds(case):
                yield rule

    def _give(self, rule: Rule, named: Named, among: Asked) -> Choice:
        wheel = self._wheel(named.key)
        owner_id = wheel.give(among)
        self._take(owner_id, rule.pool)
        code = "by_hand" if rule.share == "by_hand" else "turn"
        return Choice(rule.code, rule.pool, owner_id, code, named.key, len(wheel.starts) - 1, wheel.rotation.steps)

    def _wait(self, rule: Rule, named: Named, among: Asked) -> Choice:
        """Nobody can take it: who was passed over and why is kept like a turn that nobody got."""
        key = f"{named.key or rule.code}!"
        wheel = self._wheel(key)
        wheel.give(among)
        return Choice(
            rule.code, rule.pool, None, "nobody", key, len(wheel.starts) - 1, wheel.rotation.steps,
            passed=among.passed,
        )  # fmt: skip

    def _wheel(self, key: str) -> Wheel:
        wheel = self.wheels.get(key)
        if wheel is None:
            wheel = self.wheels[key] = Wheel(self.load(key))
        return wheel

    def _take(self, owner_id: int | None, pool: str) -> None:
        if owner_id is not None:
            self.availability.take(owner_id, pool)


def _sent(case: Case) -> bool:
    """Whether the cell says where the lead goes: whom it names comes before, and so does who found it to be MQL."""
    return case.goes != "rules" and not case.qualified
