"""Spelling: when two printed names are the same characters, and how a name is built.

In: names as printed. Out: keys, endings and places. Folding here joins widths, spaces, brackets and traditional
characters; it never joins words.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from responsibility.spans import fold

# Traditional characters of bureau names, one to one; a whole text in that script reads like a simplified one.
_TRADITIONAL = str.maketrans(
    "發財經濟務員會廳處學術業農審計統環態設鄉運輸電稅資監產規劃國僑檔館網絡衛藥醫療險總機關應體廣視聞紀檢"
    "組織宣傳戰軍團婦聯協殘僑貿場質項畫據數動勞險營執綠園縣區邊庫糧儲鐵銀證東參謀養貧災險險華爾職訓號門",
    "发财经济务员会厅处学术业农审计统环态设乡运输电税资监产规划国侨档馆网络卫药医疗险总机关应体广视闻纪检"
    "组织宣传战军团妇联协残侨贸场质项画据数动劳险营执绿园县区边库粮储铁银证东参谋养贫灾险险华尔职训号门",
)
_DROPPED = str.maketrans(dict.fromkeys(" \n\r\u200b\u200c\u200d\ufeff\u2060\xad"))

# Ending classes: a 局 is never short for a 委. Longest ending first.
ENDINGS = (
    ("委员会", "委"), ("办公室", "办"), ("办公厅", "办"), ("联合会", "联"), ("联合社", "社"), ("合作社", "社"),
    ("有限公司", "司"), ("责任公司", "司"), ("集团公司", "司"), ("集团", "司"), ("公司", "司"), ("中心", "中心"),
    ("管委会", "管委"), ("政府", "政府"), ("分局", "局"), ("支行", "行"), ("分行", "行"),
)  # fmt: skip
_COMMITTEE = re.compile("(党工?委)[和及与、]?(?:人民)?(?=政府|管委会)")


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """Return what two spellings of one name share: widths, brackets, spaces, line breaks, script.

    >>> name_key("市發展和改革委員會") == name_key("市发展和 改革委员会")
    True
    """
    folded = fold(name).translate(_DROPPED).translate(_TRADITIONAL)
    return folded.replace("[", "(").replace("]", ")")


def join_committee(name: str) -> str:
    """Return what 各县党委和人民政府, 各县党委、政府 and 各县党委政府 share.

    >>> join_committee("各县党委和人民政府")
    '各县党委政府'
    """
    return _COMMITTEE.sub(r"\1", name)


def split_ending(name: str) -> tuple[str, str]:
    """Split a name into what comes before its ending and the ending's class ("委" for 委 and 委员会).

    >>> split_ending("城市管理执法委员会")
    ('城市管理执法', '委')
    """
    for ending, kind in ENDINGS:
        if name.endswith(ending):
            return name[: -len(ending)], kind
    return name[:-1], name[-1:]


def is_ordered_subset(short: str, long: str) -> bool:
    """Say whether the characters of short occur in long in that order."""
    characters = iter(long)
    return all(char in characters for char in short)


def measure_likeness(one: str, other: str) -> float:
    """Return how alike two names are, 0 to 1: twice the matching characters over all characters.

    Names are cut at 100 characters: the measure is quadratic.
    """
    return SequenceMatcher(None, one[:100], other[:100], autojunk=False).ratio()
