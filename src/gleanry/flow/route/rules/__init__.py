"""Routing rules: conditions, people, availability, fair turns, and the decision made of them."""

from gleanry.flow.route.rules.availability import (
    DAY_CAP,
    FORMER,
    FREE_DAY,
    HOLDING_CAP,
    HOURS,
    LEAVE,
    OFF,
    Availability,
)
from gleanry.flow.route.rules.book import SHARES, WHEN_OFF, Book, Rule, read_book
from gleanry.flow.route.rules.conditions import Case, language_of, place_of
from gleanry.flow.route.rules.deciding import ACCOUNT_OWNER, NO_RULE, Choice, Router
from gleanry.flow.route.rules.people import Candidate, Keeper, People
from gleanry.flow.route.rules.rotation import PARTS, Asked, Rotation, Standing, Start, Wheel, asked, replay_all

__all__ = [
    "ACCOUNT_OWNER",
    "DAY_CAP",
    "FORMER",
    "FREE_DAY",
    "HOLDING_CAP",
    "HOURS",
    "LEAVE",
    "NO_RULE",
    "OFF",
    "PARTS",
    "SHARES",
    "WHEN_OFF",
    "Asked",
    "Availability",
    "Book",
    "Candidate",
    "Case",
    "Choice",
    "Keeper",
    "People",
    "Rotation",
    "Router",
    "Rule",
    "Standing",
    "Start",
    "Wheel",
    "asked",
    "language_of",
    "place_of",
    "read_book",
    "replay_all",
]
