"""Companies and the people in them: by what they are known, who belongs to whom, who decides, how much they matter.

Takes   cleaned names, phones, e-mails, WeChat ids from identify; what people note; figures that wiring gathers.
Gives   accounts in their groups, tiers, committees, inquiry codes, handovers; people by what they are recognised by.
Writes  Account, Person, Identifier, Consent; Trait, Standing, Seat, Acquaintance, InquiryCode, Handover. Who is the
        same as whom is a pointer that a merge sets and an undo clears.
Asks    values for normal forms, the books tiers, codes and accounts.
"""
