"""How likely is a yes? Learned from a plain table whose outcomes are known.

Takes   columns of text with a target; no set-up, no database, no clock.
Gives   a model that can be read, calibrated probabilities with reasons, the columns that leak, and honest figures.
Writes  nothing.
Asks    values, to read dates.
"""
