"""Company names: the name as written, and the key by which two ways of writing it are the same.

The key drops width, case, brackets, spaces and punctuation, and takes the legal form off the end until
nothing more comes off (a fixed point). Places, trades and brands stay: telling 北京纷扬 from 深圳纷扬,
or that two names share a brand, is a judgement made elsewhere with its evidence.
"""

import re
import unicodedata
from dataclasses import dataclass

# Forms written in one piece with the name: they come off wherever the name ends with them.
_JOINED = """
特殊普通合伙企业 有限合伙企业 普通合伙企业 特殊普通合伙 有限合伙 普通合伙 合伙企业
股份有限责任公司 有限责任公司 股份有限公司 集团有限公司 股份公司 有限公司 集团公司 公司 集团
股份有限責任公司 有限責任公司 集團有限公司 集團公司 集團
株式会社 有限会社 合同会社 株式會社 주식회사 유한회사
"""
_JOINED_FORMS = _JOINED.split()
_JOINED_BY_LAST = {
    last: sorted((form for form in _JOINED_FORMS if form[-1] == last), key=len, reverse=True)
    for last in {form[-1] for form in _JOINED_FORMS}
}
# 分公司 and the like say which part of a company is meant, so their 公司 is no legal form.
_PARTS = ("分公司", "子公司", "总公司", "總公司")

# Forms written as words of their own, without their dots: "S.p.A." is read as spa.
_WORDS_TEXT = """
co ltd limited inc incorporated corp corporation company llc llp lp lllp plc pllc pc
gmbh ggmbh ag kg kgaa ohg ug se ev gbr mbh sa sas sasu sarl sàrl eurl snc sca spa srl srls sapa
sl slu sau sab cv sadecv srldecv sapidecv rl bv nv cvba bvba vof oy oyj ab hb as asa aps ks
ltda eireli ei epp sac scrl kk gk yk pte pty pvt private sdn bhd sdnbhd tbk
jsc ojsc cjsc pjsc ooo oao zao pao ооо оао зао пао ао doo dd ad ead eood ood sro kft zrt nyrt
spzoo spk sia uab ou oü group fze fzco fzllc wll saog qsc jv 株 주
"""
_WORDS = frozenset(_WORDS_TEXT.split())
_FRONTS = ("株式会社", "有限会社", "合同会社", "株式會社", "주식회사")
_FRONT_WORDS = frozenset(("株", "주", "pt", "ооо", "оао", "зао", "пао", "ooo", "oao", "zao", "pao"))
_FRONT_LETTERS = frozenset(form[0] for form in (*_FRONTS, *_FRONT_WORDS))
_JOINERS = frozenset(("and", "und", "et", "y", "e", "cia"))
_MOST_WORDS = 5

_WORD = re.compile(r"[^\W_]+")
_SPACES = re.compile(r"\s+")
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\xad"))
_EDGE = re.compile(r"^[\W_]+|[\W_]+$")


@dataclass(frozen=True, slots=True)
class CompanyName:
    """One name.

    `text` is the name in plain width with single spaces; `key` compares equal for two spellings of one
    name; `legal_form` is what came off the end or front, folded, and may be empty; `brand_text` is
    `text` without it (the place and the trade are still there).
    """

    text: str
    key: str
    legal_form: str
    brand_text: str


def parse_company_name(text: str) -> CompanyName | None:
    """Read one company name; None for a blank. A name that is all legal form keeps it in its key."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_UNSEEN)
    shown = " ".join(text.split())
    if not shown:
        return None
    folded = shown.casefold()
    words = _WORD.findall(folded)
    whole = "".join(words)
    if not whole:
        return CompanyName(shown, folded, "", shown)
    start, end, forms = _without_forms(whole, words)
    if not forms:
        return CompanyName(shown, whole, "", shown)
    brand = _cut(shown, start, len(whole) - end)
    return CompanyName(shown, whole[start:end], " ".join(forms), brand)


def key_and_form(folded: str) -> tuple[str, str]:
    """The key and the legal form of a name already in plain width and folded case; cheaper than the whole of it."""
    words = _WORD.findall(folded)
    whole = "".join(words)
    if not whole:
        return folded, ""
    start, end, forms = _without_forms(whole, words)
    return whole[start:end], " ".join(forms)


def _without_forms(whole: str, words: list[str]) -> tuple[int, int, list[str]]:
    """Give the stretch of `whole` that is left, and the forms taken, in the order of the name."""
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word))
    starts.pop()
    fronts = _fronts(whole, starts)
    start = sum(map(len, fronts))
    forms: list[str] = []
    end = len(whole)
    while (cut := _form_start(whole[:end], starts, start)) > start:
        forms.insert(0, whole[cut:end])
        end = cut
        while starts and starts[-1] >= end:
            starts.pop()
    return start, end, fronts + forms


def _fronts(whole: str, starts: list[int]) -> list[str]:
    """Give the forms before the name, never the whole of it; `starts` are where its words begin."""
    if whole[0] not in _FRONT_LETTERS:
        return []
    fronts: list[str] = []
    at = 0
    while True:
        word = whole[at : next((start for start in starts if start > at), len(whole))]
        form = next((form for form in _FRONTS if whole.startswith(form, at)), word if word in _FRONT_WORDS else "")
        if not form or at + len(form) == len(whole):
            return fronts
        fronts.append(form)
        at += len(form)


def _form_start(rest: str, starts: list[int], name_at: int) -> int:
    """Say where the legal form at the end of `rest` begins, 0 when there is none; the name begins at `name_at`."""
    last = rest[-1]
    if last in _JOINED_BY_LAST and not rest.endswith(_PARTS):
        for form in _JOINED_BY_LAST[last]:
            if rest.endswith(form):
                return len(rest) - len(form)
    for begin in starts[-_MOST_WORDS:]:  # the longest first: sadecv before cv
        if rest[begin:] in _WORDS:
            return _before_joiner(rest, begin, starts, name_at)
    return 0


def _before_joiner(rest: str, begin: int, starts: list[int], name_at: int) -> int:
    """Take the "and" of "Smith and Co" too, where a name is left before it."""
    at = starts.index(begin)
    if at and starts[at - 1] > name_at and rest[starts[at - 1] : begin] in _JOINERS:
        return starts[at - 1]
    return begin


def _cut(shown: str, front: int, back: int) -> str:
    """Take as many letters off both ends of the written name, and what punctuation is left there."""
    first, last = 0, len(shown)
    while front > 0:
        front -= len(_letters(shown[first]))
        first += 1
    while back > 0:
        last -= 1
        back -= len(_letters(shown[last]))
    kept = shown[first:last]
    trimmed = _EDGE.sub("", kept)
    # A bracket that belongs to the name, as in 华为(深圳)有限公司, keeps its other half.
    opened = trimmed.count("(") - trimmed.count(")")
    return trimmed + ")" if opened == 1 and kept.rstrip(" ,.").endswith(")") else trimmed


def _letters(character: str) -> str:
    return "".join(_WORD.findall(character.casefold()))
