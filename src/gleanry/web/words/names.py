"""What columns of files name, how two names differ, and by what wins are grouped."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gleanry.web.words.labels import Words

NAMED_THINGS: Words = {
    "product": _("Product"),
    "account": _("Company"),
    "member": _("Colleague"),
    "team": _("Team"),
    "region": _("Region"),
    "stage": _("Stage"),
}
NAME_EVIDENCE: Words = {
    "case": _("other capitals or width"),
    "spacing": _("other spaces"),
    "punctuation": _("other punctuation"),
    "order": _("the same words in another order"),
    "one_slip": _("one letter differs"),
    "two_slips": _("two letters differ"),
    "likeness": _("the names are alike"),
    "code": _("its code in the product list"),
}
NAME_CHOICES: Words = {
    "means": _("means"),
    "keep": _("kept as it is"),
    "add": _("added as new"),
}
WINS_BY: Words = {
    "owner": _("Seller"),
    "team": _("Team"),
    "manager": _("Manager"),
    "product": _("Product"),
    "region": _("Region"),
}
