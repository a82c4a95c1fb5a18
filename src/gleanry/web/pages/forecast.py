"""The forecast by every method side by side, what changed since last week, and which method was right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gleanry.cockpit.queries.forecast import forecast, forecast_deals
from gleanry.cockpit.queries.periods import PERIODS, days_of, key_of_month, key_of_quarter
from gleanry.cockpit.queries.snapshots import (
    CHANGES,
    changed_deals,
    changes_since,
    learned_state,
    list_snapshots,
    score_series,
    scores,
)
from gleanry.cockpit.queries.targets import plan_of, target_for
from gleanry.cockpit.shapes import GROUPINGS, HORIZONS, METHODS, Ask, Forecast, ForecastRow
from gleanry.flow.convert.queries import visible_deals
from gleanry.kit import clock, rulebook
from gleanry.people.queries import accounts_by_id
from gleanry.tenants.queries import get_settings, names_of, teams_by_id
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money
from gleanry.web.access import WorkRequest, key_of, page
from gleanry.web.words import forecast as words
from gleanry.web.words.labels import label

SHOWN = 50
NARROWING = ("owner", "team", "product", "process", "currency")


@dataclass(frozen=True)
class Line:
    """One group with the list behind it."""

    name: str
    row: ForecastRow
    href: str


def ask_of(request: WorkRequest) -> tuple[Ask, str]:
    """What the address asks for, and the name of its period; what is unknown is left out."""
    by = request.GET.get("by", "owner")
    period = request.GET.get("period", "quarter")
    period = period if period in PERIODS else "quarter"
    days = days_of(period, today(request))
    since, until = days or (None, None)
    given = {name: request.GET[name][:80] for name in NARROWING[2:] if request.GET.get(name)}
    by = by if by in GROUPINGS else "owner"
    return Ask(by, since, until, key_of(request, "owner"), key_of(request, "team"), **given), period


def today(request: WorkRequest) -> date:
    """Today where the workspace is."""
    return clock.now().astimezone(ZoneInfo(request.workspace.zone)).date()


@require_GET
@page("deals.see")
def forecast_view(request: WorkRequest) -> HttpResponse:
    viewer, at = request.viewer, clock.now()
    ask, period = ask_of(request)
    found = forecast(viewer, ask, at)
    names = group_names(viewer, found)
    query = {name: value for name, value in request.GET.items() if name in NARROWING and value} | {"period": period}
    lines = [
        Line(names.get(row.key, row.key), row, f"/forecast/deals/?{urlencode({**query, 'by': ask.by, 'key': row.key})}")
        for row in found.rows
    ]
    learned = learned_state(viewer.workspace_id)
    target = _target(viewer, ask, period)
    context = {
        "ask": ask,
        "period": period,
        "periods": words.PERIODS,
        "groupings": words.GROUPINGS,
        "methods": words.METHODS,
        "meanings": words.METHOD_MEANINGS,
        "lines": lines,
        "total": Line(_("All"), found.total, f"/forecast/deals/?{urlencode({**query, 'by': ask.by})}"),
        "landings": [_landing(found.total, method, target) for method in METHODS],
        "target": target,
        "unrated": found.unrated,
        "learned": learned,
        "learned_line": learned_line_of(learned, found),
        "chart": _chart(lines),
        "teams": [(str(pk), team.name) for pk, team in teams_by_id(viewer.workspace_id).items()],
        "only": {name: request.GET.get(name, "") for name in NARROWING},
        "processes": list(process_names(viewer.workspace_id).items()),
        "empty": not found.total.deals and not found.total.won_deals and not found.total.lost_deals,
    }
    return render(request, "pages/forecast.html", context)


def learned_line_of(learned: Any, found: Forecast) -> str:
    """What must be said of the learned column; nothing where every deal has its chance."""
    if learned is None or learned.body is None:
        return words.learned_line(learned.refusal if learned else None, any_yet=learned is not None)
    return ""


def _target(viewer: Viewer, ask: Ask, period: str) -> Money | None:
    """The amount to be signed in a month, quarter or year by whom the forecast is of."""
    if ask.since is None or ask.product or ask.process or ask.currency:
        return None
    plan = plan_of(viewer.workspace_id, ask.since.year, "signed")
    wanted: dict[str, str] = {}
    if period == "month":
        wanted["month"] = key_of_month(ask.since)
    elif period in ("quarter", "next_quarter"):
        wanted["quarter"] = key_of_quarter(ask.since)
    else:
        wanted["year"] = str(ask.since.year)
    owner = ask.owner_id or (viewer.member_id if viewer.owner_ids == (viewer.member_id,) else None)
    if owner is not None:
        wanted["person"] = str(owner)
    elif ask.team_id is not None:
        wanted["team"] = str(ask.team_id)
    elif viewer.owner_ids is not None:
        return None
    value = target_for(plan, wanted)
    return None if value is None else Money(value, currency_of(viewer))


def currency_of(viewer: Viewer) -> str:
    """The workspace's currency."""
    return get_settings(viewer.workspace_id).currency


def _landing(total: ForecastRow, method: str, target: Money | None) -> dict[str, Any]:
    ends = total.landing(method)
    share = ends.minor / target.minor if target and target.minor else None
    return {"method": method, "name": words.METHODS[method], "meaning": words.METHOD_MEANINGS[method],
            "open": total.of(method), "ends": ends, "share": share}  # fmt: skip


def group_names(viewer: Viewer, found: Forecast) -> dict[str, str]:
    """Key -> what a group is called."""
    keys, none = [row.key for row in found.rows], {"": _("(none)")}
    match found.ask.by:
        case "owner":
            known = names_of(viewer.workspace_id, [int(key) for key in keys if key])
            return {str(pk): name for pk, name in known.items()} | {"": _("Nobody")}
        case "team":
            return {str(pk): team.name for pk, team in teams_by_id(viewer.workspace_id).items()} | {"": _("No team")}
        case "process":
            return none | process_names(viewer.workspace_id)
        case _:
            return none | {key: str(text) for key, text in words.SPECIAL.items()}


def process_names(workspace_id: int) -> dict[str, str]:
    """Process -> its name in the present language."""
    chinese = (get_language() or "").startswith("zh")
    body = rulebook.current(workspace_id, "convert").body
    return {row["key"]: row["zh" if chinese else "en"] for row in body.get("processes", ())}


def stage_words(workspace_id: int) -> dict[str, str]:
    """Stage -> its name in the present language."""
    chinese = (get_language() or "").startswith("zh")
    body = rulebook.current(workspace_id, "convert").body
    return {row["key"]: row["zh" if chinese else "en"] for row in body["stages"]}


def _chart(lines: list[Line]) -> dict[str, Any]:
    shown = lines[:12]
    series = [("won", _("Won")), *((method, str(words.METHODS[method])) for method in METHODS)]
    return {
        "groups": [line.name for line in shown],
        "hrefs": [line.href for line in shown],
        "series": [
            {"key": key, "name": name,
             "data": [float((line.row.won if key == "won" else line.row.of(key)).amount) for line in shown]}
            for key, name in series
        ],
    }  # fmt: skip


@require_GET
@page("deals.see")
def forecast_deals_view(request: WorkRequest) -> HttpResponse:
    """The open deals behind a number, with what each method makes of them."""
    viewer, after = request.viewer, key_of(request, "after")
    ask, period = ask_of(request)
    key = request.GET.get("key")
    found = forecast_deals(viewer, ask, clock.now(), key=key, after=after, limit=SHOWN + 1)
    shown = found[:SHOWN]
    accounts = accounts_by_id(viewer.workspace_id, [row.account_id for row in shown])
    context = {
        "rows": [(row, row_name(accounts, row.account_id)) for row in shown],
        "owners": names_of(viewer.workspace_id, [row.owner_id for row in shown]),
        "stages": stage_words(viewer.workspace_id),
        "methods": words.METHODS,
        "period": words.PERIODS[period],
        "group": "" if key is None else group_name(viewer, ask, key),
        "next_after": shown[-1].id if len(found) > SHOWN else None,
        "paged": after is not None,
    }
    return render(request, "pages/forecast_deals.html", context)


def row_name(accounts: Any, account_id: int | None) -> str:
    """The account's name, empty where there is none."""
    row = accounts.get(account_id or 0)
    return row.name if row else ""


def group_name(viewer: Viewer, ask: Ask, key: str) -> str:
    """What one group is called."""
    zero = Money(0, currency_of(viewer))
    row = ForecastRow(key, 0, zero, zero, zero, zero, zero, zero, zero, 0, 0, 0, 0)
    return group_names(viewer, Forecast(ask, (row,), row)).get(key, key)


@require_GET
@page("deals.see")
def forecast_changes_view(request: WorkRequest) -> HttpResponse:
    """What changed since a week's snapshot, each number opening to its deals."""
    viewer, at = request.viewer, clock.now()
    snapshots = list_snapshots(viewer.workspace_id, limit=13)
    wanted, kind = key_of(request, "since"), request.GET.get("kind", "")
    since = next((row for row in snapshots if row.id == wanted), snapshots[0] if snapshots else None)
    context: dict[str, Any] = {"snapshots": snapshots, "since": since, "kind": kind, "names": words.CHANGES}
    if since is not None:
        context["changes"] = [(row, words.CHANGES[row.kind]) for row in changes_since(viewer, since, at)]
        if kind in CHANGES:
            found = changed_deals(viewer, since, kind, at)
            names = deal_names(viewer, [row[0] for row in found])
            base = request.workspace.currency
            context["rows"] = [
                {"id": pk, "name": names.get(pk, f"#{pk}"), "was": Money(int(was), base), "now": Money(int(now), base),
                 "was_grade": was_grade, "grade": grade, "was_day": then, "day": to}
                for pk, was, now, was_grade, grade, then, to in found
            ]  # fmt: skip
            context["kind_name"] = label(words.CHANGES, kind)
    return render(request, "pages/forecast_changes.html", context)


def deal_names(viewer: Viewer, deal_ids: list[int]) -> dict[int, str]:
    """Deal -> its name, of those the viewer sees; one statement."""
    rows = visible_deals(viewer).filter(pk__in=deal_ids).values_list("pk", "name")
    return dict(rows)


@require_GET
@page("cockpit.see")
def forecast_right_view(request: WorkRequest) -> HttpResponse:
    """Which method was right, by horizon, as a table and a chart."""
    workspace_id = request.viewer.workspace_id
    horizon = key_of(request, "weeks")
    horizon = horizon if horizon in HORIZONS else HORIZONS[0]
    found = scores(workspace_id) if request.viewer.owner_ids is None else []
    best = {
        weeks: min((row for row in found if row.horizon == weeks and row.error is not None),
                   key=lambda row: row.error or 0, default=None)
        for weeks in HORIZONS
    }  # fmt: skip
    series = score_series(workspace_id, horizon) if found else []
    base = request.workspace.currency
    context = {
        "scores": [(row, words.METHODS[row.method], best[row.horizon] == row) for row in found],
        "horizons": HORIZONS,
        "horizon": horizon,
        "snapshots": list_snapshots(workspace_id, limit=13) if request.viewer.owner_ids is None else [],
        "sees_all": request.viewer.owner_ids is None,
        "methods": words.METHODS,
        "learned": learned_state(workspace_id),
        "chart": {
            "weeks": [f"{week:%Y-%m-%d}" for week, _came, _said in series],
            "came": {"name": _("What came"), "data": [_major(came, base) for _week, came, _said in series]},
            "said": [
                {
                    "name": str(words.METHODS[method]),
                    "data": [_major(said.get(method, 0), base) for _w, _c, said in series],
                }
                for method in METHODS
            ],
        },
    }
    return render(request, "pages/forecast_right.html", context)


def _major(minor: int, currency: str) -> float:
    return float(Money(minor, currency).amount)
