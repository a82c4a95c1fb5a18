"""From an accepted lead to money: opportunity, stages, won or lost, receipts.

Takes   Accepted leads; deals from files, which wait until the lead they name arrives.
Gives   opportunities that keep their lead, their stage history, receipts.
Writes  Opportunity, StageChange, TakenDeal.
Asks    the register for the lead, the rule book `convert` for the stages.
"""
