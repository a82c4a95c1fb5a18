"""What a lead doubles, as its page tells it: the rule that decided, each match, and whom to ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core import signing

from gleanry.flow.identify.queries import doubles_of
from gleanry.flow.identify.queries.books import SAME_RECORD, read_book
from gleanry.flow.identify.shapes import Double, MatchRow
from gleanry.kit import rulebook
from gleanry.kit.errors import Refusal
from gleanry.leads.shapes import LeadRow
from gleanry.people.queries import accounts_by_id
from gleanry.tenants.shapes import Viewer
from gleanry.web.words import duplicates as words
from gleanry.web.words.fields import FIELDS
from gleanry.web.words.labels import label

SALT = "gleanry.double"
FOR = 3600
"""Seconds for which somebody who was told of a thing may ask for it."""


def token_of(viewer: Viewer, double: Double) -> str:
    """What lets this viewer ask for a thing they were told of: nobody can ask for what they were not."""
    return signing.dumps([viewer.workspace_id, viewer.member_id, double.what, double.id], salt=SALT, compress=True)


def thing_of(viewer: Viewer, token: str) -> tuple[str, int]:
    """The thing a token names. Raises Refusal `not_found` for any other token."""
    try:
        workspace_id, member_id, what, thing_id = signing.loads(token, salt=SALT, max_age=FOR)
    except (signing.BadSignature, ValueError) as error:
        raise Refusal("not_found") from error
    if (workspace_id, member_id) != (viewer.workspace_id, viewer.member_id):
        raise Refusal("not_found")
    return str(what), int(thing_id)


def shown_doubles(viewer: Viewer, doubles: Iterable[Double]) -> list[dict[str, Any]]:
    """Doubles with what may be done about them."""
    return [
        {
            "double": double,
            "token": token_of(viewer, double) if _askable(viewer, double) else "",
            "mine": double.owner_id == viewer.member_id,
        }
        for double in doubles
    ]


def _askable(viewer: Viewer, double: Double) -> bool:
    return double.owner_id is not None and double.owner_id != viewer.member_id and not double.visible


def found_context(viewer: Viewer, lead: LeadRow, match: MatchRow | None) -> dict[str, Any]:
    """The rule that decided about a lead, in words, and each match as this viewer may know it."""
    if match is None or not match.found:
        return {"decided": None, "found": []}
    told = doubles_of(viewer, match.found)
    shown = {(row["double"].what, row["double"].id): row for row in shown_doubles(viewer, told.values())}
    accounts = _accounts_named(viewer, match)
    rows = []
    for number, row in enumerate(match.found):
        key = (row["with"], row["id"])
        if key in shown:
            said = {"on": words.agreeing_text(row["on"]), "age": words.age_text(row.get("days"))}
            changed = [_change(change, accounts) for change in row.get("changed", ())]
            rows.append(shown[key] | said | {"changed": changed, "decided": not number})
    return {"decided": _decided(viewer, match), "found": rows}


def _decided(viewer: Viewer, match: MatchRow) -> dict[str, Any]:
    """Number and words of the rule that decided, of the version it was decided under."""
    rules = rulebook.version_of(viewer.workspace_id, match.rules_id)
    if match.rule == SAME_RECORD:
        return {"text": str(words.SAME_RECORD), "number": 0, "version": rules.version, "rules_id": rules.id}
    book = read_book(rules.body)
    number, rule = next((n, rule) for n, rule in enumerate(book.rules, start=1) if rule.code == match.rule)
    return {"text": words.rule_text(rule), "number": number, "version": rules.version, "rules_id": rules.id}


def _accounts_named(viewer: Viewer, match: MatchRow) -> dict[int, str]:
    changes = [change for row in match.found for change in row.get("changed", ())]
    ids = [value for field, *pair in changes if field == "company" for value in pair]
    return {i: account.name for i, account in accounts_by_id(viewer.workspace_id, ids).items()} if ids else {}


def _change(change: list[Any], accounts: Mapping[int, str]) -> dict[str, str]:
    field, before, after = change
    told = [accounts.get(value, "") if field == "company" else value for value in (before, after)]
    return {"field": label(FIELDS, field), "before": told[0] or "–", "after": told[1] or "–"}
