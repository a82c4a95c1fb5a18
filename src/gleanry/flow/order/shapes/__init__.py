"""Products, papers and orders, as others hold them."""

from gleanry.flow.order.shapes.catalogue import PriceBookRow, PricedBook, ProductRow, Step
from gleanry.flow.order.shapes.orders import ComplaintRow, DeliveryRow, OrderFilters, OrderRow, OrderSum
from gleanry.flow.order.shapes.papers import ContractRow, Document, PaperLine, PaperStep, QuoteRow, TermStep

__all__ = [
    "ComplaintRow",
    "ContractRow",
    "DeliveryRow",
    "Document",
    "OrderFilters",
    "OrderRow",
    "OrderSum",
    "PaperLine",
    "PaperStep",
    "PriceBookRow",
    "PricedBook",
    "ProductRow",
    "QuoteRow",
    "Step",
    "TermStep",
]
