"""What a claim may pay, and how much of it is still owed."""

from __future__ import annotations

from collections.abc import Iterable

from gleanry.flow.collect.queries.claims import claims_of_deals
from gleanry.flow.collect.shapes import ClaimRow, Target, Terms
from gleanry.flow.convert.queries import deal_terms, visible_deals
from gleanry.flow.convert.shapes import DealTerms
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money

WON = "won"


def terms_of(workspace_id: int, targets: Iterable[Target]) -> dict[Target, Terms]:
    """Target -> its terms; targets that there are not are left out. A number of statements that does not grow."""
    wanted = list(dict.fromkeys(targets))
    deals = deal_terms(workspace_id, (target.id for target in wanted if target.kind == "deal"))
    claims = claims_of_deals(workspace_id, deals)
    return {
        Target("deal", deal_id): _of_deal(deal, claims.get(deal_id, []))
        for deal_id, deal in deals.items()
    }


def visible_terms(viewer: Viewer, targets: Iterable[Target]) -> dict[Target, Terms]:
    """As `terms_of`, only of what the viewer sees."""
    found = terms_of(viewer.workspace_id, targets)
    deals = [terms.target.id for terms in found.values() if terms.target.kind == "deal"]
    seen = set(visible_deals(viewer).filter(pk__in=deals).values_list("pk", flat=True))
    return {target: terms for target, terms in found.items() if target.id in seen}


def _of_deal(deal: DealTerms, claims: list[ClaimRow]) -> Terms:
    paid = sum(claim.settled.minor for claim in claims if claim.settled.currency == deal.amount.currency)
    owed = Money(deal.amount.minor - paid, deal.amount.currency) if deal.amount.minor else None
    barred = "" if deal.outcome == WON else "deal_not_won"
    party = (deal.id, deal.account_id, deal.person_id, deal.owner_id)
    return Terms(Target("deal", deal.id), "", deal.name, *party, deal.amount, deal.rate, owed, barred=barred)
