"""Whether a record answers a question, how well, and where: on the record's own texts, whatever the index proposed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from gleanry.search.rules.asking import Question, Sort, Term
from gleanry.search.rules.sounding import sounded
from gleanry.search.rules.writing import digits_of, folded, origins, runs
from gleanry.search.shapes import AccountText, Matched, PersonText, Rank, Span
from gleanry.values.company_name import parse_company_name

WEIGHTS = {"name": 0, "phone": 1, "email": 1, "code": 1, "handle": 2, "company": 3}
"""Which field counts more where two match equally well."""

NAMES = frozenset({"name", "company"})

Field = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a term matched: rank, field, text, and the stretch of the folded text; `slips` are 0 or 1."""

    rank: Rank
    field: str
    text: str
    start: int
    end: int
    sounds: bool = False

    @property
    def order(self) -> tuple[int, int, int]:
        return (self.rank, WEIGHTS[self.field], self.sounds)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a record answers: `order` compares, lower is better."""

    rank: Rank
    order: tuple[int, int, int]
    places: tuple[Place, ...]


def fields_of_person(text: PersonText) -> list[Field]:
    """(field, text) of everything a person is found by."""
    return [
        ("name", text.name),
        *(("phone", phone) for phone in text.phones),
        *(("email", email) for email in text.emails),
        *(("handle", handle) for handle in text.handles),
        *(("code", code) for code in text.codes),
        *(("company", name) for _, name in text.companies),
    ]


def fields_of_account(text: AccountText) -> list[Field]:
    """(field, text) of everything a company is found by."""
    return [*(("name", name) for name in text.names), *(("code", code) for code in text.codes)]


def judge(question: Question, fields: Iterable[Field]) -> Verdict | None:
    """The best answer of a record's fields to every term; None where a term has none, or two are only alike."""
    known = [(field, text) for field, text in fields if text]
    if len(question.terms) > 1:
        whole = _best(question.whole, known, alike=False)
        if whole is not None and whole.rank < Rank.INSIDE:
            return Verdict(whole.rank, whole.order, (whole,))
    places = []
    slips = 0
    for term in question.terms:
        place = _best(term, known, alike=not slips)
        if place is None:
            return None
        slips += place.rank is Rank.ALIKE
        places.append(place)
    worst = max(places, key=lambda place: place.order)
    return Verdict(worst.rank, worst.order, tuple(places))


def matched_of(verdict: Verdict) -> tuple[Matched, ...]:
    """Where a record matched, in the characters people see; stretches of one text together."""
    found: dict[Field, list[Span]] = {}
    for place in verdict.places:
        back = origins(place.text)
        span = Span(back[place.start], back[place.end - 1] + 1 if place.end > place.start else back[place.start])
        found.setdefault((place.field, place.text), []).append(span)
    return tuple(
        Matched(field, text, tuple(sorted(set(spans), key=lambda span: span.start)))
        for (field, text), spans in found.items()
    )


def _best(term: Term, fields: list[Field], *, alike: bool) -> Place | None:
    strict = [place for field in fields for place in _strict(term, *field)]
    if strict:
        return min(strict, key=lambda place: place.order)
    if not alike:
        return None
    return min((place for field in fields for place in _alike(term, *field)), key=lambda p: p.order, default=None)


def _strict(term: Term, field: str, text: str) -> Iterator[Place]:
    if field == "phone":
        if term.sort is Sort.DIGITS:
            yield from _in_digits(digits_of(term.text), text)
        return
    plain, asked = folded(text), term.text
    at = plain.find(asked)
    if at >= 0:
        rank = Rank.EXACT if plain == asked else Rank.START if _begins(plain, asked) else Rank.INSIDE
        at = _beginning(plain, asked) if rank is Rank.START else at
        if rank is Rank.START and field in NAMES and at == 0 and _is_same_company(asked, text):
            rank = Rank.EXACT
        yield Place(rank, field, text, at, at + len(asked))
    elif field in NAMES:
        if _is_same_company(asked, text):
            yield Place(Rank.EXACT, field, text, 0, len(plain))
        if term.sort is Sort.LETTERS and not plain.isascii():
            for rank, start, end in sounded(asked, plain):
                yield Place(rank, field, text, start, end, sounds=True)


def _is_same_company(asked: str, text: str) -> bool:
    """Whether two names are one but for legal form, brackets and the like; a part of one is no name."""
    mine, theirs = parse_company_name(asked), parse_company_name(text)
    return mine is not None and theirs is not None and len(mine.key) > 1 and mine.key == theirs.key


def _begins(plain: str, asked: str) -> bool:
    return _beginning(plain, asked) >= 0


def _beginning(plain: str, asked: str) -> int:
    """Where a word of the text begins with what was asked, -1 where none does. Chinese begins at the beginning."""
    at = plain.find(asked)
    while at > 0 and (plain[at - 1].isalnum() or not asked[0].isascii()):
        at = plain.find(asked, at + 1)
    return at


def _in_digits(asked: str, text: str) -> Iterator[Place]:
    digits = digits_of(text)
    at = digits.rfind(asked)
    if not asked or at < 0:
        return
    ends = at + len(asked) == len(digits)
    rank = Rank.EXACT if asked == digits else Rank.START if ends and len(asked) == 4 else Rank.INSIDE
    yield Place(rank, "phone", text, *_stretch(text, digits, at, len(asked)))


def _stretch(text: str, digits: str, at: int, length: int) -> tuple[int, int]:
    """Where digits stand in a written number: counted from its end, where country codes and zeros do not reach."""
    places = [place for place, character in enumerate(text) if character.isdigit()]
    first = len(places) - len(digits) + at
    return places[first], places[first + length - 1] + 1


def _alike(term: Term, field: str, text: str) -> Iterator[Place]:
    """One slip away: a character wrong, missing, added, or two turned; one digit of a whole number; the same sound."""
    asked = term.text
    if field == "phone":
        digits = digits_of(text)
        mine = digits_of(asked)
        if term.sort is Sort.DIGITS and len(mine) >= 10 and OSA.distance(mine, digits, score_cutoff=1) <= 1:
            yield Place(Rank.ALIKE, field, text, *_stretch(text, digits, 0, len(digits)))
    elif field in NAMES:
        plain = folded(text)
        if term.sort is Sort.LETTERS and len(asked) >= 4:
            yield from _alike_words(asked, field, text, plain)
        elif term.sort is Sort.JOINED:
            yield from _alike_joined(asked, field, text, plain)


def _alike_words(asked: str, field: str, text: str, plain: str) -> Iterator[Place]:
    at = 0
    for word in runs(plain):
        at = plain.index(word, at)
        if abs(len(word) - len(asked)) < 2 and OSA.distance(asked, word, score_cutoff=1) <= 1:
            yield Place(Rank.ALIKE, field, text, at, at + len(word))
        at += len(word)


def _alike_joined(asked: str, field: str, text: str, plain: str) -> Iterator[Place]:
    for _, start, end in sounded(asked, plain, same_length=True):
        yield Place(Rank.ALIKE, field, text, start, end, sounds=True)
    if len(asked) == 2 and len(plain) == 3 and plain[0] == asked[0] and plain[2] == asked[1]:
        yield Place(Rank.ALIKE, field, text, 0, 3)
    if len(asked) < 3:
        return
    for length in (len(asked), len(asked) + 1, len(asked) - 1):
        for start in range(len(plain) - length + 1):
            if OSA.distance(asked, plain[start : start + length], score_cutoff=1) <= 1:
                yield Place(Rank.ALIKE, field, text, start, start + length)
                return
