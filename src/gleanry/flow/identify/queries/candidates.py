"""Which of the records that are there already are likely the same: the one place where an engine plugs in.

People are compared by `likeness.records`, which says how probable it is that two are one. Beside it stands what the
records themselves say of each other and no engine can see: two people whose signs came in one submission, companies
that one person wrote for, open leads of one person. Nobody computed how likely those are, so they carry no probability;
the evidence says what was seen.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import connection

from gleanry.flow.identify.queries.likely import alike_people
from gleanry.flow.identify.rules import read_book
from gleanry.flow.identify.rules.merging import in_pairs
from gleanry.flow.identify.shapes import Kind, NewPair
from gleanry.kit import rulebook
from gleanry.leads.queries import leads_by_id
from gleanry.people.queries import groups_of, people_by_identifier

GROUP_LIMIT = 20
"""What more records share than this tells nobody apart: a hotline, a name that everybody has."""

Found = dict[tuple[int, int], list[tuple[str, str]]]

CONFLICTS = """
SELECT l.person_id, m.evidence FROM identify_match m
JOIN leads_lead l ON l.id = m.lead_id AND l.workspace_id = m.workspace_id
WHERE m.workspace_id = %(w)s AND CAST(m.evidence AS TEXT) LIKE %(like)s AND l.person_id IS NOT NULL
ORDER BY m.id
"""
TWO_COMPANIES = """
SELECT DISTINCT l.person_id, l.account_id FROM leads_lead l
JOIN (
    SELECT person_id FROM leads_lead
    WHERE workspace_id = %(w)s AND person_id IS NOT NULL AND account_id IS NOT NULL
    GROUP BY person_id HAVING count(DISTINCT account_id) BETWEEN 2 AND %(n)s
) g ON g.person_id = l.person_id
WHERE l.workspace_id = %(w)s AND l.account_id IS NOT NULL
ORDER BY l.person_id, l.account_id
"""
OPEN_LEADS = """
SELECT p.id, l.id FROM leads_lead l
JOIN people_person p ON p.id = l.person_id
WHERE l.workspace_id = %(w)s AND l.source_lead_id IS NULL AND l.pool NOT IN ('converted', 'invalid')
    AND (p.merged_into_id IS NOT NULL OR EXISTS (SELECT 1 FROM people_person m WHERE m.merged_into_id = p.id))
ORDER BY l.id
"""
"""Of merged people only: about two leads of one record the duplicate rules decided when the second came."""


def candidates_of(workspace_id: int, kind: Kind) -> list[NewPair]:
    """The pairs of one kind to be asked about, in order of (left, right); the same for the same data."""
    found = CANDIDATES[kind](workspace_id)
    pairs = {pair: NewPair(kind, *pair, None, tuple(dict.fromkeys(signs))) for pair, signs in found.items()}
    if kind is Kind.PERSON:
        for pair in alike_people(workspace_id):
            told = pairs[pair.left, pair.right].evidence if (pair.left, pair.right) in pairs else ()
            pairs[pair.left, pair.right] = replace(pair, evidence=(*told, *pair.evidence))
    return [pairs[key] for key in sorted(pairs)]


def _people(workspace_id: int) -> Found:
    found: Found = {}
    rows = _ask(CONFLICTS, workspace_id)
    told = [(person_id, _signs(evidence)) for person_id, evidence in rows]
    known = people_by_identifier(workspace_id, {sign for _, signs in told for sign in signs})
    for person_id, signs in told:
        for sign in signs:
            if sign in known:
                _note(found, (person_id, known[sign]), ("came_together", f"{sign[0]}:{sign[1]}"))
    return found


def _signs(evidence: Any) -> list[tuple[str, str]]:
    """The signs of somebody else that came along with a submission."""
    pairs = json.loads(evidence) if isinstance(evidence, str) else evidence
    named = [value.partition(":") for kind, value in pairs if kind == "conflict"]
    return [(kind, value) for kind, _, value in named]


def _accounts(workspace_id: int) -> Found:
    found: Found = {}
    written: dict[int, list[int]] = {}
    for person_id, account_id in _ask(TWO_COMPANIES, workspace_id):
        written.setdefault(person_id, []).append(account_id)
    for person_id, ids in written.items():
        _note(found, ids, ("one_person_wrote_both", str(person_id)))
    return found


def _leads(workspace_id: int) -> Found:
    """Open source leads that came under different records of one merged person, within the window of the rules."""
    window = _window(workspace_id)
    rows = _ask(OPEN_LEADS, workspace_id)
    groups = groups_of(workspace_id, {person_id for person_id, _ in rows})
    leads = leads_by_id(workspace_id, (lead_id for _, lead_id in rows))
    theirs: dict[int, dict[int, int]] = {}
    for person_id, lead_id in rows:
        root = groups.get(person_id, (person_id,))[0]
        theirs.setdefault(root, {})[lead_id] = person_id
    found: Found = {}
    for root, own in theirs.items():
        for left, right in in_pairs(own) if len(own) <= GROUP_LIMIT else ():
            between = abs(leads[left].first_contact_at - leads[right].first_contact_at)
            if own[left] != own[right] and between <= window:
                _note(found, (left, right), ("same_person", str(root)))
    return found


def _window(workspace_id: int) -> timedelta:
    """Within which the rules attach leads of one person: the widest of those that do; no bound where one has none."""
    book = read_book(rulebook.current(workspace_id, "identify").body)
    days = [rule.window_days for rule in book.rules if rule.action == "attach"]
    return timedelta(days=max(days)) if days and all(days) else timedelta.max


CANDIDATES: Mapping[Kind, Callable[[int], Found]] = {
    Kind.PERSON: _people,
    Kind.ACCOUNT: _accounts,
    Kind.LEAD: _leads,
}


def _note(found: Found, ids: Iterable[int], sign: tuple[str, str]) -> None:
    for pair in in_pairs(ids):
        found.setdefault(pair, []).append(sign)


def _ask(statement: str, workspace_id: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"w": workspace_id, "n": GROUP_LIMIT, "like": '%"conflict"%'})
        return list(cursor.fetchall())
