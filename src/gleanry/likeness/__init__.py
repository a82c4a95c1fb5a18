"""Are these two the same? Pure engines that answer with a probability and its evidence.

Takes   names and records as text.
Gives   likeness: same, different or ask, with what speaks for and against.
Writes  nothing.
Asks    values for normal forms. It knows no database, no clock and no workspace.

names     company names: one pair, or one name against a list
repairs   one word against the names we have: which was meant
records   one table of people and companies against itself, or one record against an index of them
"""
