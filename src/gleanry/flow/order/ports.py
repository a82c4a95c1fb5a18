"""What papers ask of the outside: somebody who vouches that a contract was signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from gleanry.flow.order.shapes import ContractRow, SignatureGiven


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature that was made: by whom, on which day, and where the proof of it is kept. `service` vouches for it."""

    signed_by: str
    signed_on: date
    reference: str
    service: str


@dataclass(frozen=True, slots=True)
class NotSigned:
    """Why a signature is not taken as made: a code, worded like a refusal."""

    code: str


class ESigner(Protocol):
    """Vouches for signatures. It never says signed unless somebody did sign."""

    def sign(self, contract: ContractRow, given: SignatureGiven, today: date) -> Signature | NotSigned:
        """Take what is known of a signature; never raises for what a service does."""
        ...
