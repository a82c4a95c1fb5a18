"""Companies and the people in them, and what each person can be recognised by.

Takes   cleaned names, phones, e-mails, WeChat ids from identify.
Gives   accounts and people, found by what they were recognised by.
Writes  Account, Person, Identifier.
Asks    values for normal forms.
"""
