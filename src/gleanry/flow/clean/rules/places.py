"""Which province and city a company's name or an address names.

The gazetteer is the one of libphonenumber's geocoder (package `phonenumbers`): every area code of China with its
province and city, read once; county-level cities companies like to be named after are added here. A place counts at the
beginning of a name and in its brackets (北京纷扬科技, 纷扬(深圳)科技); in an address, wherever it begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

_PROVINCE_NAMES = (
    "北京市", "天津市", "上海市", "重庆市", "河北省", "山西省", "辽宁省", "吉林省", "黑龙江省", "江苏省",
    "浙江省", "安徽省", "福建省", "江西省", "山东省", "河南省", "湖北省", "湖南省", "广东省", "海南省",
    "四川省", "贵州省", "云南省", "陕西省", "甘肃省", "青海省", "台湾省", "内蒙古自治区", "广西壮族自治区",
    "西藏自治区", "宁夏回族自治区", "新疆维吾尔自治区", "香港特别行政区", "澳门特别行政区",
)  # fmt: skip
_PROVINCE = re.compile(
    r"(内蒙古|黑龙江|广西|西藏|宁夏|新疆|香港|澳门|北京|天津|上海|重庆|..)(?:省|市|.{0,3}自治区|特别行政区)?"
)
_KIND = re.compile(r"(?:.{0,8}族自治州|自治州|地区|林区|市|盟)$")
_BRACKETED = re.compile(r"[(（]([^()（）]{2,12})[)）]")
_COUNTY_CITIES = {
    "江苏省": "昆山 江阴 张家港 常熟 太仓 宜兴 丹阳 如皋 海门 启东 靖江",
    "浙江省": "义乌 慈溪 余姚 诸暨 乐清 瑞安 温岭 玉环 海宁 桐乡 永康 东阳 临海",
    "福建省": "晋江 石狮 福清 南安",
    "山东省": "龙口 寿光 诸城 即墨 滕州 荣成",
    "河南省": "巩义 长垣",
    "河北省": "雄安 三河 任丘",
    "湖北省": "大冶 仙桃 潜江",
    "湖南省": "浏阳 醴陵",
    "广东省": "普宁 四会",
}
_WORDS_TOO_TEXT = "朝阳 大同 安康 永康 东方 白银 吉安 和田 鹤岗 长治 通化 海东 海北 海南 黄南 兴安 平安"
_WORDS_TOO = frozenset(_WORDS_TOO_TEXT.split())
"""Cities whose bare name is as often a word, a district or a brand: these count only with their 市."""
_LONGEST = 8


@lru_cache(maxsize=65536)
def place_of_company(name: str) -> str:
    """Province and city such as 广东省深圳市, the province alone, or nothing."""
    found = _at_start(name)
    if found:
        return found
    return next((place for text in _BRACKETED.findall(name) if (place := _at_start(text))), "")


@lru_cache(maxsize=65536)
def place_of_address(text: str) -> str:
    """The most exact place an address names: a city where there is one."""
    plain = text.replace("中国", "", 1) if text.startswith("中国") else text
    best = ""
    for at in range(min(len(plain), 24)):
        found = _at_start(plain[at:])
        if found and (not best or (found.startswith(best) and len(found) > len(best))):
            best = found
    return best


def _at_start(text: str) -> str:
    """The place a text begins with; after a province its city, if it follows."""
    known = _gazetteer()
    if len(text) < 2 or text[:2] not in _beginnings():
        return ""
    for length in range(min(_LONGEST, len(text)), 1, -1):
        place = known.get(text[:length])
        if place is not None:
            if not place.endswith(("省", "自治区")):
                return place
            city = _at_start(text[length:])
            return city if city.startswith(place) else place
    return ""


@cache
def _gazetteer() -> dict[str, str]:
    """Name, with and without 省 and 市, -> the place. A city's name that is also another's is left out."""
    provinces = {short: name for name in _PROVINCE_NAMES for short in (name, _short(name))}
    places: dict[str, str] = {}
    twice: set[str] = set()
    for city, place in (*_cities(provinces), *_county_cities()):
        for name in (f"{city}市", city):
            if name not in provinces and name not in _WORDS_TOO and places.setdefault(name, place) != place:
                twice.add(name)
    return provinces | {name: place for name, place in places.items() if name not in twice}


def _cities(provinces: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(city without its kind, the place) of every area code of China, each city by its fullest name."""
    from phonenumbers.geodata import GEOCODE_DATA  # imported here: it is large

    names = {data["zh"] for code, data in GEOCODE_DATA.items() if code.startswith("86") and "zh" in data}
    seen: set[tuple[str, str]] = set()
    for text in sorted(names, key=lambda name: (-len(name), name)):
        match = _PROVINCE.match(text)
        if match is None or match[1] not in provinces or "、" in text:
            continue
        province, rest = provinces[match[1]], text[match.end() :]
        city = _KIND.sub("", rest)
        if len(city) > 1 and (province, city) not in seen:
            seen.add((province, city))
            yield city, province + (rest if rest != city else f"{city}市")


def _county_cities() -> Iterator[tuple[str, str]]:
    for province, names in _COUNTY_CITIES.items():
        for city in names.split():
            yield city, f"{province}{city}市"


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(name[:2] for name in _gazetteer())


def _short(name: str) -> str:
    """内蒙古自治区 -> 内蒙古, 广东省 -> 广东."""
    return name[:3] if name.startswith(("内蒙古", "黑龙江")) else name[:2]
