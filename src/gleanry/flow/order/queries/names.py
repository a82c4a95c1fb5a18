"""By which words products are named."""

from __future__ import annotations

from gleanry.flow.order.models import Product


def product_names(workspace_id: int) -> list[str]:
    """The names of all products in both languages, and the codes of those that have no other name; one statement."""
    rows = Product.objects.of(workspace_id).order_by("pk").values_list("code", "name_zh", "name_en")
    return [word for code, zh, en in rows for word in ((zh, en) if zh or en else (code,)) if word]


def product_codes(workspace_id: int) -> dict[str, str]:
    """Code -> the name by which deals know the product, for those called otherwise than their code; one statement."""
    rows = Product.objects.of(workspace_id).order_by("pk").values_list("code", "name_en", "name_zh")
    return {code: name for code, en, zh in rows if (name := en or zh) and name != code}
