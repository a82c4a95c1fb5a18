"""Adapters to the outside: each fits a port of a slice, and knows nothing of the database."""
