"""What was received is shared among the people who earned it; and how well their work is written down.

Takes   Claimed and corrected receipts, targets of members, visits; the word of finance that a month is closed.
Gives   statements of each person and month, each line with its receipt, deal and rule; usage scores.
Writes  ClaimDue, Statement, Line, Goal, Award, Closing.
Asks    collect for claims and how they are split, convert for deals, the rule books `rewards` and `usage`.
"""
