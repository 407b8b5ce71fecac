"""Sections: lines without a number that stand above tasks: what these are about, or who leads them.

In: a Source, its blocks and where numbers open lines. Out: the headings among the lines; what a heading or the line
below it says of who does all tasks below: 由市甲局牵头的任务, 市甲局牵头,市乙局配合:, 以下任务由市甲局负责。.
A line is a heading if it stands alone between two tasks, or over one that says who leads, has no sign of a sentence and
is no field, unit or day of the task above nor the head of each page, and another place of the notice has one too. One
that stands alone is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from responsibility.kinds import Severity
from responsibility.language.lexicon import Lexicon
from responsibility.model import Block, Finding
from responsibility.parse.beside.fields import tell_label
from responsibility.parse.beside.people import is_name
from responsibility.parse.clause.asides import is_day, is_inner_office
from responsibility.parse.clause.bullets import MARKS
from responsibility.parse.clause.clauses import Clauses, find_clauses, settle
from responsibility.parse.clause.elision import names_department
from responsibility.parse.clause.groups import read_groups
from responsibility.parse.clause.headed import is_scrap, read_names
from responsibility.parse.clause.labels import strip_verbs
from responsibility.parse.clause.mentions import ClauseReading, Source
from responsibility.parse.clause.names import is_placed, is_unit_like
from responsibility.parse.clause.scanner import pair_brackets, trim
from responsibility.parse.clause.unbracketed import Found
from responsibility.patterns import HAN, late
from responsibility.spans import Span

_LONGEST = 30  # of a heading
_LONGEST_CHARGE = 200  # of a line that says who leads
_SHORTEST = 2
_NARROWEST = 15  # characters of a line that goes on in the next
_COUNT = re.compile(r"\(共?[0-9]{1,3}[项条件个]\)\Z")  # of what stands below
_NO_HEADING = re.compile(r"[0-9。;!?:,、()|]")
_CALLED = late(rf"{HAN}{{2,4}}[一二三四五六七八九十]{{1,3}}[: ]")  # 专项一:造林
_CLOSED = ("。", ";", ")", "]")
_FIELD = late(rf"[^\w\n]{{0,3}}{HAN}{{2,10}} ?:")
_STOPS = " \u3000\t。:;"


class UnnumberedHeading(NamedTuple):
    """A line above tasks. rank: of the numbers that it stands above."""

    span: Span
    rank: float


class _Line(NamedTuple):
    span: Span
    words: str
    rank: float | None  # of the number that opens it
    page: int | None
    opens: bool  # no number stands before it


def find_sections(
    source: Source, blocks: Sequence[Block], numbers: Mapping[int, float]
) -> tuple[list[UnnumberedHeading], list[Finding]]:
    """Find the lines that head the tasks below them; numbers: the rank of each that opens a line, by its place."""
    lines = [*_lines(source, blocks, numbers)]
    above = [*_above(lines)]
    led = {at for at in above if _is_charge(source, lines[at].span)}
    named = [at for at in above if at not in led and lines[at].words.endswith(":")]
    named = [at for at in named if read_charge(source, *lines[at].span) is not None]
    if len(named) > 1 and len({lines[at].words for at in named}) == len(named):
        led.update(named)  # 县教育局: alone is whom the notice is sent to
    called = [at for at in above if at not in led and _is_heading(source, lines, at)]
    if over := _over_leads(source, lines, above):
        led -= {at + 1 for at in over}
        called = sorted({*called, *over} - {at + 1 for at in over})
    running = _running_heads(lines) if called else ()
    called = [at for at in called if lines[at].words not in running]
    doubtful: list[int] = []
    if not _are_headings(lines, called):
        doubtful, called = _doubtful(source, lines, above, called), []
    below = ((at, lines[at + 1 if lines[at + 1].rank is not None else at + 2]) for at in sorted({*led, *called}))
    found = [UnnumberedHeading(lines[at].span, float(number.rank or 0)) for at, number in below]
    return found, [_tell(lines[at]) for at in doubtful]


def _doubtful(source: Source, lines: Sequence[_Line], above: Sequence[int], called: Sequence[int]) -> list[int]:
    """Return the lines behind tasks that may be headings: the one that alone is like one, or what goes on with one.

    So goes a line behind a short task without a sign at its end where a line like it stands above the first task.
    """
    behind = [at for at in called if not lines[at].opens]
    if behind or not called:
        return behind
    loose = [at for at in above if not lines[at].opens and _is_heading(source, lines, at, closed=False)]
    return loose if len(loose) < sum(line.rank is not None for line in lines) - 1 else []  # else each task has one


def _over_leads(source: Source, lines: Sequence[_Line], above: Sequence[int]) -> list[int]:
    """Return the lines over those that say who leads the tasks below, where one of them opens the tasks."""
    over: list[int] = []
    for at in above:
        headed = at > 1 and lines[at - 1].rank is None and _is_heading(source, lines, at - 1)
        if headed and _says_units(source, lines[at].span):
            over.append(at - 1)
        if not over:
            return []
    return over if _are_headings(lines, over) else []


def _says_units(source: Source, span: Span) -> bool:
    """Say whether a line says nothing but units: (市甲局牵头), 牵头单位:市甲局, 市甲局牵头."""
    found = find_clauses(source, *span).clauses
    covered = any(not source.text[span.start : each.span.start].strip() for each in found)
    return covered or read_charge(source, *span) is not None


def _running_heads(lines: Sequence[_Line]) -> set[str]:
    """Return what stands at the edge of more than one page."""
    turns = [(line, below) for line, below in pairwise(lines) if line.page != below.page]
    edges = {(line.page, line.words) for turn in (*turns, (lines[0], lines[-1])) for line in turn}
    counts = Counter(words for _, words in edges)
    return {words for words, count in counts.items() if count > 1}


def _tell(line: _Line) -> Finding:
    return Finding("HEADING_DOUBTFUL", Severity.WARNING, line.span, params={"text": line.words})


def _are_headings(lines: Sequence[_Line], called: Sequence[int]) -> bool:
    """Say whether lines head tasks: more than one, all different, and not one behind each task, as a field would."""
    words = {lines[at].words for at in called}
    if not 1 < len(called) == len(words):
        return False
    tasks = sum(line.rank == lines[called[0] + 1].rank for line in lines)
    return lines[called[0]].opens or len(called) < tasks - 1


def _lines(source: Source, blocks: Sequence[Block], numbers: Mapping[int, float]) -> Iterator[_Line]:
    opens = True
    for block in blocks:
        if block.locator.table is not None:
            continue
        start, end = trim(source.text, *block.span)
        if start < end:
            rank = numbers.get(block.span.start, numbers.get(start))
            yield _Line(Span(start, end), source.text[start:end], rank, block.locator.page, opens)
            opens = opens and rank is None


def _above(lines: Sequence[_Line]) -> Iterator[int]:
    """Yield the places of lines without a number that stand above a number, and not below its heading."""
    for at, (line, below) in enumerate(pairwise(lines)):
        before = lines[at - 1].rank if at else None
        if line.rank is None and below.rank is not None and (before is None or before >= below.rank):
            yield at


def _is_heading(source: Source, lines: Sequence[_Line], at: int, *, closed: bool = True) -> bool:
    """Say whether a line looks like the heading of the tasks below: short, no sentence, no field, unit, day or name.

    closed: the line before it ends as a task does; else it is the short one of a number.
    """
    words, lexicon = lines[at].words, source.lexicon
    if at == 0 or not _SHORTEST <= len(words) <= _LONGEST:
        return False  # the first line is the notice's title
    if not _CALLED.match(words) and _NO_HEADING.search(words):
        return False
    if lines[at].opens:
        return not words.endswith(lexicon["sections.titles"])
    before = lines[at - 1]
    ends = before.words.endswith(_CLOSED) or _FIELD.match(before.words) is not None
    if not ends and (closed or before.rank is None or len(before.words) > _NARROWEST):
        return False
    core = words.strip("[]【】")
    return not (
        is_unit_like(core, lexicon) or is_day(core, lexicon) or is_name(core, lexicon) or tell_label(core, lexicon)
    )


def _is_charge(source: Source, span: Span) -> bool:
    """Say whether a line that ends as what opens tasks does says what units do with them."""
    words = span.of(source.text)
    if not words.endswith(":") and not words.startswith(source.lexicon["words.below"]):
        return False
    found = read_charge(source, span.start, span.end)
    return found is not None and any(group.kind for group in found.reading.groups)


def find_charge(source: Source, start: int, end: int) -> Clauses:
    """Read whom a heading without a clause, or the last line of its text, charges with all tasks below it."""
    start, end = trim(source.text, start, end)
    line = trim(source.text, max(source.text.rfind("\n", start, end) + 1, start), end)[0]
    if not (source.text.endswith(":", line, end) or source.lexicon.holds("prose.duties", source.text[line:end])):
        return Clauses()
    opener = source.text.rfind("(", line, end) if source.text.endswith(")", line, end) else -1
    if opener > line and source.text.startswith(source.lexicon["words.below"], opener + 1):
        found = read_charge(source, opener + 1, end - 1)
        found = found and Found(Span(opener, end), found.reading)
    else:
        found = read_charge(source, line, end)
    return settle(source, [found], []) if found is not None else Clauses()


def read_charge(source: Source, start: int, end: int) -> Found | None:
    """Read a line that holds nothing but units and what they do with the tasks below; None if it says anything else."""
    if end - start > _LONGEST_CHARGE:
        return None
    text, lexicon = source.text, source.lexicon
    stop = trim(text, start, end, _STOPS)[1]
    counted = _COUNT.search(text, start, stop)
    stop = trim(text, start, counted.start(), _STOPS)[1] if counted else stop
    opened = _opening(lexicon).match(text, start, stop)
    begin = opened.end() if opened else start
    closed = _closing(lexicon).search(text, begin, stop)
    stop = closed.start() if closed else stop
    if not strip_verbs(source, begin, stop)[1]:
        group = read_names(source, begin, stop) if text[end - 1 : end] == ":" else None
        return Found(Span(start, end), ClauseReading("", [group])) if group else None
    reading = read_groups(source, begin, stop, pair_brackets(text, begin, stop))
    sure = opened is not None or all(_is_sure(name.folded, lexicon) for name in reading.names)
    sure = sure and not any(is_scrap(name.folded, lexicon) for name in reading.names)
    offices = opened is not None  # 由法规科负责的任务
    likely = all(
        is_unit_like(name.folded, lexicon) or (offices and is_inner_office(name.folded, lexicon))
        for name in reading.names
    )
    known = ("NAME_SIGN", "NAME_ODD") if offices else ("NAME_SIGN",)  # ★县水利局牵头,△县财政局配合
    signed = all(each.code in known for each in reading.findings)
    clean = bool(reading.names) and sure and likely and signed and not reading.rule
    if not clean:
        return None
    reading.findings.clear()
    for group in reading.groups:  # the verbs say what the signs do
        group.names = [name._replace(mark="") if name.mark in MARKS else name for name in group.names]
    return Found(Span(start, end), reading)


@lru_cache(maxsize=4096)
def _is_sure(name: str, lexicon: Lexicon) -> bool:
    known = is_placed(name, lexicon) or name.endswith(lexicon["prose.bureaux"]) or names_department(name, lexicon)
    return known or name.startswith("各")


@lru_cache(maxsize=8)
def _opening(lexicon: Lexicon) -> re.Pattern[str]:
    """Return what opens such a line: 以下任务由, 本部分工作均由, 由."""
    below, whole, by = (_any(lexicon[key]) for key in ("words.below", "words.whole", "words.by"))
    return re.compile(rf"(?:(?:{below})(?:{whole}|{below})*,?(?:{by})?|(?:{by}))")


@lru_cache(maxsize=8)
def _closing(lexicon: Lexicon) -> re.Pattern[str]:
    """Return what may close it: 的任务, 完成的重点工作."""
    return re.compile(rf"(?:完成|落实|承担)?的(?:{_any(lexicon['words.whole'])}|项目)+\Z")


def _any(words: Sequence[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
