"""Which encoding a file is in, from a sample of its first bytes that may be cut anywhere.

Method: byte order mark; zero bytes on one side of each pair for UTF-16; else UTF-8, then GB18030, then
Latin-1, the first of which at most a tenth of the text beyond ASCII contradicts. A few damaged bytes so
do not change the answer; the reader names the rows that hold them.
"""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS = frozenset("\n\r\t,;|")
_ESCAPED = re.compile("[\udc80-\udcff]")
_TOLERATED = 0.1
_LEAST_ZEROS = 0.01
_COMMON_SHARE = 0.5
SAMPLE_SIZE = 256 * 1024


def guess_encoding(sample: bytes) -> str:
    """Give a Python codec: utf-8-sig, utf-16 (marked), utf-16-le, utf-16-be, gb18030 or latin-1."""
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    wide = _unmarked_utf16(sample)
    if wide:
        return wide
    if sample.isascii() or _mostly(sample, "utf-8"):
        return "utf-8-sig"
    if _mostly(sample, "gb18030") and _looks_chinese(sample):
        return "gb18030"
    return "latin-1"


def _unmarked_utf16(sample: bytes) -> str:
    """Separators and ASCII in UTF-16 have their zero byte always on the same side."""
    zeros = sample.count(0)
    if zeros < max(1, len(sample) * _LEAST_ZEROS):
        return ""
    name = "utf-16-be" if sample[::2].count(0) > sample[1::2].count(0) else "utf-16-le"
    try:
        text = codecs.getincrementaldecoder(name)("strict").decode(sample)
    except UnicodeDecodeError:
        return ""
    return name if _SEPARATORS.intersection(text) and "\0" not in text else ""


def _mostly(sample: bytes, name: str) -> bool:
    text = codecs.getincrementaldecoder(name)("surrogateescape").decode(sample)
    damaged = len(_ESCAPED.findall(text))
    beyond_ascii = sum(1 for character in text if character > "\x7f")
    return damaged <= beyond_ascii * _TOLERATED


def _looks_chinese(sample: bytes) -> bool:
    """Nearly any Latin-1 text is some GB18030: é followed by a letter makes a rare character.

    Chinese text is written with the characters of GB 2312, both of whose bytes are above A0.
    """
    text = codecs.getincrementaldecoder("gb18030")("replace").decode(sample)
    beyond = [character for character in text if character > "\x7f"]
    common = sum(1 for character in beyond if _in_gb2312(character))
    return bool(beyond) and common >= len(beyond) * _COMMON_SHARE


def _in_gb2312(character: str) -> bool:
    try:
        return len(character.encode("gb2312")) > 1
    except UnicodeEncodeError:
        return False
