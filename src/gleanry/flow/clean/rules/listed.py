"""The shared lists made ready: does one of them name this record?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from gleanry.flow.clean.rules.folding import BREAK, fold
from gleanry.flow.clean.rules.words import Lexicon
from gleanry.flow.clean.shapes import ListKind
from gleanry.values.company_name import parse_company_name
from gleanry.values.email import parse_email
from gleanry.values.phone import parse_phone

Match = tuple[str, str, str, int]
"""(code, field, what the field holds, entry id)."""

LONGEST = 200
_FEWEST_IN_A_WORD = 2


def key_of(kind: str, value: str, *, phone_region: str = "CN") -> str:
    """What an entry is recognised by; empty when the text cannot be an entry of its kind."""
    text = value.strip()[:LONGEST]
    if kind == ListKind.PHONE:
        phone = parse_phone(text, region=phone_region)
        return phone.e164 if phone else ""
    return _READ[kind](text) if kind in _READ else ""


class Lists:
    """The entries in force of one workspace: (id, kind, key, value) of each."""

    def __init__(self, entries: Iterable[tuple[int, str, str, str]]) -> None:
        self._ids: dict[str, dict[str, int]] = {kind: {} for kind in ListKind}
        words = []
        for entry_id, kind, key, value in entries:
            self._ids[kind][key] = entry_id
            if kind == ListKind.WORD:
                words.append((entry_id, value))
        self.lexicon = Lexicon(words)

    def matches(self, fields: Mapping[str, Any]) -> Iterator[Match]:
        """Each entry but words that names the record."""
        ids = self._ids
        for code, kind, name in SINGLE:
            value = fields.get(name)
            if value is not None and (entry := ids[kind].get(value)) is not None:
                yield code, SHOWN.get(name, name), str(fields[SHOWN.get(name, name)]), entry
        for code, kind, name in SEVERAL:
            for value in fields.get(name, ()):
                if (entry := ids[kind].get(value)) is not None:
                    yield code, name, value, entry
        domain = fields.get("email_domain")
        if domain and (ids[ListKind.DOMAIN] or ids[ListKind.COMPETITOR]):
            for parent in _parents(domain):
                if (entry := ids[ListKind.DOMAIN].get(parent)) is not None:
                    yield "listed_domain", "email", fields["email"], entry
                if (entry := ids[ListKind.COMPETITOR].get(parent)) is not None:
                    yield "competitor", "email", fields["email"], entry


SINGLE = (
    ("listed_phone", ListKind.PHONE, "phone"),
    ("listed_email", ListKind.EMAIL, "email"),
    ("listed_company", ListKind.COMPANY, "company_key"),
    ("competitor", ListKind.COMPETITOR, "company_key"),
)
SEVERAL = (("listed_phone", ListKind.PHONE, "more_phones"), ("listed_email", ListKind.EMAIL, "more_emails"))
SHOWN = {"company_key": "company"}
"""Where a key stands for what people read."""


def _parents(domain: str) -> Iterator[str]:
    """mail.acme.example, acme.example: a list that names a domain means what is under it too."""
    yield domain
    while domain.count(".") > 1:
        domain = domain.partition(".")[2]
        yield domain


def _domain_of(text: str) -> str:
    bare = text.lower().removeprefix("https://").removeprefix("http://").partition("/")[0].removeprefix("www.")
    email = parse_email(f"x@{bare.rpartition('@')[2]}")
    return email.domain if email else ""


def _company_key(text: str) -> str:
    company = parse_company_name(text)
    return company.key[:LONGEST] if company else ""


def _address(text: str) -> str:
    email = parse_email(text)
    return email.address if email else ""


def _word_key(text: str) -> str:
    key = fold(text)
    return key if len(key) >= _FEWEST_IN_A_WORD and BREAK not in key else ""


_READ: Mapping[str, Callable[[str], str]] = {
    ListKind.EMAIL: _address,
    ListKind.DOMAIN: _domain_of,
    ListKind.COMPANY: _company_key,
    ListKind.COMPETITOR: lambda text: _domain_of(text) or _company_key(text),
    ListKind.WORD: _word_key,
}
