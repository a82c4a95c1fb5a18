"""Incentives: plans, who shares an order, awards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gleanry.flow.reward.queries import try_plans
from gleanry.kit import clock
from gleanry.tenants.queries import names_of
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money
from gleanry.values.period import Days, month_of
from gleanry.web.editing import (
    Book,
    Choice,
    Code,
    DryRun,
    Field,
    Figure,
    Number,
    Rows,
    Settings,
    Table,
    Text,
    Whole,
    Words,
)
from gleanry.web.templatetags.gleanry import money
from gleanry.web.words.rewards import COUNTED, CURES

MOST = 20_000
MODELS = {"A": _("A: base and bonus"), "B": _("B: base and commission on cash received")}
OVER = {"month": _("each month"), "quarter": _("the quarter to date"), "year": _("the year to date")}
ADDRESSES = _("role:seller, team:North, region:South or member:12")
SINCE = Field("since", _("From the day"), Text(most=10), help=_("2026-01-01; empty: always"))
UNTIL = Field("until", _("Through the day"), Text(most=10))
PERCENT = Number(most=100, unit="%")
TIERS = Rows(
    columns=(
        Field("least", _("From, % of the target"), Number(most=10_000, unit="%"), required=True),
        Field("most", _("Through"), Number(most=10_000, unit="%")),
        Field("rate", _("Commission"), PERCENT),
        Field("factor", _("Bonus times"), Number(most=10)),
    ),
    new={"least": 100, "rate": 8, "factor": 1.2},
)


def dry_run(viewer: Viewer, body: Mapping[str, Any]) -> DryRun:
    """The receipts of the last twelve months by the draft and as it is: who gains, who loses."""
    first = month_of(timezone.localtime(clock.now()).date()).first
    days = Days(first.replace(year=first.year - 1), month_of(first).end)
    _faults, tried = try_plans(viewer.workspace_id, body, days, most=MOST)
    people = tried.people if tried else ()
    names = names_of(viewer.workspace_id, [one.member_id for one in people])
    zero = Money(0, people[0].old.currency) if people else None
    total = sum((one.new for one in people), zero) if zero else None
    before = sum((one.old for one in people), zero) if zero else None
    return DryRun(
        gettext("Of %(receipts)s receipts of the last twelve months, these people would have been paid otherwise.")
        % {"receipts": tried.receipts if tried else 0},
        (
            Figure(gettext("Commission"), money(total), money(before)),
            Figure(gettext("Gain"), str(sum(1 for one in people if one.difference.minor > 0))),
            Figure(gettext("Lose"), str(sum(1 for one in people if one.difference.minor < 0))),
        ),
        (gettext("Member"), gettext("In force"), gettext("Tried"), gettext("Difference")),
        tuple(
            (names.get(one.member_id, f"#{one.member_id}"), money(one.old), money(one.new), money(one.difference))
            for one in people[:50]
            if one.difference.minor
        ),
        "" if tried is None or tried.whole else gettext("Only the latest receipts were looked at."),
    )


BOOK = Book(
    name="rewards",
    order=75,
    title=_("Incentives"),
    decides=_("Who is paid what for money received, for targets reached and for what brings no money by itself."),
    reads="rewards.run",
    sections=(
        Settings(
            _("How it is measured"),
            (
                Field("measured_over", _("The target is reached over"), Choice(OVER)),
                Field("outbound_sources", _("Sources that are outbound"), Words(), keeps_empty=True),
                Field("new_markets", _("Regions that are new markets"), Words(), keeps_empty=True),
                Field("new_customer_days", _("A customer is new for days"), Whole(most=3660)),
            ),
        ),
        Table(
            "plans",
            _("Plans"),
            (
                Field("code", _("Code"), Code(stem="plan"), required=True),
                Field("model", _("Model"), Choice(MODELS), required=True),
                Field("zh", _("Name, Chinese"), Text()),
                Field("en", _("Name, English"), Text()),
                Field("people", _("For"), Words(), required=True, help=ADDRESSES),
                SINCE,
                UNTIL,
                Field("rate", _("Below the tiers"), PERCENT, help=_("Empty: 5 %. Also where there is no target.")),
                Field("bonus", _("Bonus a month"), Number(most=10**12), only=("model", ("A",))),
                Field("currency", _("Currency"), Text(most=3), only=("model", ("A",))),
                Field("below", _("Bonus below the tiers, times"), Number(most=10), only=("model", ("A",))),
                Field("tiers", _("Tiers"), TIERS, wide=True),
                Field("outbound", _("Outbound, times"), Number(most=10), only=("model", ("B",))),
                Field("inbound", _("Inbound, times"), Number(most=10), only=("model", ("B",))),
                Field("new_customer", _("New customer, times"), Number(most=10), only=("model", ("B",))),
                Field("new_market", _("New market, times"), Number(most=10), only=("model", ("B",))),
                Field("cap", _("At most a month"), Number(most=10**12), only=("model", ("B",))),
            ),
            layout="cards",
            most=50,
            help=_("The first plan of a model that names somebody on the first day of a month is theirs."),
            new={"code": "plan_1", "model": "B", "people": ["role:seller"], "rate": 5},
        ),
        Table(
            "sharing",
            _("Who shares an order"),
            (
                Field("code", _("Code"), Code(stem="sharing"), required=True),
                Field("products", _("Only for products"), Words()),
                SINCE,
                UNTIL,
                Field("sales", pgettext_lazy("department", "Sales"), PERCENT, required=True),
                Field("presales", _("Pre-sales"), PERCENT),
                Field("presales_to", _("Pre-sales is"), Words(), help=_("sdr: the deal's SDR; or addresses")),
                Field("marketing", pgettext_lazy("department", "Marketing"), PERCENT),
                Field("marketing_to", _("Marketing is"), Words(), help=ADDRESSES),
            ),
            layout="cards",
            most=50,
            help=_("Marketing gets its share where it brought the lead. What nobody stands for stays with sales."),
            new={"code": "sharing_1", "sales": 100},
        ),
        Table(
            "awards",
            _("Awards for events"),
            (
                Field("code", _("Code"), Code(stem="award"), required=True),
                Field("zh", _("Name, Chinese"), Text()),
                Field("en", _("Name, English"), Text()),
                Field("people", _("For"), Words(), required=True, help=ADDRESSES),
                Field("what", _("Counted"), Choice(COUNTED), required=True),
                Field("product", _("Product"), Text(), only=("what", ("units", "won"))),
                Field("least", _("At least"), Number(most=10**9), required=True),
                Field("amount", _("Pays"), Number(most=10**12), required=True),
                Field("currency", _("Currency"), Text(most=3), required=True),
                SINCE,
                UNTIL,
            ),
            layout="cards",
            most=50,
            new={"code": "award_1", "people": ["role:seller"], "what": "won", "least": 10, "currency": "CNY"},
        ),
        Table(
            "products",
            _("Weights of products"),
            (
                Field("product", _("Product"), Text(), required=True),
                Field("weight", _("Times"), Number(most=10), required=True),
            ),
            ordered=False,
            new={"weight": 1.2},
        ),
        Table(
            "prices",
            _("Weights of the price kept"),
            (
                Field("least", _("At least, % of the list price"), PERCENT, required=True),
                Field("factor", _("Times"), Number(most=10), required=True),
            ),
            ordered=False,
            new={"least": 95, "factor": 1.1},
        ),
    ),
    cures=CURES,
    dry_run=dry_run,
)
