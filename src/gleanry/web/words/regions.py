"""Countries and currencies by their names in the viewer's language."""

from __future__ import annotations

from functools import cache

import phonenumbers
from babel import Locale
from django.utils.translation import get_language

from gleanry.tenants.shapes import Viewer


def regions(viewer: Viewer) -> dict[str, str]:
    """ISO 3166 code -> name, of all places whose phone numbers are known, by name."""
    return _regions(_locale())


def region_name(code: str) -> str:
    """The name of one place; its code where it has none."""
    return str(Locale.parse(_locale()).territories.get(code, code))


def currencies(viewer: Viewer) -> dict[str, str]:
    """ISO 4217 code -> code and name, of currencies in use."""
    return _currencies(_locale())


def _locale() -> str:
    return "zh_Hans_CN" if (get_language() or "").startswith("zh") else "en"


@cache
def _regions(locale: str) -> dict[str, str]:
    names = Locale.parse(locale).territories
    known = {code: str(names.get(code, code)) for code in phonenumbers.SUPPORTED_REGIONS}
    return {code: f"{name} ({code})" for code, name in sorted(known.items(), key=lambda one: (one[0] != "CN", one[1]))}


@cache
def _currencies(locale: str) -> dict[str, str]:
    names = Locale.parse(locale).currencies
    return {code: f"{code} {names[code]}" for code in USED if code in names}


USED = (
    "CNY", "USD", "EUR", "GBP", "JPY", "HKD", "TWD", "MOP", "KRW", "SGD", "MYR", "THB", "VND", "IDR", "PHP",
    "INR", "PKR", "BDT", "LKR", "AUD", "NZD", "CAD", "MXN", "BRL", "ARS", "CLP", "COP", "PEN", "CHF", "SEK",
    "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "BGN", "TRY", "RUB", "UAH", "KZT", "UZS", "ILS", "AED", "SAR",
    "QAR", "KWD", "BHD", "OMR", "EGP", "ZAR", "NGN", "KES", "GHS", "MAD", "DZD", "TND", "ETB", "TZS", "UGX",
    "MNT", "KHR", "LAK", "MMK", "NPR",
)  # fmt: skip
"""Currencies offered; a book may hold others."""
