"""The crowd that benches are run in is written past the actions, so nothing else would notice a column it lacks."""

from __future__ import annotations

import pytest
from django.db.models import Field
from django.db.models.fields import NOT_PROVIDED

from bench.crowd import TABLES


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_a_crowd_fills_every_column_that_has_to_be_filled(model: type) -> None:
    fields = [field for field in model._meta.local_fields if isinstance(field, Field)]  # type: ignore[attr-defined]
    needed = {field.attname for field in fields if not field.null and field.db_default is NOT_PROVIDED}
    filled = set(TABLES[model])
    made_by_the_database = {field.attname for field in fields if field.primary_key}
    assert needed - made_by_the_database <= filled
