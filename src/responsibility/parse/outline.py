"""Outline: the numbered headings and items of a notice, found at line starts and inside lines.

In: a Source and its blocks. Out: Nodes in document order, each with its ordinal, its place in the tree and the
stretch of text up to the next node. A number opens a node only if it fits: at the start of a line almost always,
behind a full stop if it continues its row or opens one, elsewhere only as the exact next of its row. So 第二、三季度,
0.5个, (三期) and the 2. of (责任单位:1.市水利局;2.市财政局) open none. ① stands above 1. or (1), and
(1) above 1., where a row of these begins below each. Gaps and repeats are findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from responsibility.kinds import Severity
from responsibility.model import Block, Finding
from responsibility.parse.beside.measures import find_measures
from responsibility.parse.clause.bullets import parse_ordinal
from responsibility.parse.clause.mentions import Source
from responsibility.parse.clause.scanner import trim
from responsibility.parse.counted import CountedUnits
from responsibility.parse.sections import find_sections
from responsibility.patterns import HAN, late
from responsibility.spans import Span

_CN = "一二三四五六七八九十百〇零"
# 3.5月底前 is the third item, never three and a half.
_DAY = r"(?:19|20)[0-9]{2}(?: ?年|\.[0-9]{1,2}(?![0-9]))|1?[0-9]月"
_MARK = re.compile(
    rf"第(?P<chapter>[{_CN}]{{1,4}}|[0-9]{{1,3}})(?P<kind>[章节条])"
    rf"|(?P<cn>[{_CN}]{{1,4}})(?: ?[、.]|,(?={HAN}))"
    rf"|\( ?(?P<cnp>[{_CN}]{{1,4}}) ?\)"
    rf"|(?P<num>[0-9]{{1,5}})(?: ?[.、](?![0-9])|[.、](?={_DAY}))"
    r"|\( ?(?P<nump>[0-9]{1,2}) ?\)|(?P<halfp>[0-9]{1,2})\)"
    rf"|(?P<dec>[0-9]{{1,2}}\.[0-9]{{1,3}}(?:\.[0-9]{{1,3}})?)[.、]?(?=[ \u3000\t]{{0,4}}(?:{HAN}|[“《]))"
    r"|(?P<circle>[①-⑳])|(?P<inpar>[⑴-⒇])"
)
# What each begins with, and what follows that sign: a figure or numeral that nothing ends is none.
_MARK_BEGINS = re.compile(
    rf"[第({_CN}0-9①-⒇](?:(?<=[0-9])(?=[0-9]{{0,4}} ?[.、)])|(?<=[{_CN}])(?=[{_CN}]{{0,3}} ?[、.,])"
    rf"|(?<=[第(])(?=[ {_CN}0-9])|(?<=[①-⒇]))"
)
# A number whose dot was lost, or is a sign of a font of its own.
_LOST_DOT = late(rf"(?P<num>[0-9]{{1,4}})(?:[ \u3000\t]{{1,2}}|[\ue000-\uf8ff□\ufffd])?(?={HAN})")
_TIGHT = re.compile(r"([1-9][0-9]?)\.(?=[0-9])")
_GOING_ON = tuple("、,的和及与至共到达约超")  # a line that goes on in the next
_DOTLESS = re.compile(r"[0-9]+[ \u3000\t\ue000-\uf8ff□\ufffd]*")
_RANKS = {
    "章": 0,
    "节": 1,
    "条": 2,
    "cn": 3,
    "cnp": 4,
    "num": 5,
    "dec": 6,
    "nump": 8,
    "halfp": 8,
    "inpar": 8,
    "circle": 9,
}
_SENTENCE_END = "。;!?:)]\n\r"
_BLANKS = " \u3000\t\xa0\u200b\ufeff"
_WIDEST_GAP = 3  # numbers that may be missing before an inline number is no longer believed
_MOST = 99_999
_YEARS = range(1900, 2100)  # 2025. at a line's start is a number only as the next of its row
ITEM_RANK = _RANKS["num"]
_ABOVE_NUM = 4.5  # the rank of ① or (1) with a row of 1. below each
_ABOVE = 0.25  # how much larger than the numbers below it a heading without one ranks
_ATTACHMENT_NAME = 80  # the longest name of an attachment
_LISTED = late(rf"(?<=[0-9]、)[0-9]|[{_CN}]{{1,2}}(?:季度|月|日|级|类)")
_COUNTED = late(r"[个家项次年月日期季批期号%倍万亿元米吨级度天人户]")


@dataclass(slots=True)
class Node:
    """A numbered stretch. start: of its number; text: where its words begin; end: where the next node starts."""

    rank: float
    ordinal: int
    number: str
    start: int
    text: int
    end: int = 0
    parent: Node | None = None
    id: str = ""
    children: list[Node] = field(default_factory=list)

    @property
    def path(self) -> tuple[Node, ...]:
        """The nodes above, outermost first."""
        return (*self.parent.path, self.parent) if self.parent else ()


class _Candidate(NamedTuple):
    rank: float
    ordinal: int
    start: int
    end: int
    place: int  # 2 at a line's start, 1 behind a full stop or blank, 0 elsewhere
    prefix: tuple[int, ...] = ()  # of 2.1.3: 2 and 1
    tight: bool = False  # a figure follows its dot


def _place(text: str, at: int, starts: set[int]) -> int:
    if at in starts:
        return 2
    before = at - 1
    while before >= 0 and text[before] in _BLANKS:
        before -= 1
    if before < 0 or before + 1 in starts:
        return 2
    return (
        1
        if before < at - 1 or text[before] in _SENTENCE_END or text[before - 1 : before + 1] in ("。”", '。"', "。’")
        else 0
    )


def _candidates(source: Source, blocks: Sequence[Block]) -> Iterator[_Candidate]:
    text = source.text
    starts = {block.span.start for block in blocks}
    listing = CountedUnits(source)
    for match in _merged(text, starts):
        group = str(match.lastgroup)
        words = match[group] if group != "kind" else match["chapter"]
        rank = _RANKS[match["kind"] if group == "kind" else group]
        start = match.start()
        place = _place(text, start, starts)
        if listing.holds(match, place) or (
            _opens_clause(source, match.end()) and not (place == 2 and _heads_number(text, match.end(), rank))
        ):
            continue
        before = text[start - 1] if start else "\n"
        if group in ("cn", "num", "halfp") and (
            before in "第、.之" or before in _CN or (before.isdigit() and place < 2)
        ):
            continue
        if place < 2 and match[0][-1] == "、" and _LISTED.match(text, match.end()):
            continue  # in 5、6月前 and 三、四季度
        if group == "cn" and place == 0 and match[0][-1] == ",":
            continue  # 联系人张三,电话
        if group == "kind" and (place == 0 or text[match.end() : match.end() + 1] in "的规款、和至,第"):
            continue
        if group == "dec":
            *prefix, last = (int(part) for part in words.split("."))
            if place == 2 and last and not _COUNTED.match(text, trim(text, match.end(), len(text))[0]):
                yield _Candidate(rank + len(prefix) - 1, last, start, match.end(), place, tuple(prefix))
            continue
        ordinal = parse_ordinal(words)
        if 0 < ordinal <= _MOST:
            yield _Candidate(rank, ordinal, start, match.end(), place)


def _opens_clause(source: Source, at: int) -> bool:
    """Say whether a label of units follows a number: (1)牵头单位:市甲局 is part of the item above."""
    label = source.lexicon.label.match(source.text, at)
    known = label is not None and source.lexicon.labels[label["label"]] != "other"
    return known and label is not None and source.text.startswith(":", label.end())


def _heads_number(text: str, at: int, rank: float) -> bool:
    """Say whether a smaller number opens the line below, as under (一)牵头单位:市甲局."""
    line = text.find("\n", at)
    below = _MARK.match(text, trim(text, line, len(text))[0]) if line >= 0 and rank < ITEM_RANK else None
    return below is not None and _RANKS.get(str(below.lastgroup), 0) > rank


def _merged(text: str, starts: set[int]) -> Iterator[re.Match[str]]:
    """All marks, and at line starts also numbers that lost their dot."""
    lost = iter(sorted(start for start in starts if text[start : start + 1].isdigit()))
    waiting = next(lost, None)
    for match in (*_marks(text), None):
        here = match.start() if match else len(text)
        while waiting is not None and waiting <= here:
            dotless = _LOST_DOT.match(text, waiting) if waiting < here else None
            if dotless and not _COUNTED.match(text, dotless.end()):
                yield dotless
            waiting = next(lost, None)
        if match:
            yield match


def _marks(text: str) -> Iterator[re.Match[str]]:
    at = 0
    while begins := _MARK_BEGINS.search(text, at):
        match = _MARK.match(text, begins.start())
        at = match.end() if match else begins.end()
        if match:
            yield match


def _promote(found: list[_Candidate]) -> list[_Candidate]:
    """Put ① above 1. or (1) where the first two of their row, at lines' starts, each have such a row right below."""
    lines = [each for each in found if each.place == 2]
    followed: dict[float, list[tuple[int, int]]] = {}
    for each, below in pairwise(lines):
        if each.rank > _RANKS["dec"] and not each.prefix:
            first = below.ordinal if ITEM_RANK <= below.rank < each.rank else 0
            followed.setdefault(each.rank, []).append((each.ordinal, first))
    above = {
        rank
        for rank, row in followed.items()
        if [each for each, _ in row[:2]] == [1, 2] and row[0][1] == 1 and row[1][1]
    }
    return [each._replace(rank=_ABOVE_NUM) if each.rank in above else each for each in found] if above else found


class _Tree:
    """Accepts candidates that fit and hangs them up."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.nodes: list[Node] = []
        self.tops: list[Node] = []
        self.stack: list[Node] = []
        self.last: dict[float, int] = {}  # rank to the last ordinal anywhere, for numbers that run on over sections
        self.taken: dict[str, int] = {}
        self.findings: list[Finding] = []
        self.decimal: tuple[int, ...] = ()  # the last decimal number
        self.attachment = (0, 0)  # the last number of a list of attachments and where it ended

    def offer(self, each: _Candidate) -> None:
        """Open a node if the number fits its row."""
        if self._is_attachment(each):
            return
        if each.prefix:
            if self._goes_on(each):
                following = self.decimal[-1] + 1 if self.decimal[:-1] == each.prefix else 1
                self.decimal = (*each.prefix, each.ordinal)
                self.open(each, {following})
            return
        sibling = next((node for node in reversed(self.stack) if node.rank == each.rank), None)
        expected = {1 if sibling is None else sibling.ordinal + 1, self.last.get(each.rank, 0) + 1}
        if each.tight and (each.ordinal not in expected or (self.nodes and self.nodes[-1].start == each.start)):
            return  # a decimal, or 1.5 behind 1.4
        fits = each.ordinal in expected
        dotless = _DOTLESS.fullmatch(self.source.text, each.start, each.end) is not None
        if each.ordinal in _YEARS and not fits:
            return
        if not fits and not self._believed(each, sibling, dotless):
            return
        if fits and each.place == 0 and not self._plausible(each):
            return
        self.open(each, expected)

    def _goes_on(self, each: _Candidate) -> bool:
        """Take any 1.x behind a 1.x, and 2.1 under 2 or behind 1.x; 3.5 at a line's start is a quantity."""
        above = next((node for node in reversed(self.stack) if node.rank < each.rank), None)
        before = self.decimal[: len(each.prefix)]
        if before == each.prefix:
            return len(self.decimal) > len(before) or each.ordinal <= _WIDEST_GAP
        opened = above is not None and above.ordinal == each.prefix[-1]
        following = (*before[:-1], before[-1] + 1) if before else (1,) * len(each.prefix)
        opens = not before and self.source.text[each.end : each.end + 1] in _BLANKS  # 2.1 below 一、
        return each.ordinal == 1 and (opened or opens or each.prefix == following)

    def _is_attachment(self, each: _Candidate) -> bool:
        """附件:1.… 2.… lists what is attached; it opens no items."""
        if each.rank != _RANKS["num"]:
            return False
        before = self.source.text[max(0, each.start - 8) : each.start].rstrip().rstrip(":")
        last, end = self.attachment
        listed = before.endswith(self.source.lexicon["tail.attachments"])
        if listed or (last and each.ordinal == last + 1 and each.start - end < _ATTACHMENT_NAME):
            self.attachment = (each.ordinal, each.end)
            return True
        return False

    def _believed(self, each: _Candidate, sibling: Node | None, dotless: bool) -> bool:
        """Take a number out of row: at a line's start, behind a clause, or a small gap or restart behind a stop."""
        if dotless or each.place == 0:
            return False
        if each.place == 2:
            return True
        row = max(sibling.ordinal if sibling else 0, self.last.get(each.rank, 0))
        before = self.source.text[max(0, each.start - 2) : each.start].rstrip()[-1:]
        if before not in "。;)]\n" or not before:
            return False
        behind_clause = before in ")]" and self.source.text[max(0, each.start - 2)] not in _CN
        closed = behind_clause and each.ordinal > row > 0 and self._plausible(each)
        if closed or each.ordinal == 1 or (row and row < each.ordinal <= row + _WIDEST_GAP):
            return True
        if self._plausible(each) and each.rank >= _RANKS["cn"] and row:
            span, words = Span(each.start, each.end), self.source.original[each.start : each.end + 12]
            self.findings.append(Finding("NUMBER_UNUSED", Severity.NOTE, span, params={"text": words}))
        return False

    def _plausible(self, each: _Candidate) -> bool:
        """In mid-sentence only headings are glued on, and they begin with a word."""
        text = self.source.text
        after = text[each.end : each.end + 1]
        return (
            each.rank in (3, 4, 5)
            and (each.ordinal > 1 or each.rank in (3, 4))
            and "\u4e00" <= after <= "\u9fff"
            and after not in _CN
            and not _COUNTED.match(text, each.end)
            and (each.rank != 3 or text[each.start - 1 : each.start] not in "”“\"'’")
            and (each.rank != 4 or after not in "期标段类级")
        )

    def open(self, each: _Candidate, expected: set[int]) -> None:
        """Hang up a node; one without a number counts among its siblings."""
        while self.stack and self.stack[-1].rank >= each.rank:
            self.stack.pop()
        parent = self.stack[-1] if self.stack else None
        number = self.source.original[each.start : each.end].strip()
        node = Node(each.rank, each.ordinal, number, each.start, each.end, parent=parent)
        siblings = parent.children if parent else self.tops
        node.ordinal = node.ordinal or len(siblings) + 1
        node.id = self._unique(node, siblings, each.prefix)
        if (
            node.number and each.ordinal not in expected and "-" not in node.id.rpartition(".")[2]
        ):  # a repeat is told as such
            self._report("NUMBER_JUMP", node, expected=min(expected))
        siblings.append(node)
        self.last[each.rank] = node.ordinal
        self.nodes.append(node)
        self.stack.append(node)

    def _unique(self, node: Node, siblings: Sequence[Node], prefix: tuple[int, ...]) -> str:
        above = node.parent.ordinal if node.parent else 0
        own = prefix if prefix[-1:] != (above,) else ()  # 2.1 that no 2 stands above
        printed = ".".join([*([node.parent.id] if node.parent else []), *map(str, own), str(node.ordinal)])
        times = self.taken[printed] = self.taken.get(printed, 0) + 1
        if times == 1:
            return printed
        before = siblings[-1] if siblings else None
        if before is None or not (before.ordinal + 1 == node.ordinal and "-" in before.id.rpartition(".")[2]):
            self._report("NUMBER_REPEAT", node)
        return f"{printed}-{times}"

    def _report(self, code: str, node: Node, **params: object) -> None:
        span = Span(node.start, node.text)
        self.findings.append(
            Finding(code, Severity.WARNING, span, node.id or None, params={"number": node.number, **params})
        )


def _find_tight(text: str, blocks: Sequence[Block], found: Sequence[_Candidate]) -> Iterator[_Candidate]:
    """Yield numbers right before a figure, whose neighbours tell them from decimals: 2.5公里渠道 between 1. and 3."""
    numbers = {each.start: each.ordinal for each in found if each.rank == ITEM_RANK and each.place == 2}
    starts = {block.span.start for block in blocks} - numbers.keys()
    matches = (match for start in starts if (match := _TIGHT.match(text, start)))
    tight = {each.start(): int(each[1]) for each in matches if not text.endswith(_GOING_ON, 0, each.start() - 1)}
    row = sorted({**numbers, **tight}.items())
    for (start, ordinal), (_, following) in pairwise([*row, (len(text), 0)]):
        if start in tight and (following == ordinal + 1 or (ordinal > 1 and following != ordinal)):
            yield _Candidate(ITEM_RANK, ordinal, start, start + len(str(ordinal)) + 1, 2, tight=True)


def find_nodes(source: Source, blocks: Sequence[Block]) -> tuple[list[Node], list[Finding]]:
    """Find every heading and item."""
    tree = _Tree(source)
    found = list(_candidates(source, blocks))
    measures = find_measures(source, found)
    plain = _promote([each for each in found if each.start not in measures])
    plain += _find_tight(source.text, blocks, found)
    sections, doubtful = find_sections(source, blocks, {each.start: each.rank for each in plain if each.place == 2})
    tree.findings += doubtful
    plain += (_Candidate(each.rank - _ABOVE, 0, each.span.start, each.span.start, 2) for each in sections)
    for each in sorted(plain, key=lambda each: each.start):
        if each.start == each.end:
            tree.open(each, {each.ordinal})  # a heading without a number
        else:
            tree.offer(each)
    nodes = tree.nodes
    for node, following in pairwise(nodes):
        node.end = following.start
    if nodes:
        nodes[-1].end = len(source.text)
    return nodes, tree.findings
