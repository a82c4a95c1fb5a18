"""Which touches earned the money: first, last and linear credit, adding up to the cent.

Takes   Paid receipts.
Gives   credit per model, touch, channel and campaign; what no touch earned is said to be unassigned.
Writes  Credit.
Asks    convert for the receipt's lead, touches for what its person did, the rule book `attribute` for the window.
"""
