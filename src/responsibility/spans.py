"""Spans: where text is, and folding that never moves it.

Positions are Unicode code points of Document.text, half-open. `fold` maps one code point to one code point, so
a span found in folded text quotes the original.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open stretch of code points. A tuple, since a notice has thousands of them."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words this span covers in text."""
        return text[self.start : self.end]

    def holds(self, other: Span) -> bool:
        """Say whether other lies inside."""
        return self.start <= other.start and other.end <= self.end


class Locator(NamedTuple):
    """Where a person would look: page, line, paragraph, table, row and column, from 1."""

    page: int | None = None
    line: int | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None


# Characters that no folding by NFKC reaches or that NFKC would turn into the wrong sign; all one to one. The radicals
# are those of EquivalentUnifiedIdeograph.txt (Unicode): fonts in PDF name them in place of the characters; ⼾
# is 戶 there, but fonts of the mainland draw 户 by it. Letters of
# Cyrillic and Greek that look like Latin ones are typed for them (А市, 1О亿元), and З for 3.
_SPECIAL = dict(
    zip(
        "﹒．〔〕【】［］﹙﹚，；：ǀ〡∣\u3000\xa0\u2002\u2003\u2009\u202f\t"
        "⺁⺂⺃⺄⺅⺆⺈⺉⺊⺌⺍⺎⺏⺐⺒⺓⺔⺕⺖⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺫⺬⺭⺯⺰⺱⺲⺶⺷⺸⺹⺺⺻⺼⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔"
        "⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳㇐⼾⾭"
        "АВЕКМНОРСТХЅІЈаеорсухіјЗΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
        "..[][][](),;:|||       "
        "厂乛乚乙亻冂刀刂卜小小兀尣尢巳幺彑彐忄扌攵旡日月歺母民氵氺灬爫爫丬牛犭王目示礻糹纟罓罒羊羊羊耂肀聿肉艹艹艹虎衤覀西见角讠贝车辶辶辶邑钅長镸长门"
        "阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟一户青"
        "ABEKMHOPCTXSIJaeopcyxij3ABEZHIKMNOPTYXo",
        strict=True,
    )
)


@lru_cache(maxsize=8192)
def fold_char(char: str) -> str:
    """Fold one code point to one code point: width, odd spaces, Kangxi and compatibility forms.

    Circled (① ㊀) and bracketed numbers and anything that NFKC would lengthen stay as they are.
    """
    special = _SPECIAL.get(char)
    if special is not None:
        return special
    if char < "\x80" or "\u2460" <= char <= "\u24ff" or "\u3280" <= char <= "\u3289":
        return char
    folded = unicodedata.normalize("NFKC", char)
    return folded if len(folded) == 1 else char


_UNWRITABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    """Return text with U+FFFD for what no XML holds or no encoding knows: control signs, lone surrogates, U+FFFE."""
    return _UNWRITABLE.sub("\ufffd", text)


# What folding may change, so that a search leaps over all else: letters, usual stops, quotation marks and unified
# ideographs stay.
_FOLDABLE = re.compile("[^\0-\x08\n-\x7f\u2012-\u2016\u2018-\u201f\u3001-\u300f\u4e00-\u9fff]")
_COMMONEST = tuple(zip("，；：（）\u3000", ",;:() ", strict=True))


def fold(text: str) -> str:
    """Return text with half-width punctuation and plain characters, of the same length by construction.

    >>> fold("（责任单位：市经信局）")
    '(责任单位:市经信局)'
    """
    for wide, plain in _COMMONEST:
        text = text.replace(wide, plain)
    return _FOLDABLE.sub(lambda match: fold_char(match[0]), text)
