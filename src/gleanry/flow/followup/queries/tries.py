"""What a gate would have done: tried on the leads that became MQL lately, by what is known of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gleanry.flow.followup.queries.gates import known_of_leads
from gleanry.flow.followup.rules import judge, read_gate, suggest
from gleanry.flow.followup.shapes import Answer, GateTry
from gleanry.leads.queries import leads_reaching
from gleanry.leads.shapes import Milestone

MOST = 20_000


def try_gates(workspace_id: int, body: Mapping[str, Any], since: datetime, until: datetime) -> GateTry:
    """How the MQLs of a span of time would have fared at the MQL gate of `body`, by what the records answer.

    A lead passes when the records answer every item that stands in the way with yes, fails when they answer one with
    no, and is open where they are silent. At most the latest 20,000 are tried; a constant number of statements.
    """
    gate = read_gate(body, "mql")
    leads = leads_reaching(workspace_id, Milestone.MQL, since, until, most=MOST)
    known = known_of_leads(workspace_id, leads)
    fates: Counter[str] = Counter()
    short: Counter[str] = Counter()
    for lead in leads:
        on = (lead.mql_at or until).date()
        said = suggest(gate, known[lead.id], on)
        judged = judge(gate, {code: Answer(one.says) for code, one in said.items()})
        against = [code for code in judged.missing if code in said and said[code].says == "no"]
        fates["passed" if judged.passed else "failed" if against else "open"] += 1
        short.update(judged.missing)
    items = tuple((item.code, short[item.code]) for item in gate.items)
    return GateTry(len(leads), fates["passed"], fates["failed"], fates["open"], items)
