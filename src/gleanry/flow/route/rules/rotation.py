"""Whose turn it is: a weighted rotation among those who are available, exact and the same whenever it is asked again.

Each lead is one lead's worth of entitlement, shared by weight among those available for it. A balance is what one was
entitled to less what one was given. Method: earliest deadline first over the turns of each person. A turn is open once
its owner is entitled to a part of it (the balance would otherwise reach minus one), and due by the moment the balance
would reach one; among the open turns the one due first gets the lead, by id where two are due at once. While the same
people with the same weights take part, no balance ever reaches one lead, up or down (P-fair scheduling: Baruah and
others 1996; the chairman assignment problem: Tijdeman 1980). With equal weights this is the plain round.

When other people become available, balances are carried over: who is behind comes first. No method that decides at once
can keep every balance under one lead whoever comes and goes (the carpool problem: Fagin and Williams 1983), so across
such changes the balance is shown, not bounded by one.

Numbers are whole: a lead is `unit` small parts, a multiple of the weights' sum, so that each share is exact. Only when
the sum changes are balances turned to the new unit, and lose less than one part, a millionth of a millionth of a lead.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2s
from heapq import heapify, heappop, heappush
from math import lcm

PARTS = 10**12
"""The least number of parts of a lead."""
LONGEST = 1000
"""A stretch ends after so many leads, so that no decision is far from a stored state."""

Weights = tuple[tuple[int, int], ...]
"""(member id, weight) of those available, in order of id."""
Passed = tuple[tuple[int, str], ...]
"""(member id, why) of those whom the rule names and who were passed over."""


@dataclass(slots=True)
class Standing:
    """Where one person stands in a rotation: `balance` and `owed` in parts, `given` in leads.

    `owed` is what leads missed on leave are still to be made up.
    """

    balance: int = 0
    given: int = 0
    owed: int = 0


@dataclass(frozen=True, slots=True)
class Start:
    """What a stretch began with: enough to give all its leads again. `balances` stand beside `weights`, in parts."""

    weights: Weights
    balances: tuple[int, ...]
    unit: int
    passed: Passed = ()


class Turns:
    """The turns of one stretch: the same people with the same weights, from given balances on."""

    def __init__(self, start: Start) -> None:
        self._unit = start.unit
        total = sum(weight for _, weight in start.weights)
        least = lcm(*(weight for _, weight in start.weights))
        self._gain = {member: weight * start.unit // total for member, weight in start.weights}
        self._scale = {member: least // weight for member, weight in start.weights}
        self._begun = {m: balance for (m, _), balance in zip(start.weights, start.balances, strict=True)}
        self._given = dict.fromkeys(self._begun, 0)
        self.steps = 0
        self._open: list[tuple[int, int]] = []
        self._shut = [(self._opens(member), member) for member in self._begun]
        heapify(self._shut)

    def _opens(self, member: int) -> int:
        """The first step at which the next turn of a member is open."""
        return (self._unit * self._given[member] - self._begun[member]) // self._gain[member] + 1

    def _due(self, member: int) -> int:
        """When the balance of a member would reach one lead, in steps times a number that is the same for all."""
        return (self._unit * (self._given[member] + 1) - self._begun[member]) * self._scale[member]

    def give(self) -> int:
        """Whose turn the next lead is."""
        self.steps += 1
        while self._shut and (self._shut[0][0] <= self.steps or not self._open):
            # Nobody's turn may be open where all are ahead of what is theirs: then it is the next to open.
            _, member = heappop(self._shut)
            heappush(self._open, (self._due(member), member))
        _, member = heappop(self._open)
        self._given[member] += 1
        heappush(self._shut, (self._opens(member), member))
        return member

    def given(self, member: int) -> int:
        """How many of the stretch's leads a member got."""
        return self._given[member]

    def balance(self, member: int) -> int:
        """What a member is still entitled to, in parts."""
        return self._begun[member] + self.steps * self._gain[member] - self._unit * self._given[member]


def replay(start: Start, step: int) -> int:
    """Who got the lead of a step (from 1) of a stretch that began so."""
    return replay_all(start, step)[-1]


def replay_all(start: Start, steps: int) -> list[int]:
    """Who got each of the first leads of a stretch."""
    turns = Turns(start)
    return [turns.give() for _ in range(steps)]


@dataclass(frozen=True, slots=True)
class Asked:
    """Among whom a lead is to be given: weights and who was passed over; `digest` tells it from others.

    With `make_up_most` above 0, what those on leave miss is made up later, so many leads at most.
    """

    weights: Weights
    passed: Passed
    away: Weights = ()
    make_up_most: int = 0
    digest: str = ""


def asked(weights: Weights, passed: Passed, *, away: Weights = (), make_up_most: int = 0) -> Asked:
    """Those asked, with the digest by which the stretch is known again in the next batch."""
    text = f"{weights}{passed}{away if make_up_most else ()}{make_up_most}"
    return Asked(weights, passed, away, make_up_most, blake2s(text.encode(), digest_size=8).hexdigest())


@dataclass(slots=True)
class Rotation:
    """One rotation as it stands: who has which balance, and the stretch that runs: among whom and how far it is."""

    unit: int = PARTS
    standings: dict[int, Standing] = field(default_factory=dict)
    digest: str = ""
    weights: Weights = ()
    steps: int = 0
    limit: int = 0

    def begin(self, among: Asked) -> Start:
        """Begin a stretch from the balances as they are. Nobody in `among` means that nobody was available."""
        self.weights = tuple((member, weight * self._times(member, among)) for member, weight in among.weights)
        total = sum(weight for _, weight in self.weights)
        if total:
            self._turn_to(-(-PARTS // total) * total)
        for member, _ in (*self.weights, *(among.away if among.make_up_most else ())):
            self.standings.setdefault(member, Standing())
        self.digest, self.steps, self.limit = among.digest, 0, self._longest(among, total)
        balances = tuple(self.standings[member].balance for member, _ in self.weights)
        return Start(self.weights, balances, self.unit, among.passed)

    def account(self, among: Asked, steps: int) -> None:
        """Count what those on leave missed in so many leads, and what those who are back were paid back."""
        if not among.make_up_most or not steps:
            return
        total = sum(weight for _, weight in self.weights)
        absent = sum(weight for _, weight in among.away)
        for member, weight in among.away:
            standing = self.standings[member]
            missed = steps * weight * PARTS // (total + absent)
            standing.owed = min(standing.owed + missed, among.make_up_most * PARTS)
        base = dict(among.weights)
        for member, weight in self.weights:
            if weight > base[member]:
                standing = self.standings[member]
                standing.owed = max(0, standing.owed - steps * base[member] * PARTS // total)

    def _times(self, member: int, among: Asked) -> int:
        """Who is back from leave takes part with twice the weight until what was missed is made up."""
        standing = self.standings.get(member)
        return 2 if among.make_up_most and standing is not None and standing.owed > 0 else 1

    def _longest(self, among: Asked, total: int) -> int:
        """A stretch ends when somebody's leave is made up, and is never so long that it is slow to give again."""
        base = dict(among.weights)
        paid = [
            -(-self.standings[member].owed * total // (base[member] * PARTS))
            for member, weight in self.weights
            if weight > base[member]
        ]
        return min([LONGEST, *paid])

    def _turn_to(self, unit: int) -> None:
        if unit == self.unit:
            return
        for standing in self.standings.values():
            standing.balance = _towards_nought(standing.balance * unit, self.unit)
        self.unit = unit


def _towards_nought(parts: int, by: int) -> int:
    return parts // by if parts >= 0 else -(-parts // by)


class Wheel:
    """A rotation at work within one batch: gives leads, and writes back into its rotation where everybody stands.

    `starts` are the stretches begun in the batch, with how many leads each gave in it.
    """

    def __init__(self, rotation: Rotation) -> None:
        self.rotation = rotation
        self.starts: list[Start] = []
        self._turns: Turns | None = None
        self._among: Asked | None = None

    def give(self, among: Asked) -> int | None:
        """Who gets the next lead; None where nobody is available, which is a step of a stretch as well."""
        rotation = self.rotation
        if rotation.digest != among.digest or rotation.steps >= rotation.limit:
            self.settle()
            self.starts.append(rotation.begin(among))
        self._among = among
        rotation.steps += 1
        if not rotation.weights:
            return None
        if self._turns is None:
            self._turns = Turns(_as_it_stands(rotation))
        return self._turns.give()

    def settle(self) -> None:
        """Write the turns taken into the standings."""
        if self._turns is None or self._among is None:
            return
        self.rotation.account(self._among, self._turns.steps)
        for member, _ in self.rotation.weights:
            standing = self.rotation.standings[member]
            standing.balance = self._turns.balance(member)
            standing.given += self._turns.given(member)
        self._turns = None


def _as_it_stands(rotation: Rotation) -> Start:
    """Go on in the middle of a stretch: what is due first depends on the balances only, not on how they came to be."""
    weights = rotation.weights
    return Start(weights, tuple(rotation.standings[member].balance for member, _ in weights), rotation.unit)
