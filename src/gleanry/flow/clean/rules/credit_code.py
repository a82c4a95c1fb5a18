"""The unified social credit code (统一社会信用代码) of Chinese organisations: 18 signs, the last a check.

Method: GB 32100-2015. Place `n` of 17 weighs 3 to the power of n modulo 31 over an alphabet of 31 signs without I, O,
S, V and Z; the check sign brings the weighted sum to a multiple of 31. Signs 3 to 8 are the division that registered it
(GB/T 2260), whose first two say the province.
"""

from __future__ import annotations

import unicodedata

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = {sign: value for value, sign in enumerate(_SIGNS)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_LENGTH = 18
_PROVINCES = {
    "11": "北京市", "12": "天津市", "13": "河北省", "14": "山西省", "15": "内蒙古自治区", "21": "辽宁省",
    "22": "吉林省", "23": "黑龙江省", "31": "上海市", "32": "江苏省", "33": "浙江省", "34": "安徽省",
    "35": "福建省", "36": "江西省", "37": "山东省", "41": "河南省", "42": "湖北省", "43": "湖南省",
    "44": "广东省", "45": "广西壮族自治区", "46": "海南省", "50": "重庆市", "51": "四川省", "52": "贵州省",
    "53": "云南省", "54": "西藏自治区", "61": "陕西省", "62": "甘肃省", "63": "青海省", "64": "宁夏回族自治区",
    "65": "新疆维吾尔自治区",
}  # fmt: skip


def read_credit_code(text: str) -> str | None:
    """The code in its plain form, None when it is no code: a sign too many or few, or its check fails."""
    code = "".join(unicodedata.normalize("NFKC", text).upper().replace("-", "").split())
    if len(code) != _LENGTH or any(sign not in _VALUES for sign in code):
        return None
    return code if code[-1] == check_sign(code[:17]) else None


def check_sign(first: str) -> str:
    """The check sign of the first 17 signs."""
    total = sum(_VALUES[sign] * weight for sign, weight in zip(first, _WEIGHTS, strict=True))
    return _SIGNS[-total % 31]


def province_of(code: str) -> str:
    """The province that registered it, empty for one registered by a ministry."""
    return _PROVINCES.get(code[2:4], "")
