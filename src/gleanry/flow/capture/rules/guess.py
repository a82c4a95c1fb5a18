"""What the columns of a file mean, guessed from their names and from what stands in them.

Method: names are looked up in `headers.toml`; a typed field (phone, e-mail, date, amount) is doubted when
the values under it cannot be read as such, and a nameless column whose values can is taken for it. Each
field goes to the surest column, each column to one field; the user sees the confidence and corrects.
"""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC
from functools import cache
from importlib import resources

from gleanry.flow.capture.rules import fields as canon
from gleanry.flow.capture.rules.row import distinct_headers
from gleanry.flow.capture.shapes import Formats, Guess, Kind, Mapping
from gleanry.values.amount import parse_money
from gleanry.values.email import parse_email
from gleanry.values.moment import guess_day_first, parse_moment
from gleanry.values.phone import parse_phone
from gleanry.values.unreadable import Unreadable

_BRACKETED = re.compile(r"[(\[【（].*?[)\]】）]")
_WORD = re.compile(r"[^\W_]+")
_VENDOR_AFFIXES = re.compile(r"^(?:property_(?:hs_)?)|(?:__?c)$")
# Only names that mean the same at the end of any header: a seller's id is no id of the record.
_ENDINGS_TEXT = """
phone mobile email mail wechat company industry source campaign product stage amount owner notes
手机 手机号 手机号码 电话 电话号码 邮箱 微信 微信号 姓名 职位 公司 公司名称
行业 来源 渠道 产品 阶段 金额 币种 负责人 备注 留言
"""
_ENDINGS = frozenset(_ENDINGS_TEXT.split())
_TURNS_MEANING = frozenset(("has", "is", "no", "fax", "last", "previous", "referral", "parent", "count", "total"))
_NAMED, _ENDS_WITH, _BY_VALUES, _LEAST = 0.95, 0.6, 0.75, 0.4
_MOSTLY, _HARDLY = 0.8, 0.3
_MOST_SAMPLES, _LEAST_SAMPLES = 200, 3
_DECIMAL_COMMA, _DECIMAL_POINT = (
    re.compile(r"[0-9],[0-9]{1,2}(?![0-9])"),
    re.compile(r"[0-9]\.[0-9]{1,2}(?![0-9])"),
)

Samples = list[list[str]]
Candidate = tuple[float, int, str]


def guess_mapping(headers: Sequence[str], sample_rows: Sequence[Sequence[str]], kind: Kind) -> Guess:
    """Guess the mapping of a file of one kind from its header and some of its rows."""
    headers = distinct_headers(headers)
    samples = _columns(len(headers), sample_rows)
    candidates: list[Candidate] = []
    for at, header in enumerate(headers):
        candidates += [(sure, -at, field) for field, sure in _by_name(header, samples[at], kind).items()]
        candidates += [(sure, -at, field) for field, sure in _by_values(header, samples[at])]
    chosen: dict[int, tuple[str, float]] = {}
    taken: set[str] = set()
    for sure, minus_at, field in sorted(candidates, reverse=True):
        if sure >= _LEAST and -minus_at not in chosen and field not in taken:
            chosen[-minus_at] = field, min(1.0, round(sure, 2))
            taken.add(field)
    columns = tuple((headers[at], (chosen[at][0],)) for at in sorted(chosen))
    confidence = {header: chosen[at][1] if at in chosen else 0.0 for at, header in enumerate(headers)}
    unused = tuple(header for at, header in enumerate(headers) if at not in chosen)
    formats = _formats({field: samples[at] for at, (field, _) in chosen.items()}, kind)
    return Guess(Mapping(kind, columns, formats=formats), confidence, _missing(taken, kind), unused)


def _columns(width: int, rows: Sequence[Sequence[str]]) -> Samples:
    columns: Samples = [[] for _ in range(width)]
    for row in rows[:_MOST_SAMPLES]:
        for at, cell in enumerate(row[:width]):
            if (text := cell.strip()) not in canon.BLANKS:
                columns[at].append(text)
    return columns


def _by_name(header: str, samples: list[str], kind: Kind) -> dict[str, float]:
    """Give the fields a header may mean, with how sure that is."""
    names = _names(kind)
    words = _words(header)
    found = {field: _NAMED - rank * 0.001 for field, rank in names.get("".join(words), {}).items()}
    if not found and words and words[0] not in _TURNS_MEANING:
        for ending in _endings_of(words):
            for field, rank in names.get(ending, {}).items():
                found.setdefault(field, _ENDS_WITH - rank * 0.001)
    return {field: _doubted(field, sure, samples) for field, sure in found.items()}


def _endings_of(words: list[str]) -> list[str]:
    """Give the ends of a header that stand in the list, the longest first: 客户联系电话 ends with 电话."""
    ends = ["".join(words[start:]) for start in range(1, len(words))]
    last = words[-1]
    ends += [last[start:] for start in range(1, len(last) - 1) if not last.isascii()]
    return [end for end in ends if end in _ENDINGS]


def _doubted(field: str, sure: float, samples: list[str]) -> float:
    """Weigh a name by the values under it; what cannot be read would refuse every row."""
    test = _TESTS.get(_type_of(field))
    if test is None or not samples:
        return sure
    share = sum(map(test, samples)) / len(samples)
    if share >= _MOSTLY:
        return sure + 0.04
    if share >= _HARDLY:
        return sure
    # An unusable phone or e-mail is kept as a defect, so there a plain name still counts.
    return sure * (0.5 if field in ("phone", "email") else 0.3)


def _by_values(header: str, samples: list[str]) -> list[tuple[str, float]]:
    if len(samples) < _LEAST_SAMPLES:
        return []
    if sum(map(_is_email, samples)) >= len(samples) * _MOSTLY:
        return [("email", _BY_VALUES)]
    words = _words(header)
    numbered = bool(words) and (words[-1] in ("id", "no", "number", "code") or words[-1].endswith(("编号", "号")))
    if not numbered and sum(map(_is_mobile, samples)) >= len(samples) * _MOSTLY:
        return [("phone", _BY_VALUES - 0.1)]
    return []


def _type_of(field: str) -> str:
    if field in ("phone", "email"):
        return field
    if field in ("amount", "paid_amount", "cost", "revenue", "price"):
        return "money"
    return "moment" if field == "at" or field.endswith("_at") else "text"


def _is_phone(text: str) -> bool:
    return parse_phone(text) is not None


def _is_mobile(text: str) -> bool:
    phone = parse_phone(text)
    return phone is not None and (phone.kind == "mobile" or text.startswith("+"))


def _is_email(text: str) -> bool:
    return "@" in text and parse_email(text) is not None


def _is_moment(text: str) -> bool:
    try:
        parse_moment(text, zone=UTC, day_first=True)
    except Unreadable:
        return False
    return True


def _is_money(text: str) -> bool:
    try:
        parse_money(text, currency="CNY")
    except Unreadable:
        return False
    return True


_TESTS: dict[str, Callable[[str], bool]] = {
    "phone": _is_phone,
    "email": _is_email,
    "moment": _is_moment,
    "money": _is_money,
}


def _formats(samples: dict[str, list[str]], kind: Kind) -> Formats:
    """Read off the values how the source writes dates and amounts."""
    dates = [text for field in canon.MOMENTS[kind] for text in samples.get(field, ())]
    amounts = [text for field in canon.AMOUNTS[kind] for text in samples.get(field, ())]
    commas = sum(1 for text in amounts if _DECIMAL_COMMA.search(text))
    points = sum(1 for text in amounts if _DECIMAL_POINT.search(text))
    named = Counter(parse_money(text, currency="CNY").currency for text in amounts if _is_money(text))
    stated = Counter(text.upper() for text in samples.get("currency", ()))
    usual = (stated or named).most_common(1)
    formats = Formats(day_first=guess_day_first(dates), decimal_mark="," if commas > points else "")
    if usual and len(usual[0][0]) == 3:
        return Formats(day_first=formats.day_first, currency=usual[0][0], decimal_mark=formats.decimal_mark)
    return formats


def _missing(taken: set[str], kind: Kind) -> tuple[str, ...]:
    """Name what a row of the kind needs and no column gives; any one of a|b|c would do."""
    groups = [canon.SOMEBODY[kind], *((field,) for field in canon.ALSO_REQUIRED[kind])]
    return tuple("|".join(group) for group in groups if taken.isdisjoint(group))


def _words(header: str) -> list[str]:
    plain = _VENDOR_AFFIXES.sub("", unicodedata.normalize("NFKC", header).strip().casefold())
    words = _WORD.findall(_BRACKETED.sub(" ", plain)) or _WORD.findall(plain)
    return ["email", *words[2:]] if words[:2] == ["e", "mail"] else words


@cache
def _names(kind: Kind) -> dict[str, dict[str, int]]:
    """Give, for each folded name, the fields it may mean with its rank in the field's list."""
    text = resources.files(__package__).joinpath("headers.toml").read_text("utf-8")
    tables = tomllib.loads(text)
    known = frozenset(canon.fields_of(kind))
    names: dict[str, dict[str, int]] = {}
    for table in (tables[kind], tables["any"]):
        for field, listed in table.items():
            if field in known:
                for rank, name in enumerate([field, *listed]):
                    names.setdefault("".join(_words(name)), {}).setdefault(field, rank)
    return names
