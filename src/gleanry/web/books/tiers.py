"""Tiers: how much an account matters, by a table, by ABC, by RAD or by RFM."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gleanry.kit import clock
from gleanry.people.plain import CELLS, read_tiers
from gleanry.people.queries import accounts_after, accounts_by_id, tier_book
from gleanry.tenants.shapes import Viewer
from gleanry.web.editing import (
    Book,
    Choice,
    Code,
    DryRun,
    Field,
    Figure,
    Number,
    Settings,
    Table,
    Text,
    Truth,
    Whole,
    Words,
)
from gleanry.web.words.accounts import COVERAGES
from gleanry.web.words.regions import currencies
from gleanry.wiring.accounts import accounts_within, try_tiers

TRIED, SHOWN = 2000, 50
WAYS = {"tiers": _("the table of tiers"), "abc": "ABC", "rad": "RAD", "rfm": "RFM"}
MEASURES = {"won": _("what was won"), "received": _("what was received")}
SPLITS = {"bands": _("by the bands below"), "quintiles": _("by fifths of all who bought")}


def dry_run(viewer: Viewer, body: Mapping[str, Any]) -> DryRun:
    """Which of the latest accounts would have another tier under the draft."""
    workspace_id, now = viewer.workspace_id, clock.now()
    _rules_id, book = tier_book(workspace_id)
    ids = accounts_after(workspace_id, 0, TRIED)
    tried = try_tiers(workspace_id, [book, read_tiers(body)], ids, now)
    moved = tried.moved[:SHOWN]
    seen = accounts_within(viewer, [account for account, *_tiers in moved])
    names = accounts_by_id(workspace_id, seen)
    codes = list(dict.fromkeys([*tried.after, *tried.before]))
    return DryRun(
        gettext("Of %(n)s accounts, %(moved)s would have another tier.")
        % {"n": tried.looked_at, "moved": len(tried.moved)},
        tuple(
            Figure(code or gettext("none"), str(tried.after.get(code, 0)), str(tried.before.get(code, 0)))
            for code in codes
        ),
        (gettext("Company"), gettext("Now"), gettext("Then")),
        tuple(
            (names[account].name, before or "–", after or "–") for account, before, after in moved if account in names
        ),
        "" if tried.looked_at < TRIED else gettext("Only the first accounts were looked at."),
    )


BOOK = Book(
    name="tiers",
    order=72,
    title=_("Tiers of accounts"),
    decides=_("How much an account matters, and what is done for it."),
    sections=(
        Settings(
            _("What gives the tier"),
            (
                Field("by", _("An account's tier is given by"), Choice(WAYS), required=True),
                Field("measure", _("An account is worth"), Choice(MEASURES), required=True),
                Field("window_months", _("Looking back"), Whole(least=1, most=120, unit=_("months")), required=True),
                Field("keys", _("Key tiers"), Words(), help=_("These accounts need a keeper and a deputy.")),
            ),
        ),
        Table(
            "tiers",
            _("The table of tiers"),
            (
                Field("code", _("Code"), Code(stem="T", most=12), required=True),
                Field("zh", _("Chinese name"), Text(most=40)),
                Field("en", _("English name"), Text(most=40)),
                Field("strategic", _("Strategic"), Truth(empty=_("any"))),
                Field("bought", _("Has bought"), Truth(empty=_("any"))),
                Field("coverage", _("Covered"), Choice(COVERAGES, empty=_("any"))),
                Field("level_least", _("Level at least"), Whole(most=9)),
                Field("level_most", _("Level at most"), Whole(most=9)),
                Field("share_over", _("Our share above"), Number(least=0, most=100, unit="%")),
                Field("share_most", _("Our share at most"), Number(least=0, most=100, unit="%")),
                Field("value_least", _("Worth at least"), Number(least=0)),
                Field("care_zh", _("Care in Chinese"), Text(most=120), wide=True),
                Field("care_en", _("Care in English"), Text(most=120), wide=True),
            ),
            layout="cards",
            help=_("From the first to the last; the first row whose conditions all hold counts."),
            most=30,
        ),
        Settings(
            "ABC",
            (
                Field("abc.a", _("A up to"), Whole(least=1, most=100, unit="%"), required=True),
                Field("abc.b", _("B up to"), Whole(least=1, most=100, unit="%"), required=True),
            ),
            help=_("Of all that was bought, the largest buyers first."),
        ),
        Settings(
            "RAD",
            (
                Field("rad.currency", _("Currency"), Choice(currencies), required=True),
                Field("rad.low", _("Spends a year, below this 1"), Number(least=0), required=True),
                Field("rad.high", _("Spends a year, above this 3"), Number(least=0), required=True),
                Field("rad.retain", _("Our share, above this R"), Number(least=0, most=100, unit="%"), required=True),
                Field("rad.develop", _("Our share, below this A"), Number(least=0, most=100, unit="%"), required=True),
            ),
            help=_("The bounds themselves belong to 2 and to D."),
        ),
        Table(
            "cells",
            _("Care by the cell of RAD"),
            (
                Field("cell", _("Cell"), Choice({cell: cell for cell in CELLS}), required=True),
                Field("zh", _("Care in Chinese"), Text(most=120), wide=True),
                Field("en", _("Care in English"), Text(most=120), wide=True),
            ),
            ordered=False,
            most=9,
        ),
        Settings(
            "RFM",
            (
                Field("rfm.split", _("Scores"), Choice(SPLITS), required=True),
                Field("rfm.high", _("High from a score of"), Whole(least=1, most=5), required=True),
            ),
        ),
        Table(
            "bands",
            _("Bands of RFM"),
            (
                Field("days", _("Bought within, days"), Whole(), required=True),
                Field("deals", _("Deals at least"), Whole(), required=True),
                Field("value", _("Worth at least"), Number(least=0), required=True),
            ),
            help=_("Four steps part five scores; each reached adds one."),
            most=4,
        ),
    ),
    cures={
        "not_months": _("Look back from 1 to 120 months."),
        "not_rising": _("The bounds must rise."),
        "not_score": _("A score is 1 to 5."),
        "never_holds": _("No account has a level in between."),
        "not_four": _("There must be four bands."),
    },
    dry_run=dry_run,
)
