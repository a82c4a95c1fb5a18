"""Open deals, move them, end them; take deals from files."""

from gleanry.flow.convert.actions.join import join_accounts
from gleanry.flow.convert.actions.open import open_opportunities
from gleanry.flow.convert.actions.progress import (
    lose_deal,
    lose_deals,
    move_deal,
    move_deals,
    price_deals,
    win_deal,
    win_deals,
)
from gleanry.flow.convert.actions.take_deals import take_deals, take_waiting_deals

__all__ = [
    "join_accounts",
    "lose_deal",
    "lose_deals",
    "move_deal",
    "move_deals",
    "open_opportunities",
    "price_deals",
    "take_deals",
    "take_waiting_deals",
    "win_deal",
    "win_deals",
]
