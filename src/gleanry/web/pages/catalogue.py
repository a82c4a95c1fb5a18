"""Products and price books: look through, add, change, take in from a file."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from gleanry.flow.order.actions import (
    BookDraft,
    ProductDraft,
    save_book,
    save_product,
    set_steps,
    take_prices,
    take_products,
)
from gleanry.flow.order.queries.catalogue import (
    list_products,
    overlapping,
    price_books,
    priced_books,
    products_by_code,
    products_by_id,
)
from gleanry.flow.order.shapes import LineFault, PriceBookRow, Step
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.web.access import WorkRequest, page
from gleanry.web.forms.papers import plain, read_day
from gleanry.web.limits import count_against
from gleanry.web.words import orders as words

SHOWN, NAMED = 100, 20
LARGEST = 5_000_000


@require_GET
@page("deals.see")
def product_list(request: WorkRequest) -> HttpResponse:
    text, after = request.GET.get("text", "").strip()[:80], request.GET.get("after", "")[:80]
    rows = list_products(request.viewer.workspace_id, words=text, after=after, limit=SHOWN + 1)
    shown = rows[:SHOWN]
    context = {
        "rows": shown,
        "text": text,
        "next_after": shown[-1].code if len(rows) > SHOWN else "",
        "may_edit": request.viewer.may("products.edit"),
        "editing": products_by_code(request.viewer.workspace_id, [request.GET.get("edit", "")]).get(
            request.GET.get("edit", "")
        ),
    }
    return render(request, "pages/products.html", context)


@require_POST
@page("products.edit")
def product_save(request: WorkRequest) -> HttpResponse:
    given = {name: request.POST.get(name, "") for name in ("code", "name_zh", "name_en", "line", "unit")}
    draft = ProductDraft(**given, active=bool(request.POST.get("active")))
    key = request.POST.get("product", "")
    save_product(request.viewer, draft, clock.now(), product_id=int(key) if key.isascii() and key.isdigit() else None)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect("/products/")


@require_POST
@page("products.edit")
def product_import(request: WorkRequest) -> HttpResponse:
    count, faults = take_products(request.viewer, _text(request), clock.now())
    text = ngettext("%(n)d product taken in.", "%(n)d products taken in.", count)
    _tell(request, text % {"n": count}, faults)
    return HttpResponseRedirect("/products/")


@require_GET
@page("deals.see")
def book_list(request: WorkRequest) -> HttpResponse:
    workspace_id = request.viewer.workspace_id
    clashes = overlapping(workspace_id)[:NAMED]
    products = products_by_id(workspace_id, [found.product_id for found in clashes])
    context = {
        "books": price_books(workspace_id),
        "clashes": [(products[found.product_id].code, found) for found in clashes],
        "may_edit": request.viewer.may("products.edit"),
    }
    return render(request, "pages/prices.html", context)


@require_GET
@page("deals.see")
def book_view(request: WorkRequest, book_id: int) -> HttpResponse:
    workspace_id = request.viewer.workspace_id
    book = _book(request, book_id)
    priced = next(row for row in priced_books(workspace_id, book_id=book_id) if row.book.id == book_id)
    products = products_by_id(workspace_id, priced.steps)
    rows = sorted(((products[pk], _steps_text(steps)) for pk, steps in priced.steps.items()), key=lambda r: r[0].code)
    context = {
        "book": book,
        "rows": rows,
        "may_edit": request.viewer.may("products.edit"),
        "products": [row.code for row in list_products(workspace_id, active=True, limit=500)],
    }
    return render(request, "pages/price_book.html", context)


@require_POST
@page("products.edit")
def book_save(request: WorkRequest, book_id: int | None = None) -> HttpResponse:
    if book_id is not None:
        _book(request, book_id)
    since = read_day(request.POST.get("valid_from", ""))
    if since is None:
        raise Refusal("bad_date")
    until = request.POST.get("valid_to", "")
    if until and read_day(until) is None:
        raise Refusal("bad_date")
    currency = request.POST.get("currency", "").upper()
    draft = BookDraft(request.POST.get("name", ""), currency, since, read_day(until))
    made = save_book(request.viewer, draft, clock.now(), book_id=book_id)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(f"/prices/{made}/")


@require_POST
@page("products.edit")
def book_steps(request: WorkRequest, book_id: int) -> HttpResponse:
    """Set the prices of one product: a line a step, quantity and price."""
    _book(request, book_id)
    code = request.POST.get("product", "").strip()
    product = products_by_code(request.viewer.workspace_id, [code]).get(code)
    if product is None:
        raise Refusal("bad_lines", faults=[LineFault(1, "product", "unknown", code)])
    set_steps(request.viewer, book_id, product.id, _read_steps(request.POST.get("steps", "")))
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(f"/prices/{book_id}/")


@require_POST
@page("products.edit")
def book_import(request: WorkRequest, book_id: int) -> HttpResponse:
    _book(request, book_id)
    count, faults = take_prices(request.viewer, book_id, _text(request))
    text = ngettext("Prices of %(n)d product taken in.", "Prices of %(n)d products taken in.", count)
    _tell(request, text % {"n": count}, faults)
    return HttpResponseRedirect(f"/prices/{book_id}/")


def _book(request: WorkRequest, book_id: int) -> PriceBookRow:
    """A price book of the workspace. Raises Refusal `not_found`."""
    book = next((row for row in price_books(request.viewer.workspace_id) if row.id == book_id), None)
    if book is None:
        raise Refusal("not_found", book=book_id)
    return book


def _steps_text(steps: Sequence[Step]) -> list[tuple[str, str]]:
    return [(plain(step.quantity), plain(step.price)) for step in steps]


def _read_steps(text: str) -> list[Step]:
    """Lines such as "10 90.5" or "90.5" (from one on). Raises Refusal `bad_steps`."""
    found = []
    for line in text.replace(":", " ").replace("\N{FULLWIDTH COLON}", " ").splitlines()[:50]:
        parts = line.replace(",", "").split()
        if not parts:
            continue
        try:
            numbers = [Decimal(part) for part in parts]
        except InvalidOperation as error:
            raise Refusal("bad_steps", faults=["not_positive"]) from error
        if len(numbers) > 2 or not all(number.is_finite() for number in numbers):
            raise Refusal("bad_steps", faults=["not_positive"])
        found.append(Step(*numbers) if len(numbers) == 2 else Step(Decimal(1), numbers[0]))
    return found


def _text(request: WorkRequest) -> str:
    """The text of the file sent: UTF-8, or what spreadsheets of Chinese machines write."""
    count_against("upload", f"member-{request.viewer.member_id}")
    file: Any = request.FILES.get("file")
    if file is None:
        raise Refusal("empty_file")
    if file.size > LARGEST:
        raise Refusal("too_large")
    data: bytes = file.read()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def _tell(request: WorkRequest, taken: str, faults: Sequence[LineFault]) -> None:
    messages.success(request, taken)
    if faults:
        named = "; ".join(words.file_fault(fault) for fault in faults[:NAMED])
        text = ngettext("%(n)d row was refused: %(named)s", "%(n)d rows were refused: %(named)s", len(faults))
        messages.warning(request, text % {"n": len(faults), "named": named})
