"""The tokens of a person and of an account, and the numbers they are kept as.

A token is a mark that says how it was cut, and a few characters:

    =  a whole value               ^  how a name begins: one character, two
    b  two characters side by side s  two characters with one between
    y  syllables: y^wang, y^wang x, ywang xiao          i  initials: i^wx, iwxm
    l  letters of a word: "l sm", lsmi, lmit, lith      ~  a word with one letter left out
    n  four digits side by side, n$ the last four       d  the domain of an address     a  the id of a company

Kept is a number of 30 bits a token, different for each workspace and kind, so that the index holds nobody's name and
one workspace never reads another's lists. Two tokens may share a number: what is proposed is always compared again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from zlib import crc32

from gleanry.search.rules.pinyin import initials_of, syllables_of, syllables_of_name
from gleanry.search.rules.writing import digits_of, folded, is_joined, runs, without_form
from gleanry.search.shapes import AccountText, Kind, PersonText
from gleanry.values.company_name import parse_company_name
from gleanry.values.public_mail import PUBLIC_DOMAINS

DIGITS = "0123456789abcdefghijklmnopqrstuv"
PAIRS = [a + b for a in DIGITS for b in DIGITS]
LONGEST = 40
"""A name is cut up this far: longer ones are no names."""
SHORT_NAME = 4
"""Names up to so many characters are people's: they are read with a surname."""


def seed_of(workspace_id: int, kind: Kind) -> int:
    """What the numbers of one workspace and kind begin from."""
    return crc32(f"{workspace_id}.{kind}".encode())


def numbers_of(tokens: Iterable[str], seed: int) -> list[int]:
    """The numbers of tokens, each once, rising."""
    return sorted({crc32(token.encode(), seed) >> 2 for token in tokens})


def written(number: int) -> str:
    """A number as six letters and digits, as a full-text index takes it."""
    return PAIRS[number >> 20] + PAIRS[number >> 10 & 1023] + PAIRS[number & 1023]


def tokens_of_person(text: PersonText) -> set[str]:
    """Everything a person can be found by."""
    found = {*name_tokens(text.name)}
    for phone in text.phones:
        digits = digits_of(phone)
        found |= {f"={digits}", f"n${digits[-4:]}", *fours(digits)}
    for email in text.emails:
        found |= {*email_tokens(folded(email))}
    for code in (*text.handles, *text.codes):
        found |= {f"={folded(code)}", *word_tokens(folded(code))}
    for _, name in text.companies:
        company = parse_company_name(name)
        for run in runs(folded(company.brand_text if company else name)[:LONGEST]):
            found |= {*pairs(run)} if is_joined(run) else {*word_tokens(run)}
    return found


def tokens_of_account(text: AccountText) -> set[str]:
    """Everything a company can be found by."""
    found: set[str] = set()
    for name in text.names:
        company = parse_company_name(name)
        if company is not None:
            found.add(f"={company.key}")
        found |= {*name_tokens(name)}
    for code in text.codes:
        found |= {f"={folded(code)}", *word_tokens(folded(code))}
    return found


def name_tokens(name: str) -> Iterator[str]:
    """The tokens of a person's or company's name."""
    plain = folded(name).strip()[:LONGEST]
    if not plain:
        return
    yield f"={' '.join(plain.split())}"
    yield f"^{plain[0]}"
    yield f"^{plain[:2]}"
    for run in runs(plain):
        if is_joined(run):
            yield from pairs(run)
            short = run[: len(without_form(run))]
            yield from skips(short)
            yield from sound_tokens(short)
        else:
            yield from word_tokens(run)
            yield from left_outs(run)


def pairs(run: str) -> Iterator[str]:
    """Characters side by side; a single one gives none."""
    return (f"b{a}{b}" for a, b in pairwise(run))


def skips(run: str) -> Iterator[str]:
    """Characters with one between them: what is left when a character is left out or wrong."""
    return (f"s{run[at]}{run[at + 2]}" for at in range(len(run) - 2))


def sound_tokens(run: str) -> Iterator[str]:
    """How a run of Chinese is said, and its initials."""
    said = syllables_of_name(run) if len(run) <= SHORT_NAME else syllables_of(run)
    if all(said):
        yield f"y={''.join(said)}"
    if said and said[0]:
        yield f"y^{said[0]}"
        if len(said) > 1 and said[1]:
            yield f"y^{said[0]} {said[1][0]}"
    yield from (f"y{a} {b}" for a, b in pairwise(said) if a and b)
    yield from initial_tokens(initials_of(said))


def initial_tokens(initials: str) -> Iterator[str]:
    """The first two, and every three side by side."""
    if len(initials) > 1:
        yield f"i^{initials[:2]}"
    yield from (f"i{initials[at : at + 3]}" for at in range(len(initials) - 2))


def word_tokens(run: str) -> Iterator[str]:
    """A run of letters and digits: threes of its letters from the beginning on, fours where digits are among them."""
    for word in runs(run):
        has_digit = any(map(str.isdigit, word))
        if has_digit and len(word) >= 4:
            yield from fours(word)
            yield f"n${word[-4:]}"
        letters = word if not has_digit else word.rstrip("0123456789")
        if not has_digit or (letters.isalpha() and len(letters) > 1) or len(word) < 4:
            yield from threes(f" {letters or word}")


def threes(word: str) -> Iterator[str]:
    """Three characters side by side; a word of one letter gives its beginning."""
    return (f"l{word[at : at + 3]}" for at in range(max(1, len(word) - 2)))


def fours(word: str) -> Iterator[str]:
    """Four characters side by side."""
    return (f"n{word[at : at + 4]}" for at in range(len(word) - 3))


def left_outs(word: str) -> Iterator[str]:
    """A word of four to twelve letters whole, and with each letter left out: one slip apart, two words share one."""
    if 4 <= len(word) <= 12 and word.isalpha():
        yield f"~{word}"
        yield from (f"~{word[:at]}{word[at + 1 :]}" for at in range(len(word)))


def email_tokens(email: str) -> Iterator[str]:
    """The address, the words of its local part, its domain, and the words of a domain that says something."""
    local, _, domain = email.partition("@")
    yield f"={email}"
    yield from word_tokens(local)
    yield f"d{domain}"
    if domain not in PUBLIC_DOMAINS:  # kept as one token, not cut up
        for label in labels_of(domain):
            yield from word_tokens(label)


def labels_of(domain: str) -> Sequence[str]:
    """The labels of a domain without its last: huawei of huawei.com."""
    return domain.split(".")[:-1]
