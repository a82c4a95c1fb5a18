"""Score a batch of leads, each with its reasons and with what is needed to score it again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gleanry.flow.identify.facts import Attached, Identified, Merged, TouchesTaken, Unmerged
from gleanry.flow.score.actions.cards import write_cards
from gleanry.flow.score.rules import read_tables
from gleanry.kit import rulebook
from gleanry.leads.queries import leads_by_id, leads_by_person
from gleanry.leads.shapes import SETTLED, LeadRow


def score_leads(workspace_id: int, fact: Identified, at: datetime) -> None:
    """Give each lead its grade."""
    _score(workspace_id, fact.lead_ids, at)


def rescore_sources(workspace_id: int, fact: Attached, at: datetime) -> None:
    """A lead that came again wants more: score its source lead anew."""
    _score(workspace_id, tuple(dict.fromkeys(fact.source_lead_ids)), at)


def rescore_merged(workspace_id: int, fact: Merged | Unmerged, at: datetime) -> None:
    """People became one, or two again: score anew what is open of theirs, by what all of them did."""
    sides = zip(fact.kinds, fact.winners, fact.losers, strict=True)
    people = dict.fromkeys(i for kind, *pair in sides if kind == "person" for i in pair)
    write_cards(workspace_id, _open_leads(workspace_id, tuple(people)), at)


def rescore_touched(workspace_id: int, fact: TouchesTaken, at: datetime) -> None:
    """People we knew did something: score anew what is open of theirs, where the kind of touch gives points."""
    events = read_tables(rulebook.current(workspace_id, "score").body).events
    pairs = zip(fact.person_ids, fact.kinds, strict=True)
    people = dict.fromkeys(person for person, kind in pairs if kind in events)
    write_cards(workspace_id, _open_leads(workspace_id, tuple(people)), at, unless="same_points")


def _open_leads(workspace_id: int, people: Sequence[int]) -> list[LeadRow]:
    """The leads of people that have a grade and are still on their way, each once."""
    theirs = leads_by_person(workspace_id, people)
    leads = {lead.id: lead for found in theirs.values() for lead in found}
    return [lead for lead in leads.values() if lead.pool not in SETTLED and lead.grade]


def _score(workspace_id: int, lead_ids: Sequence[int], at: datetime) -> None:
    write_cards(workspace_id, list(leads_by_id(workspace_id, lead_ids).values()), at)
