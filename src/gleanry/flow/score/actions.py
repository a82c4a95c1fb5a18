"""Score a batch of leads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gleanry.flow.clean.queries import records_of
from gleanry.flow.identify.facts import Attached, Identified, Merged, Unmerged
from gleanry.flow.score.facts import Graded
from gleanry.flow.score.models import ScoreCard
from gleanry.flow.score.rules import grade_of, read_tables
from gleanry.kit import bulk, ledger, rulebook
from gleanry.leads.actions import grade_leads
from gleanry.leads.queries import leads_by_id, leads_by_person
from gleanry.leads.shapes import Pool
from gleanry.touches.queries import touches_by_person


def score_leads(workspace_id: int, fact: Identified, at: datetime) -> None:
    """Give each lead its grade."""
    _score(workspace_id, fact.lead_ids, at)


def rescore_sources(workspace_id: int, fact: Attached, at: datetime) -> None:
    """A lead that came again wants more: score its source lead anew."""
    _score(workspace_id, tuple(dict.fromkeys(fact.source_lead_ids)), at)


WORKED_ON = frozenset(Pool) - {Pool.CONVERTED, Pool.ATTACHED, Pool.INVALID}


def rescore_merged(workspace_id: int, fact: Merged | Unmerged, at: datetime) -> None:
    """People became one, or two again: score anew what is open of theirs, by what all of them did."""
    sides = zip(fact.kinds, fact.winners, fact.losers, strict=True)
    people = dict.fromkeys(i for kind, *pair in sides if kind == "person" for i in pair)
    theirs = leads_by_person(workspace_id, people)
    leads = {lead.id: lead for found in theirs.values() for lead in found}
    _score(workspace_id, [i for i, lead in leads.items() if lead.pool in WORKED_ON and lead.grade], at)


def _score(workspace_id: int, lead_ids: Sequence[int], at: datetime) -> None:
    rules = rulebook.current(workspace_id, "score")
    tables = read_tables(rules.body)
    leads = leads_by_id(workspace_id, lead_ids)
    records = {r.submission_id: r.fields for r in records_of(workspace_id, (le.submission_id for le in leads.values()))}
    touches = touches_by_person(workspace_id, (lead.person_id for lead in leads.values()))
    rows = []
    for lead in leads.values():
        events = [touch.kind for touch in touches.get(lead.person_id or 0, ()) if touch.at <= at]
        scoring = grade_of(records.get(lead.submission_id, {}), events, tables)
        rows.append(
            (workspace_id, lead.id, scoring.fit, scoring.behaviour, scoring.grade, scoring.reasons, rules.id, at)
        )
    bulk.insert(ScoreCard, ("workspace_id", "lead_id", "fit", "behaviour", "grade", "reasons", "rules_id", "at"), rows)
    grade_leads(workspace_id, [(row[1], row[4]) for row in rows])
    ledger.announce(workspace_id, Graded(tuple(row[1] for row in rows), tuple(row[4] for row in rows)), at=at)
