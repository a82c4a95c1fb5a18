"""Is this a person we know, and of which region?"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

from gleanry.values.email import parse_email
from gleanry.values.phone import parse_phone

Identifier = tuple[str, str]


def identifiers_of(fields: Mapping[str, Any], order: Sequence[str]) -> list[Identifier]:
    """What the fields can be recognised by, strongest first."""
    found = [(kind, str(fields[kind])) for kind in order if fields.get(kind)]
    if external := fields.get("external_id"):
        found.append(("external", str(external)))
    return found


def marks_of(compared: Mapping[str, str], fields: Mapping[str, Any], order: Sequence[str]) -> list[Identifier]:
    """The same from the compared fields, which hold the values in their form already."""
    found = [(kind, compared[kind]) for kind in order if kind in compared]
    if external := fields.get("external_id"):
        found.append(("external", str(external)))
    return found


def compared_of(fields: Mapping[str, Any], public_domains: Container[str]) -> dict[str, str]:
    """The fields duplicate rules compare, in normal form, without the empty ones.

    A mail domain anybody can have (`public_domains`) says nothing of a company. A credit code has 18 signs.
    """
    found = {name: str(fields[name]) for name in ("phone", "wechat", "email") if fields.get(name)}
    if key := fields.get("company_key"):
        found["company"] = found["company_alike"] = key
    code = str(fields.get("credit_code") or "").strip().upper()
    if len(code) == 18 and code.isascii() and code.isalnum():
        found["credit_code"] = code
    domain = str(fields.get("email_domain") or "").casefold()
    if domain and len(domain) <= 120 and domain not in public_domains:
        found["domain"] = domain
    return found


TOUCH_NAMES = {"wechat": "wechat", "visitor": "visitor", "person_external_id": "external"}
"""Field of a touch -> kind of identifier; a lead's external id is kept on the person until the lead comes."""


def identifiers_of_touch(fields: Mapping[str, Any], *, phone_region: str) -> list[Identifier]:
    """What a touch's person can be recognised by; an unusable phone or e-mail names nobody."""
    found: list[Identifier] = []
    if (phone := parse_phone(str(fields.get("phone") or ""), region=phone_region)) is not None:
        found.append(("phone", phone.e164))
    if (email := parse_email(str(fields.get("email") or ""))) is not None:
        found.append(("email", email.address))
    found += [(kind, str(fields[name])) for name, kind in TOUCH_NAMES.items() if fields.get(name)]
    return found


NOT_MERGED: Mapping[int, int] = {}


def person_for(
    identifiers: Iterable[Identifier], known: Mapping[Identifier, int], roots: Mapping[int, int] = NOT_MERGED
) -> tuple[int | None, list[list[str]]]:
    """The person the strongest known identifier names, with [kind, value] evidence; (None, []) for a stranger.

    A weaker identifier that names somebody else does not win: it is kept in the evidence as `conflict`. Whom `roots`
    (person -> what it was merged into) makes one are no two; the one recognised is named all the same.
    """
    person: int | None = None
    evidence: list[list[str]] = []
    for kind, value in identifiers:
        other = known.get((kind, value))
        if other is None:
            continue
        if person is None:
            person = other
            evidence.append([kind, value])
        elif roots.get(other, other) == roots.get(person, person):
            evidence.append([kind, value])
        else:
            evidence.append(["conflict", f"{kind}:{value}"])
    return person, evidence


def id_of(person: int, fresh_ids: Sequence[int]) -> int:
    """The id of a person decided about in memory: a negative number counts those the batch adds, from -1."""
    return person if person > 0 else fresh_ids[-person - 1]


def region_for(texts: Iterable[str], regions: Sequence[tuple[int, Sequence[str]]]) -> int | None:
    """The first region one of whose places occurs in one of the texts, texts in order of trust."""
    for text in texts:
        for region_id, places in regions:
            if text and any(place in text for place in places):
                return region_id
    return None
