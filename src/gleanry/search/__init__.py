"""Find: one search box over leads, people and accounts.

Takes   word of leads, people and accounts that came or changed.
Gives   what a few typed characters may mean, within what the reader may see, best first.
Writes  Document, Common, Changed, Progress: an index of numbers that proposes; the records themselves decide.
Asks    people and the register for what is there now.
"""
