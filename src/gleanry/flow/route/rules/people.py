"""Whom a rule names for a lead, with which weights, in which rotation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gleanry.flow.route.rules.book import Rule
from gleanry.flow.route.rules.conditions import PLACES, Case, place_of
from gleanry.flow.route.rules.rotation import Weights


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member who may be given leads. `names` are name and external id without case; `places` those of its region."""

    member_id: int
    roles: frozenset[str]
    team: str
    region_id: int | None
    names: frozenset[str] = frozenset()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who keeps the account that a lead belongs to by a duplicate rule; None when nobody does any more."""

    account_id: int
    owner_id: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """Those a rule names for a lead, in order of id, and the key of the rotation in which they take turns."""

    key: str
    weights: Weights


class People:
    """Those who may be given leads, looked through once for each rule and kind of case of a batch."""

    def __init__(self, people: Iterable[Candidate], places: tuple[str, ...] = PLACES) -> None:
        self._people = sorted(people, key=lambda person: person.member_id)
        self._roles = {person.member_id: person.roles for person in self._people}
        self._names = frozenset(name for person in self._people for name in person.names)
        self._places = places
        self._named: dict[tuple[object, ...], Named] = {}

    def __contains__(self, member_id: object) -> bool:
        return member_id in self._roles

    @property
    def ids(self) -> frozenset[int]:
        return frozenset(self._roles)

    def roles_of(self, member_id: int) -> frozenset[str]:
        """The roles of one of them."""
        return self._roles[member_id]

    def named(self, case: Case, rule: Rule) -> Named:
        """Those the rule names for this lead."""
        owner = str(case.fields.get("owner") or "").casefold() if rule.named else ""
        if rule.named and owner not in self._names:
            return NOBODY
        region = case.region_id if rule.same_region else None
        place = place_of(case, self._places) if rule.territory else ""
        table, weights = rule.table_for(case.grade) if rule.weights_by_grade else ("", rule.weights)
        known = (id(rule), region, place, table, owner)
        found = self._named.get(known)
        if found is None:
            fits = [p for p in self._people if _fits(p, rule, case) and (not rule.territory or _within(p, place))]
            found = self._named[known] = _named(rule, fits, table, weights)
        return found


NOBODY = Named("", ())


def _fits(person: Candidate, rule: Rule, case: Case) -> bool:
    return (
        (not rule.members or str(person.member_id) in rule.members or bool(person.names & rule.members))
        and (not rule.roles or bool(person.roles & rule.roles))
        and (not rule.teams or person.team.casefold() in rule.teams)
        and (not rule.same_region or (person.region_id == case.region_id and case.region_id is not None))
        and (not rule.named or str(case.fields.get("owner") or "").casefold() in person.names)
    )


def _within(person: Candidate, place: str) -> bool:
    """Whether a place lies in the person's own territory."""
    return bool(place) and any(word in place for word in person.places)


def _named(rule: Rule, people: list[Candidate], table: str, weights: Mapping[str, int]) -> Named:
    weighted = tuple((p.member_id, weight) for p in people if (weight := weight_of(p, weights)) > 0)
    key = rule.code
    if rule.same_region or rule.territory:
        # The people of a region take turns among themselves, whoever of them comes or goes.
        key += f":{min((p.region_id or 0 for p in people), default=0)}"
    if rule.named and people:
        key += f":{people[0].member_id}"
    return Named(f"{key}/{table}" if table else key, weighted)


def weight_of(person: Candidate, weights: Mapping[str, int]) -> int:
    """The weight of a person in a table: by id, external id or name, else the one of `*`, else 1."""
    for name in (str(person.member_id), *sorted(person.names)):
        if name in weights:
            return weights[name]
    return weights.get("*", 1)
