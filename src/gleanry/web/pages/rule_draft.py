"""A draft of a rule book: changed step by step in the form that carries it, tried on the past, put in force."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gleanry.kit import clock, rulebook
from gleanry.kit.errors import Refusal
from gleanry.kit.rulebook import BadRules, Rules, RulesChanged
from gleanry.tenants.queries import names_of
from gleanry.web.access import WorkRequest, page
from gleanry.web.editing.describing import Book
from gleanry.web.editing.differing import differences
from gleanry.web.editing.drafts import Draft, body_of, draft_of, put
from gleanry.web.editing.faults import by_place, faults_of
from gleanry.web.editing.kinds import Sent, Sight
from gleanry.web.editing.merging import merged
from gleanry.web.editing.publishing import publish
from gleanry.web.editing.showing import form_of, unknown_settings
from gleanry.web.editing.steps import stepped
from gleanry.web.editing.trying import DryRun, try_out
from gleanry.web.pages.rule_books import asked_version, book_for, title_of
from gleanry.web.words.refusals import refusal_text
from gleanry.wiring.playbooks import playbook_titles, read_playbook

CHECKED = ("check", "try", "save")


@dataclass
class Desk:
    """A draft on its way: the version it was begun from, and what is to be said about it."""

    book: Book
    now: Rules
    draft: Draft
    base: int
    note: str = ""
    checked: bool = False
    focus: str = ""
    status: int = 200
    more: dict[str, Any] = field(default_factory=dict)


@require_http_methods(["GET", "POST"])
@page()
def rule_draft(request: WorkRequest, book: str) -> HttpResponse:
    """GET begins a draft: of the version in force, of an older one, of a playbook. POST carries it on."""
    declared = book_for(request, book)
    if declared.place:
        return HttpResponseRedirect(reverse(declared.place))
    if not request.viewer.may(declared.edits):
        raise Refusal("forbidden", permission=declared.edits)
    now = rulebook.current(request.viewer.workspace_id, declared.name)
    if request.method == "POST":
        return _carry_on(request, _taken(request, declared, now))
    return _shown(request, _begun(request, declared, now))


def _begun(request: WorkRequest, book: Book, now: Rules) -> Desk:
    desk = Desk(book, now, draft_of(book, now.body), now.version)
    old = asked_version(request, now, "from")
    titles = playbook_titles()
    name = request.GET.get("playbook", "")
    if old is not None and old.id != now.id:
        desk.draft = draft_of(book, old.body)
        desk.note = _("Version %(version)s again") % {"version": old.version}
        desk.more["begun"] = _(
            "This is version %(version)s. It takes the place of the rules in force when you save it."
        ) % {"version": old.version}
    elif name in titles and book.name in read_playbook(name)["rules"]:
        desk.draft = draft_of(book, read_playbook(name)["rules"][book.name])
        desk.note = _("From the playbook “%(name)s”") % {"name": title_of(titles[name])}
        desk.more["begun"] = _(
            "This is how the playbook “%(name)s” has it. Nothing is in force before you save it."
        ) % {"name": title_of(titles[name])}
    desk.checked = bool(faults_of(book, desk.draft, Sight(request.viewer)))
    return desk


def _taken(request: WorkRequest, book: Book, now: Rules) -> Desk:
    """The draft that was sent: as it was drawn, with what was typed put into it."""
    posted = request.POST
    drawn = _read(posted.get("draft", ""))
    sent = Sent({name: [str(value) for value in posted.getlist(name)] for name in posted})
    draft = put(book, drawn, sent, Sight(request.viewer))
    base = posted.get("base", "")
    number = int(base) if base.isascii() and base.isdigit() and len(base) < 10 else now.version
    return Desk(book, now, draft, number, note=posted.get("note", "")[:400], checked=bool(posted.get("checked")))


def _read(text: str) -> Draft:
    """The draft as the page carried it; what is none is an empty one."""
    try:
        draft = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return draft if isinstance(draft, dict) else {}


def _carry_on(request: WorkRequest, desk: Desk) -> HttpResponse:
    verb = request.POST.get("do", "")
    if verb not in CHECKED:
        desk.draft, desk.focus = stepped(desk.book, desk.draft, verb)
        return _shown(request, desk)
    desk.checked = True
    if desk.base != desk.now.version:
        return _overtaken(request, desk)
    if faults_of(desk.book, desk.draft, Sight(request.viewer)):
        desk.status = 422
        return _shown(request, desk)
    if verb == "try":
        _try(request, desk)
    if verb != "save":
        return _shown(request, desk)
    return _saved(request, desk)


def _saved(request: WorkRequest, desk: Desk) -> HttpResponse:
    body = body_of(desk.book, desk.draft)
    if body == desk.now.body:
        messages.info(request, _("Nothing was changed: these rules are in force already."))
        return _back(request, desk.book)
    if not desk.note.strip():
        desk.more["note_missing"] = True
        desk.status = 422
        return _shown(request, desk)
    try:
        made = publish(request.viewer, desk.book, body, clock.now(), note=desk.note, after=desk.base)
    except RulesChanged:
        desk.now = rulebook.current(request.viewer.workspace_id, desk.book.name)
        return _overtaken(request, desk)
    except BadRules:
        desk.status = 422
        return _shown(request, desk)
    messages.success(request, _("Version %(version)s is in force.") % {"version": made.version})
    return _back(request, desk.book)


def _overtaken(request: WorkRequest, desk: Desk) -> HttpResponse:
    """Somebody else was faster: what they changed is told and, where the draft did not touch it, taken over."""
    book, workspace_id = desk.book, request.viewer.workspace_id
    base = rulebook.version_numbered(workspace_id, book.name, desk.base)
    was = draft_of(book, base.body) if base else {}
    theirs = draft_of(book, desk.now.body)
    mine, both = merged(book, was, desk.draft, theirs, Sight(request.viewer))
    made = rulebook.latest(workspace_id)[book.name]
    desk.more["overtaken"] = {
        "version": made,
        "by": names_of(workspace_id, [made.by]).get(made.by or 0, ""),
        "changes": differences(book, was, theirs, Sight(request.viewer)),
        "both": both,
    }
    desk.draft, desk.base, desk.status = mine, desk.now.version, 409
    return _shown(request, desk)


def _try(request: WorkRequest, desk: Desk) -> None:
    run, body = desk.book.dry_run, body_of(desk.book, desk.draft)
    if run is None:
        return
    try:
        found: DryRun | None = try_out(lambda: run(request.viewer, body))
    except Refusal as refusal:
        found = None
        desk.more["not_tried"] = refusal_text(refusal.code, refusal.data)
    desk.more["tried"] = found


def _back(request: WorkRequest, book: Book) -> HttpResponse:
    url = reverse("rule_book", args=[book.name])
    return HttpResponse(headers={"HX-Redirect": url}) if request.htmx else HttpResponseRedirect(url)


def _shown(request: WorkRequest, desk: Desk) -> HttpResponse:
    book, viewer = desk.book, request.viewer
    found = faults_of(book, desk.draft, Sight(viewer)) if desk.checked else []
    told = by_place(book, found)
    sight = Sight(viewer, told)
    context = {
        "book": book,
        "now": desk.now,
        "base": desk.base,
        "next": desk.now.version + 1,
        "draft": json.dumps(desk.draft, ensure_ascii=False),
        "sections": form_of(book, desk.draft, sight),
        "rest": unknown_settings(book, desk.draft),
        "book_faults": told.get("", []),
        "fault_count": len(found),
        "checked": desk.checked,
        "changes": differences(book, draft_of(book, desk.now.body), desk.draft, Sight(viewer)),
        "note": desk.note,
        "focus": desk.focus,
        "may_try": book.dry_run is not None,
        "playbooks": [
            (name, title_of(titles))
            for name, titles in playbook_titles().items()
            if book.name in read_playbook(name)["rules"]
        ],
    }
    return render(request, "pages/rule_draft.html", context | desk.more, status=desk.status)
