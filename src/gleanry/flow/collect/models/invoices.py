"""What is billed, when it is due, who was reminded, and how much one may owe."""

from __future__ import annotations

from django.db import models

from gleanry.kit.scope import WorkspaceModel


class InvoiceKind(models.TextChoices):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit"


class Invoice(WorkspaceModel):
    """An invoice of an order, or a credit note that takes back a part of one (amounts negative). Appended.

    `amount_minor` includes `tax_minor`.
    """

    number = models.CharField(max_length=40)
    kind = models.CharField(max_length=7, choices=InvoiceKind.choices, default=InvoiceKind.INVOICE)
    credits_id = models.BigIntegerField(null=True)
    order_id = models.BigIntegerField()
    account_id = models.BigIntegerField(null=True)
    owner_id = models.BigIntegerField(null=True)
    amount_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=18, decimal_places=8, default=1)
    base_minor = models.BigIntegerField()
    issued_on = models.DateField()
    due_on = models.DateField()
    reason = models.CharField(max_length=200, default="")
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["order_id"], name="invoice_by_order"),
            models.Index(fields=["account_id"], name="invoice_by_account"),
        ]
        constraints = [models.UniqueConstraint(fields=["workspace_id", "number"], name="one_invoice_number")]


class Trigger(models.TextChoices):
    """What a step waits for, as the terms of an order name it; and the invoice."""

    ORDER = "order"
    BEFORE_SHIPMENT = "before_shipment"
    SHIPMENT = "shipment"
    DELIVERY = "delivery"
    ACCEPTANCE = "acceptance"
    INVOICE = "invoice"


class PlanStep(WorkspaceModel):
    """A part of an order's price and when it is to be paid. The steps of a version add up to the order.

    `due_on` is empty until what it waits for has happened. Versions are appended, the highest is in force.
    """

    order_id = models.BigIntegerField()
    version = models.IntegerField(default=1)
    position = models.IntegerField()
    basis_points = models.IntegerField()
    trigger = models.CharField(max_length=15, choices=Trigger.choices)
    days = models.IntegerField(default=0)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    due_on = models.DateField(null=True)
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order_id", "version", "position"], name="one_plan_step"),
        ]
        indexes = [models.Index(fields=["workspace_id", "due_on"], name="plan_step_by_day")]


class Reminder(WorkspaceModel):
    """A dunning step of an amount that is past its day: written once, by which rules, and who was told."""

    order_id = models.BigIntegerField()
    due_on = models.DateField()
    step = models.CharField(max_length=40)
    account_id = models.BigIntegerField(null=True)
    member_id = models.BigIntegerField(null=True)
    escalates = models.BooleanField(default=False)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    days_late = models.IntegerField()
    rules_id = models.BigIntegerField()
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order_id", "due_on", "step"], name="one_dunning_step"),
        ]
        indexes = [
            models.Index(
                fields=["workspace_id", "member_id"],
                name="dunning_open",
                condition=models.Q(done_at__isnull=True),
            )
        ]


class CreditLimit(WorkspaceModel):
    """How much an account may owe at a time, and until when. Appended; the latest of an account is in force."""

    account_id = models.BigIntegerField()
    limit_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=18, decimal_places=8, default=1)
    base_minor = models.BigIntegerField()
    valid_to = models.DateField(null=True)
    reason = models.CharField(max_length=200, default="")
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account_id", "id"], name="limit_by_account")]
