"""Telephone numbers as people write them, to E.164 with their kind and place.

Method: Google's libphonenumber metadata and offline geocoder (package `phonenumbers`). A plain
Chinese mobile number, by far the most common text, takes a short path whose two tables are filled
from the same metadata, so that it cannot disagree with the long one.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

_KINDS = {
    PhoneNumberType.FIXED_LINE: "fixed",
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.FIXED_LINE_OR_MOBILE: "fixed_or_mobile",
    PhoneNumberType.TOLL_FREE: "toll_free",
    PhoneNumberType.PREMIUM_RATE: "premium_rate",
    PhoneNumberType.SHARED_COST: "shared_cost",
    PhoneNumberType.VOIP: "voip",
    PhoneNumberType.PERSONAL_NUMBER: "personal",
    PhoneNumberType.PAGER: "pager",
    PhoneNumberType.UAN: "company",
    PhoneNumberType.VOICEMAIL: "voicemail",
}

# [0-9] and not \d: a full-width digit must take the long path, which folds it first.
_PLAIN_CN_MOBILE = re.compile(r"(\+86|0086|86)?(1[3-9][0-9]{9})")
_BETWEEN_NUMBERS = re.compile(r"[,;/|、\n\r\t&]|或|和|及")
_EXTENSION_WORD = re.compile(r" *(?:转接?|轉接?|分机号?|分機號?|内线|內線|ext(?:ension)?|x|#)[:. ]*", re.I)
_CANDIDATE = re.compile(r"[+(]*[0-9][0-9 ().\-]*(?:;ext=[0-9]{1,7})?")
_DASHED_EXTENSION = re.compile(r"(.*[0-9])-([0-9]{1,6})")
_WHOLE_FLOAT = re.compile(r"([0-9]{7,15})\.0+")
_SCIENTIFIC = re.compile(r"([0-9])(?:[.]([0-9]*))?[eE]\+?([0-9]{1,2})")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-") | dict.fromkeys("\u200b\ufeff\u202d\u202c"))
_NOT_GEOGRAPHIC = "001"
_CN_MOBILE_LENGTH = 14


@dataclass(frozen=True, slots=True)
class Phone:
    """One valid number.

    `e164` is +8613800138000; `country` an ISO 3166 code, empty for numbers of no country (+800);
    `kind` one of mobile, fixed, fixed_or_mobile, toll_free, shared_cost, voip, company, personal,
    pager, voicemail, premium_rate; `place` Chinese (广东省深圳市) and empty where not known;
    `extension` the digits after 转 or ext.
    """

    e164: str
    country: str
    kind: str
    place: str
    extension: str = ""


def parse_phone(text: str, *, region: str = "CN") -> Phone | None:
    """Give the first valid number in a cell, or None; `region` is where a bare number is dialled."""
    match = _PLAIN_CN_MOBILE.fullmatch(text)
    if match is not None and (region == "CN" or match[1] in ("+86", "0086")):
        return _cn_mobile(match[2])
    return next(_phones_in(text, region), None)


def parse_phones(text: str, *, region: str = "CN") -> tuple[Phone, ...]:
    """Give every valid number in a cell, in order, each once."""
    return tuple(dict.fromkeys(_phones_in(text, region)))


def lost_digits(text: str) -> bool:
    """Whether a spreadsheet wrote a number short and kept fewer digits than it has: 1.38E+10."""
    short = _SCIENTIFIC.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return short is not None and _written_out(short) is None


def _written_out(short: re.Match[str]) -> str | None:
    """1.3800138000E+10 has all its digits and is 13800138000; None where some are gone."""
    digits, after = short[1] + (short[2] or ""), int(short[3])
    return digits if len(digits) == after + 1 else None


def _cn_mobile(digits: str) -> Phone | None:
    kind = _cn_mobile_kind(digits[:5])
    if kind is None:
        return None
    return Phone("+86" + digits, "CN", kind, _cn_mobile_place(digits[:7]))


@cache
def _cn_mobile_kind(prefix: str) -> str | None:
    """Say what a five-digit prefix is; China's numbering plan never looks further (tested)."""
    sample = PhoneNumber(country_code=86, national_number=int(prefix + "123456"))
    return _KINDS.get(phonenumbers.number_type(sample))


@cache
def _cn_mobile_place(prefix: str) -> str:
    return _place_of(PhoneNumber(country_code=86, national_number=int(prefix + "1234")))


def _phones_in(text: str, region: str) -> Iterator[Phone]:
    folded = unicodedata.normalize("NFKC", text).translate(_DASHES)
    whole = _WHOLE_FLOAT.fullmatch(folded.strip())
    if whole is not None:  # a spreadsheet kept the number as a float
        folded = whole[1]
    elif (short := _SCIENTIFIC.fullmatch(folded.strip())) is not None:
        folded = _written_out(short) or ""
    for piece in _BETWEEN_NUMBERS.split(folded):
        worded = _EXTENSION_WORD.sub(";ext=", piece) if not piece.isdigit() else piece
        for match in _CANDIDATE.finditer(worded):
            yield from _read_candidate(match[0].strip(" .-"), region)


def _read_candidate(text: str, region: str) -> Iterator[Phone]:
    """Read one run of digits: as one number, as number-extension, else as numbers apart by spaces."""
    phone = _read_number(text, region)
    if phone is None:
        dashed = _DASHED_EXTENSION.fullmatch(text)
        if dashed is not None:
            phone = _read_number(f"{dashed[1]};ext={dashed[2]}", region)
    if phone is not None:
        yield phone
        return
    parts = text.split()
    if len(parts) > 1:
        for part in parts:
            yield from _read_candidate(part, region)


def _read_number(text: str, region: str) -> Phone | None:
    if sum(map(str.isdigit, text)) < 5:
        return None
    if text.startswith("00"):  # the international prefix of most of the world, whatever the region's
        text = "+" + text[2:]
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    country = phonenumbers.region_code_for_number(number)
    kind = _KINDS.get(phonenumbers.number_type(number))
    if country is None or kind is None:  # a number has a type exactly when it is valid
        return None
    return Phone(
        phonenumbers.format_number(
            PhoneNumber(
                country_code=number.country_code,
                national_number=number.national_number,
                italian_leading_zero=number.italian_leading_zero,
                number_of_leading_zeros=number.number_of_leading_zeros,
            ),
            PhoneNumberFormat.E164,
        ),
        "" if country == _NOT_GEOGRAPHIC else country,
        kind,
        _place_of(number),
        number.extension or "",
    )


def carrier_of(e164: str) -> str:
    """Whom the beginning of a mobile number was given to, in Chinese; empty where not known.

    Numbers may since have been carried to somebody else. Numbers of one beginning share the answer: give `e164` whole.
    """
    if e164.startswith("+861") and len(e164) == _CN_MOBILE_LENGTH:
        return _cn_carrier(e164[3:10])
    return _elsewhere(e164)


@lru_cache(maxsize=4096)
def _elsewhere(e164: str) -> str:
    return _carrier_of(phonenumbers.parse(e164))


@cache
def _cn_carrier(prefix: str) -> str:
    return _carrier_of(PhoneNumber(country_code=86, national_number=int(prefix + "1234")))


def _carrier_of(number: PhoneNumber) -> str:
    from phonenumbers import carrier  # as the places below

    return str(carrier.name_for_valid_number(number, "zh"))


def _place_of(number: PhoneNumber) -> str:
    # Imported here: the place tables take most of a second and many commands never ask for one.
    from phonenumbers import geocoder

    return str(geocoder.description_for_valid_number(number, "zh"))


@lru_cache(maxsize=4096)
def zone_of_phone(e164: str) -> str:
    """The IANA zone of a number's holder, where the number allows but one; else empty."""
    from phonenumbers import timezone  # a large table, needed by few

    try:
        zones = timezone.time_zones_for_number(phonenumbers.parse(e164))
    except phonenumbers.NumberParseException:
        return ""
    return str(zones[0]) if len(zones) == 1 and zones[0] != "Etc/Unknown" else ""
