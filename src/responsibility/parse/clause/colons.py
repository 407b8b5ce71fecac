"""Colons: labels that stand before names without one: 责任单位——市科技局, 责任单位 市科技局, “责任单位”:市科技局.

In: folded text and the Lexicon. Out: the same text, at the same length, with a colon behind such a label. Where nothing
but a blank stands behind it, a bureau must follow, for heads of tables stand so too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from responsibility.language.lexicon import Lexicon, any_at
from responsibility.patterns import HAN

_SHORTEST = 4  # of a label that nothing but a sign or a blank ends
_APART = re.compile(rf" {HAN} *:")
_SPACED = re.compile(rf"(?<!{HAN})(?:{HAN} {{1,4}}){{2,6}}{HAN} *:")


def mend_colons(text: str, lexicon: Lexicon) -> str:
    """Write a colon behind each label that lacks one, and together a label whose signs stand apart.

    >>> from responsibility.language.lexicon import load_lexicon
    >>> [mend_colons(words, load_lexicon()) for words in ("(责任单位—市科技局", "责 任 人:张某", "责任单位 负责人")]
    ['(责任单位:市科技局', '  责任人:张某', '责任单位 负责人']
    """
    text = _SPACED.sub(lambda match: _together(match[0], lexicon), text) if _APART.search(text) else text
    return _bare(lexicon).sub(lambda match: f"{match['before']}{match['label']}:".ljust(len(match[0])), text)


def _together(words: str, lexicon: Lexicon) -> str:
    label = "".join(words.split())
    return label.rjust(len(words)) if lexicon.label.fullmatch(label[:-1]) else words


@lru_cache(maxsize=8)
def _words(lexicon: Lexicon) -> tuple[str, str]:
    """Return patterns of a label of units, and of the bureau of a place that follows it."""
    prefixes = "|".join(map(re.escape, lexicon["words.label_prefixes"]))
    labels = [word for word, kind in lexicon.labels.items() if kind != "other" and len(word) >= _SHORTEST]
    words = "|".join(map(re.escape, sorted(labels, key=len, reverse=True)))
    ends = "|".join(map(re.escape, lexicon["prose.bureaux"]))
    placed = "".join(word for word in lexicon["elision.prefixes"] if len(word) == 1)
    named = rf"(?=[{placed}][^\s、,;。:()|]{{1,14}}?(?:{ends})(?:[\s、,;。()|]|$))"
    begin = "".join(f"[{any_at(number, (*lexicon['words.label_prefixes'], *labels))}]" for number in range(2))
    return rf"(?={begin})(?:{prefixes})?(?:{words})", named


def find_bare_labels(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[int]:
    """Yield where labels stand right before a bureau or office and open a line, a sentence or a part of one."""
    first, bare = _opening(lexicon)
    return (match.start() for match in first.finditer(text, start, end) if bare.match(text, match.start(), end))


@lru_cache(maxsize=8)
def _opening(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds where such a label may begin, which is quick, and the label with its bureau."""
    label, named = _words(lexicon)
    first = label[label.index("[") : label.index("]") + 1]
    office = rf"(?<=[科处股]室)(?![负要应须的为将]){HAN}{{2,8}}[科处股室](?:[\s、,;。]|$)"  # 牵头科室养老科
    return re.compile(rf"{first}(?<=[\n。,; \t\u3000].)"), re.compile(rf"(?:{label})(?:{named}|{office})")


@lru_cache(maxsize=8)
def _bare(lexicon: Lexicon) -> re.Pattern[str]:
    label, named = _words(lexicon)
    bureau = rf"[ \t]+(?={HAN}{{2,8}}?[局委厅](?:[\s、,;。()|]|$))"  # of no place: 责任单位 住建局、财政局
    sign = rf"[ \t]*[-—–→>|=~]{{1,2}}[ \t]*(?={HAN})"
    about = r"(?:[该此本这]项)?(?:工作|任务)?的?"  # 该项工作责任单位是市科技局
    begin = label[label.index("[") : label.index(")")]
    before = rf"(?P<before>[\n(\[;。,、 \t“\"「])(?={begin}|[该此本这工任的]){about}"
    return re.compile(
        rf"{before}(?P<label>{label})(?:[”\"」][ \t]*:|{sign}|{bureau}|(?:[ \t]+|[ \t]*\n|[为是;]){named})"
    )
