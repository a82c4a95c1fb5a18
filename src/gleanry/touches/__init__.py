"""The append-only ledger of contacts with us: visits, forms, opens, scans, calls.

Takes   contacts from capture, imports and tracking.
Gives   what a person did, when, through which channel.
Writes  Touch, and never changes one.
Asks    people, to know whose touch it is.
"""
