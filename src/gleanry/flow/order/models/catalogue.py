"""What is sold, at which price, and the last number given to a paper."""

from __future__ import annotations

from django.db import models

from gleanry.kit.scope import WorkspaceModel


class Product(WorkspaceModel):
    """Something sold by the unit. Its code is unique in the workspace; what is no longer sold stays, inactive."""

    code = models.CharField(max_length=80)
    name_zh = models.CharField(max_length=200, default="")
    name_en = models.CharField(max_length=200, default="")
    line = models.CharField(max_length=80, default="")
    unit = models.CharField(max_length=20, default="")
    active = models.BooleanField(default=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace_id", "code"], name="one_product_code")]


class PriceBook(WorkspaceModel):
    """Prices in one currency from a day until a day, both included; without an end until further notice."""

    name = models.CharField(max_length=80)
    currency = models.CharField(max_length=3)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace_id", "name"], name="one_price_book_name")]


class PriceStep(WorkspaceModel):
    """The price of one unit of a product in a book from a quantity on, in major units of the book's currency.

    A price may be finer than the currency's minor unit (0.0125 a screw); what is rounded is the sum of a line. Both
    are whole numbers, of ten-thousandths (`_e4`) and millionths (`_e6`): exact on every database.
    """

    book_id = models.BigIntegerField()
    product_id = models.BigIntegerField()
    quantity_e4 = models.BigIntegerField()
    price_e6 = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["book_id", "product_id", "quantity_e4"], name="one_price_step")]
        indexes = [models.Index(fields=["product_id"], name="price_step_by_product")]


class NumberRun(WorkspaceModel):
    """The last number given to a kind of paper in a year. Whoever takes the next one holds the row until it commits."""

    kind = models.CharField(max_length=12)
    year = models.IntegerField()
    last = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace_id", "kind", "year"], name="one_number_run")]
