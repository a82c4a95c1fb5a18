"""Open deals, move them, end them, take money for them; take deals from files."""

from gleanry.flow.convert.actions.join import join_accounts
from gleanry.flow.convert.actions.naming import follow_names
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
from gleanry.flow.convert.actions.receipts import record_receipt, record_receipts, take_money
from gleanry.flow.convert.actions.take_deals import take_deals, take_waiting_deals

__all__ = [
    "follow_names",
    "join_accounts",
    "lose_deal",
    "lose_deals",
    "move_deal",
    "move_deals",
    "open_opportunities",
    "price_deals",
    "record_receipt",
    "record_receipts",
    "take_deals",
    "take_money",
    "take_waiting_deals",
    "win_deal",
    "win_deals",
]
