"""Who gets a lead: the first rule whose conditions it meets, then the next in turn among the rule's people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of a lead to be routed. `fields` are its clean fields."""

    lead_id: int
    grade: str
    source: str
    region_id: int | None
    qualified: bool
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member who may be given leads."""

    member_id: int
    roles: frozenset[str]
    team: str
    region_id: int | None
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Choice:
    """The decision: which rule, into which pool, to whom, at which turn among whom."""

    rule: str
    pool: str
    owner_id: int | None
    turn: int | None
    candidates: tuple[int, ...]
    key: str
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who keeps the account that a lead belongs to by a duplicate rule; None when nobody does any more."""

    account_id: int
    owner_id: int | None


ACCOUNT_OWNER = "account_owner"


def keeper_for(keeper: Keeper | None, people: Iterable[Candidate]) -> Choice | None:
    """The keeper of a lead's account gets it, out of all rotations; None where there is none who can take leads."""
    if keeper is None or not any(person.member_id == keeper.owner_id for person in people):
        return None
    return Choice(ACCOUNT_OWNER, "sales", keeper.owner_id, None, (), "", keeper.account_id)


def rule_for(case: Case, rules: Sequence[Mapping[str, Any]], people: Sequence[Candidate]) -> Mapping[str, Any] | None:
    """The first rule whose `when` holds for the lead; a rule without `when` always does.

    A rule with `named` holds only where the lead itself names one of the people as its owner.
    """
    for rule in rules:
        if _holds(case, rule.get("when", {})) and (not rule.get("named") or candidates_for(case, rule, people)):
            return rule
    return None


def _holds(case: Case, when: Mapping[str, Any]) -> bool:
    return all(_condition(case, name, wanted) for name, wanted in when.items())


def _condition(case: Case, name: str, wanted: Any) -> bool:
    match name:
        case "qualified":
            return case.qualified is bool(wanted)
        case "grade":
            return case.grade in wanted
        case "source":
            return case.source in wanted
        case "has_region":
            return (case.region_id is not None) is bool(wanted)
        case _:
            value = str(case.fields.get(name, "")).casefold()
            return any(str(word).casefold() in value for word in wanted) if value else False


def candidates_for(case: Case, rule: Mapping[str, Any], people: Iterable[Candidate]) -> tuple[int, ...]:
    """Ids of the members a rule names: by member, role, team, and, where it says so, the lead's own region."""
    if rule.get("named") and not case.fields.get("owner"):
        return ()
    if isinstance(people, People) and not rule.get("named"):
        return people.chosen(case, rule)
    return _candidates_for(case, rule, people)


def _candidates_for(case: Case, rule: Mapping[str, Any], people: Iterable[Candidate]) -> tuple[int, ...]:
    chosen = []
    for person in people:
        fits = (
            ("members" not in rule or person.member_id in rule["members"])
            and ("role" not in rule or rule["role"] in person.roles)
            and ("team" not in rule or rule["team"] == person.team)
            and (not rule.get("same_region") or person.region_id == case.region_id)
            and (not rule.get("named") or str(case.fields.get("owner", "")).casefold() in person.names)
        )
        if fits:
            chosen.append(person.member_id)
    return tuple(sorted(chosen))


class People(list[Candidate]):
    """Those who may be given leads, looked through once for each rule and region of a batch."""

    def __init__(self, people: Iterable[Candidate]) -> None:
        super().__init__(people)
        self._chosen: dict[tuple[int, int | None], tuple[int, ...]] = {}

    def chosen(self, case: Case, rule: Mapping[str, Any]) -> tuple[int, ...]:
        key = (id(rule), case.region_id if rule.get("same_region") else None)
        if key not in self._chosen:
            self._chosen[key] = _candidates_for(case, rule, self)
        return self._chosen[key]


def rotation_key(rule: Mapping[str, Any], candidates: Sequence[int]) -> str:
    """One rotation per rule, and per first member where the rule's people differ from lead to lead."""
    differs = rule.get("same_region") or rule.get("named")
    return f"{rule['code']}:{candidates[0]}" if differs and candidates else str(rule["code"])


def owner_for(
    case: Case, rules: Sequence[Mapping[str, Any]], people: Sequence[Candidate], turns: Mapping[str, int]
) -> Choice:
    """Decide one lead. `turns` says how many turns each rotation has taken; the caller counts this one.

    With nobody to give it to, the lead goes to the rule's pool without an owner, to be claimed or assigned by hand.
    The same inputs give the same answer.
    """
    rule = rule_for(case, rules, people)
    if rule is None:
        return Choice("no_rule", "sdr", None, None, (), "")
    candidates = candidates_for(case, rule, people)
    if not candidates:
        return Choice(rule["code"], rule["pool"], None, None, (), "")
    key = rotation_key(rule, candidates)
    turn = turns.get(key, 0)
    return Choice(rule["code"], rule["pool"], candidates[turn % len(candidates)], turn, candidates, key)
