"""A gate as the one who signs sees it: each item with what was answered, what is suggested, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from gleanry.flow.followup.queries import gate_of, known_of_leads
from gleanry.flow.followup.queries.asking import suggest
from gleanry.flow.followup.shapes import Answer, Gate, KnownAnswer, KnownOfLead
from gleanry.kit import clock
from gleanry.leads.shapes import LeadRow
from gleanry.tenants.shapes import Viewer
from gleanry.web.words.contacts import SAYS, own_words, why_text

NOTHING = QueryDict("")


@dataclass(frozen=True)
class Item:
    """One row of the checklist; `was` is what was suggested when the page was made."""

    code: str
    text: str
    required: bool
    says: str
    was: str
    why: str
    evidence: str
    shut: bool


def gate_asked(allowed: Mapping[str, bool]) -> str:
    """Which gate a viewer stands at with a lead."""
    return "sql" if allowed["accept"] else "mql" if allowed["qualify"] else ""


def given_answers(posted: QueryDict, gate: Gate) -> dict[str, Answer]:
    """What was answered, item by item; words nobody offers are as if nothing was said."""
    answers = {}
    for item in gate.items:
        says = posted.get(f"gate-{item.code}", "")
        evidence = posted.get(f"why-{item.code}", "").strip()[:500]
        answers[item.code] = Answer(says if says in SAYS else "unknown", evidence)
    return answers


def gate_rows(
    viewer: Viewer,
    lead: LeadRow,
    name: str,
    posted: QueryDict = NOTHING,
    *,
    heard: Mapping[str, Any],
    shut: Iterable[str] = (),
) -> list[Item]:
    """The items of a gate for one lead. `heard` is BANT being typed just now, and is known already.

    What was answered by hand stays; what only was suggested follows what is known.
    """
    gate = gate_of(viewer.workspace_id, name)
    if not gate.items:
        return []
    known = known_of_leads(viewer.workspace_id, [lead], before="mql" if name == "sql" else "")[lead.id]
    said = suggest(gate, _with(known, viewer, heard), _today())
    rows = []
    for item in gate.items:
        suggested = said.get(item.code)
        fresh = suggested.says if suggested else "unknown"
        given = posted.get(f"gate-{item.code}", "")
        by_hand = given in SAYS and given != posted.get(f"was-{item.code}")
        says = given if by_hand else fresh
        why = why_text(suggested) if suggested else ""
        evidence = posted.get(f"why-{item.code}", "")[:500]
        text = own_words(item)
        rows.append(Item(item.code, text, item.required, says, fresh, why, evidence, item.code in shut))
    return rows


def _with(known: KnownOfLead, viewer: Viewer, heard: Mapping[str, Any]) -> KnownOfLead:
    fresh = {name: KnownAnswer(value, viewer.member_id, clock.now()) for name, value in heard.items()}
    return replace(known, bant={**known.bant, **fresh})


def _today() -> date:
    return timezone.localtime(clock.now()).date()
