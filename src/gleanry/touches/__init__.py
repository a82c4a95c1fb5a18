"""The append-only ledger of contacts with us: visits, forms, opens, scans, calls.

Takes   contacts from capture, imports and tracking.
Gives   what a person did, when, through which channel.
Writes  Touch, and never changes what happened; only whose it is, where an undone merge leaves that to be said.
Asks    people, to know whose touch it is.
"""
