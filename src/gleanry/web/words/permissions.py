"""What roles may do and how far they see, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PERMISSIONS: Mapping[str, Any] = {
    "leads.see": _("see leads"),
    "leads.import": _("import files"),
    "leads.claim": _("claim leads"),
    "leads.assign": _("assign leads"),
    "leads.follow": _("follow up"),
    "leads.qualify": _("make MQL"),
    "leads.accept": _("accept SQL"),
    "leads.review": _("review the invalid pool"),
    "duplicates.merge": _("merge duplicates of their own"),
    "duplicates.merge_any": _("merge any duplicates"),
    "deals.see": _("see opportunities"),
    "deals.move": _("move opportunities"),
    "gates.approve": _("approve at the gates of opportunities"),
    "accounts.edit": _("edit accounts and who decides in them"),
    "accounts.judge": _("decide whose customer it is"),
    "products.edit": _("edit products and prices"),
    "quotes.write": _("write quotes and contracts"),
    "quotes.approve": _("approve discounts and contracts"),
    "orders.see": _("see orders"),
    "orders.write": _("take and ship orders"),
    "orders.release": _("hold and release orders"),
    "money.see": _("see invoices and receipts"),
    "money.claim": _("claim receipts for orders"),
    "money.book": _("book invoices and receipts"),
    "money.approve": _("approve credit limits and refunds"),
    "rewards.see": _("see their own statements"),
    "rewards.run": _("make and close statements"),
    "targets.edit": _("set targets"),
    "lists.add": _("add to lists"),
    "lists.edit": _("edit lists"),
    "segments.edit": _("define segments"),
    "violations.judge": _("judge missed deadlines"),
    "cockpit.see": _("see the cockpit"),
    "data.export": _("export data"),
    "api.use": _("use the API"),
    "rules.edit": _("edit rules"),
    "members.edit": _("edit members and roles"),
}
REACHES: Mapping[str, Any] = {
    "own": pgettext_lazy("reach", "their own"),
    "team": pgettext_lazy("reach", "their team's"),
    "subtree": pgettext_lazy("reach", "their team's and those of the teams below"),
    "region": pgettext_lazy("reach", "their region's"),
    "all": pgettext_lazy("reach", "everybody's"),
}
