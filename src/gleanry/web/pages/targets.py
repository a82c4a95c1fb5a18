"""Targets as a tree one edits in place: each change shows at once what it does to the sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gleanry.cockpit.actions.targets import (
    EDIT,
    change_target,
    hold_target,
    merge_target,
    save_targets,
    set_year,
    split_target,
)
from gleanry.cockpit.queries.target_files import exported, imported
from gleanry.cockpit.queries.targets import (
    WEIGHTS,
    choices_of,
    is_money,
    names_of_keys,
    plan_of,
    standings,
    versions_of,
    visible_plan,
    weights_for,
)
from gleanry.cockpit.shapes import MEASURES, Node, Plan, Standing
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.tenants.queries import names_of
from gleanry.values.money import Money
from gleanry.web.access import WorkRequest, key_of, page
from gleanry.web.templatetags.gleanry import money, number
from gleanry.web.words import forecast as words
from gleanry.web.words.refusals import refusal_text

LARGEST_FILE = 2_000_000
SENT_BACK = ("not_adding", "bad_target", "targets_changed", "bad_target_row", "bad_choice")


@dataclass(frozen=True)
class Row:
    """A number of the tree as shown: amounts as money, counts as they are."""

    node: Node
    name: str
    depth: int
    standing: Standing
    parts: int

    @property
    def indent(self) -> range:
        """One step for each level above."""
        return range(self.depth)


@dataclass(frozen=True)
class Typed:
    """What was typed and could not be taken: where, what, why, and what would have to move."""

    node: int
    text: str
    fault: str
    may_balance: bool = False


@require_GET
@page("deals.see")
def targets_view(request: WorkRequest) -> HttpResponse:
    year, measure = asked(request.GET)
    return targets_page(request, year, measure, version=key_of(request, "version"))


def asked(given: Mapping[str, Any]) -> tuple[int, str]:
    """The year and the measure asked for; this year's signed amount where nothing sensible is."""
    text, measure = str(given.get("year", "")), str(given.get("measure", ""))
    this = timezone.localtime(clock.now()).year
    year = int(text) if text.isascii() and text.isdigit() and 1990 <= int(text[:5]) <= 2999 else this
    return year, measure if measure in MEASURES else MEASURES[0]


def targets_page(
    request: WorkRequest, year: int, measure: str, *, typed: Typed | None = None, version: int | None = None
) -> HttpResponse:
    """The page, with what was typed when it could not be taken."""
    viewer = request.viewer
    plan = visible_plan(viewer, year, measure, version)
    edits = viewer.may(EDIT) and version is None
    opened = key_of(request, "open") if edits else None
    node = plan.node(opened) if plan and opened else None
    versions = versions_of(viewer.workspace_id, year, measure)
    context = {
        "year": year,
        "years": [year - 1, year, year + 1],
        "measure": measure,
        "measures": words.MEASURES,
        "money": is_money(measure),
        "currency": request.workspace.currency,
        "plan": plan,
        "rows": _rows(request, plan) if plan else [],
        "levels": words.LEVELS,
        "edits": edits,
        "sets_year": edits and viewer.owner_ids is None,
        "typed": typed,
        "opened": node,
        "choices": [(one, words.LEVELS[one.level]) for one in choices_of(viewer.workspace_id, plan, node)]
        if plan and node
        else [],
        "weights": words.WEIGHTS,
        "versions": versions,
        "version": version,
        "authors": names_of(viewer.workspace_id, [by for _version, _reason, by, _at in versions]),
    }
    template = "parts/targets_tree.html" if request.htmx else "pages/targets.html"
    return render(request, template, context, status=422 if typed and not request.htmx else 200)


def _rows(request: WorkRequest, plan: Plan) -> list[Row]:
    """The tree from the top, each number followed by its parts."""
    names = names_of_keys(request.viewer.workspace_id)
    found = standings(request.viewer, plan, clock.now())
    under: dict[int | None, list[Node]] = {}
    there = {node.id for node in plan.nodes}
    for node in plan.nodes:
        under.setdefault(node.parent if node.parent in there else None, []).append(node)
    rows: list[Row] = []

    def add(node: Node, depth: int) -> None:
        parts = under.get(node.id, [])
        rows.append(Row(node, names.get((node.level, node.key), node.key), depth, found[node.id], len(parts)))
        for part in parts:
            add(part, depth + 1)

    for top in under.get(None, []):
        add(top, 0)
    return rows


def _whole(text: str, measure: str, currency: str) -> int:
    """What was typed as minor units or a count. Raises Refusal `bad_target`."""
    try:
        value = Decimal(text.replace(",", "").replace("\N{FULLWIDTH COMMA}", "").strip())
    except InvalidOperation:
        raise Refusal("bad_target", value=text) from None
    if not value.is_finite() or not 0 <= value < Decimal(10) ** 13:
        raise Refusal("bad_target", value=text)
    if is_money(measure):
        return Money.of(value, currency).minor
    if value != value.to_integral_value():
        raise Refusal("bad_target", value=text)
    return int(value)


@require_POST
@page(EDIT)
def change_targets(request: WorkRequest) -> HttpResponse:
    """Set, split, hold or take together; the button pressed says which. A refusal keeps what was typed."""
    year, measure = asked(request.POST)
    text, number = request.POST.get("value", ""), _number(request.POST.get("node", ""))
    try:
        _change(request, year, measure, number, text)
    except Refusal as refusal:
        if refusal.code not in SENT_BACK:
            raise
        typed = Typed(number, text, fault_text(request, refusal, measure), refusal.code == "not_adding")
        return targets_page(request, year, measure, typed=typed)
    if request.htmx:
        return targets_page(request, year, measure)
    return HttpResponseRedirect(f"/targets/?year={year}&measure={measure}")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _change(request: WorkRequest, year: int, measure: str, number: int, text: str) -> None:
    viewer, at = request.viewer, clock.now()
    reason = request.POST.get("reason", "").strip()
    if request.POST.get("do") == "year":
        set_year(viewer, year, measure, _whole(text, measure, request.workspace.currency), at, reason=reason)
        return
    plan = plan_of(viewer.workspace_id, year, measure)
    node = plan.node(number) if plan else None
    if plan is None or node is None:
        raise Refusal("not_found", target=number)
    if str(plan.version) != request.POST.get("version"):
        raise Refusal("targets_changed", version=plan.version)
    match request.POST.get("do"):
        case "split":
            level = request.POST.get("level", "")
            choice = next((one for one in choices_of(viewer.workspace_id, plan, node) if one.level == level), None)
            if choice is None:
                raise Refusal("bad_choice", field="level", value=level)
            by = request.POST.get("weights", "")
            weights = weights_for(viewer.workspace_id, plan, node, choice, by if by in WEIGHTS else "equal", at)
            split_target(viewer, plan, number, level=level, weights=weights, at=at)
        case "merge":
            merge_target(viewer, plan, number, at)
        case "hold":
            hold_target(viewer, plan, number, at, fixed=not node.fixed)
        case _:
            value = _whole(text, measure, request.workspace.currency)
            change_target(viewer, plan, number, value, at, mode=request.POST.get("mode", ""), reason=reason)


def fault_text(request: WorkRequest, refusal: Refusal, measure: str) -> str:
    """What a refusal of a target says beside the field."""
    if refusal.code == "bad_target_row":
        return str(words.ROW_FAULTS[refusal.data["fault"]] % {"row": refusal.data["row"]})
    if refusal.code != "not_adding":
        return refusal_text(refusal.code, refusal.data)
    missing = int(refusal.data["missing"])
    amount = shown(abs(missing), measure, request.workspace.currency)
    if missing > 0:
        return _("Its parts would lack %(amount)s. Let the siblings take it, or lower the whole.") % {"amount": amount}
    return _("Its parts would be %(amount)s too many. Let the siblings give it, or raise the whole.") % {
        "amount": amount
    }


def shown(value: int, measure: str, currency: str) -> str:
    """A value as people read it."""
    return money(Money(value, currency)) if is_money(measure) else number(value)


@require_GET
@page("deals.see")
def export_targets(request: WorkRequest) -> HttpResponse:
    """The targets the viewer sees, as CSV; with their ways, so only whole trees can be read back."""
    year, measure = asked(request.GET)
    plan = visible_plan(request.viewer, year, measure)
    if plan is None or request.viewer.owner_ids is not None:
        raise Refusal("not_found", year=year)
    text = exported(request.viewer.workspace_id, plan)
    headers = {"Content-Disposition": f'attachment; filename="targets-{year}-{measure}.csv"'}
    return HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8", headers=headers)


@require_POST
@page(EDIT)
def import_targets(request: WorkRequest) -> HttpResponse:
    """Take a CSV as the next version; a file that does not add up says by how much, and nothing changes."""
    year, measure = asked(request.POST)
    viewer = request.viewer
    file = request.FILES.get("file")
    try:
        if file is None or (file.size or 0) > LARGEST_FILE:
            raise Refusal("bad_target_row", row=1, fault="no_year")
        text = file.read().decode("utf-8-sig", errors="replace")
        nodes = imported(viewer.workspace_id, text, year, measure)
        plan = plan_of(viewer.workspace_id, year, measure)
        reason = request.POST.get("reason", "").strip() or _("From a file")
        save_targets(viewer, year, measure, nodes, clock.now(), after=plan.version if plan else 0, reason=reason)
    except Refusal as refusal:
        if refusal.code not in SENT_BACK:
            raise
        return targets_page(request, year, measure, typed=Typed(0, "", fault_text(request, refusal, measure)))
    messages.success(request, _("The targets of the file are in force."))
    return HttpResponseRedirect(f"/targets/?year={year}&measure={measure}")
