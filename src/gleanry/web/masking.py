"""What somebody who may only claim sees of unclaimed leads: enough to choose, not enough to reach anybody.

What is hidden is said by the pool book (`masked`) and is with the viewer already (`Viewer.masks`). Every door that
shows a person goes through here: lists, lead pages, records, search, exports and the API.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from gleanry.leads.queries import places_of_people
from gleanry.people.shapes import PersonRow
from gleanry.search.shapes import Group, LeadHit, PersonHit
from gleanry.tenants.shapes import Viewer

NOTHING: frozenset[str] = frozenset()
DIGITS = re.compile(r"\d[\d\s-]{3,}\d")
ADDRESS = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+")


class Placed(Protocol):
    """Anything that says where a lead is and who holds it."""

    @property
    def pool(self) -> str: ...

    @property
    def own_pool(self) -> str: ...

    @property
    def owner_id(self) -> int | None: ...


def hidden_of(viewer: Viewer, lead: Placed) -> frozenset[str]:
    """What of a lead's person the viewer does not see yet: name, phone, email, wechat."""
    return NOTHING if lead.owner_id is not None else viewer.masks.get(lead.own_pool or str(lead.pool), NOTHING)


def hidden_of_people(viewer: Viewer, person_ids: Iterable[int | None]) -> dict[int, frozenset[str]]:
    """Person -> what is hidden, for those of whom something is: whoever has one lead in the open is open.

    No statement for who sees everything, else one.
    """
    if not viewer.masks:
        return {}
    found: dict[int, frozenset[str]] = {}
    for person_id, places in places_of_people(viewer, [i for i in person_ids if i]).items():
        hidden = frozenset.intersection(*(hidden_of(viewer, place) for place in places))
        if hidden:
            found[person_id] = hidden
    return found


def shown_person(person: PersonRow, hidden: frozenset[str]) -> PersonRow:
    """A person with what is hidden masked."""
    if not hidden:
        return person
    return replace(
        person,
        name=masked_name(person.name) if "name" in hidden else person.name,
        phones=tuple(map(masked_phone, person.phones)) if "phone" in hidden else person.phones,
        emails=tuple(map(masked_email, person.emails)) if "email" in hidden else person.emails,
        wechats=tuple(map(masked_handle, person.wechats)) if "wechat" in hidden else person.wechats,
    )


def shown_people(viewer: Viewer, people: Mapping[int, PersonRow]) -> dict[int, PersonRow]:
    """People as the viewer may see them; one statement at most."""
    hidden = hidden_of_people(viewer, people)
    return {key: shown_person(person, hidden.get(key, NOTHING)) for key, person in people.items()}


FOUND_BY = {"phone": "phone", "email": "email", "handle": "wechat", "name": "name"}
"""Field a search matched in -> what is hidden by it."""


def shown_group(viewer: Viewer, group: Group[Any]) -> Group[Any]:
    """Hits as the viewer may see them. One found by nothing but what is hidden is left out: no number is guessed so."""
    if not viewer.masks:
        return group
    people = hidden_of_people(viewer, [hit.person_id for hit in group.hits if isinstance(hit, PersonHit)])
    hits = tuple(one for hit in group.hits if (one := _shown_hit(viewer, hit, people)) is not None)
    return replace(group, hits=hits, counted=group.counted - (len(group.hits) - len(hits)))


def _shown_hit(viewer: Viewer, hit: Any, people: Mapping[int, frozenset[str]]) -> Any:
    if isinstance(hit, LeadHit):
        hidden = hidden_of(viewer, hit)
    else:
        hidden = people.get(hit.person_id, NOTHING) if isinstance(hit, PersonHit) else NOTHING
    if not hidden:
        return hit
    matched = tuple(one for one in hit.matched if FOUND_BY.get(one.field) not in hidden)
    if hit.matched and not matched:
        return None
    if isinstance(hit, LeadHit):
        return replace(hit, matched=matched, person=masked_name(hit.person) if "name" in hidden else hit.person)
    return replace(hit, matched=matched, name=masked_name(hit.name) if "name" in hidden else hit.name)


def masked_phone(phone: str) -> str:
    """13812345678 -> 138****5678, +8613812345678 -> +86138****5678: four figures before the last four are hidden."""
    return f"{phone[:-8]}****{phone[-4:]}" if len(phone) > 8 else "****"


def masked_email(email: str) -> str:
    """li.ming@acme.cn -> l***@acme.cn."""
    local, at, domain = email.partition("@")
    return f"{local[:1]}***{at}{domain}" if at else "***"


def masked_handle(handle: str) -> str:
    """liming88 -> l***."""
    return f"{handle[:1]}***"


def masked_name(name: str) -> str:
    """李明华 -> 李**, John Smith -> J*** S***."""
    words = name.split()
    if len(words) > 1:
        return " ".join(f"{word[:1]}***" for word in words)
    return f"{name[:1]}{'*' * min(3, max(1, len(name) - 1))}" if name else ""


def masked_text(text: str) -> str:
    """Free text without numbers and addresses by which somebody could be reached."""
    return DIGITS.sub("****", ADDRESS.sub("***", text))
