"""Open deals, move them, end them, take money for them; take deals from files."""

from gleanry.flow.convert.actions.open import open_opportunities
from gleanry.flow.convert.actions.progress import lose_deal, move_deal, record_receipt, record_receipts, win_deal
from gleanry.flow.convert.actions.take_deals import take_deals, take_waiting_deals

__all__ = [
    "lose_deal",
    "move_deal",
    "open_opportunities",
    "record_receipt",
    "record_receipts",
    "take_deals",
    "take_waiting_deals",
    "win_deal",
]
