"""Rule books: the list of all, one to read, its versions, and what is different between two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gleanry.kit import rulebook
from gleanry.kit.rulebook import Rules
from gleanry.tenants.queries import names_of
from gleanry.web.access import WorkRequest, key_of, page
from gleanry.web.books import all_books, book_named
from gleanry.web.editing.describing import Book
from gleanry.web.editing.differing import differences
from gleanry.web.editing.drafts import draft_of
from gleanry.web.editing.faults import by_place, faults_of_body
from gleanry.web.editing.kinds import Sight
from gleanry.web.editing.showing import told_of, unknown_settings
from gleanry.wiring.playbooks import playbook_titles


@page()
def rule_list(request: WorkRequest) -> HttpResponse:
    """Every book the viewer may read: what it decides, which version is in force, whether anything is wrong with it."""
    viewer = request.viewer
    latest = rulebook.latest(viewer.workspace_id)
    books = [book for book in all_books() if may_read(request, book) and book.name in latest]
    names = names_of(viewer.workspace_id, (latest[book.name].by for book in books))
    bodies = rulebook.in_force(viewer.workspace_id, *(book.name for book in books)) if books else {}
    sight = Sight(viewer)
    rows = [
        {
            "book": book,
            "url": reverse(book.place) if book.place else reverse("rule_book", args=[book.name]),
            "version": latest[book.name],
            "by": names.get(latest[book.name].by or 0, ""),
            "note": note_text(latest[book.name].note),
            "faults": len(_faults(book, bodies[book.name].body, sight)),
        }
        for book in books
    ]
    return render(request, "pages/rules.html", {"rows": rows})


def _faults(book: Book, body: dict[str, Any], sight: Sight) -> list[Any]:
    return list(rulebook.faults_of(book.name, body) if book.place else faults_of_body(book, body, sight))


def may_read(request: WorkRequest, book: Book) -> bool:
    return any(request.viewer.may(permission) for permission in (book.reads, book.edits, "rules.edit"))


def book_for(request: WorkRequest, name: str) -> Book:
    """The declared book. Raises Http404, also where the viewer may not know of it."""
    book = book_named(name)
    if book is None or not may_read(request, book):
        raise Http404
    return book


@page()
def rule_book(request: WorkRequest, book: str) -> HttpResponse:
    """One version in words; beside it all versions, and what is different against another where one is asked for."""
    declared = book_for(request, book)
    if declared.place:
        return HttpResponseRedirect(reverse(declared.place))
    now = rulebook.current(request.viewer.workspace_id, declared.name)
    shown = asked_version(request, now, "version") or now
    against = asked_version(request, now, "against")
    draft = draft_of(declared, shown.body)
    sight = Sight(request.viewer)
    context = history(request, now, shown) | {
        "book": declared,
        "sections": told_of(declared, draft, sight),
        "rest": unknown_settings(declared, draft),
        "faults": by_place(declared, faults_of_body(declared, shown.body, Sight(request.viewer))),
        "against": against,
        "changes": changes(request, declared, against.body, shown.body) if against else (),
        "may_edit": request.viewer.may(declared.edits),
        "latest": shown.id == now.id,
    }
    return render(request, "pages/rule_book.html", context)


def changes(request: WorkRequest, book: Book, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Any]:
    """What is different between two bodies, for the viewer."""
    return differences(book, draft_of(book, before), draft_of(book, after), Sight(request.viewer))


def asked_version(request: WorkRequest, now: Rules, name: str) -> Rules | None:
    """The version whose number the address asks for."""
    wanted = key_of(request, name)
    if wanted is None or wanted >= 2**31:
        return None
    return rulebook.version_numbered(request.viewer.workspace_id, now.name, wanted)


def history(request: WorkRequest, now: Rules, shown: Rules) -> dict[str, Any]:
    """All versions with who put each in force, and the one shown."""
    workspace_id = request.viewer.workspace_id
    versions = rulebook.versions(workspace_id, now.name)
    names = names_of(workspace_id, (version.by for version in versions))
    told = [(version, names.get(version.by or 0, ""), note_text(version.note)) for version in versions]
    current = next((one for one in told if one[0].id == shown.id), (None, "", ""))
    return {"versions": told, "now": now, "shown": shown, "shown_version": current[0], "shown_by": current[1]}


def note_text(note: str) -> str:
    """Why a version was put in force; one that a playbook brought names it."""
    titles = playbook_titles().get(note.removeprefix("playbook "))
    return _("Playbook “%(name)s”") % {"name": title_of(titles)} if titles else note


def title_of(titles: Mapping[str, str]) -> str:
    """A playbook's title in the viewer's language."""
    return titles["zh" if (get_language() or "").startswith("zh") else "en"]
