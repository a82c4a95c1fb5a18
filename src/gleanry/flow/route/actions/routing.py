"""Route a batch: one look at the people, one decision after the other in the order of the leads, one write a table.

A batch gives the same owners as its leads one by one, because turns and caps are counted in the same order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from gleanry.flow.route.actions.presence import Presence
from gleanry.flow.route.actions.rotations import Rotations
from gleanry.flow.route.actions.taken import AUTO, count_taken
from gleanry.flow.route.actions.waiting import keep_waiting
from gleanry.flow.route.facts import Routed
from gleanry.flow.route.models import Assignment
from gleanry.flow.route.queries import book_of, cases_of, keepers_of, people_of, regions_of
from gleanry.flow.route.rules import HANDING, Choice, Router
from gleanry.kit import bulk, ledger, rulebook
from gleanry.leads.actions import place_leads
from gleanry.leads.shapes import LeadRow, Obtained, Placement, Pool, State

Former = Mapping[int, frozenset[int]]
Chosen = Sequence[tuple[LeadRow, Choice]]


def route(
    workspace_id: int,
    leads: Sequence[LeadRow],
    at: datetime,
    *,
    former: Former | None = None,
    strict: bool = False,
    again: bool = False,
) -> None:
    """Decide and place the leads. `former` are those who held them before; `strict` never gives one back to them.

    `again` routes what waits already: where still nobody can take it, nothing is written but when to try next.
    """
    if not leads:
        return
    bulk.lock_workspace(workspace_id, HANDING)
    rules = rulebook.current(workspace_id, "route")
    book = book_of(rules)
    people = people_of(workspace_id, book)
    presence = Presence(workspace_id, people, book, at)
    rotations = Rotations(workspace_id)
    router = Router(book, people, presence.availability, rotations.load)
    keepers = keepers_of(workspace_id, leads)
    regions = regions_of(workspace_id, book)
    cases = cases_of(workspace_id, leads, regions=regions, former=former, strict=strict)
    choices = [(lead, router.decide(case, keepers.get(lead.id))) for case, lead in zip(cases, leads, strict=True)]
    decided = Counter(choice.key for _, choice in choices)
    stretches = rotations.save(router.wheels, decided, at)
    keep_waiting(workspace_id, choices, presence, book, strict=strict)
    told = [(lead, choice) for lead, choice in choices if not again or choice.code != "nobody"]
    _write(workspace_id, told, stretches, rules.id, at)
    count_taken(workspace_id, AUTO, [(c.owner_id, presence.day_of(c.owner_id)) for _, c in told if c.owner_id])


def _write(
    workspace_id: int, chosen: Chosen, stretches: Mapping[tuple[str, int], int], rules_id: int, at: datetime
) -> None:
    bulk.insert(
        Assignment,
        ("workspace_id", "lead_id", "owner_id", "pool", "rule", "reason", "rules_id", "at"),
        [
            (workspace_id, lead.id, c.owner_id, c.pool, c.rule, _reason(c, stretches), rules_id, at)
            for lead, c in chosen
        ],
    )
    place_leads(workspace_id, [_placement(lead, choice) for lead, choice in chosen], at=at)
    owned = [(lead.id, choice.owner_id) for lead, choice in chosen if choice.owner_id is not None]
    ledger.announce(workspace_id, Routed(tuple(i for i, _ in owned), tuple(o for _, o in owned)), at=at)


def _reason(choice: Choice, stretches: Mapping[tuple[str, int], int]) -> dict[str, int | str]:
    if choice.account_id is not None:
        return {"code": choice.code, "account": choice.account_id}
    if not choice.key:
        return {"code": choice.code}
    return {"code": choice.code, "stretch": stretches[choice.key, choice.stretch], "step": choice.step}


def _placement(lead: LeadRow, choice: Choice) -> Placement:
    return Placement(
        lead_id=lead.id,
        pool=Pool(choice.pool),
        owner_id=choice.owner_id,
        state=State.PENDING if choice.owner_id else State.UNASSIGNED,
        obtained=_obtained(choice),
        reason={"code": "routed", "rule": choice.rule},
    )


def _obtained(choice: Choice) -> Obtained:
    if choice.owner_id is None:
        return Obtained.NONE
    return Obtained.ACCOUNT if choice.account_id is not None else Obtained.AUTO
