"""Who shares a receipt, by what rate, and what becomes of it later; how well work is written down: pure decisions."""

from gleanry.flow.reward.rules.check import rewards_faults
from gleanry.flow.reward.rules.correcting import claw_back, corrections_for
from gleanry.flow.reward.rules.evaluating import begin_of, compare, goal_of, value
from gleanry.flow.reward.rules.paying import (
    bonus_for,
    capped,
    completion_of,
    factor_for,
    factors_of,
    in_base,
    pay_for,
    rate_for,
    tier_for,
)
from gleanry.flow.reward.rules.reading import (
    Staff,
    awards_for,
    is_meant,
    plans_for,
    read_book,
    read_tiers,
    sharing_for,
)
from gleanry.flow.reward.rules.sharing import shares_of
from gleanry.flow.reward.rules.usage import usage_faults, usage_of

__all__ = [
    "Staff",
    "awards_for",
    "begin_of",
    "bonus_for",
    "capped",
    "claw_back",
    "compare",
    "completion_of",
    "corrections_for",
    "factor_for",
    "factors_of",
    "goal_of",
    "in_base",
    "is_meant",
    "pay_for",
    "plans_for",
    "rate_for",
    "read_book",
    "read_tiers",
    "rewards_faults",
    "shares_of",
    "sharing_for",
    "tier_for",
    "usage_faults",
    "usage_of",
    "value",
]
