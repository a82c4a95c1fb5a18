"""What is offered and agreed: quotes with their versions, contracts, and what became of each."""

from __future__ import annotations

from django.db import models

from gleanry.kit.scope import WorkspaceModel


class QuoteKind(models.TextChoices):
    QUOTE = "quote"
    PI = "pi"


class QuoteState(models.TextChoices):
    """An accepted quote is one the customer said yes to; a replaced one has a newer version."""

    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Approval(models.TextChoices):
    """Whether somebody else has to agree to the discounts, and what they said."""

    NOT_NEEDED = ""
    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"


class Quote(WorkspaceModel):
    """One version of a quote or a proforma invoice. Versions share a number; exactly one of them is the latest.

    Amounts are in minor units of `currency`: `net_minor` and `tax_minor` add up to `amount_minor`; `base_minor` is the
    total in the workspace's currency at the `rate` of `quoted_on` (0: no rate was known). `terms` are the steps of
    payment, {percent, when, days} each; `needs` is the level whose approval the discounts ask for. `revision` counts
    the saves of a version, so that nobody overwrites unseen what another saved.
    """

    kind = models.CharField(max_length=5, choices=QuoteKind.choices)
    number = models.CharField(max_length=40)
    version = models.IntegerField(default=1)
    is_latest = models.BooleanField(default=True)
    opportunity_id = models.BigIntegerField(null=True)
    account_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    owner_id = models.BigIntegerField(null=True)
    lead_id = models.BigIntegerField(null=True)
    quote_id = models.BigIntegerField(null=True)
    title = models.CharField(max_length=200, default="")
    currency = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=18, decimal_places=8, default=1)
    net_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)
    amount_minor = models.BigIntegerField(default=0)
    base_minor = models.BigIntegerField(default=0)
    quoted_on = models.DateField()
    valid_until = models.DateField()
    incoterm = models.CharField(max_length=60, default="")
    terms = models.JSONField(default=list)
    note = models.TextField(default="")
    state = models.CharField(max_length=8, choices=QuoteState.choices, default=QuoteState.DRAFT)
    approval = models.CharField(max_length=8, choices=Approval.choices, default=Approval.NOT_NEEDED)
    needs = models.CharField(max_length=20, default="")
    rules_id = models.BigIntegerField(null=True)
    revision = models.IntegerField(default=1)
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "number", "version"], name="one_quote_version"),
            models.UniqueConstraint(
                fields=["workspace_id", "number"], name="one_latest_quote", condition=models.Q(is_latest=True)
            ),
        ]
        indexes = [
            models.Index(fields=["opportunity_id"], name="quote_by_deal"),
            models.Index(fields=["account_id"], name="quote_by_account"),
        ]


class QuoteLine(WorkspaceModel):
    """A line of a quote: the price of one unit, discount and tax in per cent; `list_price_e6` what the book says.

    Whole numbers: `_e4` are ten-thousandths, `_e6` millionths.
    """

    quote_id = models.BigIntegerField()
    position = models.IntegerField()
    product_id = models.BigIntegerField(null=True)
    text = models.CharField(max_length=300)
    unit = models.CharField(max_length=20, default="")
    quantity_e4 = models.BigIntegerField()
    price_e6 = models.BigIntegerField()
    list_price_e6 = models.BigIntegerField(null=True)
    discount_e4 = models.BigIntegerField(default=0)
    tax_e4 = models.BigIntegerField(default=0)
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["quote_id", "position"], name="one_quote_position")]


class ContractKind(models.TextChoices):
    """A single contract, the customer's purchase order, or a frame several orders are called off from."""

    CONTRACT = "contract"
    PO = "po"
    FRAMEWORK = "framework"


class ContractState(models.TextChoices):
    DRAFT = "draft"
    APPROVED = "approved"
    SIGNED = "signed"
    ENDED = "ended"


class Contract(WorkspaceModel):
    """What both sides sign. `signature` is what the signing service said: by whom, on which day, which reference."""

    kind = models.CharField(max_length=9, choices=ContractKind.choices)
    number = models.CharField(max_length=40)
    title = models.CharField(max_length=200, default="")
    opportunity_id = models.BigIntegerField(null=True)
    account_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    owner_id = models.BigIntegerField(null=True)
    lead_id = models.BigIntegerField(null=True)
    quote_id = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=18, decimal_places=8, default=1)
    amount_minor = models.BigIntegerField()
    base_minor = models.BigIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=ContractState.choices, default=ContractState.DRAFT)
    signature = models.JSONField(default=dict)
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace_id", "number"], name="one_contract_number")]
        indexes = [
            models.Index(fields=["opportunity_id"], name="contract_by_deal"),
            models.Index(fields=["account_id"], name="contract_by_account"),
        ]


class PaperChange(WorkspaceModel):
    """What became of a quote, a contract or an order: step, by whom, why. Appended."""

    paper = models.CharField(max_length=8)
    paper_id = models.BigIntegerField()
    step = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=300, default="")

    class Meta:
        indexes = [models.Index(fields=["paper", "paper_id"], name="paper_change_by_paper")]
