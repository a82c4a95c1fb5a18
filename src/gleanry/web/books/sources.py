"""Sources: the pipes, whose record counts, how cases are held, what a registration protects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gleanry.flow.settle.queries import source_rule_in, try_sources
from gleanry.leads.shapes import Obtained
from gleanry.tenants.shapes import Viewer
from gleanry.web.editing import (
    Book,
    Choice,
    Choices,
    Code,
    DryRun,
    Field,
    Figure,
    Settings,
    Table,
    Text,
    Whole,
    Words,
    YesNo,
)
from gleanry.web.words.labels import OBTAINED, ROLES
from gleanry.web.words.settling import pipe_name

MOST_SHOWN = 20
DAYS = Whole(least=1, most=60, unit=_("working days"))
MONTHS = Whole(least=1, most=60, unit=_("months"))
CLAIMS = {"account": _("the account"), "lead": _("a lead"), "deal": _("an open opportunity")}
TIES = {"even": _("half for each"), "first": _("all to who was there first")}
KNOWN = {"case": _("a case is opened"), "refuse": _("it is refused")}
THENS = {
    "keep": _("who registered it keeps its leads"),
    "pool": _("its leads go to the active sea"),
    "director": _("its leads go to the director"),
}
WAYS = {str(way): OBTAINED[str(way)] for way in Obtained if str(way) in OBTAINED}


def dry_run(viewer: Viewer, body: Mapping[str, Any]) -> DryRun:
    """Which of the latest opportunities would have another source under the draft."""
    tried = try_sources(viewer, body)
    rule = source_rule_in(body)
    moved = [(deal, now.pipe, then.pipe) for deal, now, then in tried if now.pipe != then.pipe]
    today = Counter(found.pipe for _, found, _ in tried)
    drafted = Counter(found.pipe for _, _, found in tried)
    pipes = list(dict.fromkeys([*(pipe.code for pipe in rule.pipes), *today, *drafted]))
    return DryRun(
        gettext("Of the latest %(n)s opportunities, %(moved)s would have another source.")
        % {"n": len(tried), "moved": len(moved)},
        tuple(Figure(pipe_name(pipe, rule), str(drafted[pipe]), str(today[pipe])) for pipe in pipes),
        (gettext("Opportunity"), gettext("Source now"), gettext("Source then")),
        tuple((f"#{deal}", pipe_name(a, rule), pipe_name(b, rule)) for deal, a, b in moved[:MOST_SHOWN]),
    )


BOOK = Book(
    name="sources",
    order=75,
    title=_("Sources and collisions"),
    decides=_(
        "Which pipe an opportunity came by, how two claims to one company are settled, what a registration protects."
    ),
    sections=(
        Settings(
            _("The single source"),
            (
                Field(
                    "months",
                    _("The first on record counts within"),
                    MONTHS,
                    help=_("Counted back from the opportunity. Beyond that, the last on record counts."),
                ),
                Field("otherwise", _("Sources no pipe names belong to"), Text(most=20)),
                Field("visits", _("Visits count as a record"), YesNo(default=True)),
                Field("touches", _("Touches count as a record"), YesNo(default=True)),
            ),
        ),
        Table(
            "pipes",
            _("Pipes"),
            (
                Field("code", _("Code"), Code(most=20, stem="pipe"), required=True),
                Field("zh", _("Name in Chinese"), Text()),
                Field("en", _("Name in English"), Text()),
                Field("sources", _("Sources"), Words(), wide=True),
                Field("obtained", _("Ways leads were obtained"), Choices(WAYS, none=_("none"))),
                Field("roles", _("Registered by"), Choices(ROLES, none=_("none"))),
                Field("own", _("Its people record their own leads"), YesNo(default=False)),
            ),
            layout="cards",
            most=20,
        ),
        Table(
            "lines",
            _("Other months for a product line"),
            (
                Field("product", _("Product"), Text(), required=True),
                Field("months", _("Within"), MONTHS, required=True),
            ),
            ordered=False,
            most=100,
        ),
        Settings(
            _("Cases"),
            (
                Field("cases.answer_days", _("The sides answer within"), DAYS),
                Field("cases.judge_days", _("It is decided within"), DAYS),
                Field("cases.appeal_days", _("A side may appeal within"), DAYS),
                Field("cases.final_days", _("The appeal is decided within"), DAYS),
                Field("cases.claims", _("What counts as a claim"), Choices(CLAIMS)),
                Field("cases.tie", _("Where nothing speaks for either"), Choice(TIES)),
            ),
        ),
        Settings(
            pgettext_lazy("rules", "Registrations"),
            (
                Field("registrations.months", _("Protects for"), MONTHS),
                Field(
                    "registrations.extend_months",
                    _("An extension gives"),
                    Whole(least=0, most=36, unit=_("months")),
                ),
                Field("registrations.most_months", _("Never longer than"), MONTHS),
                Field(
                    "registrations.active_days",
                    _("Extended for who was at work within"),
                    Whole(least=1, most=365, unit=_("days")),
                ),
                Field(
                    "registrations.hold_most",
                    _("At most protected by each"),
                    Whole(least=0, most=10_000),
                    help=_("0: as many as they like."),
                ),
                Field("registrations.known", _("Where somebody else works on it"), Choice(KNOWN)),
                Field("registrations.then", _("When it ends"), Choice(THENS)),
            ),
        ),
    ),
    cures={
        "source_twice": _("This source stands in another pipe already."),
        "too_short": _("The hard end comes before the protection ends."),
        "not_number": _("This number is outside what is allowed."),
        "missing": _("This line needs a code or a name."),
    },
    dry_run=dry_run,
)
