"""Products, papers and orders, as others hold them."""

from gleanry.flow.order.shapes.catalogue import PriceBookRow, PricedBook, ProductRow, Step
from gleanry.flow.order.shapes.drafts import DraftLine, LineFault, OrderDraft, PartyIds, QuoteDraft, SignatureGiven
from gleanry.flow.order.shapes.orders import (
    ComplaintRow,
    DeliveryRow,
    LineProgress,
    OrderFilters,
    OrderRow,
    OrderSum,
    TooMuch,
)
from gleanry.flow.order.shapes.papers import (
    ContractRow,
    Document,
    PaperLine,
    PaperStep,
    QuoteRow,
    TermStep,
    Tried,
    TriedLine,
)

__all__ = [
    "ComplaintRow",
    "ContractRow",
    "DeliveryRow",
    "Document",
    "DraftLine",
    "LineFault",
    "LineProgress",
    "OrderDraft",
    "OrderFilters",
    "OrderRow",
    "OrderSum",
    "PaperLine",
    "PaperStep",
    "PartyIds",
    "PriceBookRow",
    "PricedBook",
    "ProductRow",
    "QuoteDraft",
    "QuoteRow",
    "SignatureGiven",
    "Step",
    "TermStep",
    "TooMuch",
    "Tried",
    "TriedLine",
]
