"""Whose customer it is: one source for each opportunity, collisions as cases, registrations that protect.

Takes   Converted deals, leads that came or joined an account, registrations of sellers and partners.
Gives   the pipe an opportunity came by, cases and their decisions, protection for a time.
Writes  Case, CaseEntry, DealSource, Registration.
Asks    the register, deals and follow-ups for what was recorded when; the rule book `sources`.
"""
