"""Which leads a rule is for: conditions as data, read once for each version of the rules.

A condition is `name = test`. The test is a list of words, a truth value, or a table of tests all of which must hold:
`one_of` (the same, whatever the case of letters), `contains` (one of the words occurs), `at_least` and `at_most` (the
first number in the text), `not` (none of the words is the same or occurs). A bare list means `one_of` for what has
fixed values and `contains` for what people type. A field that is empty meets only `not`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Test = Callable[["Case"], bool]


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of a lead to be routed.

    `fields` are its clean fields; `region` the name of its sales region; `former` the members who held it before.
    With `strict`, none of those may get it again; else one may where the rule names nobody else. `goes` is where the
    score's table sends leads of its cell: `rules`, `nurture`, or the pool only whose rules are asked.
    """

    lead_id: int
    grade: str
    source: str
    region_id: int | None
    qualified: bool
    fields: Mapping[str, Any] = field(default_factory=dict)
    campaign: str = ""
    novelty: str = ""
    region: str = ""
    former: frozenset[int] = frozenset()
    strict: bool = False
    goes: str = "rules"


PLACES = ("region", "phone_place")
"""Where a place is read from, first what is surest. `region` is what was typed; where nothing was, cleaning fills it
from the address, else the company's name, else the credit code (`flow/clean/rules/filling.py`)."""


def place_of(case: Case, order: Sequence[str] = PLACES) -> str:
    """The place a lead is from, such as 广东省深圳市: the first of these fields that says anything."""
    return next((str(text) for name in order if (text := case.fields.get(name))), "")


SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("en", re.compile("[A-Za-z]")),
)


def language_of(case: Case) -> str:
    """The language a lead says it speaks, as a code of two letters; else that of the letters it is written in."""
    if said := str(case.fields.get("language") or ""):
        return said.casefold().replace("_", "-").split("-", maxsplit=1)[0]
    text = " ".join(str(case.fields.get(name) or "") for name in ("message", "person_name", "company"))
    return next((code for code, letters in SCRIPTS if letters.search(text)), "")


FIXED = frozenset(
    {"grade", "source", "campaign", "novelty", "language", "region", "qualified", "has_region", "customer"}
)
"""What has fixed values; all else is read as people typed it."""
TRUTHS = frozenset({"qualified", "has_region", "customer"})
TESTS = ("one_of", "contains", "at_least", "at_most", "not")
_NUMBER = re.compile(r"\d+")


def value_of(case: Case, name: str, order: Sequence[str] = PLACES) -> Any:
    """What a lead has under the name of a condition; a field of the workspace's own by its name."""
    read = _READ.get(name)
    if read is not None:
        return read(case)
    if name in ("place", "province", "city"):
        return place_of(case, order)
    return case.fields.get(name, (case.fields.get("extra") or {}).get(name, ""))


_READ: Mapping[str, Callable[[Case], Any]] = {
    "grade": lambda case: case.grade,
    "source": lambda case: case.source,
    "campaign": lambda case: case.campaign,
    "novelty": lambda case: case.novelty,
    "region": lambda case: case.region,
    "qualified": lambda case: case.qualified,
    "has_region": lambda case: case.region_id is not None,
    "customer": lambda case: case.novelty == "customer",
    "country": lambda case: case.fields.get("country") or case.fields.get("phone_country") or "",
    "language": language_of,
}


def read_conditions(when: Mapping[str, Any], order: Sequence[str] = PLACES) -> tuple[Test, ...]:
    """The conditions of a rule as functions of a case."""
    return tuple(_condition(name, wanted, order) for name, wanted in when.items())


def _condition(name: str, wanted: Any, order: Sequence[str]) -> Test:
    if name in TRUTHS:
        truth = bool(wanted)
        return lambda case: bool(value_of(case, name)) is truth
    if not isinstance(wanted, Mapping):
        wanted = {"one_of" if name in FIXED else "contains": wanted}
    tests = [_test(kind, given) for kind, given in wanted.items()]
    return lambda case: _holds(str(value_of(case, name, order)).casefold(), tests)


def _holds(text: str, tests: Sequence[Callable[[str], bool]]) -> bool:
    return all(test(text) for test in tests)


def _test(kind: str, given: Any) -> Callable[[str], bool]:
    words = words_of(given)
    match kind:
        case "one_of":
            return lambda text: text in words
        case "contains":
            return lambda text: any(word in text for word in words)
        case "not":
            return lambda text: not any(word in text for word in words)
        case "at_least":
            least = int(given)
            return lambda text: (number := number_in(text)) is not None and number >= least
        case "at_most":
            most = int(given)
            return lambda text: (number := number_in(text)) is not None and number <= most
        case _:
            raise ValueError(f"no test is called {kind}")


def words_of(given: Any) -> tuple[str, ...]:
    """Words to compare with, without their case; one word may stand without its list."""
    found = given if isinstance(given, list | tuple | set | frozenset) else [given]
    return tuple(str(word).casefold() for word in found)


def number_in(text: str) -> int | None:
    """The first number of a text: 200 of "200-499人", 1000 of "1,000+"."""
    found = _NUMBER.search(text.replace(",", ""))
    return int(found[0]) if found else None
