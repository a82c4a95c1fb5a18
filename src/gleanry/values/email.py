"""E-mail addresses as people write them, judged by syntax alone.

Method: package `email-validator` without DNS; a plain ASCII address takes one regular expression that
accepts a subset of what the package accepts and gives the same answer (a property test holds it to
that). Names kept for examples and tests (example.com, .test, .local) are addresses like any other
here: whether mail arrives is not a question of syntax.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

# Two hyphens in a row stay out: xn-- and its like are judged by IDNA on the long path.
_LABEL = r"[a-z0-9](?:[a-z0-9]|-(?!-)){0,61}(?<!-)\."
_PLAIN = re.compile(rf"([a-z0-9_+\-]+(?:\.[a-z0-9_+\-]+)*)@((?:{_LABEL})+[a-z]{{2,63}})")
_LONGEST_PLAIN = 64

_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLD = str.maketrans(
    {chr(wide): chr(narrow) for wide, narrow in _NARROW.items()}
    | {"\u3000": " ", "。": ".", "《": "<", "》": ">", "〈": "<", "〉": ">"}
    | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u202a\u202c\u202d", "")
)
_ANGLED = re.compile(r"<([^<>]*@[^<>]*)>")
_BETWEEN = re.compile(r"[\s,;、|]+|/(?=[^@/]+@)")
_AROUND = ".,;:!?\"'`<>()[]{}“”‘’"


@dataclass(frozen=True, slots=True)
class Email:
    """One address: `address` is `local@domain`, lower case, NFC, the domain in Unicode."""

    address: str
    local: str
    domain: str


def parse_email(text: str) -> Email | None:
    """Give the first usable address in a cell, or None."""
    low = text.strip().lower()
    match = _PLAIN.fullmatch(low)
    if match is not None and len(low) <= _LONGEST_PLAIN:
        return Email(low, match[1], match[2])
    return _search(text)


def parse_emails(text: str) -> tuple[Email, ...]:
    """Give every usable address in a cell, in order, each once."""
    return tuple(dict.fromkeys(_all_in(text)))


def _search(text: str) -> Email | None:
    return next(_all_in(text), None)


def _all_in(text: str) -> Iterator[Email]:
    """Look past display names, brackets, mailto:, labels and stray punctuation."""
    folded = text.translate(_FOLD)
    for part in _ANGLED.findall(folded) + _BETWEEN.split(folded):
        if "@" not in part:
            continue
        bare = part.strip(_AROUND + " ")
        if bare[:7].lower() == "mailto:":
            bare = bare[7:].partition("?")[0]
        found = _validated(bare) or _validated(bare.rpartition(":")[2])
        if found is not None:
            yield found


def _validated(text: str) -> Email | None:
    lowered = unicodedata.normalize("NFC", text.lower())
    local, _, domain = lowered.rpartition("@")
    if "." not in domain.strip("."):
        return None
    checked = _check(lowered)
    if checked is not None:
        return checked
    # The package refuses names reserved for tests and examples. All of them end in a letter, so the
    # same name with another last letter is judged by syntax alone.
    last = domain[-1]
    if not ("a" <= last <= "z"):
        return None
    stand_in = _check(f"{local}@{domain[:-1]}{'q' if last != 'q' else 'x'}")
    if stand_in is None or not stand_in.domain.isascii():
        return None
    return Email(f"{stand_in.local}@{domain}", stand_in.local, domain)


def _check(address: str) -> Email | None:
    try:
        found = validate_email(address, check_deliverability=False, globally_deliverable=True)
    except EmailNotValidError:
        return None
    local = unicodedata.normalize("NFC", found.local_part.lower())
    domain = unicodedata.normalize("NFC", found.domain.lower())
    return Email(f"{local}@{domain}", local, domain)
