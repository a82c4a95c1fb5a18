"""What follows what: one table, fact -> action. The way of a lead is read from top to bottom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gleanry.flow.attribute.actions import credit_claims
from gleanry.flow.capture.facts import (
    AccountsCaptured,
    DealsCaptured,
    LeadsCaptured,
    MembersCaptured,
    NamesDecided,
    ProductsCaptured,
    TouchesCaptured,
)
from gleanry.flow.clean.actions import clean_submissions, keep_for_review
from gleanry.flow.clean.facts import Cleaned, Refused, Released
from gleanry.flow.collect.actions import plan_orders, take_payments
from gleanry.flow.collect.facts import Claimed, Rated, Shared, Unclaimed
from gleanry.flow.convert.actions import follow_names, join_accounts, open_opportunities, take_deals, take_waiting_deals
from gleanry.flow.convert.facts import Converted, DealsPaid, Won
from gleanry.flow.followup.actions import (
    end_deadlines,
    end_unowned,
    recompute_deadlines,
    remind_owners,
    resume_deadlines,
    start_deadlines,
)
from gleanry.flow.followup.facts import Accepted, Breached, FollowedUp, Invalidated, Qualified, Returned
from gleanry.flow.identify.actions import (
    compare_new,
    doubt,
    identify_submissions,
    keep_invalid,
    know_accounts,
    place_waiting,
    read_parents_again,
    release_leads,
    take_accounts,
    take_members,
    take_touches,
)
from gleanry.flow.identify.facts import (
    AccountsKnown,
    AccountsTold,
    Attached,
    Consented,
    Corrected,
    Doubted,
    HandedOver,
    Identified,
    Joined,
    LeadsJoined,
    LeadsParted,
    Merged,
    Refreshed,
    Restored,
    TouchesTaken,
    Unmerged,
)
from gleanry.flow.nurture.actions import (
    begin_entered,
    begin_graded,
    begin_rested,
    begin_returned,
    enrol_leads,
    hear_leads,
    hear_touches,
    leave_moved,
    recycle_breached,
    rest_routed,
    wake_graded,
    wake_leads,
    wake_touched,
)
from gleanry.flow.nurture.facts import PutBy, Reawakened, Recycled, Rested
from gleanry.flow.order.actions import order_won, recheck_held, take_products
from gleanry.flow.order.facts import Ordered
from gleanry.flow.reward.actions import note_claims
from gleanry.flow.route.actions import (
    follow_joined,
    follow_moved,
    follow_sources,
    hand_over,
    route_leads,
    route_qualified,
    route_unowned,
)
from gleanry.flow.route.facts import Routed
from gleanry.flow.score.actions import rescore_merged, rescore_sources, rescore_touched, score_leads
from gleanry.flow.score.facts import Graded
from gleanry.flow.settle.actions import (
    collide_converted,
    collide_registered,
    collide_routed,
    find_joined,
    find_merged,
    find_sources,
)
from gleanry.flow.settle.facts import ProtectionEnded, Registered, Settled
from gleanry.kit import ledger
from gleanry.leads.facts import Moved
from gleanry.market.audience.facts import EnteredSegment
from gleanry.search.actions import note_corrected, note_deals, note_leads, note_merged, note_told
from gleanry.tenants.facts import TimesChanged
from gleanry.wiring.accounts import mend_groups
from gleanry.wiring.audiences import note_heard, note_paid, note_records, note_stirred, note_won
from gleanry.wiring.customers import keep_converted, mark_won
from gleanry.wiring.naming import know_codes
from gleanry.wiring.recycling import route_next
from gleanry.wiring.settling import carry_out, let_go


@dataclass(frozen=True)
class Handoff:
    """When `fact` is announced, `action(workspace_id, fact, at)` follows."""

    fact: type[Any]
    action: Callable[[int, Any, datetime], None]


HANDOFFS = (
    Handoff(LeadsCaptured, clean_submissions),
    Handoff(Cleaned, identify_submissions),
    Handoff(Refused, keep_invalid),
    Handoff(Released, release_leads),
    Handoff(Restored, score_leads),
    Handoff(Identified, score_leads),
    Handoff(Attached, follow_sources),
    Handoff(Attached, remind_owners),
    Handoff(Attached, rescore_sources),
    Handoff(Joined, join_accounts),
    Handoff(Refreshed, route_unowned),
    Handoff(Graded, route_leads),
    Handoff(Routed, start_deadlines),
    Handoff(TimesChanged, recompute_deadlines),
    Handoff(Qualified, route_qualified),
    Handoff(Returned, enrol_leads),
    Handoff(Moved, rest_routed),
    Handoff(Invalidated, keep_for_review),
    Handoff(Attached, wake_leads),
    Handoff(Reawakened, score_leads),
    Handoff(Breached, recycle_breached),
    Handoff(Recycled, end_deadlines),
    Handoff(Recycled, route_next),
    Handoff(PutBy, end_deadlines),
    Handoff(Accepted, open_opportunities),
    Handoff(DealsCaptured, know_accounts),
    Handoff(AccountsKnown, take_deals),
    Handoff(Identified, take_waiting_deals),
    Handoff(AccountsCaptured, take_accounts),
    Handoff(AccountsKnown, place_waiting),
    Handoff(MembersCaptured, take_members),
    Handoff(ProductsCaptured, take_products),
    Handoff(ProductsCaptured, know_codes),
    Handoff(NamesDecided, follow_names),
    Handoff(NamesDecided, read_parents_again),
    Handoff(Converted, end_deadlines),
    Handoff(Converted, keep_converted),
    Handoff(Converted, find_sources),
    Handoff(Joined, find_joined),
    Handoff(Merged, find_merged),
    Handoff(Unmerged, find_merged),
    Handoff(Converted, collide_converted),
    Handoff(Routed, collide_routed),
    Handoff(Registered, collide_registered),
    Handoff(Settled, carry_out),
    Handoff(ProtectionEnded, let_go),
    Handoff(Won, mark_won),
    Handoff(Won, order_won),
    Handoff(FollowedUp, recheck_held),
    Handoff(Moved, follow_moved),
    Handoff(Moved, end_unowned),
    Handoff(HandedOver, hand_over),
    Handoff(TouchesCaptured, take_touches),
    Handoff(TouchesTaken, rescore_touched),
    Handoff(DealsPaid, take_payments),
    Handoff(Ordered, plan_orders),
    Handoff(Claimed, credit_claims),
    Handoff(Unclaimed, credit_claims),
    Handoff(Rated, credit_claims),
    Handoff(Doubted, doubt),
    Handoff(Merged, rescore_merged),
    Handoff(Unmerged, rescore_merged),
    Handoff(Merged, mend_groups),
    Handoff(Unmerged, mend_groups),
    Handoff(Merged, note_merged),
    Handoff(Unmerged, note_merged),
    Handoff(Corrected, note_corrected),
    Handoff(LeadsJoined, end_deadlines),
    Handoff(LeadsJoined, follow_joined),
    Handoff(LeadsParted, resume_deadlines),
    Handoff(Identified, compare_new),
    Handoff(Identified, note_leads),
    Handoff(Attached, note_leads),
    Handoff(AccountsKnown, note_deals),
    Handoff(AccountsTold, note_told),
    Handoff(Returned, begin_returned),
    Handoff(Graded, begin_graded),
    Handoff(Rested, begin_rested),
    Handoff(EnteredSegment, begin_entered),
    Handoff(TouchesTaken, hear_touches),
    Handoff(Identified, hear_leads),
    Handoff(Attached, hear_leads),
    Handoff(Moved, leave_moved),
    Handoff(TouchesTaken, wake_touched),
    Handoff(Graded, wake_graded),
    Handoff(Graded, note_stirred),
    Handoff(Attached, note_stirred),
    Handoff(Moved, note_stirred),
    Handoff(Qualified, note_stirred),
    Handoff(Accepted, note_stirred),
    Handoff(Converted, note_stirred),
    Handoff(Won, note_won),
    Handoff(Claimed, note_paid),
    Handoff(Unclaimed, note_paid),
    Handoff(Claimed, note_claims),
    Handoff(Unclaimed, note_claims),
    Handoff(Rated, note_claims),
    Handoff(Shared, note_claims),
    Handoff(TouchesTaken, note_heard),
    Handoff(Consented, note_heard),
    Handoff(Merged, note_records),
    Handoff(Unmerged, note_records),
    Handoff(Corrected, note_records),
)


def install() -> None:
    """Tell the ledger's pump. Called once at start-up."""
    for handoff in HANDOFFS:
        ledger.subscribe(handoff.fact, handoff.action)
