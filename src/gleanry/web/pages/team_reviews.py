"""Reviews of the week and the month, prepared by the program; and what one commits to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gleanry.cockpit.actions.promises import JUDGED, commit_to, judge_words
from gleanry.cockpit.queries.periods import monday_of
from gleanry.cockpit.queries.reviews import commitments_of, get_review, list_reviews, review_before
from gleanry.cockpit.shapes import METHODS, ReviewRow
from gleanry.flow.convert.queries import list_deals
from gleanry.flow.convert.shapes import DealFilters
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.tenants.queries import names_of, teams_by_id
from gleanry.values.money import Money
from gleanry.web.access import WorkRequest, page
from gleanry.web.pages.forecast import deal_names, stage_words
from gleanry.web.words import forecast as words
from gleanry.web.words import labels
from gleanry.web.words.refusals import refusal_text

MY_DEALS = 200


@dataclass(frozen=True)
class Section:
    """A part of a review: how many, what they come to, how many the time before, and the largest records."""

    kind: str
    title: str
    count: int
    amount: Money
    before: int | None
    rows: list[dict[str, Any]]


@require_GET
@page("deals.see")
def review_list(request: WorkRequest) -> HttpResponse:
    return reviews_page(request)


def reviews_page(request: WorkRequest, *, fault: str = "", typed: dict[str, str] | None = None) -> HttpResponse:
    """The reviews one sees and the commitments of this week, with what was typed when it could not be taken."""
    viewer = request.viewer
    kind = "month" if request.GET.get("kind") == "month" else "week"
    found = list_reviews(viewer, kind=kind)
    members = names_of(viewer.workspace_id, [row.subject for _, rows in found for row in rows if row.scope == "person"])
    teams = {pk: team.name for pk, team in teams_by_id(viewer.workspace_id).items()}
    week = monday_of(_today(request))
    stated = commitments_of(viewer, week)
    open_deals = list_deals(viewer, DealFilters(outcome="open"), limit=MY_DEALS)
    context = {
        "kind": kind,
        "days": [(day, [(row, subject_name(row, members, teams)) for row in rows]) for day, rows in found],
        "week": week,
        "stated": stated,
        "members": names_of(viewer.workspace_id, [row.member_id for row in stated]),
        "deals": [(deal.id, deal.name) for deal in open_deals if deal.owner_id == viewer.member_id],
        "deal_names": deal_names(viewer, [row.opportunity_id for row in stated if row.opportunity_id]),
        "stages": stage_words(viewer.workspace_id),
        "verdicts": words.VERDICTS,
        "judges": viewer.may(JUDGED),
        "fault": fault,
        "typed": typed or {},
    }
    return render(request, "pages/team_reviews.html", context, status=422 if fault else 200)


def _today(request: WorkRequest) -> date:
    return clock.now().astimezone(ZoneInfo(request.workspace.zone)).date()


def subject_name(row: ReviewRow, members: dict[int, str], teams: dict[int, str]) -> str:
    """Whose review it is."""
    if row.scope == "company":
        return _("The whole company")
    names = teams if row.scope == "team" else members
    return names.get(row.subject, f"#{row.subject}")


@require_GET
@page("deals.see")
def review_view(request: WorkRequest, review_id: int) -> HttpResponse:
    """One review as it was prepared, beside the one before it."""
    viewer = request.viewer
    review = get_review(viewer, review_id)
    before = review_before(viewer, review)
    body = review.body
    base = request.workspace.currency
    people = {row["owner"] for part in body["sections"].values() for row in part["rows"]}
    people |= {one["member"] for one in [*body["promises"], *body.get("ranking", ())]}
    members = names_of(viewer.workspace_id, {*people, review.subject if review.scope == "person" else None})
    teams = {pk: team.name for pk, team in teams_by_id(viewer.workspace_id).items()}
    steps = (labels.STAGES[name] for name in ("lead", "mql", "sql", "opportunity", "won"))
    context = {
        "review": review,
        "subject": subject_name(review, members, teams),
        "ends_on": review.starts_on + timedelta(days=6) if review.kind == "week" else None,
        "sections": [_section(kind, body, before, base) for kind in ("won", "lost", "moved", "stuck", "next")],
        "reasons": [(labels.label(labels.LOSS_REASONS, code) or _("(none)"), n) for code, n in body["reasons"].items()],
        "members": members,
        "stages": stage_words(viewer.workspace_id),
        "won": Money(body["won"], base),
        "target": None if body["target"] is None else Money(body["target"], base),
        "landings": [
            (
                words.METHODS[method],
                Money(body["forecast"][method], base),
                Money(body["won"] + body["forecast"][method], base),
            )
            for method in METHODS
        ],
        "promises": [one | {"said": words.VERDICTS[one["verdict"]]} for one in body["promises"]],
        "deal_names": deal_names(viewer, [one["deal"] for one in body["promises"] if one["deal"]]),
        "steps": list(zip(steps, body.get("steps", ()), [None, *body.get("conversion", ())], strict=False)),
        "ranking": [row | {"amount": Money(row["won"], base)} for row in body.get("ranking", ())],
        "before": before,
    }
    return render(request, "pages/team_review.html", context)


def _section(kind: str, body: dict[str, Any], before: ReviewRow | None, base: str) -> Section:
    part = body["sections"][kind]
    rows = [row | {"amount": Money(row["minor"], base)} for row in part["rows"]]
    earlier = before.body["sections"][kind]["count"] if before else None
    return Section(kind, str(words.SECTIONS[kind]), part["count"], Money(part["minor"], base), earlier, rows)


@require_POST
@page("deals.see")
def commit_view(request: WorkRequest) -> HttpResponse:
    """State a commitment for this week."""
    given = {name: request.POST.get(name, "") for name in ("kind", "deal", "stage", "text")}
    deal = (
        int(given["deal"]) if given["deal"].isascii() and given["deal"].isdigit() and len(given["deal"]) < 19 else None
    )
    week = monday_of(_today(request))
    try:
        commit_to(
            request.viewer, week, given["kind"], clock.now(), deal_id=deal, stage=given["stage"], text=given["text"]
        )
    except Refusal as refusal:
        fault = _("Choose a deal, and a stage where you promise one.") if refusal.code in (
            "not_found", "bad_choice") else refusal_text(refusal.code, refusal.data)  # fmt: skip
        return reviews_page(request, fault=fault, typed=given)
    messages.success(request, _("Stated. Next week it is held against what happened."))
    return HttpResponseRedirect("/reviews/")


@require_POST
@page(JUDGED)
def judge_view(request: WorkRequest, commitment_id: int) -> HttpResponse:
    """Say whether a commitment in words was kept."""
    judge_words(request.viewer, commitment_id, request.POST.get("kept") == "yes", clock.now())
    return HttpResponseRedirect("/reviews/")
