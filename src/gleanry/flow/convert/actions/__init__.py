"""Open deals, work on them, move, grade and end them, take money for them; take deals from files."""

from gleanry.flow.convert.actions.editing import DealChange, edit_deals, price_deals
from gleanry.flow.convert.actions.following import follow_processes
from gleanry.flow.convert.actions.gating import ask_gates, decide_gates
from gleanry.flow.convert.actions.grading import Grading, grade_deals
from gleanry.flow.convert.actions.join import join_accounts
from gleanry.flow.convert.actions.moving import move_deal, move_deals
from gleanry.flow.convert.actions.open import open_opportunities
from gleanry.flow.convert.actions.progress import lose_deal, lose_deals, win_deal, win_deals
from gleanry.flow.convert.actions.receipts import record_receipt, record_receipts, take_money
from gleanry.flow.convert.actions.reporting import report_deal
from gleanry.flow.convert.actions.take_deals import take_deals, take_waiting_deals
from gleanry.flow.convert.actions.working import add_papers, do_tasks, drop_paper, name_rivals

__all__ = [
    "DealChange",
    "Grading",
    "add_papers",
    "ask_gates",
    "decide_gates",
    "do_tasks",
    "drop_paper",
    "edit_deals",
    "follow_processes",
    "grade_deals",
    "join_accounts",
    "lose_deal",
    "lose_deals",
    "move_deal",
    "move_deals",
    "name_rivals",
    "open_opportunities",
    "price_deals",
    "record_receipt",
    "record_receipts",
    "report_deal",
    "take_deals",
    "take_money",
    "take_waiting_deals",
    "win_deal",
    "win_deals",
]
