"""Names of the fields a record may carry, and what can be wrong with one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gleanry.web.words.labels import label

FIELDS: Mapping[str, Any] = {
    "external_id": gettext_lazy("External id"),
    "person_name": gettext_lazy("Person"),
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Last name"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "wechat": gettext_lazy("WeChat"),
    "company": gettext_lazy("Company"),
    "company_alike": gettext_lazy("Company, also under another name"),
    "job_title": gettext_lazy("Job title"),
    "region": gettext_lazy("Region"),
    "industry": gettext_lazy("Industry"),
    "company_size": gettext_lazy("Company size"),
    "credit_code": gettext_lazy("Unified credit code"),
    "domain": gettext_lazy("Mail domain"),
    "source": gettext_lazy("Source"),
    "campaign": gettext_lazy("Campaign"),
    "landing_page": gettext_lazy("Landing page"),
    "content": gettext_lazy("Content that drew them"),
    "message": gettext_lazy("Message"),
    "product": gettext_lazy("Product"),
    "owner": gettext_lazy("Owner"),
    "sdr": "SDR",
    "note": gettext_lazy("Note"),
    "country": gettext_lazy("Country"),
    "language": gettext_lazy("Language"),
    "utm_source": "utm_source",
    "utm_medium": "utm_medium",
    "utm_campaign": "utm_campaign",
    "utm_term": "utm_term",
    "utm_content": "utm_content",
    "lead_external_id": gettext_lazy("External id of the lead"),
    "person_external_id": gettext_lazy("External id of the person"),
    "account": gettext_lazy("Account"),
    "name": gettext_lazy("Name of the opportunity"),
    "loss_reason": gettext_lazy("Reason lost"),
    "visitor": gettext_lazy("Visitor id"),
    "kind": gettext_lazy("Kind of touch"),
    "channel": gettext_lazy("Channel"),
    "url": gettext_lazy("Address of the page"),
    "first_contact_at": gettext_lazy("First contact"),
    "mql_at": gettext_lazy("MQL since"),
    "sql_at": gettext_lazy("SQL since"),
    "opened_at": gettext_lazy("Opened on"),
    "won_at": gettext_lazy("Won on"),
    "lost_at": gettext_lazy("Lost on"),
    "closed_at": gettext_lazy("Closed on"),
    "paid_at": gettext_lazy("Paid on"),
    "at": gettext_lazy("Time"),
    "amount": gettext_lazy("Amount"),
    "paid_amount": gettext_lazy("Amount paid"),
    "cost": gettext_lazy("Cost"),
    "currency": gettext_lazy("Currency"),
    "consent": gettext_lazy("Consent"),
    "stage": gettext_lazy("Stage"),
    "address": gettext_lazy("Address"),
    "parent": gettext_lazy("Belongs to"),
    "revenue": gettext_lazy("Revenue"),
    "founded": gettext_lazy("Founded in"),
    "code": gettext_lazy("Code"),
    "product_line": gettext_lazy("Product line"),
    "price": gettext_lazy("Price"),
    "manager": gettext_lazy("Manager"),
    "team": gettext_lazy("Team"),
    "phone_place": gettext_lazy("Place of the phone"),
    "phone_carrier": gettext_lazy("Carrier"),
    "more_phones": gettext_lazy("Further phone"),
    "more_emails": gettext_lazy("Further e-mail"),
    "contact": gettext_lazy("Contact"),
    "extra": gettext_lazy("Keep as it is"),
    "ignore": gettext_lazy("Leave out"),
}
PROBLEMS: Mapping[str, Any] = {
    "no_contact": gettext_lazy("names nobody: a phone, an e-mail, a WeChat id or an external id is needed"),
    "no_name": gettext_lazy("names nothing: the name of the company, the product or the colleague is needed"),
    "bad_year": gettext_lazy("names no year: write it as 1998"),
    "negative": gettext_lazy("is below zero, which this cannot be: write it without its sign or leave it empty"),
    "bad_phone": gettext_lazy("is not a phone number, and there is no other way of contact"),
    "lost_digits": gettext_lazy(
        "was cut short by a spreadsheet and its digits are gone: format the column as text and export it again"
    ),
    "bad_email": gettext_lazy("is not an e-mail address, and there is no other way of contact"),
    "bad_currency": gettext_lazy("is not a currency, or there are two of them"),
    "bad_amount": gettext_lazy("cannot be read as an amount"),
    "bad_date": gettext_lazy("cannot be read as a date"),
    "bad_moment": gettext_lazy("cannot be read as a date"),
    "ambiguous_date": gettext_lazy("could be two dates: say in the mapping whether the day comes first"),
    "bad_choice": gettext_lazy("is not one of the words known here"),
    "too_long": gettext_lazy("is too long"),
    "too_many_cells": gettext_lazy("has more cells than the header"),
    "bad_encoding": gettext_lazy("holds characters that cannot be read"),
    "unclosed_quote": gettext_lazy("opens a quotation mark that is never closed"),
    "missing": gettext_lazy("is missing"),
    "unusable": pgettext_lazy("field", "cannot be used"),
    "unreachable": gettext_lazy("nobody can be reached by it"),
    "unknown_field": gettext_lazy("is not a known field"),
    "duplicate": gettext_lazy("came before"),
    "no_lead": gettext_lazy("names a lead that is not here yet"),
}


def problem_text(field: str, code: str) -> str:
    """One problem of one row as a sentence."""
    problem = label(PROBLEMS, code)
    if not field:
        return _("The row %(problem)s.") % {"problem": problem}
    return _("%(field)s %(problem)s.") % {"field": label(FIELDS, field), "problem": problem}
