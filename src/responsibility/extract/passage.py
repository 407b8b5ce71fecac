"""Passage: one Word paragraph as a person sees it, with what was inserted, deleted, hidden or struck out.

In: a `w:p` element. Out: its words, with insertions accepted and deletions, hidden and struck text left out, and a
mark for each such place. python-docx's own `paragraph.text` loses insertions, moved text, content controls, smart
tags, simple fields and ruby without a word (its issues 340 and 1123), so the tree is walked here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from typing import Any

from responsibility.extract.numbering import W
from responsibility.extract.signs import clean_text, read_symbol

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_OFF = ("0", "false", "off", "none")


class Revision(Enum):
    """What is unusual about a stretch of words; the value is its finding code."""

    INSERTED = "REVISION_INSERTED"
    DELETED = "REVISION_DELETED"
    HIDDEN = "HIDDEN_TEXT"
    STRUCK = "STRUCK_TEXT"


DROPPED = (Revision.DELETED, Revision.HIDDEN, Revision.STRUCK)
_REVISIONS = {
    f"{W}ins": Revision.INSERTED,
    f"{W}moveTo": Revision.INSERTED,
    f"{W}del": Revision.DELETED,
    f"{W}moveFrom": Revision.DELETED,
}
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_PICTURES = (f"{W}drawing", f"{W}pict", f"{W}object")
_REFERENCES = (f"{W}footnoteReference", f"{W}endnoteReference")
_SKIPPED = (f"{W}pPr", f"{W}rPr", f"{W}sdtPr", f"{W}rt", f"{W}instrText", f"{W}delInstrText")


@dataclass(frozen=True, slots=True)
class Passage:
    """Words, and marks as (mark, start, end, marked words); a dropped stretch is empty at its place."""

    text: str
    marks: tuple[tuple[Revision, int, int, str], ...] = ()
    numbering: str = ""


class Strays:
    """What a walk meets that is not text: text boxes and notes to read later, and how many pictures there are."""

    def __init__(self) -> None:
        self.boxes: list[Any] = []
        self.notes: list[str] = []
        self.pictures = 0


def read_pieces(paragraph: Any, strays: Strays) -> list[tuple[str, Revision | None]]:
    """List the words of a paragraph with their marks, in order."""
    return list(_walk(paragraph, None, strays))


def _walk(node: Any, mark: Revision | None, strays: Strays) -> Iterator[tuple[str, Revision | None]]:
    for child in node.iterchildren():
        tag = child.tag
        if tag == f"{W}r":
            yield from _walk(child, _run_mark(child, mark), strays)
        elif tag in (f"{W}t", f"{W}delText", f"{_MATH}t"):
            yield clean_text(child.text or ""), mark
        elif tag in _SIGNS:
            yield _SIGNS[tag], mark
        elif tag == f"{W}br":
            yield ("\n" if child.get(f"{W}type") in (None, "textWrapping") else ""), mark
        elif tag == f"{W}sym":
            yield _symbol(child), mark
        elif tag in _PICTURES:
            _meet_picture(child, mark, strays)
        elif tag in _REFERENCES:
            strays.notes.append(f"{tag.removesuffix('Reference')}{child.get(f'{W}id')}")
        elif tag == f"{_MC}AlternateContent":
            yield from _walk(_choose(child), mark, strays)
        elif tag not in _SKIPPED and isinstance(tag, str) and not is_form_placeholder(child):
            yield from _walk(child, _REVISIONS.get(tag, mark), strays)


def is_form_placeholder(node: Any) -> bool:
    """Say whether a content control shows what to fill in, because nobody filled it in."""
    return node.tag == f"{W}sdt" and node.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def _run_mark(run: Any, mark: Revision | None) -> Revision | None:
    properties = run.find(f"{W}rPr")
    if properties is None or mark is Revision.DELETED:
        return mark
    if _is_on(properties, "vanish"):
        return Revision.HIDDEN
    return Revision.STRUCK if _is_on(properties, "strike") or _is_on(properties, "dstrike") else mark


def _is_on(properties: Any, name: str) -> bool:
    switch = properties.find(f"{W}{name}")
    return switch is not None and switch.get(f"{W}val") not in _OFF


def _symbol(element: Any) -> str:
    words = element.get(f"{W}char") or ""
    code = int(words, 16) if len(words) == 4 and all(each in "0123456789abcdefABCDEF" for each in words) else 0xFFFD
    return clean_text(read_symbol(element.get(f"{W}font") or "", code))


def _choose(alternate: Any) -> Any:
    """Return the branch that Word shows; both hold the same words, so reading both would double them."""
    choice = alternate.find(f"{_MC}Choice")
    fallback = alternate.find(f"{_MC}Fallback")
    return choice if choice is not None else fallback if fallback is not None else alternate


def _meet_picture(picture: Any, mark: Revision | None, strays: Strays) -> None:
    boxes = list(_find_boxes(picture))
    if mark not in DROPPED:
        strays.boxes.extend(boxes)
        strays.pictures += not boxes


def _find_boxes(node: Any) -> Iterator[Any]:
    for child in node.iterchildren():
        if child.tag == f"{W}txbxContent":
            yield child
        else:
            yield from _find_boxes(_choose(child) if child.tag == f"{_MC}AlternateContent" else child)


def compose_passage(pieces: Iterable[tuple[str, Revision | None]], number: str = "", gap: str = "") -> Passage:
    """Join pieces behind a number into one passage, blank ends cut off, equal neighbours under one mark."""
    words = ""
    marks = []
    for mark, group in groupby((piece for piece in pieces if piece[0]), key=lambda piece: piece[1]):
        stretch = "".join(piece[0] for piece in group)
        start = len(words)
        words += "" if mark in DROPPED else stretch
        if mark is not None and stretch.strip():
            marks.append((mark, start, len(words), stretch.strip()))
    cut = len(words) - len(words.lstrip())
    words = words.strip()
    head = number + (gap if number and words and _clash(number, words) else "")
    shift = len(head) - cut
    most = len(head) + len(words)
    placed = (
        (mark, _within(start + shift, most), _within(end + shift, most), said) for mark, start, end, said in marks
    )
    return Passage(head + words, tuple(placed), number)


def _within(position: int, most: int) -> int:
    return max(0, min(position, most))


def _clash(number: str, words: str) -> bool:
    """Say whether number and words would read as one: "1." and "5公里", "第一条" and "总则"."""
    return number[-1].isalnum() or (number[-1] in ".．" and words[0].isdigit())


def join_passages(passages: Iterable[Passage]) -> Passage:
    """Put passages under each other, as the paragraphs of one cell."""
    words = ""
    marks: list[tuple[Revision, int, int, str]] = []
    for passage in passages:
        if passage.text and words:
            words += "\n"
        marks += ((mark, start + len(words), end + len(words), said) for mark, start, end, said in passage.marks)
        words += passage.text
    return Passage(words, tuple(marks))
