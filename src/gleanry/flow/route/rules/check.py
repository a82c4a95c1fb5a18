"""What is wrong with a body of the rule book `route` before it is in force: unknown, contradictory, never reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gleanry.flow.route.rules.book import OTHERWISE, SHARES, WHEN_OFF, passes_on, tables_in, weights_in
from gleanry.flow.route.rules.conditions import FIXED, PLACES, TESTS, TRUTHS, number_in, words_of

POOLS = frozenset({"sdr", "sales", "nurture", "active_sea", "general_sea", "region", "partner"})
"""Where a rule may send a lead."""
ROLES = frozenset({
    "administrator", "head_of_marketing", "marketer", "sdr", "seller", "sales_director", "channel_manager", "partner",
    "finance", "general_manager",
})  # fmt: skip
SETTINGS = frozenset({
    "code", "zh", "en", "when", "pool", "members", "role", "roles", "team", "teams", "same_region", "territory",
    "named", "share", "weights", "weights_by_grade", "when_off", "otherwise", "make_up", "make_up_most",
})  # fmt: skip
BOOK = frozenset({"rules", "fallback", "place_from", "gone", "second_round"})
PLACE_FIELDS = frozenset({*PLACES, "address", "company", "country"})
MOST_RULES, MOST_WEIGHT, LONGEST_CODE = 200, 1000, 40


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: the rule's row from 1 (0: the book itself), the setting, a code, the value given."""

    row: int
    setting: str
    code: str
    value: str = ""


def faults_of(body: Mapping[str, Any]) -> list[Fault]:
    """Everything wrong with a body, in the order of its rows; empty when it can be put in force."""
    rows = body.get("rules")
    if not isinstance(rows, Sequence) or isinstance(rows, str) or not all(isinstance(r, Mapping) for r in rows):
        return [Fault(0, "rules", "missing")]
    faults = list(_of_book(body, rows))
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        faults += _of_rule(number, row)
        code = str(row.get("code", ""))
        if code in seen:
            faults.append(Fault(number, "code", "twice", code))
        seen.add(code)
        if not faults:
            faults += _shadowed(number, row, rows[: number - 1])
    return faults


def _of_book(body: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    for name in sorted(set(body) - BOOK):
        yield Fault(0, name, "unknown_setting", name)
    if len(rows) > MOST_RULES:
        yield Fault(0, "rules", "too_many", str(MOST_RULES))
    fallback = body.get("fallback")
    if fallback is not None and (not isinstance(fallback, Mapping) or fallback.get("pool") not in POOLS):
        yield Fault(0, "fallback", "no_such_pool", str(fallback))
    if fallback is None and not any(_takes_all(row) for row in rows):
        yield Fault(0, "fallback", "no_fallback")
    if body.get("gone", "route") not in {"route", *POOLS}:
        yield Fault(0, "gone", "no_such_pool", str(body["gone"]))
    for name in words_of(body.get("place_from", [])):
        if name not in PLACE_FIELDS:
            yield Fault(0, "place_from", "no_such_field", name)
    minutes = (body.get("second_round") or {}).get("minutes", 15)
    if not _whole(minutes, 1, 24 * 60):
        yield Fault(0, "second_round", "bad_number", str(minutes))


def _takes_all(row: Mapping[str, Any]) -> bool:
    """Whether a rule holds for every lead: it asks nothing, not even whom the lead names."""
    return not row.get("when") and not row.get("named")


def _of_rule(number: int, row: Mapping[str, Any]) -> Iterator[Fault]:
    code = str(row.get("code") or "")
    if not code or len(code) > LONGEST_CODE or not set(code).isdisjoint(":/!"):
        yield Fault(number, "code", "bad_code", code)
    for name in sorted(set(row) - SETTINGS):
        yield Fault(number, name, "unknown_setting", name)
    if row.get("pool") not in POOLS:
        yield Fault(number, "pool", "no_such_pool", str(row.get("pool", "")))
    for role in words_of([*_listed(row, "role"), *_listed(row, "roles")]):
        if role not in ROLES:
            yield Fault(number, "role", "no_such_role", role)
    for name, known in (("share", SHARES), ("when_off", WHEN_OFF), ("otherwise", OTHERWISE)):
        if name in row and row[name] not in known:
            yield Fault(number, name, "no_such_choice", str(row[name]))
    if not _whole(row.get("make_up_most", 1), 1, 1000):
        yield Fault(number, "make_up_most", "bad_number", str(row["make_up_most"]))
    yield from _of_weights(number, row)
    for name, wanted in (row.get("when") or {}).items():
        yield from _of_condition(number, name, wanted)


def _listed(row: Mapping[str, Any], name: str) -> list[Any]:
    given = row.get(name, [])
    return list(given) if isinstance(given, list | tuple) else [given]


def _whole(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _of_weights(number: int, row: Mapping[str, Any]) -> Iterator[Fault]:
    tables = [("weights", weights_in(row["weights"]))] if "weights" in row else []
    tables += [("weights_by_grade", table) for table in tables_in(row.get("weights_by_grade") or ()).values()]
    for grade in tables_in(row.get("weights_by_grade") or ()):
        if grade.casefold() not in CELLS | LETTERS:
            yield Fault(number, "weights_by_grade", "never", grade)
    for setting, pairs in tables:
        wrong = next((weight for _, weight in pairs if not _whole(weight, 0, MOST_WEIGHT)), GOOD)
        if wrong is not GOOD:
            yield Fault(number, setting, "bad_number", str(wrong))
            continue
        table = {name.casefold(): weight for name, weight in pairs}
        everybody = table.get("*") == 0 or set(words_of(_listed(row, "members"))) <= set(words_of(list(table)))
        if table and not any(table.values()) and everybody and (row.get("members") or "*" in table):
            yield Fault(number, setting, "weights_zero")


def _of_condition(number: int, name: str, wanted: Any) -> Iterator[Fault]:
    if name in TRUTHS:
        if not isinstance(wanted, bool):
            yield Fault(number, name, "not_a_truth", str(wanted))
        return
    tests = wanted if isinstance(wanted, Mapping) else {"one_of" if name in FIXED else "contains": wanted}
    for kind, given in tests.items():
        if kind not in TESTS:
            yield Fault(number, name, "no_such_test", str(kind))
        elif kind in ("at_least", "at_most"):
            if not _whole(given, 0, 10**12):
                yield Fault(number, name, "bad_number", str(given))
        elif kind != "not" and not any(words_of(given)):
            yield Fault(number, name, "never", "")
    if not set(tests) <= set(TESTS):
        return
    if name == "grade" and not any(g in CELLS for g in words_of(tests.get("one_of", sorted(CELLS)))):
        yield Fault(number, name, "never", str(wanted))
    if _contradicts(tests):
        yield Fault(number, name, "never", str(wanted))


LETTERS = frozenset("abcd")
CELLS = frozenset(f"{letter}{digit}" for letter in LETTERS for digit in "1234")
GOOD = object()


def _contradicts(tests: Mapping[str, Any]) -> bool:
    """Whether tests of one field cannot hold together."""
    least, most = tests.get("at_least"), tests.get("at_most")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        return True
    if "one_of" not in tests:
        return False
    return not any(word and _meets(word, tests) for word in words_of(tests["one_of"]))


def _meets(word: str, tests: Mapping[str, Any]) -> bool:
    number = number_in(word)
    return (
        not any(no in word for no in words_of(tests.get("not", [])))
        and ("contains" not in tests or any(part in word for part in words_of(tests["contains"])))
        and ("at_least" not in tests or (number is not None and number >= tests["at_least"]))
        and ("at_most" not in tests or (number is not None and number <= tests["at_most"]))
    )


def _shadowed(number: int, row: Mapping[str, Any], before: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    """A rule is never reached where an earlier one holds for all its leads and keeps them."""
    for earlier in before:
        keeps = not earlier.get("named") and (not passes_on(earlier) or earlier.get("share") == "pool")
        asked, mine = earlier.get("when") or {}, row.get("when") or {}
        if keeps and all(_wider(name, wanted, mine) for name, wanted in asked.items()):
            yield Fault(number, "when", "shadowed", str(earlier.get("code")))
            return


def _wider(name: str, wanted: Any, later: Mapping[str, Any]) -> bool:
    """Whether a condition holds wherever the later rule's condition of the same name does, as far as can be told."""
    if name not in later:
        return False
    if later[name] == wanted:
        return True
    kind = "one_of" if name in FIXED else "contains"
    mine = wanted if isinstance(wanted, Mapping) else {kind: wanted}
    theirs = later[name] if isinstance(later[name], Mapping) else {kind: later[name]}
    return all(test in theirs and _implies(test, theirs[test], given) for test, given in mine.items())


def _implies(test: str, narrow: Any, wide: Any) -> bool:
    match test:
        case "at_least":
            return int(narrow) >= int(wide)
        case "at_most":
            return int(narrow) <= int(wide)
        case "not":
            return set(words_of(wide)) <= set(words_of(narrow))
        case "contains":
            return all(any(part in word for part in words_of(wide)) for word in words_of(narrow))
        case _:
            return set(words_of(narrow)) <= set(words_of(wide))
