"""Read deals within the viewer's reach."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from gleanry.flow.convert.models import Conversion, DealOutcome, Opportunity, StageChange
from gleanry.flow.convert.rules import LOST, WON, in_base, rate_for, read_processes
from gleanry.flow.convert.shapes import (
    BoardColumn,
    ConversionRow,
    DealCard,
    DealFilters,
    DealHeld,
    DealRow,
    DealSum,
    Party,
    StageChangeRow,
)
from gleanry.kit import bulk, rulebook
from gleanry.kit.errors import Refusal
from gleanry.kit.scope import WorkspaceQuerySet
from gleanry.tenants.queries import get_settings
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money

COLUMNS = (
    "id",
    "name",
    "lead_id",
    "account_id",
    "person_id",
    "owner_id",
    "product",
    "stage",
    "outcome",
    "amount_minor",
    "currency",
    "base_minor",
    "opened_at",
    "closed_at",
    "loss_reason",
    "process",
    "stage_since",
    "grade",
    "next_grade",
    "next_grade_on",
    "competitor",
    "decider",
    "expected_close",
    "word_minor",
    "version",
)
CARDS = 30


def visible_deals(viewer: Viewer) -> WorkspaceQuerySet[Opportunity]:
    """The deals of the members within the viewer's reach; unowned ones only to who sees all."""
    rows = Opportunity.objects.of(viewer.workspace_id)
    return rows if viewer.owner_ids is None else rows.filter(owner_id__in=viewer.owner_ids)


def board(viewer: Viewer, process: str = "") -> list[BoardColumn]:
    """Every stage of a process in order (of all without one), then won and lost: count, sum and latest deals of each.

    One statement for the counts and one a column: as many as there are stages, however many deals.
    """
    base = get_settings(viewer.workspace_id).currency
    book = read_processes(rulebook.current(viewer.workspace_id, "convert").body)
    stages = [stage for one in book.processes if process in ("", one.key) for stage in one.stages]
    sums = _stage_sums(viewer, process)
    names = [("", stage.key, stage.name_zh, stage.name_en, stage.percent, stage.stuck_days) for stage in stages]
    names += [(WON, "", "赢单", "Won", 100, None), (LOST, "", "输单", "Lost", 0, None)]
    columns = []
    for outcome, stage, zh, en, percent, stuck in names:
        rows = visible_deals(viewer).filter(outcome=outcome)
        rows = rows.filter(stage=stage) if not outcome else rows.filter(process=process) if process else rows
        cards = tuple(_card(values, base) for values in rows.order_by("-id").values_list(*COLUMNS)[:CARDS])
        count, total, unrated = sums.get((outcome, stage), (0, 0, 0))
        sum_, key = Money(total, base), outcome or stage
        columns.append(BoardColumn(key, zh, en, count, sum_, unrated, cards, percent, stuck))
    return columns


UNRATED = Q(base_minor=0, rate=0) & ~Q(amount_minor=0)


def stages_in_use(workspace_id: int) -> dict[str, int]:
    """Stage -> how many open opportunities stand in it; one statement."""
    rows = Opportunity.objects.of(workspace_id).filter(outcome=DealOutcome.OPEN).order_by()
    return dict(rows.values_list("stage").annotate(n=Count("pk")))


def _stage_sums(viewer: Viewer, process: str) -> dict[tuple[str, str], tuple[int, int, int]]:
    """(outcome, stage) -> deals, their sum in minor units, how many of them have no rate. Ends have no stage."""
    sums: dict[tuple[str, str], tuple[int, int, int]] = {}
    rows = visible_deals(viewer)
    grouped = (rows.filter(process=process) if process else rows).values_list("outcome", "stage")
    counted = grouped.annotate(n=Count("pk"), total=Sum("base_minor"), unrated=Count("pk", filter=UNRATED))
    for outcome, stage, count, total, unrated in counted.order_by():
        key = (outcome, "") if outcome else ("", stage)
        before = sums.get(key, (0, 0, 0))
        sums[key] = (before[0] + count, before[1] + (total or 0), before[2] + unrated)
    return sums


NO_FILTERS = DealFilters()


def list_deals(
    viewer: Viewer, filters: DealFilters = NO_FILTERS, *, after: int | None = None, limit: int = 50
) -> list[DealCard]:
    """Deals, newest first, by keyset on id."""
    base = get_settings(viewer.workspace_id).currency
    rows = _narrowed(visible_deals(viewer), filters)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return [_card(values, base) for values in rows.order_by("-id").values_list(*COLUMNS)[:limit]]


def sum_deals(viewer: Viewer, filters: DealFilters = NO_FILTERS) -> DealSum:
    """How many deals a list holds and what they come to in the workspace's currency; one statement."""
    base = get_settings(viewer.workspace_id).currency
    rows = _narrowed(visible_deals(viewer), filters)
    found = rows.aggregate(n=Count("pk"), total=Sum("base_minor"), unrated=Count("pk", filter=UNRATED))
    return DealSum(found["n"], Money(found["total"] or 0, base), found["unrated"])


def narrowed_deals(viewer: Viewer, filters: DealFilters) -> WorkspaceQuerySet[Opportunity]:
    """The deals of a list, for what stands above to count or sum by."""
    return _narrowed(visible_deals(viewer), filters)


def _narrowed(rows: WorkspaceQuerySet[Opportunity], filters: DealFilters) -> WorkspaceQuerySet[Opportunity]:
    if filters.stage:
        rows = rows.filter(outcome=DealOutcome.OPEN, stage=filters.stage)
    if filters.outcome == "closed":
        rows = rows.exclude(outcome=DealOutcome.OPEN)
    elif filters.outcome:
        rows = rows.filter(outcome=DealOutcome.OPEN if filters.outcome == "open" else filters.outcome)
    rows = _of(rows, filters)
    if filters.lead_id is not None:
        rows = rows.filter(lead_id=filters.lead_id)
    if filters.leadless:
        rows = rows.filter(lead_id__isnull=True)
    if filters.process:
        rows = rows.filter(process=filters.process)
    if filters.grade:
        rows = rows.filter(grade="" if filters.grade == "none" else filters.grade)
    if filters.owner_id is not None:
        rows = rows.filter(owner_id=filters.owner_id)
    return rows.filter(UNRATED) if filters.unrated else rows


def _of(rows: WorkspaceQuerySet[Opportunity], filters: DealFilters) -> WorkspaceQuerySet[Opportunity]:
    """Narrowed by whose they are and what is sold."""
    if filters.accountless:
        rows = rows.filter(account_id__isnull=True)
    if filters.product is not None:
        rows = rows.filter(product=filters.product)
    if filters.owner_ids is None:
        return rows
    held = Q(owner_id__in=[i for i in filters.owner_ids if i is not None])
    return rows.filter(held | Q(owner_id__isnull=True) if None in filters.owner_ids else held)


def fixed_rate(workspace_id: int, currency: str, stated: Decimal | None = None) -> Decimal:
    """The rate an amount is fixed with: 1 for the workspace's own currency, what was stated, what its table says.

    0 when nobody knows: the amount is then shown but not summed.
    """
    base = get_settings(workspace_id).currency
    if currency == base or stated is None:
        return rate_for(currency, base, rulebook.current(workspace_id, "rates").body["rates"])
    return stated


def known_rates(workspace_id: int, currencies: Iterable[str]) -> dict[str, Decimal]:
    """Currency -> the rate of the workspace's table today: 1 for its own, 0 when nobody knows."""
    base = get_settings(workspace_id).currency
    rates = rulebook.current(workspace_id, "rates").body["rates"]
    return {currency: rate_for(currency, base, rates) for currency in currencies}


def in_workspace_currency(amount: Money, base: str, rate: Decimal) -> Money:
    """In the workspace's currency; nothing while no rate is known (rate 0)."""
    return in_base(amount, base, rate)


def get_deal(viewer: Viewer, deal_id: int) -> DealCard:
    """One deal. Raises Refusal `not_found` when there is none or the viewer may not see it."""
    values = visible_deals(viewer).filter(pk=deal_id).values_list(*COLUMNS).first()
    if values is None:
        raise Refusal("not_found", deal=deal_id)
    return _card(values, get_settings(viewer.workspace_id).currency)


def deals_by_id(viewer: Viewer, deal_ids: Iterable[int]) -> dict[int, DealCard]:
    """Those of some deals the viewer may see; one statement."""
    base = get_settings(viewer.workspace_id).currency
    rows = visible_deals(viewer).filter(pk__in=list(deal_ids)).order_by("pk")
    return {values[0]: _card(values, base) for values in rows.values_list(*COLUMNS)}


def deals_of_lead(viewer: Viewer, lead_id: int) -> list[DealCard]:
    """The deals a lead became, newest first; shown to whoever sees the lead."""
    base = get_settings(viewer.workspace_id).currency
    rows = Opportunity.objects.of(viewer.workspace_id).filter(lead_id=lead_id).order_by("-id")
    return [_card(values, base) for values in rows.values_list(*COLUMNS)]


def deals_by_lead(workspace_id: int, lead_ids: Iterable[int]) -> dict[int, DealRow]:
    """Lead id -> the latest deal it became; one statement for any number."""
    columns = ("lead_id", "id", "owner_id", "outcome", "opened_at")
    rows = bulk.find(Opportunity, columns, workspace_id=workspace_id, key="lead_id", among=lead_ids)
    return {lead_id: DealRow(deal_id, lead_id, *rest) for lead_id, deal_id, *rest in rows}


def deals_behind(
    workspace_id: int, *, lead_ids: Iterable[int], person_ids: Iterable[int] = (), account_ids: Iterable[int] = ()
) -> list[int]:
    """The deals that hang on some leads, people or companies; one statement."""
    theirs = Q(lead_id__in=list(lead_ids)) | Q(person_id__in=list(person_ids)) | Q(account_id__in=list(account_ids))
    return list(Opportunity.objects.of(workspace_id).filter(theirs).order_by("pk").values_list("pk", flat=True))


def parties_of(workspace_id: int, deal_ids: Iterable[int]) -> list[Party]:
    """Whose some deals are, in order of opening; one statement."""
    columns = ("account_id", "owner_id", "closed_at", "lead_id")
    rows = bulk.find(Opportunity, columns, workspace_id=workspace_id, key="id", among=deal_ids)
    return [Party(*row) for row in rows]


def deals_held(workspace_id: int, key: str, among: Iterable[int]) -> list[DealHeld]:
    """The deals whose `key` (id, account_id or lead_id) is among some, in order of opening; one statement."""
    columns = tuple(DealHeld.__dataclass_fields__)
    rows = bulk.find(Opportunity, columns, workspace_id=workspace_id, key=key, among=among)
    return [DealHeld(*row) for row in rows]


def conversion_of(workspace_id: int, lead_id: int) -> ConversionRow | None:
    """The account a lead was linked to, if a duplicate rule found one."""
    columns = tuple(ConversionRow.__dataclass_fields__)
    values = Conversion.objects.of(workspace_id).filter(lead_id=lead_id).values_list(*columns).first()
    return ConversionRow(*values) if values else None


def stage_changes_of(workspace_id: int, deal_id: int) -> list[StageChangeRow]:
    """The stages a deal went through, oldest first."""
    columns = ("from_stage", "stage", "at", "by", "reason")
    rows = StageChange.objects.of(workspace_id).filter(opportunity_id=deal_id).order_by("id")
    return [StageChangeRow(*values) for values in rows.values_list(*columns)]


def deals_of_leads(workspace_id: int, lead_ids: Iterable[int]) -> dict[int, int]:
    """Deal id -> its lead, of some leads; one statement."""
    rows = bulk.find(Opportunity, ("id", "lead_id"), workspace_id=workspace_id, key="lead_id", among=lead_ids)
    return dict(rows)


def _card(values: tuple[Any, ...], base: str) -> DealCard:
    given = dict(zip(COLUMNS, values, strict=True))
    amount = Money(given.pop("amount_minor"), given.pop("currency"))
    total = Money(given.pop("base_minor"), base)
    said = given.pop("word_minor")
    word = None if said is None else Money(said, amount.currency)
    return DealCard(**given, amount=amount, base=total, word=word)
