"""Public holidays and make-up workdays (调休) of countries, from the package `holidays`."""

from collections.abc import Mapping
from datetime import date
from functools import cache

import holidays


@cache
def national(country: str, subdivision: str | None) -> holidays.HolidayBase:
    """Give a country's days. ValueError for a country or subdivision that is not known."""
    try:
        return holidays.country_holidays(country, subdiv=subdivision)
    except NotImplementedError:
        raise ValueError(f"no holidays are known for {country} {subdivision or ''}".rstrip()) from None


@cache
def known_years(country: str, subdivision: str | None) -> range:
    """Give the years with published days.

    The package answers any year up to 2100, but make-up days are decided a year at a time: where a
    country has them, only the years between its first and last published list are known.
    """
    known = national(country, subdivision)
    listed = (
        getattr(known, "special_public_holidays", {}),
        getattr(known, "special_public_holidays_observed", {}),
    )
    years = sorted({year for table in listed for year in table})
    trial = holidays.country_holidays(country, subdiv=subdivision, years=years[-6:]) if years else known
    if trial.weekend_workdays:
        return range(years[0], years[-1] + 1)
    return range(known.start_year, known.end_year + 1)


def country_is_known(country: str, subdivision: str | None = None) -> bool:
    """Say whether holidays are known for a country (ISO 3166-1 alpha-2) and, where given, its subdivision."""
    return country in _countries() and (not subdivision or subdivision in _countries()[country])


def subdivisions_of(country: str) -> tuple[str, ...]:
    """Give the subdivisions with holidays of their own; none for a country that is not known."""
    return tuple(_countries().get(country, ()))


@cache
def _countries() -> Mapping[str, list[str]]:
    return holidays.list_supported_countries()


def holiday_name(country: str, subdivision: str | None, day: date, *, language: str = "en") -> str:
    """Give the name of a public holiday in a language (en or zh) as far as the package has it; "" for none."""
    return _named(country, subdivision, language).get(day) or ""


@cache
def _named(country: str, subdivision: str | None, language: str) -> holidays.HolidayBase:
    offered = national(country, subdivision).supported_languages
    wanted = {"zh": ("zh_CN", "zh_TW", "zh_HK"), "en": ("en_US", "en_GB", "en")}.get(language, (language,))
    known = next((name for name in wanted if name in offered), None)
    return holidays.country_holidays(country, subdiv=subdivision, language=known)
