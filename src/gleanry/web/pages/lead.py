"""One lead on one screen: who, why, until when, what happened, what next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gleanry.flow.capture.queries import get_import, get_submission
from gleanry.flow.clean.queries import defects_of, filled_of, screened_of
from gleanry.flow.followup.queries import refusals_of
from gleanry.flow.followup.queries.asking import awaits_sql, gaps_of
from gleanry.flow.identify.queries import match_of
from gleanry.flow.identify.queries.merges import merges_about
from gleanry.flow.identify.shapes import Kind
from gleanry.flow.nurture.queries import leaving_of
from gleanry.flow.route.queries import assignments_of
from gleanry.flow.score.queries import likelihoods_of
from gleanry.flow.score.shapes import LikelihoodRow
from gleanry.kit import clock
from gleanry.leads.queries import attached_to, get_lead, marks_of, pool_book
from gleanry.leads.shapes import CLAIMABLE, LeadRow, Obtained, Pool
from gleanry.people.queries import accounts_by_id
from gleanry.tenants.queries import names_of
from gleanry.tenants.shapes import Viewer
from gleanry.web.access import WorkRequest, page
from gleanry.web.clocks import clocks_context
from gleanry.web.doubles import found_context
from gleanry.web.forms.handling import CURRENCIES, HandlingForm
from gleanry.web.gating import NOTHING, gate_asked, gate_rows
from gleanry.web.masking import masked_text
from gleanry.web.merge_rows import merge_rows
from gleanry.web.pages.leads import assignees
from gleanry.web.pages.plans import plans_of_lead
from gleanry.web.rows import with_names
from gleanry.web.scorecard import scorecard_of
from gleanry.web.screened import with_evidence
from gleanry.web.timeline import Story, story_of, without_notes
from gleanry.web.words import labels
from gleanry.web.words.claims import target_name
from gleanry.web.words.contacts import bant_text, own_words
from gleanry.web.words.fields import FIELDS
from gleanry.web.words.likelihood import TARGETS, reason_line
from gleanry.web.words.reasons import match_reason, route_reason, score_reason
from gleanry.web.words.routing import passed_line
from gleanry.web.words.screening import filled_text

NAMED = 30
"""Colleagues named where a lead was given in turn; the others are counted."""


@require_GET
@page("leads.see")
def lead_view(request: WorkRequest, lead_id: int) -> HttpResponse:
    return lead_page(request, lead_id)


def lead_page(
    request: WorkRequest, lead_id: int, *, form: HandlingForm | None = None, shut: Sequence[str] = ()
) -> HttpResponse:
    """The page of a lead, with what was typed when it could not be taken."""
    viewer = request.viewer
    lead = get_lead(viewer, lead_id)
    context = work_context(request, lead, form=form, shut=shut)
    context |= _whys(viewer, lead, context["story"])
    context |= clocks_context(viewer, lead, context["story"].deadlines)
    context["scored"] = scorecard_of(viewer.workspace_id, context["story"].cards)
    # Nobody was asked yet who a held-back lead is of: it is called by what was typed.
    held, hidden = context["held"], context["shown"].hidden
    context["title"] = held.title if held and lead.person_id is None and not hidden else context["shown"].title
    if hidden:
        context |= _without(context)
    return render(request, "pages/lead.html", context)


def _without(context: dict[str, Any]) -> dict[str, Any]:
    """What a lead page tells before the lead is claimed: the way it went, without what was written or typed."""
    return {
        "raw": [],
        "filled": [],
        "held": None,
        "match_why": [masked_text(line) for line in context["match_why"]],
        "found": [row | {"changed": []} for row in context["found"]],
        "suspicions": [masked_text(line) for line in context["suspicions"]],
    }


def work_context(
    request: WorkRequest, lead: LeadRow, *, form: HandlingForm | None = None, shut: Sequence[str] = ()
) -> dict[str, Any]:
    """What is needed to work on a lead, on its page or at the desk of Today."""
    viewer = request.viewer
    shown = with_names(viewer, [lead])[0]
    story = story_of(viewer, lead)
    if shown.hidden:
        story = without_notes(story)
    clocks = [row for row in story.deadlines if not row.outcome and row.paused_at is None]
    running = min(clocks, key=lambda row: row.due_at, default=None)
    may = allowed(viewer, lead)
    return {
        "shown": shown,
        "lead": lead,
        "story": story,
        "deadline": running,
        "form": form
        or HandlingForm(initial={"kind": "call", **HandlingForm.known(story.bant, request.workspace.currency)}),
        "bant": _picture(story),
        "gaps": [labels.BANT[name] for name in gaps_of(story.bant)],
        "allowed": may,
        "refusals": [(row.code, own_words(row)) for row in refusals_of(viewer.workspace_id)] if may["refuse"] else [],
        "currencies": CURRENCIES,
        **gate_context(request, lead, form=form, shut=shut),
        "return_reasons": labels.RETURN_REASONS,
        "invalid_reasons": labels.INVALID_REASONS,
        "later": _later(timezone.localtime(clock.now())),
        "points": _points(story),
    }


def allowed(viewer: Viewer, lead: LeadRow) -> dict[str, bool]:
    """The next steps that this viewer may take with this lead; the actions check again."""
    open_lead = lead.pool not in (Pool.CONVERTED, Pool.ATTACHED, Pool.INVALID)
    held = open_lead and lead.owner_id is not None
    return {
        "follow": held and viewer.may("leads.follow"),
        "qualify": held and (lead.mql_at is None or lead.pool == Pool.SDR) and viewer.may("leads.qualify"),
        "accept": held and _acceptable(lead) and viewer.may("leads.accept"),
        "refuse": held and awaits_sql(lead) and viewer.may("leads.accept"),
        "return": held and viewer.may("leads.follow"),
        "claim": lead.owner_id is None and lead.pool in CLAIMABLE and viewer.may("leads.claim"),
    }


def _acceptable(lead: LeadRow) -> bool:
    """An MQL; and a lead of a known account, which goes to its keeper without passing an SDR."""
    came = lead.mql_at is not None or lead.obtained == Obtained.ACCOUNT
    return lead.sql_at is None and came and lead.pool != Pool.SDR


def gate_context(
    request: WorkRequest, lead: LeadRow, *, form: HandlingForm | None = None, shut: Sequence[str] = ()
) -> dict[str, Any]:
    """The checklist the viewer stands at, as it was filled in so far."""
    name = gate_asked(allowed(request.viewer, lead))
    if not name:
        return {"gate": "", "gate_rows": []}
    heard = form.bant(getattr(form, "cleaned_data", {})) if form else {}
    posted = request.POST if form else NOTHING
    return {"gate": name, "gate_rows": gate_rows(request.viewer, lead, name, posted, heard=heard, shut=shut)}


def _picture(story: Story) -> list[dict[str, Any]]:
    """What is known of each BANT question, by whom and since when; nothing where it is a gap."""
    rows = []
    for name, text in labels.BANT.items():
        known = story.bant.get(name)
        said = bant_text(name, known.value) if known else ""
        by = story.names.get(known.member_id, "") if known else ""
        rows.append({"name": text, "text": said, "by": by, "at": known.at if known else None})
    return rows


def _later(now: datetime) -> list[tuple[str, str]]:
    """Dates one mostly wants, with their names, at half past nine."""
    morning = now.replace(hour=9, minute=30)
    monday = morning + timedelta(days=7 - now.weekday())
    offers = [
        (morning + timedelta(days=1), _("Tomorrow")),
        (morning + timedelta(days=3), _("In 3 days")),
        (monday, _("Next Monday")),
    ]
    return [(f"{at:%Y-%m-%dT%H:%M}", name) for at, name in offers]


def _points(story: Story) -> list[tuple[str, Any]]:
    card = story.cards[0] if story.cards else None
    return [(score_reason(str(code)), points) for code, points, *_full in card.reasons] if card else []


def _whys(viewer: Viewer, lead: LeadRow, story: Story) -> dict[str, Any]:
    workspace_id = viewer.workspace_id
    assignments = assignments_of(workspace_id, lead.id)
    newest = assignments[0] if assignments else None
    named = [*newest.candidates, newest.owner_id, *(member for member, _ in newest.passed)] if newest else []
    account = accounts_by_id(workspace_id, [lead.account_id]).get(lead.account_id or 0)
    keeper_id = account.owner_id if account else None
    names = names_of(workspace_id, [*named, lead.owner_id, keeper_id])
    match = match_of(workspace_id, lead.submission_id)
    attached = attached_to(viewer, lead.id)
    joined = merges_about(workspace_id, {Kind.LEAD: [lead.id, *(row.id for row in attached)]})
    return {
        "likelihoods": [_likelihood(row) for row in likelihoods_of(workspace_id, lead.id)],
        "assignment": newest,
        "route_why": route_reason(newest.rule, newest.reason, names.get(newest.owner_id or 0, "")) if newest else "",
        "candidates": [names.get(member, f"#{member}") for member in newest.candidates[:NAMED]] if newest else [],
        "more_candidates": max(0, len(newest.candidates) - NAMED) if newest else 0,
        "passed": [passed_line(names.get(m, f"#{m}"), why) for m, why in newest.passed] if newest else [],
        "match": match,
        "match_why": match_reason(match.verdict, match.evidence) if match else [],
        "attached": with_names(viewer, attached),
        **found_context(viewer, lead, match),
        "keeper": names.get(keeper_id or 0, ""),
        "keepers": assignees(viewer) if viewer.may("leads.assign") and lead.account_id else [],
        "merges": [row for row in merge_rows(viewer, joined[::-1]) if row["merge"].state == "done"],
        "raw": raw_of(workspace_id, lead.submission_id),
        "marks": marks_of(workspace_id, [lead.id]).get(lead.id, ()),
        "leaves": _leaves(workspace_id, lead),
        "nurture": plans_of_lead(viewer, lead),
    } | _screening(viewer, lead)


def _leaves(workspace_id: int, lead: LeadRow) -> dict[str, Any] | None:
    """When the rules take the lead from where it is, and where it goes then."""
    book = pool_book(workspace_id)
    found = leaving_of(workspace_id, [lead], book, until=clock.now() + timedelta(days=3650))
    return {"at": found[0].at, "to": target_name(book, found[0].to)} if found else None


def _screening(viewer: Viewer, lead: LeadRow) -> dict[str, Any]:
    """What was found against the lead, what is odd about it, and what was filled in by whom nobody typed it."""
    workspace_id, submission_id = viewer.workspace_id, lead.submission_id
    rows = list(screened_of(workspace_id, [submission_id]).values())
    held = next(iter(with_evidence(viewer, rows)), None) if rows else None
    suspicions = [] if held else defects_of(workspace_id, submission_id)
    return {
        "held": held,
        "suspicions": match_reason("invalid", [[field, code] for field, code in suspicions]),
        "filled": [
            (labels.label(FIELDS, name), value, filled_text(method, source))
            for name, value, method, source in filled_of(workspace_id, submission_id)
        ],
    }


def _likelihood(row: LikelihoodRow) -> dict[str, Any]:
    """What a learned score says of the lead, with what speaks for it and what against."""
    return {
        "target": TARGETS[row.target],
        "probability": row.probability,
        "at": row.at,
        "reasons": [reason_line(column, value, pull) for column, value, pull in row.reasons],
    }


def raw_of(workspace_id: int, submission_id: int) -> list[tuple[str, str]]:
    """What came in, as it came: (name, value) pairs without the empty ones."""
    submission = get_submission(workspace_id, submission_id)
    pairs = submission.raw.items() if isinstance(submission.raw, dict) else _cells(workspace_id, submission)
    return [(str(name), str(value)) for name, value in pairs if value not in (None, "")]


def _cells(workspace_id: int, submission: Any) -> list[tuple[str, Any]]:
    headers = get_import(workspace_id, submission.import_id).headers if submission.import_id else []
    named = [*headers, *(f"#{n + 1}" for n in range(len(headers), len(submission.raw)))]
    return list(zip(named, submission.raw, strict=False))
