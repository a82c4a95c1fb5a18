"""Is this a lead, or something to be held back? Every reason that can be found, weighed by the rule book.

Each screen has a code, is on or off and has a weight. A submission's weights (the heaviest of each code) are added up:
from `refuse_at` on it goes to the invalid pool with all its reasons; below, each stays as a defect for whoever works on
the lead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from gleanry.flow.clean.rules.disposable import is_disposable
from gleanry.flow.clean.rules.fields import Cleaning
from gleanry.flow.clean.rules.listed import Lists
from gleanry.flow.clean.rules.nonsense import holds_test_word, is_phone, nonsense_of, read_test_words
from gleanry.flow.clean.rules.senders import NOBODY, Sender
from gleanry.flow.clean.rules.words import Found
from gleanry.flow.clean.shapes import Reason

CODES = (
    "listed_phone", "listed_email", "listed_domain", "listed_company", "competitor", "listed_word", "test_name",
    "test_text", "name_is_phone", "bad_phone", "disposable_mail", "throttled", "honeypot", "too_fast", "unreachable",
    "by_holder",
)  # fmt: skip
"""`unreachable` always holds back, and `by_holder` is what a person said; the others are screens."""

WORD_FIELDS = ("person_name", "company", "job_title", "product", "wechat", "message", "note")
TEST_TEXTS = ("company", "job_title", "message")
MOST_REASONS = 12
LONGEST_TEXT = 120
_LOCAL_PARTS_TESTED = 40


@dataclass(frozen=True, slots=True)
class Screens:
    """The rule book's settings. `weights` holds the screens that are on."""

    weights: Mapping[str, int] = field(default_factory=dict)
    refuse_at: int = 100
    test_words: frozenset[str] = frozenset()
    least_ms: int = 0
    most: Mapping[str, int] = field(default_factory=dict)
    window: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Case:
    """One submission to be judged: what cleaning made of it, who sent it, the words found in it, by (field, match)."""

    cleaning: Cleaning
    sender: Sender = NOBODY
    words: Sequence[tuple[str, Found]] = ()
    throttled: tuple[str, int] | None = None


def read_screens(body: Mapping[str, Any]) -> Screens:
    """The settings of a rule book "clean"; a screen it does not name is off."""
    screens: Mapping[str, Any] = body.get("screens", {})
    weights = {code: int(one["weight"]) for code, one in screens.items() if one.get("on", True)}
    throttle = screens.get("throttled", {})
    return Screens(
        weights=weights,
        refuse_at=int(body.get("refuse_at", 100)),
        test_words=read_test_words(screens.get("test_name", {})),
        least_ms=int(screens.get("too_fast", {}).get("least_ms", 0)),
        most={kind: int(most) for kind, most in throttle.get("most", {}).items()} if "throttled" in weights else {},
        window=timedelta(minutes=int(throttle.get("within_minutes", 0))),
    )


def faults_of_screens(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is wrong with a book "clean": dicts of row (the screen's code; 0 is the book), setting, code and value."""
    found: list[dict[str, Any]] = []
    if not isinstance(body.get("phone_region"), str):
        found.append({"row": 0, "setting": "phone_region", "code": "missing"})
    if not _is_count(body.get("refuse_at", 100)):
        found.append({"row": 0, "setting": "refuse_at", "code": "not_whole", "value": str(body["refuse_at"])})
    screens = body.get("screens", {})
    if not isinstance(screens, Mapping):
        return [*found, {"row": 0, "setting": "screens", "code": "malformed"}]
    for code, one in screens.items():
        if code not in CODES or code in ("unreachable", "by_holder"):
            found.append({"row": code, "setting": "code", "code": "unknown", "value": code})
        elif not isinstance(one, Mapping) or not _is_count(one.get("weight")):
            found.append({"row": code, "setting": "weight", "code": "not_whole"})
    return found


def _is_count(number: Any) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and number >= 0


def word_texts(fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(field, text) of what words are looked for in, the columns nobody mapped included."""
    texts = [(name, fields[name]) for name in WORD_FIELDS if name in fields]
    extra = fields.get("extra")
    return texts + [(f"extra.{name}", str(text)) for name, text in extra.items()] if extra else texts


def reasons_against(case: Case, lists: Lists, screens: Screens) -> tuple[Reason, ...]:
    """Every reason found, heaviest first; empty for nearly all."""
    weights = screens.weights
    if not weights:
        return _unreachable(case, screens)
    found = [
        Reason(code, weights[code], name, text[:LONGEST_TEXT], 0, len(text), entry)
        for code, name, text, entry in lists.matches(case.cleaning.fields)
        if code in weights
    ]
    if case.words and "listed_word" in weights:
        found += [_word(name, match, case, weights) for name, match in case.words]
    found += _nonsense(case.cleaning.fields, screens)
    found += _contact(case.cleaning, weights)
    if case.sender is not NOBODY or case.throttled is not None:
        found += _sender(case, screens)
    if not found:
        return _unreachable(case, screens)
    found.sort(key=lambda reason: -reason.weight)
    return (*found[:MOST_REASONS], *_unreachable(case, screens))


def is_refused(reasons: Iterable[Reason], screens: Screens) -> bool:
    """Whether the weights of the reasons add up to a refusal."""
    heaviest: dict[str, int] = {}
    for reason in reasons:
        heaviest[reason.code] = max(reason.weight, heaviest.get(reason.code, 0))
    return sum(heaviest.values()) >= screens.refuse_at


def _unreachable(case: Case, screens: Screens) -> tuple[Reason, ...]:
    return () if case.cleaning.passed else (Reason("unreachable", screens.refuse_at, "contact"),)


def _word(name: str, match: Found, case: Case, weights: Mapping[str, int]) -> Reason:
    text = dict(word_texts(case.cleaning.fields))[name][match.start : match.end]
    return Reason("listed_word", weights["listed_word"], name, text, match.start, match.end, match.entry_id)


def _nonsense(fields: Mapping[str, Any], screens: Screens) -> Iterator[Reason]:
    weights, words = screens.weights, screens.test_words
    name = fields.get("person_name", "")
    if name and "test_name" in weights and (nonsense_of(name, words) or holds_test_word(name, words)):
        yield Reason("test_name", weights["test_name"], "person_name", name, 0, len(name))
    if name and "name_is_phone" in weights and name[-1].isdigit():
        phones = (fields.get("phone", ""), *fields.get("more_phones", ()))
        if is_phone(name, phones):
            yield Reason("name_is_phone", weights["name_is_phone"], "person_name", name, 0, len(name))
    if "test_text" in weights:
        for field_name in TEST_TEXTS:
            text = fields.get("company_key", "") if field_name == "company" else fields.get(field_name, "")
            if text and len(text) <= _LOCAL_PARTS_TESTED and nonsense_of(text, words):
                yield Reason("test_text", weights["test_text"], field_name, text, 0, len(text))
        if (mail := fields.get("email")) and nonsense_of(mail[: mail.rindex("@")], words) == "test":
            yield Reason("test_text", weights["test_text"], "email", mail, 0, mail.rindex("@"))


def _contact(cleaning: Cleaning, weights: Mapping[str, int]) -> Iterator[Reason]:
    if cleaning.phone_fault is not None and "bad_phone" in weights:
        fault, text = cleaning.phone_fault
        yield Reason("bad_phone", weights["bad_phone"], f"phone.{fault}", text[:LONGEST_TEXT], 0, len(text))
    mail, domain = cleaning.fields.get("email"), cleaning.fields.get("email_domain")
    if mail and domain and "disposable_mail" in weights and is_disposable(domain):
        yield Reason("disposable_mail", weights["disposable_mail"], "email", mail, len(mail) - len(domain), len(mail))


def _sender(case: Case, screens: Screens) -> Iterator[Reason]:
    weights, sender = screens.weights, case.sender
    if sender.honeypot and "honeypot" in weights:
        yield Reason("honeypot", weights["honeypot"], "_hp", sender.honeypot[:LONGEST_TEXT], 0, len(sender.honeypot))
    if sender.elapsed_ms is not None and "too_fast" in weights and sender.elapsed_ms < screens.least_ms:
        yield Reason("too_fast", weights["too_fast"], "_elapsed_ms", str(sender.elapsed_ms))
    if case.throttled is not None and "throttled" in weights:
        kind, count = case.throttled
        yield Reason("throttled", weights["throttled"], kind, str(count))
