"""Signatures on paper: somebody signed, and the signed paper can be found. No service stands behind it."""

from __future__ import annotations

from datetime import date

from gleanry.flow.order.ports import NotSigned, Signature
from gleanry.flow.order.shapes import ContractRow, SignatureGiven


class PaperSigner:
    """An `order.ports.ESigner` for contracts signed by hand: it takes a name, a day and where the scan is kept.

    It never invents one: without a name or a reference nothing was signed, and nobody signs tomorrow.
    """

    def sign(self, contract: ContractRow, given: SignatureGiven, today: date) -> Signature | NotSigned:
        """Take a signature made on paper, no later than `today`."""
        if not given.signed_by.strip() or not given.reference.strip():
            return NotSigned("signature_unproven")
        if given.signed_on > today:
            return NotSigned("signature_in_future")
        return Signature(given.signed_by.strip(), given.signed_on, given.reference.strip(), f"paper:{contract.number}")
