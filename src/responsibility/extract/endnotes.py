"""Endnotes: a note that says whose a task is, typed below the text, to the paragraph that carries its mark.

In: a Document. Out: the same with such notes ([1] 责任单位:…, 注1:…, ①由…负责, [2] 完成时限:…) as paragraphs behind
those whose words end in their mark, as a footnote of Word is read. A note that only explains a word stays where it
stands, and so does one whose mark no paragraph above carries.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from operator import itemgetter

from responsibility.kinds import BlockKind
from responsibility.language.lexicon import load_lexicon
from responsibility.model import Block, Document
from responsibility.patterns import late
from responsibility.spans import Span, fold

_MARK = (
    r"[\[［〔【]\s?\^?(?P<word>注?)\s?(?P<number>[0-9]{1,3})\s?[\]］〕】]"
    r"|[(（]?注释?\s?(?P<noted>[0-9一二三四五六七八九十①-⑳]{1,3})[)）]?|(?P<sign>[①-⑳]|[*＊※†‡]{1,3})"
)
_NOTE = re.compile(
    rf"^[ \t\u3000]{{0,12}}(?:{_MARK})[ \t\u3000]{{0,4}}[:：、.．]?[ \t\u3000]{{0,4}}(?=\S)", re.MULTILINE
)
_CARRIED = late(rf"(?<=[\u4e00-\u9fff”）)。；，0-9])(?:{_MARK})(?=[\s。；，、;,）)]|$)")
_LABELLED = late("(?:完成|办结)?(?:时限|时间|期限)[:：]|责任(?:人|领导)[:：]")
_MOST = 20  # paragraphs that carry one note's mark
_LONGEST = 400  # of a note


def place_notes(document: Document) -> Document:
    """Put notes that say whose a task is behind the paragraphs that carry their marks."""
    if not _NOTE.search(document.text):
        return document
    lines = [block.span.of(document.text) for block in document.blocks]
    notes = dict(_find_notes(document.blocks, lines))
    carried = _find_carriers(document.blocks, lines, notes) if notes else {}
    return _move(document, carried, notes) if carried else document


def says_whose(words: str) -> bool:
    """Say whether a note holds a label as 责任单位: or ends as a clause does."""
    lexicon = load_lexicon()
    folded = lexicon.fold(words).rstrip("。.)")
    labels = (match["label"] for match in lexicon.label.finditer(folded) if folded[match.end() :].startswith(":"))
    return any(lexicon.labels[label] != "other" for label in labels) or folded.endswith(tuple(lexicon.verbs))


def _find_notes(blocks: Sequence[Block], lines: Sequence[str]) -> Iterator[tuple[int, tuple[str, int]]]:
    """Yield each note by the number of its block: its mark, and where its words begin."""
    for at, words in enumerate(lines):
        found = _NOTE.match(words) if blocks[at].kind is not BlockKind.CELL and len(words) < _LONGEST else None
        if found and (_LABELLED.match(words, found.end()) or says_whose(words[found.end() :])):
            yield at, (_key(found), found.end())


def _key(mark: re.Match[str]) -> str:
    if mark["sign"]:
        return mark["sign"].replace("＊", "*")
    return f"注{mark['noted'] or mark['number']}" if mark["noted"] or mark["word"] else f"[{mark['number']}]"


def _find_carriers(
    blocks: Sequence[Block], lines: Sequence[str], notes: Mapping[int, tuple[str, int]]
) -> dict[int, dict[Span, int]]:
    """Return the marks of each block that carries some, with their notes; a mark's note is the next one below."""
    below: dict[str, int] = {}
    carriers: dict[int, dict[Span, int]] = {}
    placed: Counter[int] = Counter()
    for at in range(max(notes), -1, -1):
        if at in notes:
            below[notes[at][0]] = at
        elif blocks[at].kind is not BlockKind.CELL:
            marks = {Span(*mark.span()): below.get(_key(mark), -1) for mark in _CARRIED.finditer(fold(lines[at]))}
            placed.update({*marks.values()})
            if kept := {mark: note for mark, note in marks.items() if note >= 0 and placed[note] <= _MOST}:
                carriers[at] = kept
    return carriers


def _move(
    document: Document, carriers: Mapping[int, Mapping[Span, int]], notes: Mapping[int, tuple[str, int]]
) -> Document:
    """Write the document anew, each note behind its carriers, which lose their marks."""
    gone = {note for marks in carriers.values() for note in marks.values()}
    parts: list[str] = []
    blocks: list[Block] = []
    moved: list[tuple[int, int]] = []  # where a stretch of the text stood, and how far it went
    length = at = 0
    for number, block in enumerate(document.blocks):
        start = length + block.span.start - at
        marks = carriers.get(number, {})
        ends = [Span(block.span.start + mark.start, block.span.start + mark.end) for mark in marks]
        for mark in (*ends, Span(block.span.end, block.span.end)) if number not in gone else ():
            moved.append((at, length - at))
            parts.append(document.text[at : mark.start])
            length += len(parts[-1])
            at = mark.end
        if number not in gone:
            blocks.append(block._replace(span=Span(start, length)))
        at = block.span.end
        for note in dict.fromkeys(marks.values()):
            words = document.blocks[note].span.of(document.text)[notes[note][1] :]
            parts += ["\n", words]
            blocks.append(document.blocks[note]._replace(span=Span(length + 1, length + 1 + len(words))))
            length += 1 + len(words)
    moved.append((at, length - at))
    parts.append(document.text[at:])
    findings = tuple(replace(each, span=each.span and _shift(each.span, moved)) for each in document.findings)
    return replace(document, text="".join(parts), blocks=tuple(blocks), findings=findings)


def _shift(span: Span, moved: Sequence[tuple[int, int]]) -> Span:
    far = moved[max(0, bisect_right(moved, span.start, key=itemgetter(0)) - 1)][1]
    return Span(span.start + far, span.end + far)
