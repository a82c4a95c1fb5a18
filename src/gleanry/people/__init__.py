"""Companies and the people in them, and what each person can be recognised by.

Takes   cleaned names, phones, e-mails, WeChat ids from identify.
Gives   accounts and people, found by what they were recognised by.
Writes  Account, Person, Identifier, Consent. Who is the same as whom is a pointer that a merge sets and an undo clears.
Asks    values for normal forms.
"""
