"""From the invoice to the claimed receipt: what is billed, what is due, what came in and whose it is.

Takes   DealsPaid, bank statements, claims by members, invoices and payment terms of orders.
Gives   receipts with their claims, what is owed and overdue, credit limits, revenue splits; Paid, Claimed, Unclaimed.
Writes  Receipt, Claim, Share, RateChange, Refund, Invoice, PlanStep, Reminder, CreditLimit.
Asks    order and convert for what a claim pays, people for who a payer is, the rule books `collecting` and `rates`.
"""
