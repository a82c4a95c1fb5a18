"""The programming interface, under /api/v1/: everything a page can do. OpenAPI 3.1, with its own documentation."""

from __future__ import annotations

from ninja import NinjaAPI

from gleanry.web.api import (
    calls,
    claims,
    deal_work,
    deals,
    duplicates,
    errors,
    forecast,
    imports,
    leads,
    lists,
    mail_events,
    merges,
    orders,
    questions,
    receipts,
    reports,
    review,
    rewards,
    routing,
    rule_books,
    search,
    settling,
    submissions,
    times,
)
from gleanry.web.api.auth import BrowserAuth, TokenAuth

api = NinjaAPI(
    title="Gleanry",
    version="1",
    description=(
        "Send a token as `Authorization: Bearer gly_…`. Its scopes are permission names such as `leads.see`; they "
        "bound what the roles of its member allow. Every error has one form: "
        '`{"error": {"code", "message", "fields": [{"field", "code", "message"}]}}`.'
    ),
    auth=[TokenAuth(), BrowserAuth()],
    urls_namespace="api",
)
errors.install(api)
api.add_router("/submissions", submissions.router)
api.add_router("/leads", claims.router)
api.add_router("/pools", claims.of_pools)
api.add_router("/leads", leads.router)
api.add_router("/calls", calls.router)
api.add_router("/duplicates", duplicates.router)
api.add_router("/deals", deals.router)
api.add_router("/deals", deal_work.router)
api.add_router("/receipts", receipts.router)
api.add_router("/claims", receipts.of_claims)
api.add_router("/quotes", orders.quotes)
api.add_router("/orders", orders.router)
api.add_router("/rewards", rewards.router)
api.add_router("/visits", rewards.visits)
api.add_router("/imports", imports.router)
api.add_router("/questions", questions.router)
api.add_router("/merges", merges.router)
api.add_router("/routing", routing.router)
api.add_router("/rules", rule_books.router)
api.add_router("/search", search.router)
api.add_router("/lists", lists.router)
api.add_router("/invalid", review.router)
api.add_router("/times", times.router)
api.add_router("", settling.router)
api.add_router("", mail_events.router)
api.add_router("", reports.router)
api.add_router("", forecast.router)
