"""The shared lists: look through, try, add, end, take in and give out as a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from gleanry.flow.clean.actions import add_entries, end_entries, import_entries
from gleanry.flow.clean.queries import count_entries, get_entry, list_entries, list_everything
from gleanry.flow.clean.shapes import Added, ListKind
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.leads.queries import among_visible
from gleanry.tenants.queries import names_of
from gleanry.web.access import WorkRequest, key_of, page
from gleanry.web.forms.deals import first_error
from gleanry.web.forms.screening import EntriesForm, FileForm
from gleanry.web.limits import count_against
from gleanry.web.pages.export import attachment, csv_lines
from gleanry.web.screened import told
from gleanry.web.words.screening import ENTRIES, LISTS, evidence_of
from gleanry.wiring.trying import DAYS, Outcome, try_lists

SHOWN, TRIED = 50, 20
LARGEST = 5_000_000


@require_GET
@page("lists.add")
def entry_list(request: WorkRequest, form: EntriesForm | None = None) -> HttpResponse:
    return render(request, "pages/lists.html", _context(request, form))


def _context(request: WorkRequest, form: EntriesForm | None) -> dict[str, Any]:
    workspace_id = request.viewer.workspace_id
    kind = request.GET.get("kind", "")
    kind = kind if kind in LISTS else ""
    ended = request.GET.get("ended") == "1"
    text = request.GET.get("text", "").strip()[:120]
    one = key_of(request, "entry")
    if one is not None:
        rows = [get_entry(workspace_id, one)]
        ended = rows[0].ended_at is not None
    else:
        after = key_of(request, "after")
        rows = list_entries(workspace_id, kind=kind, text=text, ended=ended, after=after, limit=SHOWN + 1)
    counts = count_entries(workspace_id, ended=ended)
    shown = rows[:SHOWN]
    visible = set(among_visible(request.viewer, [row.lead_id for row in shown if row.lead_id]))
    return {
        "rows": [(row, row.lead_id if row.lead_id in visible else None) for row in shown],
        "people": names_of(workspace_id, [member for row in shown for member in (row.by, row.ended_by_id)]),
        "next_after": shown[-1].id if len(rows) > SHOWN else None,
        "paged": bool(request.GET.get("after")),
        "one": one,
        "kind": kind,
        "ended": ended,
        "text": text,
        "kinds": [(code, name, counts.get(code, 0)) for code, name in LISTS.items()],
        "total": sum(counts.values()),
        "entries": ENTRIES,
        "form": form or EntriesForm(initial={"kind": kind or "word"}),
        "days": DAYS,
    }


@require_POST
@page("lists.add")
def entry_try(request: WorkRequest) -> HttpResponse:
    """What the entries as typed now would have caught, shown beside the form; nothing is kept."""
    count_against("upload", f"member-{request.viewer.member_id}")
    form = EntriesForm({**request.POST.dict(), "why": request.POST.get("why") or "-"})
    if not form.is_valid():
        return render(request, "parts/trial.html", {"error": first_error(form)})
    entries = form.entries()
    outcome = try_lists(request.viewer.workspace_id, entries, clock.now())
    context = {"outcome": outcome, "rows": _caught(request, outcome), "days": DAYS, "tried": len(entries)}
    context["each"] = [(entries[n - 1].value, count) for n, count in outcome.by_entry()[:TRIED]]
    return render(request, "parts/trial.html", context)


def _caught(request: WorkRequest, outcome: Outcome) -> list[dict[str, Any]]:
    """The newest of what was caught, without what the viewer may not see."""
    newest = outcome.trial.caught[:TRIED]
    leads = [outcome.leads[catch.submission_id] for catch in newest if catch.submission_id in outcome.leads]
    visible = set(among_visible(request.viewer, [lead.id for lead in leads]))
    rows = []
    for catch in newest:
        lead = outcome.leads.get(catch.submission_id)
        if lead is not None and lead.id in visible:
            title, company, _ways = told(catch.fields, lead.id)
            # The entries are none yet: there is nothing to lead to.
            evidence = [evidence_of(replace(reason, entry_id=None), catch.fields) for reason in catch.reasons]
            rows.append({"lead": lead, "title": title, "company": company, "evidence": evidence})
    return rows


@require_POST
@page("lists.add")
def entry_add(request: WorkRequest) -> HttpResponse:
    form = EntriesForm(request.POST)
    if not form.is_valid():
        return render(request, "pages/lists.html", _context(request, form))
    _tell(request, add_entries(request.viewer, form.entries(), clock.now()))
    return HttpResponseRedirect(f"/lists/?kind={form.cleaned_data['kind']}")


@require_POST
@page("lists.edit")
def entry_end(request: WorkRequest) -> HttpResponse:
    chosen = request.POST.getlist("lead")
    ids = [int(text) for text in chosen if text.isascii() and text.isdigit() and len(text) < 19]
    if not ids:
        raise Refusal("nothing_selected")
    ended = len(end_entries(request.viewer, ids, request.POST.get("why", ""), clock.now()))
    messages.success(request, ngettext("%(n)d entry ended.", "%(n)d entries ended.", ended) % {"n": ended})
    return HttpResponseRedirect("/lists/")


@require_POST
@page("lists.edit")
def entry_import(request: WorkRequest) -> HttpResponse:
    count_against("upload", f"member-{request.viewer.member_id}")
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return HttpResponseRedirect("/lists/")
    file, kind = form.cleaned_data["file"], form.cleaned_data["kind"]
    if file.size > LARGEST:
        raise Refusal("too_large")
    text = _text_of(file.read())
    _tell(request, import_entries(request.viewer, text, clock.now(), kind=ListKind(kind) if kind else None))
    return HttpResponseRedirect("/lists/")


@require_GET
@page("lists.edit")
def entry_export(request: WorkRequest) -> StreamingHttpResponse:
    """The entries in force as a file that can be taken in again."""
    kind = request.GET.get("kind", "")
    name = f"lists-{timezone.localtime(clock.now()):%Y%m%d-%H%M}.csv"
    return attachment(csv_lines(_lines(request.viewer.workspace_id, kind if kind in LISTS else "")), name)


def _lines(workspace_id: int, kind: str) -> Iterator[list[str]]:
    yield ["kind", "value", "why", "since"]
    for entry in list_everything(workspace_id, kind=kind):
        yield [entry.kind, entry.value, entry.why, f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M}"]


def _text_of(data: bytes) -> str:
    """UTF-8, or what spreadsheets of Chinese machines write."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def _tell(request: WorkRequest, added: Added) -> None:
    count = len(added.ids)
    if count:
        text = ngettext(
            "%(n)d entry added. It counts from now on.", "%(n)d entries added. They count from now on.", count
        )
        messages.success(request, text % {"n": count})
    if added.known:
        text = ngettext("%(n)d was on the list already.", "%(n)d were on the list already.", added.known)
        messages.info(request, text % {"n": added.known})
    if added.unusable:
        values = _(", ").join(added.unusable[:5])
        messages.warning(request, _("Not usable as an entry: %(values)s") % {"values": values})
