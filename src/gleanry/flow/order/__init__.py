"""From a deal to goods delivered: products and prices, quotes, contracts, orders, deliveries and returns.

Takes   deals that were priced or won; products and prices as entered or from a file.
Gives   quotes with versions, contracts, orders with lines, deliveries and returns.
Writes  Product, PriceBook, PriceStep, NumberRun, Quote, QuoteLine, Contract, PaperChange, Order, OrderLine, Delivery,
        DeliveryLine, Complaint.
Asks    the rule books `prices`, `papers` and `orders`; follow-up for the last contact.
"""
