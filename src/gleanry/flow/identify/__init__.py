"""Who is this, and did we know them: one person, one account, one source lead.

Takes   Cleaned and Refused records; touches from files.
Gives   leads in the register, new or attached to their source lead, each with its evidence.
Writes  Match, Merge, DuplicatePair, BacklogRun; accounts, people and identifiers through people, leads through the
        register, touches by appending.
Asks    people, for whom we know; the register, for their open leads.
"""
