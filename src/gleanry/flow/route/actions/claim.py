"""Claims: each lead has one winner, caps are exact, and everybody is told why or why not.

All handing out of a workspace takes turns (one lock), so what is counted is what is true when it is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from django.db import transaction

from gleanry.flow.route.actions.allowance import Allowance
from gleanry.flow.route.actions.taken import CLAIMED, count_taken
from gleanry.flow.route.facts import Routed
from gleanry.flow.route.shapes import ClaimAnswer, ClaimResult
from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.leads.actions import count_claimed, hold_leads, place_leads
from gleanry.leads.queries import among_visible, claimed_on, held_by, offered, pool_book, stays_of
from gleanry.leads.shapes import HANDING, HELD, LeadRow, Obtained, Placement, PoolBook, State, pool_after_claim
from gleanry.tenants.queries import working_times
from gleanry.tenants.shapes import Viewer

MOST = 200
"""So many at once, by "the n best"; more is nobody's day."""
SPARE = 5
"""How many times as many are looked at, for those among them that this member may not have."""


def claim_leads(viewer: Viewer, lead_ids: Iterable[int], at: datetime) -> ClaimResult:
    """Take unowned leads of pools one sees, in the order given, as far as the caps go."""
    wanted = list(dict.fromkeys(lead_ids))
    with _handing_out(viewer):
        return _claim(viewer, wanted, pool_book(viewer.workspace_id), at, most=len(wanted))


def claim_best(viewer: Viewer, pool: str, count: int, at: datetime) -> ClaimResult:
    """Take the `count` leads of a pool (a kind or an own one's code) that it offers first. Raises Refusal."""
    with _handing_out(viewer):
        book = pool_book(viewer.workspace_id)
        if pool not in book.pools:
            raise Refusal("not_found", pool=pool)
        count = max(0, min(count, MOST))
        wanted = offered(viewer, book.pools[pool], SPARE * count)
        result = _claim(viewer, wanted, book, at, most=count)
    # Those passed over for others are no answer to a question nobody asked, unless there was nothing else.
    short = count - len(result.won)
    told = result.answers[:short] if short > 0 else ()
    return ClaimResult(result.won, tuple((one.lead_id, one.owner_id) for one in told), told)


@contextmanager
def _handing_out(viewer: Viewer) -> Iterator[None]:
    """One at a time: what is looked at inside is what is written."""
    if not viewer.may("leads.claim"):
        raise Refusal("forbidden", permission="leads.claim")
    with transaction.atomic():
        bulk.lock_workspace(viewer.workspace_id, HANDING)
        yield


def _claim(viewer: Viewer, wanted: Sequence[int], book: PoolBook, at: datetime, *, most: int) -> ClaimResult:
    workspace_id, member_id = viewer.workspace_id, viewer.member_id
    seen = set(among_visible(viewer, wanted))
    leads = hold_leads(workspace_id, wanted)
    allowance = _allowance(viewer, book, wanted, at)
    taken: list[LeadRow] = []
    answers: list[ClaimAnswer] = []
    before = Counter(allowance.claimed)
    for lead_id in wanted:
        if len(taken) == most:
            break
        lead = leads.get(lead_id)
        shown = lead if lead and (lead_id in seen or lead.owner_id is not None) else None
        answer = allowance.refusal(shown, lead_id)
        if answer is None and lead is not None:
            taken.append(lead)
        elif answer is not None:
            answers.append(answer)
    placements = [_placement(lead, viewer) for lead in taken]
    won = tuple(p.lead_id for p in place_leads(workspace_id, placements, at=at, by=member_id, only_unowned=True))
    day = _day(allowance, member_id)
    count_taken(workspace_id, CLAIMED, [(member_id, day)] * len(won))
    count_claimed(workspace_id, member_id, day, allowance.claimed - before)
    ledger.announce(workspace_id, Routed(won, (member_id,) * len(won)), at=at, by=member_id)
    return ClaimResult(won, tuple((one.lead_id, one.owner_id) for one in answers), tuple(answers))


def _allowance(viewer: Viewer, book: PoolBook, wanted: Sequence[int], at: datetime) -> Allowance:
    workspace_id, member_id = viewer.workspace_id, viewer.member_id
    times = working_times(workspace_id, [member_id])
    day = at.astimezone(times.of(member_id).zone).date()
    waits = any(pool.cooldown_days or pool.opens_after_hours for pool in book.pools.values())
    return Allowance(
        viewer,
        book,
        times,
        at,
        claimed=Counter(claimed_on(workspace_id, member_id, day)),
        held=held_by(workspace_id, [member_id]).get(member_id, 0),
        stays=stays_of(workspace_id, wanted) if waits else {},
    )


def _day(allowance: Allowance, member_id: int) -> date:
    return allowance.at.astimezone(allowance.times.of(member_id).zone).date()


def _placement(lead: LeadRow, viewer: Viewer) -> Placement:
    """A lead claimed from where it rested leaves its own pool; one of SDRs or sellers stays in theirs."""
    own_pool = lead.own_pool if lead.pool in HELD else ""
    reason = {"code": "claimed", "from": lead.own_pool or str(lead.pool)}
    pool = pool_after_claim(lead.pool)
    return Placement(lead.id, pool, viewer.member_id, State.PENDING, Obtained.CLAIMED, reason, own_pool)
