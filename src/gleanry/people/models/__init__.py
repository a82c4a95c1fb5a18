"""Accounts, people, and what is known of how they decide and how much they matter."""

from gleanry.people.models.accounts import Account, AccountLookup, AccountName, AccountNameKind, Relation
from gleanry.people.models.codes import CodeNumber, InquiryCode
from gleanry.people.models.committee import Acquaintance, Seat
from gleanry.people.models.handover import Handover, HandoverStep
from gleanry.people.models.persons import Consent, ConsentState, Identifier, IdentifierKind, Person
from gleanry.people.models.standing import Standing, TierChange, Trait

__all__ = [
    "Account",
    "AccountLookup",
    "AccountName",
    "AccountNameKind",
    "Acquaintance",
    "CodeNumber",
    "Consent",
    "ConsentState",
    "Handover",
    "HandoverStep",
    "Identifier",
    "IdentifierKind",
    "InquiryCode",
    "Person",
    "Relation",
    "Seat",
    "Standing",
    "TierChange",
    "Trait",
]
