"""Raw fields become usable ones, and what is wrong with them is kept.

Takes   LeadsCaptured.
Gives   clean records with normal forms and defects; refusals with their reasons.
Writes  CleanRecord.
Asks    capture, for the fields; values, for phones, e-mails and company names.
"""
