"""E-mail addresses of a column: the whole address, the mail box, and the domain with what kind it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gleanry.likeness.records.text import Cells, Column, column_of, ids_of
from gleanry.values.email import parse_email
from gleanry.values.public_mail import PUBLIC_DOMAINS

_PLAIN = re.compile(r"\s*([a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9-]+\.)+[a-z]{2,24})\s*")
_TELLING = re.compile(r"[0-9](?:[^0-9]*[0-9]){2}")
_ROLES = """
info sales sale office contact admin hr service services support marketing market mail email hello help enquiry
inquiry enquiries purchase purchasing buyer procurement reception finance account accounts billing webmaster
postmaster noreply no-reply team business bd pr press jobs job export import trade kefu caigou xiaoshou shichang
"""
ROLES = frozenset(_ROLES.split())


def mails_of(cells: Sequence[str] | Cells) -> Column:
    """The column with the ids `whole`, `box` and `domain`, and the flag `role`: where a house and not a person reads
    the mail. `box` is what stands before the @ where it proves something by itself: zhangwei is what any Zhang Wei is
    called, zhangwei9385 is one of them. `domain` is a house's own."""
    column = column_of(cells, _read)
    parts = [text.partition("@") for text in column.texts]
    roles = [local.split("+")[0] in ROLES for local, _, _ in parts]
    pairs = list(zip(parts, roles, strict=True))
    column.ids["whole"] = ids_of(column.texts)
    column.ids["box"] = ids_of(local if _TELLING.search(local) and not role else "" for (local, _, _), role in pairs)
    column.ids["domain"] = ids_of("" if domain in PUBLIC_DOMAINS else domain for _, _, domain in parts)
    column.ids["role"] = ids_of("role" if role else "" for role in roles)
    return column


def _read(text: str) -> str:
    """The address of a cell in lower case, as values.email reads it; what is none gives nothing."""
    low = text.lower()
    if len(low) <= 64 and (match := _PLAIN.fullmatch(low)):
        return match[1]
    found = parse_email(text[:400]) if "@" in low or "＠" in low else None
    return found.address if found else ""
