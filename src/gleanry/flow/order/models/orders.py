"""Orders, what was delivered and came back, and what customers complain of."""

from __future__ import annotations

from django.db import models

from gleanry.kit.scope import WorkspaceModel


class OrderState(models.TextChoices):
    """Held waits for what the gate asks; delivered went out in full; closed is settled for good."""

    HELD = "held"
    OPEN = "open"
    DELIVERED = "delivered"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Priority(models.TextChoices):
    HIGH = "high"
    NORMAL = "normal"


class Order(WorkspaceModel):
    """What a customer ordered. Amounts as in Quote: lines add up to them exactly.

    `held_for` are the codes of why the gate holds it, `raised_by` of why it ships first. `paused` says that nothing
    ships while a complaint is open. `intent` and `specification` are what the gate asks for, in the seller's words.
    """

    number = models.CharField(max_length=40)
    external_id = models.CharField(max_length=200, default="")
    title = models.CharField(max_length=200, default="")
    opportunity_id = models.BigIntegerField(null=True)
    account_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    owner_id = models.BigIntegerField(null=True)
    lead_id = models.BigIntegerField(null=True)
    quote_id = models.BigIntegerField(null=True)
    contract_id = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=18, decimal_places=8, default=1)
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    base_minor = models.BigIntegerField()
    ordered_at = models.DateTimeField()
    terms = models.JSONField(default=list)
    intent = models.CharField(max_length=300, default="")
    specification = models.CharField(max_length=300, default="")
    urgent = models.BooleanField(default=False)
    key_project = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=OrderState.choices)
    held_for = models.JSONField(default=list)
    priority = models.CharField(max_length=6, choices=Priority.choices, default=Priority.NORMAL)
    raised_by = models.JSONField(default=list)
    paused = models.BooleanField(default=False)
    rules_id = models.BigIntegerField(null=True)
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace_id", "number"], name="one_order_number")]
        indexes = [
            models.Index(fields=["workspace_id", "state", "id"], name="order_by_state"),
            models.Index(fields=["opportunity_id"], name="order_by_deal"),
            models.Index(fields=["account_id"], name="order_by_account"),
        ]


class OrderLine(WorkspaceModel):
    """A line of an order, as in QuoteLine."""

    order_id = models.BigIntegerField()
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
        constraints = [models.UniqueConstraint(fields=["order_id", "position"], name="one_order_position")]


class Delivery(WorkspaceModel):
    """Goods that went out for an order, or came back (`is_return`). Appended.

    `amount_minor` is what they are worth by their order's lines, tax included, in its currency; `base_minor` in the
    workspace's at the order's rate. Deliveries of a whole order come to its amount exactly.
    """

    order_id = models.BigIntegerField()
    number = models.CharField(max_length=40)
    is_return = models.BooleanField(default=False)
    delivered_on = models.DateField()
    amount_minor = models.BigIntegerField()
    base_minor = models.BigIntegerField()
    note = models.CharField(max_length=300, default="")
    by = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace_id", "number"], name="one_delivery_number")]
        indexes = [models.Index(fields=["order_id"], name="delivery_by_order")]


class DeliveryLine(WorkspaceModel):
    """How much of an order's line a delivery or return covers."""

    delivery_id = models.BigIntegerField()
    order_line_id = models.BigIntegerField()
    quantity_e4 = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["delivery_id"], name="delivery_line_by_delivery"),
            models.Index(fields=["order_line_id"], name="delivery_line_by_line"),
        ]


class Complaint(WorkspaceModel):
    """What a customer complains of, about an order or in general; shipments to them wait until it is resolved."""

    order_id = models.BigIntegerField(null=True)
    account_id = models.BigIntegerField(null=True)
    text = models.TextField()
    opened_at = models.DateTimeField()
    opened_by = models.BigIntegerField(null=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.BigIntegerField(null=True)
    resolution = models.TextField(default="")

    class Meta:
        indexes = [
            models.Index(fields=["order_id"], name="complaint_by_order"),
            models.Index(fields=["account_id"], name="complaint_by_account"),
        ]
