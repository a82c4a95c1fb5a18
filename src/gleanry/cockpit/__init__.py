"""What happened, in numbers that open to their records.

Takes   questions from pages and the command line.
Gives   the funnel, the state of each stage, the laws checked.
Writes  nothing.
Asks    every stage's tables, in columns.
"""
