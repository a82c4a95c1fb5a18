"""The register: one row per lead, saying where it is now, who holds it and how far it came.

Takes   openings, moves, grades and milestones from the stages of the flow.
Gives   the list of leads, the pools and their counts.
Writes  Lead, Move, Mark and Claimed. A lead is in exactly one pool at every moment because only this slice moves it.
Asks    tenants, for what a viewer may see.
"""
