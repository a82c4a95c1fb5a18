"""The rules of the book, for those who show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gleanry.flow.settle.queries.books import sources_book
from gleanry.flow.settle.rules import read_protection, read_sources
from gleanry.flow.settle.shapes import ProtectionRule, SourceRule


def source_rule(workspace_id: int) -> SourceRule:
    """The pipes and months in force."""
    return read_sources(sources_book(workspace_id)[1])


def source_rule_in(body: Mapping[str, Any]) -> SourceRule:
    """The pipes and months of a draft."""
    return read_sources(body)


def protection_rule(workspace_id: int) -> ProtectionRule:
    """What a registration protects by the book in force."""
    return read_protection(sources_book(workspace_id)[1])
