"""From a deal to goods delivered: products and prices, quotes, contracts, orders, deliveries and returns.

Takes   deals that were priced or won; products and prices as entered or from a file.
Gives   quotes with versions, contracts, orders with lines, deliveries and returns.
Writes  Product, PriceBook, PriceStep, Quote, QuoteLine, Contract, Order, OrderLine, Delivery, DeliveryLine, Complaint.
Asks    the rule books `prices` (discounts, numbers) and `orders` (gate, priority); follow-ups for the last contact.
"""
