"""Keep products and prices; make quotes, contracts and orders; let them through, ship them, take goods back."""

from gleanry.flow.order.actions.approving import ask_discount, judge_discount
from gleanry.flow.order.actions.catalogue import BookDraft, ProductDraft, save_book, save_product, set_steps
from gleanry.flow.order.actions.complaints import open_complaint, resolve_complaint
from gleanry.flow.order.actions.contracts import (
    ContractDraft,
    approve_contract,
    contract_from_quote,
    end_contract,
    make_contract,
    sign_contract,
)
from gleanry.flow.order.actions.importing import take_prices, take_products
from gleanry.flow.order.actions.orders import cancel_order, close_order, make_order, order_from_quote
from gleanry.flow.order.actions.quotes import answer_quote, edit_quote, make_invoice_from, make_quote, send_quote
from gleanry.flow.order.actions.releasing import Recorded, recheck_held, record_wanted, release_order
from gleanry.flow.order.actions.shipping import deliver, take_back
from gleanry.flow.order.actions.won import order_won

__all__ = [
    "BookDraft",
    "ContractDraft",
    "ProductDraft",
    "Recorded",
    "answer_quote",
    "approve_contract",
    "ask_discount",
    "cancel_order",
    "close_order",
    "contract_from_quote",
    "deliver",
    "edit_quote",
    "end_contract",
    "judge_discount",
    "make_contract",
    "make_invoice_from",
    "make_order",
    "make_quote",
    "open_complaint",
    "order_from_quote",
    "order_won",
    "recheck_held",
    "record_wanted",
    "release_order",
    "resolve_complaint",
    "save_book",
    "save_product",
    "send_quote",
    "set_steps",
    "sign_contract",
    "take_back",
    "take_prices",
    "take_products",
]
