"""Read quotes, proforma invoices and contracts; find any paper by its number."""

from __future__ import annotations

from collections.abc import Iterable

from gleanry.flow.order.models import Contract, Order, PaperChange, Quote, QuoteLine
from gleanry.flow.order.queries.reading import CONTRACT, LINE, QUOTE, read_contract, read_line, read_quote
from gleanry.flow.order.shapes import ContractRow, Document, PaperLine, PaperStep, QuoteRow
from gleanry.kit import bulk
from gleanry.kit.errors import Refusal
from gleanry.kit.scope import WorkspaceQuerySet
from gleanry.tenants.queries import get_settings
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money


def visible_quotes(viewer: Viewer) -> WorkspaceQuerySet[Quote]:
    """The quotes of the members within the viewer's reach; unowned ones only to who sees all."""
    rows = Quote.objects.of(viewer.workspace_id)
    return rows if viewer.owner_ids is None else rows.filter(owner_id__in=viewer.owner_ids)


def visible_contracts(viewer: Viewer) -> WorkspaceQuerySet[Contract]:
    """The contracts of the members within the viewer's reach; unowned ones only to who sees all."""
    rows = Contract.objects.of(viewer.workspace_id)
    return rows if viewer.owner_ids is None else rows.filter(owner_id__in=viewer.owner_ids)


def list_quotes(viewer: Viewer, *, asked: bool = False, after: int | None = None, limit: int = 50) -> list[QuoteRow]:
    """The latest versions of quotes and proforma invoices, newest first; `asked`: those that wait for an approval."""
    base = get_settings(viewer.workspace_id).currency
    rows = visible_quotes(viewer).filter(is_latest=True)
    if asked:
        rows = rows.filter(approval="asked")
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return [read_quote(values, base) for values in rows.order_by("-id").values_list(*QUOTE)[:limit]]


def get_quote(viewer: Viewer, quote_id: int) -> QuoteRow:
    """One version. Raises Refusal `not_found` when there is none or the viewer may not see it."""
    values = visible_quotes(viewer).filter(pk=quote_id).values_list(*QUOTE).first()
    if values is None:
        raise Refusal("not_found", quote=quote_id)
    return read_quote(values, get_settings(viewer.workspace_id).currency)


def get_contract(viewer: Viewer, contract_id: int) -> ContractRow:
    """One contract. Raises Refusal `not_found` when there is none or the viewer may not see it."""
    values = visible_contracts(viewer).filter(pk=contract_id).values_list(*CONTRACT).first()
    if values is None:
        raise Refusal("not_found", contract=contract_id)
    return read_contract(values, get_settings(viewer.workspace_id).currency)


def versions_of(viewer: Viewer, number: str) -> list[QuoteRow]:
    """Every version of a quote, the latest first."""
    base = get_settings(viewer.workspace_id).currency
    rows = visible_quotes(viewer).filter(number=number).order_by("-version")
    return [read_quote(values, base) for values in rows.values_list(*QUOTE)]


def quotes_by_id(workspace_id: int, quote_ids: Iterable[int]) -> dict[int, QuoteRow]:
    """Quote id -> that version; one statement for any number."""
    base = get_settings(workspace_id).currency
    rows = bulk.find(Quote, QUOTE, workspace_id=workspace_id, key="id", among=quote_ids)
    return {row[0]: read_quote(row, base) for row in rows}


def quote_lines(workspace_id: int, quote: QuoteRow) -> list[PaperLine]:
    """The lines of a version, in order."""
    rows = QuoteLine.objects.of(workspace_id).filter(quote_id=quote.id).order_by("position")
    return [read_line(values, quote.currency) for values in rows.values_list(*LINE)]


def quotes_of_deal(viewer: Viewer, deal_id: int) -> list[QuoteRow]:
    """The latest versions a deal's customer was or will be sent, newest first; shown to whoever sees the deal."""
    base = get_settings(viewer.workspace_id).currency
    rows = Quote.objects.of(viewer.workspace_id).filter(opportunity_id=deal_id, is_latest=True).order_by("-id")
    return [read_quote(values, base) for values in rows.values_list(*QUOTE)]


def contracts_of_deal(viewer: Viewer, deal_id: int) -> list[ContractRow]:
    """The contracts of a deal, newest first; shown to whoever sees the deal."""
    base = get_settings(viewer.workspace_id).currency
    rows = Contract.objects.of(viewer.workspace_id).filter(opportunity_id=deal_id).order_by("-id")
    return [read_contract(values, base) for values in rows.values_list(*CONTRACT)]


def steps_of(workspace_id: int, paper: str, paper_id: int) -> list[PaperStep]:
    """What became of a paper (quote, contract, order), oldest first."""
    rows = PaperChange.objects.of(workspace_id).filter(paper=paper, paper_id=paper_id).order_by("id")
    return [PaperStep(*values) for values in rows.values_list("step", "at", "by", "reason")]


FOUND = ("id", "number", "opportunity_id", "account_id", "amount_minor", "currency", "base_minor")


def find_documents(workspace_id: int, numbers: Iterable[str]) -> dict[str, Document]:
    """Number -> what it names, as a bank statement writes it; three statements for any number.

    An order wins over a contract and that over a quote, where patterns let numbers meet.
    """
    wanted = list(dict.fromkeys(numbers))
    found: dict[str, Document] = {}
    base = get_settings(workspace_id).currency
    quotes = bulk.find(
        Quote, ("kind", *FOUND), workspace_id=workspace_id, key="number", among=wanted, where="t.is_latest"
    )
    contracts = bulk.find(Contract, FOUND, workspace_id=workspace_id, key="number", among=wanted)
    orders = bulk.find(Order, FOUND, workspace_id=workspace_id, key="number", among=wanted)
    named = [*quotes, *(("contract", *row) for row in contracts), *(("order", *row) for row in orders)]
    for kind, pk, number, deal, account, amount, currency, total in named:
        found[number] = Document(kind, pk, number, deal, account, Money(amount, currency), Money(total, base))
    return found
