"""What can be known beyond what was typed, without asking anybody: each value with its method and its source.

Methods: `range` (whom a range of numbers was given to), `register` (the credit code's division), `address`, `name` (the
company's name begins with the place), `trade` (a trade word of the company's name), `colleague` (others who write from
the same mail domain named their company). A field that holds anything is left as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gleanry.flow.clean.rules.credit_code import province_of
from gleanry.flow.clean.rules.places import place_of_address, place_of_company
from gleanry.flow.clean.rules.trades import trade_of
from gleanry.values.company_name import parse_company_name
from gleanry.values.phone import carrier_of

Fields = dict[str, Any]
Filled = dict[str, tuple[str, str]]
"""Field -> (method, the text it was taken from)."""

MOBILE = ("mobile", "fixed_or_mobile")


def fill(fields: Fields, domains: Mapping[str, str]) -> Filled:
    """Fill what is empty, in place; `domains` gives for a mail domain the one company that uses it."""
    filled: Filled = {}
    if phone := fields.get("phone"):
        if fields.get("phone_place"):
            filled["phone_place"] = ("range", "phone")
        if "phone_carrier" not in fields and (carrier := carrier_of(phone)):
            fields["phone_carrier"] = carrier
            filled["phone_carrier"] = ("range", "phone")
    if "company" not in fields and (name := domains.get(fields.get("email_domain", ""))):
        company = parse_company_name(name)
        if company is not None:
            fields["company"], fields["company_key"] = company.text, company.key[:200]
            filled["company"] = ("colleague", fields["email_domain"])
    if "region" not in fields:
        _fill_region(fields, filled)
    if "industry" not in fields and "company" in fields:
        trade, word = trade_of(fields["company"])
        if trade:
            fields["industry"] = trade
            filled["industry"] = ("trade", word)
    return filled


def _fill_region(fields: Fields, filled: Filled) -> None:
    """The region by the surest of: its address, its company's name, the register of its credit code."""
    for method, name, place in (
        ("address", "address", place_of_address),
        ("name", "company", place_of_company),
        ("register", "credit_code", province_of),
    ):
        text = fields.get(name)
        if text and (found := place(text)):
            fields["region"] = found
            filled["region"] = (method, name)
            return
