"""Which touches earned the money: first, last and linear credit, adding up to the cent.

Takes   Claimed receipts, and those whose claims were taken back or got a rate.
Gives   credit per model, touch, channel and campaign; what no touch earned is said to be unassigned.
Writes  Credit.
Asks    collect for the claim's lead, touches for what its person did, the rule book `attribute` for the window.
"""
