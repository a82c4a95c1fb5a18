"""A quote or proforma invoice as PDF, in Chinese or English."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from gleanry.connect.printing import print_pdf
from gleanry.flow.order.queries import get_quote
from gleanry.kit.errors import Refusal
from gleanry.web.access import WorkRequest, page
from gleanry.web.papers import LANGUAGES, printed_quote


@require_GET
@page("deals.see")
def quote_pdf(request: WorkRequest, quote_id: int, language: str) -> HttpResponse:
    quote = get_quote(request.viewer, quote_id)
    if language not in LANGUAGES:
        raise Refusal("not_found")
    if quote.needs and quote.approval != "approved":
        raise Refusal("discount_not_approved", quote=quote_id)
    printed = print_pdf(printed_quote(request.viewer.workspace_id, quote, language))
    name = f"{quote.number}-v{quote.version}-{language}.pdf".replace("/", "-")
    return HttpResponse(
        printed, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
