"""Decisions of the world slice: convert (currency)."""
