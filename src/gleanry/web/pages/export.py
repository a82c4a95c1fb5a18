"""The filtered list as a CSV file, streamed page by page so that its length costs no memory."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gleanry.kit import clock
from gleanry.leads.queries import list_leads
from gleanry.leads.shapes import LeadFilters
from gleanry.tenants.shapes import Viewer
from gleanry.values.cell import safe_cell
from gleanry.web.access import WorkRequest, page
from gleanry.web.forms.lead_filters import filters_from
from gleanry.web.rows import ShownLead, with_names
from gleanry.web.words import labels

PAGE = 1000
BYTE_ORDER_MARK = "\ufeff"
"""Without it spreadsheets on Chinese machines read UTF-8 as GBK."""


class _Line:
    """A file for csv that hands each line back."""

    def write(self, text: str) -> str:
        return text


def csv_lines(rows: Iterator[list[Any]]) -> Iterator[str]:
    """Lines of a CSV file, safe to open in a spreadsheet."""
    writer = csv.writer(_Line())
    yield BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow([safe_cell(cell) for cell in row])


def _as_asked(lines: Iterator[str]) -> Iterator[str]:
    """The lines in the language and zone of the request, which is over by the time they are written."""
    language, zone = translation.get_language(), timezone.get_current_timezone()

    def told() -> Iterator[str]:
        with translation.override(language), timezone.override(zone):
            yield from lines

    return told()


def attachment(lines: Iterator[str], name: str) -> StreamingHttpResponse:
    """A download named `name`."""
    response = StreamingHttpResponse(_as_asked(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
@page("data.export")
def export_leads(request: WorkRequest) -> StreamingHttpResponse:
    name = f"leads-{timezone.localtime(clock.now()):%Y%m%d-%H%M}.csv"
    rows = _rows(request.viewer, filters_from(request.GET), request.workspace.zone)
    return attachment(csv_lines(_with_header(rows)), name)


def _header() -> list[str]:
    names = [_("Lead"), _("Person"), _("Job title"), _("Company"), _("Phone"), _("E-mail"), _("Source"), _("Campaign")]
    return [*names, _("Grade"), _("Pool"), _("State"), _("Owner"), _("First contact"), _("External id")]


def _with_header(rows: Iterator[ShownLead]) -> Iterator[list[Any]]:
    yield _header()
    for row in rows:
        lead, person = row.lead, row.person
        yield [
            lead.id,
            person.name if person else "",
            person.job_title if person else "",
            row.account.name if row.account else "",
            " ".join(person.phones) if person else "",
            " ".join(person.emails) if person else "",
            lead.source,
            lead.campaign,
            lead.grade,
            labels.label(labels.POOLS, lead.pool),
            labels.label(labels.STATES, lead.state),
            row.owner,
            f"{timezone.localtime(lead.first_contact_at):%Y-%m-%d %H:%M}",
            lead.external_id,
        ]


def _rows(viewer: Viewer, filters: LeadFilters, zone: str) -> Iterator[ShownLead]:
    after: int | None = None
    while True:
        found = list_leads(viewer, filters, after=after, limit=PAGE, zone=zone)
        yield from with_names(viewer, found.rows)
        if found.next_after is None:
            return
        after = found.next_after
