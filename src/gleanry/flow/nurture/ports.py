"""What nurture asks of the outside: to take a mail to somebody's mailbox."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail in plain text. `key` is the part of its Message-ID before the @; `stop_url` ends mail with one click."""

    key: str
    to: str
    subject: str
    text: str
    stop_url: str


class Taken(StrEnum):
    """What became of a mail: taken; refused for good or for now; or nobody knows, and it is not sent again."""

    SENT = "sent"
    REFUSED = "refused"
    LATER = "later"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Outcome:
    taken: Taken
    said: str = ""


class Mailer(Protocol):
    """Sends mail. `base_url` is where our pages are reached from outside, without a slash at its end."""

    base_url: str

    def send(self, mail: Mail) -> Outcome:
        """Send one mail; never raises for what a mail server does."""
        ...
