"""Tables of products, papers and orders."""

from gleanry.flow.order.models.catalogue import NumberRun, PriceBook, PriceStep, Product
from gleanry.flow.order.models.orders import (
    Complaint,
    Delivery,
    DeliveryLine,
    Order,
    OrderLine,
    OrderState,
    Priority,
)
from gleanry.flow.order.models.papers import (
    Approval,
    Contract,
    ContractKind,
    ContractState,
    PaperChange,
    Quote,
    QuoteKind,
    QuoteLine,
    QuoteState,
)

__all__ = [
    "Approval",
    "Complaint",
    "Contract",
    "ContractKind",
    "ContractState",
    "Delivery",
    "DeliveryLine",
    "NumberRun",
    "Order",
    "OrderLine",
    "OrderState",
    "PaperChange",
    "PriceBook",
    "PriceStep",
    "Priority",
    "Product",
    "Quote",
    "QuoteKind",
    "QuoteLine",
    "QuoteState",
]
