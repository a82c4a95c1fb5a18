"""The rule book `identify` as objects: duplicate rules in order, read, written and checked.

A rule says what is compared with what (`compare`: a lead with leads, with accounts somebody keeps, or with the contacts
of such accounts), on which fields, whether one field is enough or all are needed, within how many days (0: always), and
what then happens. The first rule that finds something decides.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gleanry.values.public_mail import PUBLIC_DOMAINS

PERSON_FIELDS = ("phone", "wechat", "email")
COMPANY_FIELDS = ("company", "credit_code", "domain")
ALIKE = "company_alike"
"""The same name, or one that means the same company by the judgement of `likeness.names`."""
COMPARED: Mapping[str, tuple[str, ...]] = {
    "lead": (*PERSON_FIELDS, *COMPANY_FIELDS),
    "account": (*COMPANY_FIELDS, ALIKE),
    "contact": PERSON_FIELDS,
}
"""What a lead is compared with -> the fields that can be."""
FIELDS = frozenset(name for names in COMPARED.values() for name in names)

ACTIONS: Mapping[str, tuple[str, ...]] = {
    "attach": ("lead",),
    "to_account_owner": ("account", "contact"),
    "refresh": ("lead",),
    "tag": ("lead", "account", "contact"),
    "create": ("lead", "account", "contact"),
    "ask": ("lead", "account", "contact"),
}
"""What may happen -> what must have been compared for it."""
NEEDS = ("any", "all")
REFRESHED = ("person_name", "job_title", "company")
"""What a person is told by; what `refresh` may bring up to date."""
PREFER = ("newest", "filled")
MOST_RULES, MOST_DAYS = 50, 3650
NEVER, ASK_AT = 101, 30
SETTINGS = frozenset({"code", "compare", "fields", "need", "window_days", "action", "refresh", "prefer"})


@dataclass(frozen=True, slots=True)
class DuplicateRule:
    """One rule. `need` is "any" or "all" of `fields`; `window_days` 0 means always; `refresh` names what is renewed.

    `prefer` says which value stands after a refresh: the "newest", or the one that was "filled" before.
    """

    code: str
    compare: str
    fields: tuple[str, ...]
    action: str
    need: str = "any"
    window_days: int = 0
    refresh: tuple[str, ...] = ()
    prefer: str = "newest"


@dataclass(frozen=True, slots=True)
class Book:
    """The rules in order; `order` is the strength of what a person is recognised by, strongest first.

    `public_domains` are mail domains anybody can have, with those the workspace adds: they say nothing of a company.
    `merge_at` and `ask_at`: from which probability (of 100) accounts with names alike are merged, and asked about.
    """

    order: tuple[str, ...]
    rules: tuple[DuplicateRule, ...]
    public_domains: frozenset[str]
    merge_at: int = NEVER
    ask_at: int = ASK_AT

    def compares(self, target: str, *fields: str) -> bool:
        """Whether a rule in force compares with `target`, on one of `fields` where they are given."""
        return any(r.compare == target and (not fields or set(fields) & set(r.fields)) for r in self.rules)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a body: the rule's row from 1 (0: the book itself), the setting, a code, the value given."""

    row: int
    setting: str
    code: str
    value: str = ""


def read_book(body: Mapping[str, Any]) -> Book:
    """The book of a checked body. One from before there were rules attaches the same person within its window."""
    order = tuple(body["order"])
    if "rules" not in body:
        days = int(body["window_days"])
        rules: tuple[DuplicateRule, ...] = (DuplicateRule("same_person", "lead", order, "attach", window_days=days),)
    else:
        rules = tuple(_rule(row) for row in body["rules"])
    more = frozenset(str(name).casefold() for name in body.get("public_domains", ()))
    alike = body.get("accounts_alike", {})
    return Book(
        order,
        rules,
        PUBLIC_DOMAINS | more,
        merge_at=int(alike.get("merge_at", NEVER)),
        ask_at=int(alike.get("ask_at", ASK_AT)),
    )


def _rule(row: Mapping[str, Any]) -> DuplicateRule:
    return DuplicateRule(
        code=row["code"],
        compare=row["compare"],
        fields=tuple(row["fields"]),
        action=row["action"],
        need=row.get("need", "any"),
        window_days=int(row.get("window_days", 0)),
        refresh=tuple(row.get("refresh", ())),
        prefer=row.get("prefer", "newest"),
    )


def written(rule: DuplicateRule) -> dict[str, Any]:
    """The rule as a row of a body; what is not said in it is left out."""
    row: dict[str, Any] = {"code": rule.code, "compare": rule.compare, "fields": list(rule.fields)}
    if len(rule.fields) > 1:
        row["need"] = rule.need
    if rule.compare == "lead":
        row["window_days"] = rule.window_days
    row["action"] = rule.action
    if rule.action == "refresh":
        row |= {"refresh": list(rule.refresh), "prefer": rule.prefer}
    return row


def faults_of(body: Mapping[str, Any]) -> list[Fault]:
    """Everything that is wrong with a body, in the order of its rows; empty when it can be put in force."""
    faults = list(_faults_of_book(body))
    rows = body.get("rules")
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        return [*faults, Fault(0, "rules", "missing")]
    if len(rows) > MOST_RULES:
        faults.append(Fault(0, "rules", "too_many", str(MOST_RULES)))
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, Mapping):
            faults.append(Fault(number, "rules", "missing"))
            continue
        faults += _faults_of_rule(number, row, body.get("order") or ())
        if (code := str(row.get("code", ""))) in seen:
            faults.append(Fault(number, "code", "twice", code))
        seen.add(code)
    return faults or [*_never_reached([_rule(row) for row in rows])]


def _faults_of_book(body: Mapping[str, Any]) -> Iterator[Fault]:
    order = body.get("order")
    if not isinstance(order, Sequence) or isinstance(order, str) or not order:
        yield Fault(0, "order", "missing")
        return
    for name in order:
        if name not in PERSON_FIELDS:
            yield Fault(0, "order", "unknown", str(name))
    for name in sorted(set(body) - {"order", "rules", "public_domains", "accounts_alike"}):
        yield Fault(0, str(name), "unknown_setting", str(name))
    alike = body.get("accounts_alike", {})
    if not isinstance(alike, Mapping):
        yield Fault(0, "accounts_alike", "missing")
        return
    for name, least in alike.items():
        if name not in ("merge_at", "ask_at"):
            yield Fault(0, str(name), "unknown_setting", str(name))
        elif not isinstance(least, int) or isinstance(least, bool) or not 1 <= least <= 101:
            yield Fault(0, str(name), "not_percent", str(least))


def _faults_of_rule(number: int, row: Mapping[str, Any], order: Container[str]) -> Iterator[Fault]:
    for name in sorted(set(row) - SETTINGS):
        yield Fault(number, str(name), "unknown_setting", str(name))
    if not str(row.get("code") or "").strip() or len(str(row["code"])) > 40:
        yield Fault(number, "code", "missing")
    compare = row.get("compare")
    if compare not in COMPARED:
        yield Fault(number, "compare", "unknown", str(compare))
        return
    yield from _faults_of_fields(number, row, str(compare), order)
    action = row.get("action")
    if action not in ACTIONS:
        yield Fault(number, "action", "unknown", str(action))
    elif compare not in ACTIONS[str(action)]:
        yield Fault(number, "action", "not_after_compare", str(action))
    yield from _faults_of_window(number, row, str(compare))
    yield from _faults_of_refresh(number, row)


def _faults_of_fields(number: int, row: Mapping[str, Any], compare: str, order: Container[str]) -> Iterator[Fault]:
    fields = row.get("fields")
    if not isinstance(fields, Sequence) or isinstance(fields, str) or not fields:
        yield Fault(number, "fields", "missing")
        return
    for name in fields:
        if name not in FIELDS:
            yield Fault(number, "fields", "unknown", str(name))
        elif name not in COMPARED[compare]:
            yield Fault(number, "fields", "not_comparable", str(name))
        elif name in PERSON_FIELDS and name not in order:
            yield Fault(number, "fields", "not_recognised", str(name))
    if len(set(map(str, fields))) != len(fields):
        yield Fault(number, "fields", "twice")
    if row.get("need", "any") not in NEEDS:
        yield Fault(number, "need", "unknown", str(row.get("need")))


def _faults_of_window(number: int, row: Mapping[str, Any], compare: str) -> Iterator[Fault]:
    days = row.get("window_days", 0)
    if not isinstance(days, int) or isinstance(days, bool) or not 0 <= days <= MOST_DAYS:
        yield Fault(number, "window_days", "not_days", str(days))
    elif days and compare != "lead":
        yield Fault(number, "window_days", "only_for_leads", str(days))


def _faults_of_refresh(number: int, row: Mapping[str, Any]) -> Iterator[Fault]:
    given = row.get("refresh", ())
    if row.get("action") != "refresh":
        if "refresh" in row or "prefer" in row:
            yield Fault(number, "refresh", "only_with_refresh")
        return
    if not isinstance(given, Sequence) or isinstance(given, str) or not given:
        yield Fault(number, "refresh", "missing")
        return
    for name in given:
        if name not in REFRESHED:
            yield Fault(number, "refresh", "unknown", str(name))
    if row.get("prefer", "newest") not in PREFER:
        yield Fault(number, "prefer", "unknown", str(row.get("prefer")))


def _never_reached(rules: Sequence[DuplicateRule]) -> Iterator[Fault]:
    """Rules that an earlier one always answers first: the same comparison within a window as wide."""
    for number, rule in enumerate(rules, start=1):
        for before in rules[: number - 1]:
            if _covers(before, rule):
                yield Fault(number, "fields", "never_reached", before.code)
                break


def _covers(wide: DuplicateRule, narrow: DuplicateRule) -> bool:
    if wide.compare != narrow.compare or (wide.window_days and not 0 < narrow.window_days <= wide.window_days):
        return False
    if wide.need == "any" or len(wide.fields) == 1:
        given = set(narrow.fields)
        one = narrow.need == "any" and len(narrow.fields) > 1
        return given <= set(wide.fields) if one else bool(given & set(wide.fields))
    return narrow.need == "all" and set(wide.fields) <= set(narrow.fields)
