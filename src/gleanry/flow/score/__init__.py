"""How well a lead fits and how much it wants: A1 to D4, with the reasons.

Takes   Identified, Attached, Reawakened, Merged, Unmerged.
Gives   a grade per lead and the points that made it.
Writes  ScoreCard.
Asks    clean for the fields, touches for the behaviour, the rule book `score` for both tables.
"""
