"""How well a lead fits and how much it wants: A1 to D4, with the reasons.

Takes   Identified, Attached, Reawakened, Merged, Unmerged, TouchesTaken; and the time, as points fade.
Gives   a grade per lead, the points that made it, and what its cell asks for.
Writes  ScoreCard, Fading; LearnedScore and Likelihood in the background.
Asks    clean for the fields, touches for the behaviour, the rule book `score` for the tables.
"""
