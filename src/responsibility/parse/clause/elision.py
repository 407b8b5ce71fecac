"""Elision: what names of a list share and print once, given back to each: 省工信厅、财政厅; 甲镇、乙乡政府.

In: the Names of a group, in order. Out: the same, prefixes and suffixes restored. Where a name has a place of its own
nothing is put before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from responsibility.language.lexicon import Lexicon
from responsibility.parse.clause.names import Name, core_of
from responsibility.patterns import HAN, late

_ENDING = ("", ",", ";", "。", "\n", "\r", "\u3000")  # separators behind which a list begins anew
_LEVELS = "省市县区州盟旗镇乡"
_DEPARTMENT = "部门"  # 公安部门: the bureau of a trade
_SHARED = ("政府", "街道办事处", "街道办", "管委会", "管理委员会", _DEPARTMENT)
_SHARED_TAIL = late(
    rf"(?:[{_LEVELS}](?:人民)?政府|街道办(?:事处)?|(?:党工委[和及与])?(?:管委会|管理委员会)|{_DEPARTMENT})\Z"
)
_PLACE_SHORT = late(rf"{HAN}{{2,4}}\Z")


@lru_cache(maxsize=4096)
def _own_prefix(name: str, lexicon: Lexicon) -> str:
    if not name.startswith(lexicon["elision.prefixes"]) or name.startswith(lexicon["elision.false_prefixes"]):
        return ""
    return next(
        (word for word in lexicon["elision.prefixes"] if name.startswith(word) and len(name) > len(word) + 1), ""
    )


def _has_place(name: str, lexicon: Lexicon) -> bool:
    for word in lexicon["elision.false_places"]:
        name = name.replace(word, "")
    return any(char in "省市县区州盟旗" for char in name[:-1])


def _is_placed(core: str, lexicon: Lexicon) -> bool:
    """Say whether a name has a place of its own: 浙江金融监管局, 望鹤街管理局, 石滩公安分局; 河湖管理局 has none.

    What stands before 管理局 and the like is a place where it names no trade.
    """
    branch = next((word for word in lexicon["elision.branches"] if core.endswith(word)), "")
    stem = core.removesuffix(branch)
    if core.startswith(lexicon["elision.places"]) or (
        branch and len(stem) > 1 and stem not in lexicon["elision.trades"]
    ):
        return True
    manager = next((word for word in lexicon["elision.managers"] if core.endswith(word)), "")
    place = core.removesuffix(manager)
    return bool(manager) and len(place) > 2 and not any(trade in place for trade in lexicon["elision.known_trades"])


def _restored(name: str, prefix: str, before: str, lexicon: Lexicon) -> str | None:
    """Return name with prefix restored, None where it must not be. before: the name before it, whole."""
    core = core_of(name)
    if _is_placed(core, lexicon) or core.startswith(lexicon["elision.inner"], 0, len(core) - 1):
        return None
    party = core in lexicon["elision.both"] and before.startswith(lexicon["elision.party"])
    if party or core in lexicon["elision.party_bodies"]:
        return prefix + ("" if prefix in ("自治区", "兵团") else "委") + name
    if any(word in core for word in lexicon["elision.own"]) or _has_place(core, lexicon):
        return None
    return prefix + name if core.endswith(lexicon["elision.endings"]) and len(core) > 1 else None


def _lengthen(name: Name, before: str = "", behind: str = "") -> Name:
    return name._replace(clean=before + name.clean + behind, folded=before + name.folded + behind)


def restore_prefixes(names: Sequence[Name], lexicon: Lexicon, prefix: str = "") -> tuple[list[Name], str]:
    """Restore a prefix named once: 省工信厅、财政厅; it starts anew after a comma or semicolon inside a group.

    prefix: of the group before, for 省科技厅牵头,财政厅配合. Returns the names and the prefix to go on with.
    """
    restored: list[Name] = []
    for number, name in enumerate(names):
        if number and name.separator in _ENDING:
            prefix = ""
        folded = name.folded
        own = _own_prefix(folded, lexicon)
        before = restored[-1].folded if restored else ""
        longer = None if own or not prefix or name.collective else _restored(folded, prefix, before, lexicon)
        restored.append(_lengthen(name, longer[: len(longer) - len(folded)]) if longer else name)
        if not name.collective:
            prefix = own or prefix
    return restored, prefix


def restore_suffixes(names: Sequence[Name], lexicon: Lexicon) -> list[Name]:
    """Restore a suffix named once, at the end: 济南、青岛、烟台市政府; 甲镇、乙乡政府; 高新区、经开区管委会."""
    restored = list(names)
    suffix = separator = ""
    for at in range(len(restored) - 1, -1, -1):
        name, clean = restored[at], restored[at].folded
        shares = suffix and separator in ("、", *lexicon["words.joiners"]) and not name.collective
        if shares and (longer := _with_suffix(clean, suffix, lexicon)):
            restored[at] = _lengthen(name, behind=longer[len(clean) :])
            separator = name.separator
            continue
        lends = clean.endswith(_SHARED) and (not name.collective or names_department(clean, lexicon))
        tail = _SHARED_TAIL.search(clean) if lends else None
        suffix = tail[0] if tail and len(clean) > len(tail[0]) + 1 else "公司" * clean.endswith("公司")
        separator = name.separator
    return restored


def is_trade(words: str, lexicon: Lexicon) -> bool:
    """Say whether words begin with what a bureau is in charge of: 公安, 质量技术监督."""
    return words.startswith((*lexicon["elision.trades"], *lexicon["elision.known_trades"]))


def names_department(name: str, lexicon: Lexicon) -> bool:
    """Say whether a name is that of a trade's bureau, whatever it is called: 公安部门."""
    return name.endswith(_DEPARTMENT) and is_trade(name, lexicon)


def _with_suffix(name: str, suffix: str, lexicon: Lexicon) -> str | None:
    if suffix in ("公司", _DEPARTMENT):  # 供电、供水公司; 公安、交通部门
        shares = name.endswith(lexicon["words.supplies"]) if suffix == "公司" else is_trade(name, lexicon)
        return name + suffix if shares else None
    if suffix.startswith(("管", "党工委")):
        return name + suffix if name.endswith(lexicon["elision.zones"]) else None
    if suffix.startswith("街道") and name.endswith("街道"):
        return name + suffix.removeprefix("街道")
    if not _PLACE_SHORT.fullmatch(name) or _own_prefix(name, lexicon):
        return None
    if suffix.endswith("政府") and name[-1] in _LEVELS:
        return name + suffix.lstrip(_LEVELS) if len(name) > 2 else None
    return None if name.endswith(lexicon["words.suffixes"]) else name + suffix
