"""Which company uses a mail domain, as far as those who write from it said."""

from __future__ import annotations

from collections.abc import Iterable

from gleanry.flow.clean.models import KnownDomain
from gleanry.kit import bulk


def companies_of_domains(workspace_id: int, domains: Iterable[str]) -> dict[str, dict[str, str]]:
    """Domain -> company key -> company name as it was first written."""
    columns = ("domain", "company_key", "company")
    found: dict[str, dict[str, str]] = {}
    for domain, key, name in bulk.find(
        KnownDomain, columns, workspace_id=workspace_id, key="domain", among=domains, shared=False
    ):
        found.setdefault(domain, {}).setdefault(key, name)
    return found
