"""What a word of files means was decided: deals that say it are told anew, and nothing else of them is touched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from gleanry.flow.capture.facts import NamesDecided
from gleanry.flow.capture.queries import choices_by_id, fields_of
from gleanry.flow.convert.actions.holding import keep_changes
from gleanry.flow.convert.actions.retell import differences
from gleanry.flow.convert.actions.take_deals import take_again
from gleanry.flow.convert.models import DealOutcome, Opportunity
from gleanry.flow.convert.rules import read_stages, stage_named
from gleanry.kit import bulk, rulebook
from gleanry.people.queries import accounts_by_key
from gleanry.tenants.queries import members_by_word
from gleanry.values.company_name import parse_company_name

BATCH = 2000

Words = set[str]
Fields = Mapping[str, Any]


def follow_names(workspace_id: int, fact: NamesDecided, at: datetime) -> None:
    """Bring deals in line with what their words mean now, whether a choice was made or taken back."""
    words: dict[str, Words] = {}
    for choice in choices_by_id(workspace_id, fact.choice_ids):
        words.setdefault(choice.refers, set()).update({choice.word, choice.target} - {""})
    if "product" in words:
        _rename_products(workspace_id, words["product"], at)
    if "member" in words:
        members = members_by_word(workspace_id)
        for field in ("owner", "sdr"):
            _move(_Telling(workspace_id, (f"{field}_id",), at), words["member"], field, members)
    if "account" in words:
        keyed = {word: _key(word) for word in words["account"]}
        known = accounts_by_key(workspace_id, keyed.values())
        _move_accounts(workspace_id, {known[key] for key in keyed.values() if key in known}, at)
    if "stage" in words:
        _restage(workspace_id, words["stage"], at)


def _rename_products(workspace_id: int, words: Words, at: datetime) -> None:
    """Give the deals that say a word its product. One whose product somebody changed by hand keeps it."""
    wanted = Q(product__in=[word[:80] for word in words])

    def told(row: Sequence[Any], fields: Fields) -> tuple[Any, ...] | None:
        product, name = row
        said = str(fields.get("product") or "")[:80]
        if not said or said == product:
            return None
        end = f" · {product}"
        title = name.removesuffix(end) + f" · {said}" if name.endswith(end) else said if name == product else name
        return said, title[:200]

    _retell(_Telling(workspace_id, ("product", "name"), at), wanted, told)


def _move(telling: _Telling, words: Words, field: str, members: Mapping[str, int]) -> None:
    """Give the deals that name a colleague by a word to whom it means."""
    now = {members[word] for word in words if word in members}

    def told(row: Sequence[Any], fields: Fields) -> tuple[Any, ...] | None:
        meant = members.get(str(fields.get(field) or "")[:80])
        return (meant,) if meant is not None and meant != row[0] else None

    _retell(telling, Q(**{f"{telling.columns[0]}__in": now}), told)


def _move_accounts(workspace_id: int, account_ids: set[int], at: datetime) -> None:
    """Put the deals that name a company by a word under the account it means."""
    keys: dict[str, int] = {}

    def told(row: Sequence[Any], fields: Fields) -> tuple[Any, ...] | None:
        meant = keys.get(_key(fields.get("account") or fields.get("company")))
        return (meant,) if meant is not None and meant != row[0] else None

    def learn(rows: Iterable[Fields]) -> None:
        keys.update(accounts_by_key(workspace_id, {_key(f.get("account") or f.get("company")) for f in rows}))

    _retell(_Telling(workspace_id, ("account_id",), at), Q(account_id__in=account_ids), told, learn)


def _restage(workspace_id: int, words: Words, at: datetime) -> None:
    """Take again the open deals that stand where a word put them: they may move, be won or be lost."""
    stages = read_stages(rulebook.current(workspace_id, "convert").body)
    there = {stage_named(word, stages) for word in words} | {stages[0].key}
    rows = Opportunity.objects.of(workspace_id).filter(outcome=DealOutcome.OPEN, stage__in=there)
    told = rows.filter(submission_id__isnull=False).order_by("pk").values_list("submission_id", flat=True)
    ids = [submission_id for submission_id in told if submission_id is not None]
    for part in (ids[at : at + BATCH] for at in range(0, len(ids), BATCH)):
        saying = [one.submission_id for one in fields_of(workspace_id, part) if one.fields.get("stage") in words]
        take_again(workspace_id, saying, at)


Told = Callable[[Sequence[Any], Fields], tuple[Any, ...] | None]
"""(what stands in the columns, what the row says) -> what shall stand there; None for no change."""


@dataclass(frozen=True)
class _Telling:
    """Which columns of deals are told anew, and when."""

    workspace_id: int
    columns: tuple[str, ...]
    at: datetime


def _retell(telling: _Telling, wanted: Q, told: Told, learn: Callable[[Iterable[Fields]], None] | None = None) -> None:
    """Set columns of the deals from files that `wanted` finds to what `told` gives; five statements for 2,000."""
    columns = telling.columns
    rows = Opportunity.objects.of(telling.workspace_id).filter(wanted, submission_id__isnull=False).order_by("pk")
    found = list(rows.values_list("pk", "submission_id", "version", *columns))
    for part in (found[at : at + BATCH] for at in range(0, len(found), BATCH)):
        read = {one.submission_id: one.fields for one in fields_of(telling.workspace_id, (row[1] for row in part))}
        if learn is not None:
            learn(read.values())
        pairs = {row[0]: told(row[3:], read[row[1]]) for row in part if row[1] in read}
        new = {pk: values for pk, values in pairs.items() if values is not None}
        bulk.update(Opportunity, columns, [(pk, *values) for pk, values in new.items()])
        changes = {
            row[0]: differences(dict(zip(columns, row[3:], strict=True)), dict(zip(columns, new[row[0]], strict=True)))
            for row in part
            if row[0] in new
        }
        keep_changes(telling.workspace_id, {row[0]: row[2] for row in part}, changes, telling.at, by=None)


def _key(name: object) -> str:
    company = parse_company_name(str(name or ""))
    return company.key[:200] if company else ""
