"""How new a lead is: entirely new, new of somebody known, or of a customer who has bought (纯新、新客、老客线索)."""

from __future__ import annotations

from collections.abc import Iterable

from gleanry.flow.identify.rules.shelf import KeptAccount, OpenLead

NEW, KNOWN, CUSTOMER = "new", "known", "customer"


def novelty_of(*, known: bool, account: KeptAccount | None, leads: Iterable[OpenLead]) -> str:
    """The label of a lead.

    `known`: whether the person or the company was in the books before. `account` is the company's, `leads` are the
    earlier ones of the person. What was won, or an account marked as having bought, makes an old customer.
    """
    if (account is not None and account.bought) or any(lead.bought for lead in leads):
        return CUSTOMER
    return KNOWN if known else NEW
