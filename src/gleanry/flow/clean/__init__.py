"""Raw fields become usable ones, what is missing is filled, and what must not go on is held back with its reasons.

Takes   LeadsCaptured; Invalidated, when a holder found a lead to be none; the decisions of those who review.
Gives   clean records with normal forms and defects; refusals with reasons and evidence, releases with who let them go.
Writes  CleanRecord, Screening, ListEntry, ListVersion, SourceMark, KnownDomain.
Asks    capture, for the fields; values, for phones, e-mails and company names; leads, for what a reviewer may see.
"""
