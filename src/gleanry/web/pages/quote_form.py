"""Enter a quote, a proforma invoice or an order: one form, its totals live."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gleanry.flow.convert.queries import get_deal
from gleanry.flow.order.actions import edit_quote, make_order, make_quote, order_from_quote
from gleanry.flow.order.queries import get_quote, quote_lines, try_lines
from gleanry.flow.order.queries.books import paper_rules, usual_terms
from gleanry.flow.order.queries.catalogue import list_products, products_by_id
from gleanry.flow.order.shapes import OrderDraft, QuoteDraft, TermStep, Tried
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.values.money import is_currency
from gleanry.web.access import WorkRequest, key_of, page
from gleanry.web.forms.papers import ReadLines, read_day, read_lines, read_terms, typed_lines, with_blanks
from gleanry.web.words import orders as words
from gleanry.web.words.refusals import refusal_text

HEAD = ("title", "currency", "rate", "day", "valid_until", "incoterm", "note", "intent", "specification")
OFFERED = 500


@dataclass(frozen=True, slots=True)
class Paper:
    """What is being entered: `kind` quote, pi or order; the deal it is for, the quote it changes or comes from."""

    kind: str
    deal_id: int | None
    account_id: int | None = None
    quote_id: int | None = None


@require_http_methods(["GET", "POST"])
@page("quotes.write")
def quote_new(request: WorkRequest) -> HttpResponse:
    """A new quote or proforma invoice for a deal or a company."""
    paper = _asked_for(request)
    if request.method == "GET":
        return _form(request, paper, _fresh(request, paper), with_terms=usual_terms(request.viewer.workspace_id))
    return _save(request, paper)


@require_http_methods(["GET", "POST"])
@page("quotes.write")
def quote_edit(request: WorkRequest, quote_id: int) -> HttpResponse:
    """Change a quote: a draft where it stands, what was sent as a new version."""
    quote = get_quote(request.viewer, quote_id)
    paper = Paper(quote.kind, quote.opportunity_id, quote.account_id, quote_id)
    if request.method == "POST":
        return _save(request, paper)
    lines = quote_lines(request.viewer.workspace_id, quote)
    codes = {
        pk: row.code for pk, row in products_by_id(request.viewer.workspace_id, [x.product_id for x in lines]).items()
    }
    head = {
        "title": quote.title,
        "currency": quote.currency,
        "rate": f"{quote.rate.normalize():f}" if quote.rate not in (0, 1) else "",
        "day": quote.quoted_on.isoformat(),
        "valid_until": quote.valid_until.isoformat(),
        "incoterm": quote.incoterm,
        "note": quote.note,
        "revision": quote.revision,
    }
    return _form(request, paper, head, typed=typed_lines(lines, codes), with_terms=quote.terms)


@require_http_methods(["GET", "POST"])
@page("orders.write")
def order_new(request: WorkRequest) -> HttpResponse:
    """A new order, of what a quote offers or of lines entered here."""
    paper = _asked_for(request, kind="order")
    if request.method == "POST":
        return _save(request, paper)
    head = _fresh(request, paper)
    typed: tuple[Any, ...] = ()
    terms = usual_terms(request.viewer.workspace_id)
    if paper.quote_id is not None:
        quote = get_quote(request.viewer, paper.quote_id)
        head |= {"title": quote.title, "currency": quote.currency}
        typed, terms = typed_lines(quote_lines(request.viewer.workspace_id, quote), {}), quote.terms
    return _form(request, paper, head, typed=typed, with_terms=terms)


@require_POST
@page("deals.see")
def paper_totals(request: WorkRequest) -> HttpResponse:
    """What the lines as typed come to; nothing is kept."""
    read = read_lines(request.viewer.workspace_id, request.POST)
    return render(request, "parts/paper_totals.html", _totals(request, read))


@require_GET
@page("deals.see")
def paper_row(request: WorkRequest) -> HttpResponse:
    """One more empty row."""
    tax = str(paper_rules(request.viewer.workspace_id).get("tax") or "")
    return render(request, "parts/paper_rows.html", {"rows": with_blanks((), tax)[:1]})


def _asked_for(request: WorkRequest, *, kind: str = "") -> Paper:
    given = request.POST.get("kind") or request.GET.get("kind") or "quote"
    deal, quote, account = key_of(request, "deal"), key_of(request, "quote"), key_of(request, "account")
    if quote is not None:
        row = get_quote(request.viewer, quote)
        deal, account = row.opportunity_id, row.account_id
    if deal is not None:
        account = get_deal(request.viewer, deal).account_id
    return Paper(kind or (given if given in words.QUOTE_KINDS else "quote"), deal, account, quote)


def _fresh(request: WorkRequest, paper: Paper) -> dict[str, Any]:
    """What a new paper begins with."""
    head: dict[str, Any] = {
        "currency": request.workspace.currency,
        "day": f"{timezone.localtime(clock.now()):%Y-%m-%d}",
        "incoterm": paper_rules(request.viewer.workspace_id).get("incoterm", ""),
    }
    if paper.deal_id is not None:
        deal = get_deal(request.viewer, paper.deal_id)
        head |= {"title": deal.name, "currency": deal.amount.currency, "specification": deal.product}
    return head


def _form(
    request: WorkRequest,
    paper: Paper,
    head: dict[str, Any],
    *,
    typed: tuple[Any, ...] = (),
    with_terms: tuple[TermStep, ...] = (),
    trouble: str = "",
) -> HttpResponse:
    workspace_id = request.viewer.workspace_id
    tax = str(paper_rules(workspace_id).get("tax") or "")
    zh = (get_language() or "").startswith("zh")
    products = list_products(workspace_id, active=True, limit=OFFERED)
    context = {
        "paper": paper,
        "head": head,
        "rows": with_blanks(typed, tax),
        "fixed": paper.kind == "order" and paper.quote_id is not None,
        "terms": [*with_terms, *([None] * 2)],
        "products": [(row.code, row.name("zh" if zh else "en"), row.unit) for row in products],
        "trouble": trouble,
        "words": words,
    }
    return render(request, "pages/paper_form.html", context, status=422 if trouble else 200)


def _save(request: WorkRequest, paper: Paper) -> HttpResponse:
    """Keep what was entered, or show it again with what is to be mended."""
    read = read_lines(request.viewer.workspace_id, request.POST)
    terms = read_terms(request.POST)
    head: dict[str, Any] = {name: request.POST.get(name, "").strip() for name in (*HEAD, "revision")}
    head |= {name: bool(request.POST.get(name)) for name in ("urgent", "key_project")}
    try:
        if read.faults:
            raise Refusal("bad_lines", faults=read.faults)
        where = _kept(request, paper, read, head, terms)
    except Refusal as refusal:
        if refusal.code in ("not_found", "forbidden"):
            raise
        trouble = refusal_text(refusal.code, refusal.data)
        return _form(request, paper, head, typed=read.typed, with_terms=terms, trouble=trouble)
    return HttpResponseRedirect(where)


def _kept(
    request: WorkRequest, paper: Paper, read: ReadLines, head: dict[str, Any], terms: tuple[TermStep, ...]
) -> str:
    """Make or change the paper; give the address of its page."""
    now, day = clock.now(), read_day(head["day"])
    if day is None:
        raise Refusal("bad_date")
    if paper.kind == "order":
        made = _ordered(request, paper, read, head, _moment(day, now))
        messages.success(request, _("Ordered."))
        return f"/orders/{made}/"
    draft = QuoteDraft(
        head["currency"].upper(),
        read.drafts,
        day,
        kind=paper.kind,
        title=head["title"],
        valid_until=read_day(head["valid_until"]),
        incoterm=head["incoterm"],
        terms=terms,
        note=head["note"],
        rate=_rate(head["rate"]),
        revision=int(head["revision"]) if head["revision"].isdigit() else None,
    )
    if paper.quote_id is not None:
        made = edit_quote(request.viewer, paper.quote_id, draft, now)
    else:
        made = make_quote(request.viewer, draft, now, deal_id=paper.deal_id, account_id=paper.account_id)
    messages.success(request, _("Saved."))
    return f"/quotes/{made}/"


def _ordered(request: WorkRequest, paper: Paper, read: ReadLines, head: dict[str, Any], at: datetime) -> int:
    draft = OrderDraft(
        head["currency"].upper(),
        read.drafts,
        at,
        title=head["title"],
        terms=read_terms(request.POST),
        rate=_rate(head["rate"]),
        intent=head["intent"],
        specification=head["specification"],
        urgent=head["urgent"],
        key_project=head["key_project"],
    )
    if paper.quote_id is not None:
        return order_from_quote(request.viewer, paper.quote_id, draft, clock.now())
    contract = key_of(request, "contract")
    return make_order(
        request.viewer, draft, clock.now(), deal_id=paper.deal_id, account_id=paper.account_id, contract_id=contract
    )


def _moment(day: date, now: datetime) -> datetime:
    """Noon of a day where people work, or this moment if that is still to come today."""
    noon = datetime.combine(day, time(12), timezone.get_current_timezone()).astimezone(UTC)
    return min(noon, now) if timezone.localtime(now).date() == day else noon


def _rate(text: str) -> Decimal | None:
    """A rate as typed; what is none is refused by the verb."""
    if not text:
        return None
    return Decimal(text) if text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdigit() else Decimal(0)


def _totals(request: WorkRequest, read: ReadLines) -> dict[str, Any]:
    currency = request.POST.get("currency", "").upper()
    day = read_day(request.POST.get("day", "")) or timezone.localtime(clock.now()).date()
    if not is_currency(currency):
        return {"trouble": [refusal_text("bad_currency", {})]}
    if read.faults:
        return {"trouble": [words.line_fault(fault, day=str(day), currency=currency) for fault in read.faults]}
    if not read.drafts:
        return {}
    language = get_language() or "en"
    tried = try_lines(request.viewer.workspace_id, read.drafts, day=day, currency=currency, language=language)
    if not isinstance(tried, Tried):
        return {"trouble": [words.line_fault(fault, day=str(day), currency=currency) for fault in tried]}
    return {"tried": tried}
