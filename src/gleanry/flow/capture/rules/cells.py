"""Cells that hold something else than their column says: quoted or shortened numbers, swapped columns."""

from __future__ import annotations

import re
from typing import Any

from gleanry.values.email import parse_email
from gleanry.values.phone import lost_digits, parse_phone
from gleanry.values.unreadable import Unreadable

# ="13800138000" is how some programs keep a spreadsheet from shortening a number.
_QUOTED = re.compile(r'=\s*"([^"]*)"')
_SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
MAY_BEGIN_ODDLY = frozenset(_SIGNS + "'")
_DISARMED = re.compile(f"'(?=[{re.escape(_SIGNS)}])")


def read_cell(text: str) -> str:
    """The text of a cell that is no prose; what looks like a formula is text like any other and is never computed.

    An apostrophe before a formula's sign is the mark of a disarmed cell and goes with it.
    """
    if text[0] not in MAY_BEGIN_ODDLY:
        return text
    plain = _DISARMED.sub("", text, count=1)
    quoted = _QUOTED.fullmatch(plain)
    return quoted[1].strip() if quoted is not None else plain


def read_phone_cell(text: str) -> str:
    """The text of a phone. Raises Unreadable `lost_digits` for 1.38E+10, from which nobody can tell the number."""
    if ("E" in text or "e" in text or "\uff25" in text) and lost_digits(text):
        raise Unreadable("lost_digits", text)
    return text


def unswap_contacts(fields: dict[str, Any], region: str) -> None:
    """Put a phone and an e-mail back into their own columns where they stand in each other's.

    `fields["swapped"]` then names the columns whose cell stood elsewhere.
    """
    phone, email = fields.get("phone", ""), fields.get("email", "")
    if "@" not in phone and (not email or "@" in email):
        return
    mail_in_phone = "@" in phone and parse_phone(phone, region=region) is None and parse_email(phone) is not None
    phone_in_mail = (
        email != "" and "@" not in email and "\uff20" not in email and parse_phone(email, region=region) is not None
    )
    if not mail_in_phone and not phone_in_mail:
        return
    if (mail_in_phone and email and not phone_in_mail) or (phone_in_mail and phone and not mail_in_phone):
        return  # the other column holds something of its own
    fields.pop("phone", None)
    fields.pop("email", None)
    fields["swapped"] = []
    if phone_in_mail:
        fields["phone"] = email
        fields["swapped"].append("phone")
    if mail_in_phone:
        fields["email"] = phone
        fields["swapped"].append("email")
