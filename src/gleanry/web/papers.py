"""The papers of a deal, and a quote as a printed page."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from gleanry.flow.order.queries import contracts_of_deal, due_of, orders_of_deals, quote_lines, quotes_of_deal
from gleanry.flow.order.queries.books import paper_rules
from gleanry.flow.order.queries.catalogue import products_by_id
from gleanry.flow.order.shapes import QuoteRow
from gleanry.people.queries import accounts_by_id
from gleanry.tenants.queries import get_settings, names_of
from gleanry.tenants.shapes import Viewer
from gleanry.web.forms.papers import plain
from gleanry.web.words import orders as words

LANGUAGES = {"zh": "zh-hans", "en": "en"}


def papers_of_deal(viewer: Viewer, deal_id: int) -> dict[str, Any]:
    """What parts/deal_papers.html needs: the quotes, contracts and orders of a deal; three statements."""
    orders = orders_of_deals(viewer.workspace_id, [deal_id]).get(deal_id, []) if viewer.may("orders.see") else []
    return {
        "quotes": quotes_of_deal(viewer, deal_id),
        "contracts": contracts_of_deal(viewer, deal_id),
        "orders": orders[::-1],
        "paper_words": words,
        "may_quote": viewer.may("quotes.write"),
        "may_order": viewer.may("orders.write"),
    }


def printed_quote(workspace_id: int, quote: QuoteRow, language: str) -> str:
    """A quote as one HTML page in Chinese or English; everything it needs stands in it."""
    settings, rules = get_settings(workspace_id), paper_rules(workspace_id)
    header = rules.get("header") or {}
    lines = quote_lines(workspace_id, quote)
    products = products_by_id(workspace_id, [line.product_id for line in lines])
    accounts = accounts_by_id(workspace_id, [quote.account_id])
    with translation.override(LANGUAGES[language]):
        context = {
            "quote": quote,
            "kind": words.QUOTE_KINDS[quote.kind],
            "lang": LANGUAGES[language],
            "company": header.get(language) or header.get("zh") or header.get("en") or settings.name,
            "address": header.get(f"address_{language}", ""),
            "contact": header.get("contact", ""),
            "bank": header.get("bank", ""),
            "account": next((row.name for row in accounts.values()), ""),
            "seller": names_of(workspace_id, [quote.owner_id]).get(quote.owner_id or 0, ""),
            "lines": [
                {
                    "text": _text(line.text, products.get(line.product_id or 0), language),
                    "unit": line.unit,
                    "quantity": plain(line.quantity),
                    "price": plain(line.price),
                    "discount": plain(line.discount) if line.discount else "",
                    "tax": plain(line.tax),
                    "net": line.net,
                }
                for line in lines
            ],
            "terms": [
                (plain(step.percent), words.WHENS.get(step.when, step.when), step.days, part)
                for step, part in due_of(quote.amount, quote.terms)
            ],
        }
        return render_to_string("parts/printed_quote.html", context)


def _text(text: str, product: Any, language: str) -> str:
    """A product's own name in the language of the paper, where the line does not say something else."""
    if product is not None and text in (product.name_zh, product.name_en):
        return str(product.name(language))
    return text
