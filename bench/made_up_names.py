"""Made-up company names in the proportions of real ones: place, a brand of two to four characters, trade, form."""

from __future__ import annotations

import random
from collections.abc import Iterator

from gleanry.likeness.names.places import PROVINCE_OF, WIDE
from gleanry.likeness.names.trades import FAMILY_OF

# Characters that brands are made of, the commonest first; a brand takes the first ones far more often than the last.
BRAND = (
    "华中天金安大新海德恒科联信博东美和利达创亿通盛世宏万泰佳龙嘉瑞国鑫正明康丰江兴星方云鼎光元智成凯高诚星晟富"
    "远乐力宇飞伟银城汇隆春立山众永福邦洋源宝优合亚卓雅航顺润辉特威迪诺捷凌思睿腾越翔赛奥欧凤凰麒麟鹏鹰鸿雁鹤蓝"
    "绿红青紫白玉石磊森林木叶花草兰竹梅菊荷莲桃李杏橙柠果谷禾稻麦粟豆茶酒泉溪河湖波涛浪潮雨雪风雷电火炎焰灯烛晨"
    "曦晓朝阳旭昊昕晴暖春夏秋冬岁月年时光阴纷扬栖霞渡舟帆桥路途驿站楼阁亭台轩苑园庭院堂府宫殿塔寺观星辰宿斗牛女"
)
FORMS = ("有限公司",) * 7 + ("股份有限公司",) * 2 + ("集团有限公司",)


def made_up_names(count: int, seed: int = 7) -> list[str]:
    """So many different names, the same for a seed."""
    dice = random.Random(seed)
    places = [place for place in PROVINCE_OF if place not in WIDE]
    trades = [word for word, family in FAMILY_OF.items() if family and len(word) > 1]
    letters = "".join(dict.fromkeys(BRAND))
    weights = [1 / (n + 8) for n in range(len(letters))]
    names: dict[str, None] = {}
    while len(names) < count:
        brand = "".join(dice.choices(letters, weights, k=dice.choice((2, 2, 2, 3, 3, 4))))
        place = dice.choice(places) if dice.random() < 0.85 else ""
        names[place + brand + dice.choice(trades) + dice.choice(FORMS)] = None
    return list(names)


def ways_to_ask(names: list[str], count: int, seed: int = 8) -> Iterator[str]:
    """Names as they are asked for: whole, without form, without place, without trade, or somebody else's."""
    dice = random.Random(seed)
    for _ in range(count):
        name = dice.choice(names)
        bare = name.removesuffix("有限公司").removesuffix("股份").removesuffix("集团")
        yield dice.choice((name, bare, bare[2:], bare[:5], bare[::-1]))
