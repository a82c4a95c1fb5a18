"""Words of files that name nothing we have: which of our names was meant, what people decide of it.

The one place that knows all names: products, accounts, members, teams, regions, stages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from gleanry.flow.capture.actions import decide_names
from gleanry.flow.capture.facts import ProductsCaptured
from gleanry.flow.capture.queries import fields_of, named_words, standing_choices
from gleanry.flow.capture.shapes import THINGS, NewChoice, Word
from gleanry.flow.convert.queries import stage_words
from gleanry.flow.identify.queries import waited_parents
from gleanry.flow.order.actions import add_products
from gleanry.flow.order.queries import product_codes, product_names
from gleanry.kit.errors import Refusal
from gleanry.likeness.repairs import MOST, Names, Proposal, is_clear
from gleanry.people.queries import account_candidates, accounts_after, accounts_by_key
from gleanry.tenants.actions import make_region, make_team
from gleanry.tenants.queries import list_teams, region_ids, told_members
from gleanry.values.company_name import parse_company_name

MOST_COMPANIES = 500
"""Companies looked for by likeness at once: each costs a look into the index of names."""
MOST_COMPARED = 20_000
"""Companies whose names are compared letter by letter; of more, only those the index of names finds are proposed."""
ALWAYS_ASKED = frozenset(("product", "stage"))
"""What nobody adds by naming it: a word for it is shown even where nothing is like it."""
EMPTY_IS_FINE = frozenset(("product",))
"""What a workspace may do without: while it has none, no word for it is wrong."""


@dataclass(frozen=True, slots=True)
class OpenName:
    """A word that names nothing we have: how many rows say it, and what may be meant, the likeliest first.

    `clear` says that the first is likelier than any other.
    """

    refers: str
    word: str
    rows: int
    proposals: tuple[Proposal, ...]
    clear: bool


def open_names(workspace_id: int, words: Mapping[Word, int]) -> list[OpenName]:
    """What should be decided of the words of files: those nobody decided on and that are none of our names.

    The most frequent first. A few statements for each kind of thing that is named, whatever the number of words.
    """
    decided = standing_choices(workspace_id, words)
    found: list[OpenName] = []
    for refers in THINGS:
        rows = {word: n for (named, word), n in words.items() if named == refers and (named, word) not in decided}
        if rows:
            found += _open(workspace_id, refers, rows)
    return sorted(found, key=lambda one: (-one.rows, one.refers, one.word))


def names_to_settle(workspace_id: int, import_id: int | None = None) -> list[OpenName]:
    """The open names of what was taken: of one file, or of all with the parents that companies wait for."""
    words = named_words(workspace_id, import_id)
    return open_names(workspace_id, words if import_id else words | waited_parents(workspace_id))


def decide(workspace_id: int, choices: Sequence[NewChoice], *, at: datetime, by: int | None = None) -> tuple[int, ...]:
    """Keep what words mean, for all rows now and later; give the ids of the choices that are new.

    Raises Refusal `bad_choice` where a target is none of our names.
    """
    for refers in {choice.refers for choice in choices if choice.choice == "means"}:
        targets = {choice.target for choice in choices if choice.refers == refers and choice.choice == "means"}
        unknown = targets - known_among(workspace_id, refers, targets)
        if unknown:
            raise Refusal("bad_choice", refers=refers, target=sorted(unknown)[0])
    for choice in choices:
        if choice.choice == "add":
            _add(workspace_id, choice.refers, choice.word, at)
    return decide_names(workspace_id, choices, at=at, by=by)


def know_codes(workspace_id: int, fact: ProductsCaptured, at: datetime) -> None:
    """A product's code means its name: kept like any choice, with the reason, where nobody decided on the code."""
    pairs = {
        str(read.fields["code"]): str(read.fields["product"])
        for read in fields_of(workspace_id, fact.submission_ids)
        if read.fields.get("code") and read.fields.get("product") and read.fields["code"] != read.fields["product"]
    }
    decided = standing_choices(workspace_id, [("product", code) for code in pairs])
    fresh = [
        NewChoice("product", code, "means", name, ("code",))
        for code, name in pairs.items()
        if ("product", code) not in decided
    ]
    decide_names(workspace_id, fresh, at=at)


def known_among(workspace_id: int, refers: str, words: Iterable[str]) -> set[str]:
    """Those of `words` that are names we have."""
    if refers == "account":
        keys = {word: company.key[:200] for word in words if (company := parse_company_name(word))}
        known = accounts_by_key(workspace_id, keys.values())
        return {word for word, key in keys.items() if key in known}
    return set(words) & set(_names(workspace_id, refers))


def _open(workspace_id: int, refers: str, rows: Mapping[str, int]) -> list[OpenName]:
    if refers == "account":
        return _open_accounts(workspace_id, rows)
    names = Names(_names(workspace_id, refers))
    if not names.exact and refers in EMPTY_IS_FINE:
        return []
    codes = product_codes(workspace_id) if refers == "product" else {}
    found = []
    for word, n in rows.items():
        if word not in names.exact:
            by_code = (Proposal(codes[word], 1.0, ("code",)),) if word in codes else ()
            proposals = (*by_code, *(one for one in names.proposals(word) if one.name != codes.get(word)))
            if proposals or refers in ALWAYS_ASKED:
                found.append(OpenName(refers, word, n, proposals, is_clear(proposals)))
    return found


def _open_accounts(workspace_id: int, rows: Mapping[str, int]) -> list[OpenName]:
    known = known_among(workspace_id, "account", rows)
    unknown = sorted((word for word in rows if word not in known), key=lambda word: -rows[word])[:MOST_COMPANIES]
    if not unknown:
        return []
    candidates = account_candidates(workspace_id, unknown)
    written = Names(accounts_after(workspace_id, 0, MOST_COMPARED).values())
    found = []
    for word in unknown:
        near = {one.name: one for one in written.proposals(word)}
        for one in candidates.get(word, ()):
            near.setdefault(one.name, Proposal(one.name, round(one.probability, 2), ("likeness",)))
        proposals = tuple(sorted(near.values(), key=lambda one: (-one.sure, one.name))[:MOST])
        if proposals:
            found.append(OpenName("account", word, rows[word], proposals, is_clear(proposals)))
    return found


def _names(workspace_id: int, refers: str) -> list[str]:
    if refers == "product":
        return product_names(workspace_id)
    if refers == "member":
        return told_members(workspace_id)
    if refers == "team":
        return [name for _, name in list_teams(workspace_id)]
    if refers == "region":
        return list(region_ids(workspace_id))
    return stage_words(workspace_id)


def _add(workspace_id: int, refers: str, word: str, at: datetime) -> None:
    """Something new by its name, where naming it did not add it already."""
    if refers == "product":
        add_products(workspace_id, [word], at=at)
    elif refers == "team":
        make_team(workspace_id, word[:80])
    elif refers == "region":
        make_region(workspace_id, word[:80], places=[])
    elif refers == "stage":
        raise Refusal("bad_choice", refers=refers, choice="add")
