"""What somebody typed, as steps to look it up: exact values first, then beginnings, then insides, then what is alike.

A step holds alternatives; a record is proposed where it has all tokens of one, and one of its `some` where it has any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, pairwise, product

from gleanry.search.rules.pinyin import known_syllables, readings_of, syllables_of
from gleanry.search.rules.tokens import email_tokens, fours, initial_tokens, left_outs, pairs, threes, word_tokens
from gleanry.search.rules.writing import digits_of, folded, is_joined, is_phone_like, runs, without_form
from gleanry.search.shapes import Kind, Rank
from gleanry.values.company_name import parse_company_name

MOST_TERMS = 5
MOST_ALTERNATIVES = 8
LONGEST = 120
"""More characters than this are no question."""


class Sort(StrEnum):
    """What a term is made of."""

    JOINED = "joined"
    LETTERS = "letters"
    DIGITS = "digits"
    MAIL = "mail"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a question, folded."""

    text: str
    sort: Sort


@dataclass(frozen=True, slots=True)
class Alternative:
    """Tokens all of which a record must have, and some of which it must have one."""

    every: frozenset[str]
    some: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """One round of looking up."""

    rank: Rank
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A folded question: as a whole, and its terms."""

    whole: Term
    terms: tuple[Term, ...]


def question_of(text: str) -> Question | None:
    """Read what was typed; None where nothing in it can be looked up."""
    whole = " ".join(folded(text[:LONGEST]).split()).strip(" ,;，；、。")
    if not runs(whole):
        return None
    if is_phone_like(whole):
        term = Term(whole, Sort.DIGITS)
        return Question(term, (term,))
    words = [word for word in re.split(r"[\s,;，；、]+", whole) if runs(word)]
    terms = tuple(Term(word, _sort_of(word)) for word in words[:MOST_TERMS])
    return Question(terms[0] if len(terms) == 1 else Term(whole, _sort_of(whole.replace(" ", ""))), terms)


def _sort_of(word: str) -> Sort:
    if "@" in word:
        return Sort.MAIL
    if any(is_joined(run) for run in runs(word)):
        return Sort.JOINED
    if is_phone_like(word):
        return Sort.DIGITS
    return Sort.LETTERS if word.isalpha() else Sort.MIXED


def steps_of(question: Question, kind: Kind) -> list[Step]:
    """The rounds in which a question is looked up among the documents of a kind."""
    if len(question.terms) == 1:
        term = question.terms[0]
        found = {rank: [*_alternatives(term, kind, rank)] for rank in Rank}
    else:
        forms = _forms(question.whole) if kind is Kind.PERSON else frozenset()
        wide: list[list[set[str]]] = [
            _wide(term, kind) if not forms.issuperset(runs(term.text)) else [set()] for term in question.terms
        ]
        found = {
            Rank.EXACT: [{f"={value}"} for value in _values(question.whole)],
            Rank.INSIDE: [set().union(*chosen) for chosen in islice(product(*wide), MOST_ALTERNATIVES)],
        }
    steps = [Step(rank, _kept(found.get(rank, ()))) for rank in (Rank.EXACT, Rank.START, Rank.INSIDE)]
    return [step for step in (*steps, Step(Rank.ALIKE, (*_alike(question, kind),))) if step.alternatives]


def _forms(whole: Term) -> frozenset[str]:
    """The words of a company's legal form: people are not indexed by it."""
    company = parse_company_name(whole.text)
    return frozenset(company.legal_form.split()) if company else frozenset()


def _kept(sets: Iterable[set[str]]) -> tuple[Alternative, ...]:
    unlike = dict.fromkeys(frozenset(one) for one in sets if one)
    return tuple(Alternative(one) for one in islice(unlike, MOST_ALTERNATIVES))


def _values(term: Term) -> list[str]:
    """The ways the question may be a whole value: as typed, as a company's key, as a phone's digits."""
    company = parse_company_name(term.text)
    values = [term.text, company.key if company else "", term.text.replace(" ", "")]
    if term.sort is Sort.DIGITS:
        values.append(digits_of(term.text))
    return [value for value in dict.fromkeys(values) if value]


def _alternatives(term: Term, kind: Kind, rank: Rank) -> Iterator[set[str]]:
    """The token sets of one term for one rank but the last."""
    if rank is Rank.EXACT:
        yield from ({f"={value}"} for value in _values(term))
        if term.sort is Sort.LETTERS:
            yield {f"y={term.text}"}
    elif rank is Rank.START:
        yield from _starts(term, kind)
    elif rank is Rank.INSIDE:
        yield from _insides(term, kind)


def _starts(term: Term, kind: Kind) -> Iterator[set[str]]:
    text = term.text
    if term.sort is Sort.JOINED:
        yield {f"^{text[:2]}", *_inner(text, kind)}
    elif term.sort is Sort.DIGITS:
        digits = digits_of(text)
        if len(digits) == 4:
            yield {f"n${digits}"}
        yield {*fours(digits)}
    elif term.sort is Sort.MAIL:
        _, _, domain = text.partition("@")
        cut = {token for token in email_tokens(text) if token[0] != "=" and not token.startswith("n$")}
        yield cut if "." in domain else {token for token in cut if token[0] != "d"}
    else:
        yield {token for run in runs(text) for token in word_tokens(run) if not token.startswith("n$")}
        if term.sort is Sort.LETTERS:
            yield from _sound_starts(text)
        elif "." in text:
            yield {f"d{text}"}


def _insides(term: Term, kind: Kind) -> Iterator[set[str]]:
    text = term.text
    if term.sort is Sort.MAIL:
        local, _, domain = text.partition("@")
        yield {*_inner(local, kind)} | ({f"d{domain}"} if "." in domain else set())
        yield {*_inner(local, kind)} | {*_inner(domain.rpartition(".")[0] or domain, kind)}
        yield {*_inner(local, kind)}
        return
    yield {*(fours(digits_of(text)) if term.sort is Sort.DIGITS else _inner(text, kind))}
    if term.sort is Sort.LETTERS:
        for whole, _ in readings_of(text):
            yield {f"y{a} {b}" for a, b in pairwise(whole)}
        if 3 <= len(text) <= 8:
            yield {token for token in initial_tokens(text) if token[1] != "^"}


def _inner(text: str, kind: Kind) -> Iterator[str]:
    """Tokens of a text that may stand anywhere in a value."""
    short = without_form(text) if kind is Kind.PERSON else text
    for run in runs(short):
        if is_joined(run):
            yield from pairs(run)
        elif any(map(str.isdigit, run)) and len(run) >= 4:
            yield from fours(run)
        elif len(run) >= 3:
            yield from threes(run)


def _sound_starts(text: str) -> Iterator[set[str]]:
    """Letters as how a name begins: in syllables, the last of them begun or whole, or as initials."""
    for whole, begun in readings_of(text):
        if not whole:
            continue
        found = {f"y{a} {b}" for a, b in pairwise(whole)} | {f"y^{whole[0]}"}
        if len(whole) > 1 or begun:
            found.add(f"y^{whole[0]} {(whole[1] if len(whole) > 1 else begun)[0]}")
        yield found
    for cut in range(2, len(text) - 1):  # wangxm: a surname, and the first letters of the rest
        if text[:cut] in known_syllables() and len(text) - cut < 4:
            yield {f"y^{text[:cut]}", f"y^{text[:cut]} {text[cut]}"}
    if 2 <= len(text) <= 8:
        yield {*initial_tokens(text)}


def _wide(term: Term, kind: Kind) -> list[set[str]]:
    """One of several terms, wherever it stands in a record."""
    found = [one for one in _insides(term, kind) if one]
    if not found or term.sort is Sort.LETTERS:
        found += [one for one in _starts(term, kind) if one]
    return [set(one) for one in dict.fromkeys(frozenset(one) for one in found)][:4] or [set()]


def _alike(question: Question, kind: Kind) -> Iterator[Alternative]:
    """What is one slip away: one term alike, the others as typed."""
    for at, term in enumerate(question.terms):
        others = [(_wide(other, kind) or [set()])[0] for place, other in enumerate(question.terms) if place != at]
        fixed = frozenset().union(*others) if others else frozenset()
        slips = (one for one in _slips(term, kind) if one.every or one.some)
        yield from (Alternative(fixed | one.every, one.some) for one in islice(slips, MOST_ALTERNATIVES))


def _slips(term: Term, kind: Kind) -> Iterator[Alternative]:
    if term.sort is Sort.LETTERS:
        if some := frozenset(left_outs(term.text)):
            yield Alternative(frozenset(), some)
    elif term.sort is Sort.DIGITS:
        digits = digits_of(term.text)
        if len(digits) >= 10:
            yield Alternative(frozenset(fours(digits[:7])))
            yield Alternative(frozenset(fours(digits[-7:])))
            yield Alternative(frozenset({f"n{digits[:4]}", f"n${digits[-4:]}"}))
    elif term.sort is Sort.JOINED:
        short = without_form(term.text)
        if all(is_joined(run) for run in runs(short)):
            yield from _joined_slips(short)


def _joined_slips(text: str) -> Iterator[Alternative]:
    """The same sound; and what a wrong, missing or added character leaves whole."""
    said = syllables_of(text)
    if len(said) > 1 and all(said):
        yield Alternative(frozenset(f"y{a} {b}" for a, b in pairwise(said)))
    if len(text) == 2:
        yield Alternative(frozenset({f"s{text}"}))
    elif len(text) == 3:
        yield Alternative(frozenset(), frozenset({f"b{text[:2]}", f"b{text[1:]}", f"s{text[0]}{text[2]}"}))
    elif len(text) < 6:
        half = len(text) // 2
        yield Alternative(frozenset(pairs(text[:half])))
        yield Alternative(frozenset(pairs(text[half:])))
    else:
        third = len(text) // 3
        parts = [frozenset(pairs(part)) for part in (text[:third], text[third : 2 * third], text[2 * third :])]
        yield from (Alternative(parts[a] | parts[b]) for a, b in ((0, 1), (0, 2), (1, 2)))
