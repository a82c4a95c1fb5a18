"""Take products from files."""

from gleanry.flow.order.actions.take_products import add_products, take_products

__all__ = ["add_products", "take_products"]
