"""What a word of files means was decided: deals that say it are told anew, and nothing else of them is touched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from gleanry.flow.capture.facts import NamesDecided
from gleanry.flow.capture.queries import choices_by_id, fields_of
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
        _rename_products(workspace_id, words["product"])
    if "member" in words:
        _move(workspace_id, words["member"], ("owner", "owner_id"), members_by_word(workspace_id))
        _move(workspace_id, words["member"], ("sdr", "sdr_id"), members_by_word(workspace_id))
    if "account" in words:
        keyed = {word: _key(word) for word in words["account"]}
        known = accounts_by_key(workspace_id, keyed.values())
        _move_accounts(workspace_id, {known[key] for key in keyed.values() if key in known})
    if "stage" in words:
        _restage(workspace_id, words["stage"], at)


def _rename_products(workspace_id: int, words: Words) -> None:
    """Give the deals that say a word its product. One whose product somebody changed by hand keeps it."""
    wanted = Q(product__in=[word[:80] for word in words])

    def told(row: Sequence[Any], fields: Fields) -> tuple[Any, ...] | None:
        _, _, product, name = row
        said = str(fields.get("product") or "")[:80]
        if not said or said == product:
            return None
        end = f" · {product}"
        title = name.removesuffix(end) + f" · {said}" if name.endswith(end) else said if name == product else name
        return said, title[:200]

    _retell(workspace_id, wanted, ("product", "name"), told)


def _move(workspace_id: int, words: Words, columns: tuple[str, str], members: Mapping[str, int]) -> None:
    """Give the deals that name a colleague by a word to whom it means."""
    field, column = columns
    now = {members[word] for word in words if word in members}

    def told(row: Sequence[Any], fields: Fields) -> tuple[Any, ...] | None:
        meant = members.get(str(fields.get(field) or "")[:80])
        return (meant,) if meant is not None and meant != row[2] else None

    _retell(workspace_id, Q(**{f"{column}__in": now}), (column,), told)


def _move_accounts(workspace_id: int, account_ids: set[int]) -> None:
    """Put the deals that name a company by a word under the account it means."""
    keys: dict[str, int] = {}

    def told(row: Sequence[Any], fields: Fields) -> tuple[Any, ...] | None:
        meant = keys.get(_key(fields.get("account") or fields.get("company")))
        return (meant,) if meant is not None and meant != row[2] else None

    def learn(rows: Iterable[Fields]) -> None:
        keys.update(accounts_by_key(workspace_id, {_key(f.get("account") or f.get("company")) for f in rows}))

    _retell(workspace_id, Q(account_id__in=account_ids), ("account_id",), told, learn)


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


def _retell(
    workspace_id: int,
    wanted: Q,
    columns: tuple[str, ...],
    told: Told,
    learn: Callable[[Iterable[Fields]], None] | None = None,
) -> None:
    """Set columns of the deals from files that `wanted` finds to what `told` gives; three statements for 2,000."""
    rows = Opportunity.objects.of(workspace_id).filter(wanted, submission_id__isnull=False).order_by("pk")
    found = list(rows.values_list("pk", "submission_id", *columns))
    for part in (found[at : at + BATCH] for at in range(0, len(found), BATCH)):
        read = {one.submission_id: one.fields for one in fields_of(workspace_id, (row[1] for row in part))}
        if learn is not None:
            learn(read.values())
        pairs = [(row[0], told(row, read[row[1]])) for row in part if row[1] in read]
        bulk.update(Opportunity, columns, [(pk, *values) for pk, values in pairs if values is not None])


def _key(name: object) -> str:
    company = parse_company_name(str(name or ""))
    return company.key[:200] if company else ""
