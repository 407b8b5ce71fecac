"""Ofd: the text objects of GB/T 33190 pages, by position, to paragraphs.

In: the bytes of the container. Out: a Document located by page and paragraph. A file whose words are drawn as
outlines or pictures has no text to read and is refused.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, ParseError, fromstring

from responsibility.errors import SourceError
from responsibility.extract.gate import pass_zip
from responsibility.extract.pages.pdf import compose_pages
from responsibility.extract.pages.printed import PrintedLine, PrintedPage, tighten
from responsibility.extract.signs import clean_text
from responsibility.model import Document
from responsibility.settings import SourceSettings

MEDIA_TYPE = "application/ofd"
_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,9})?")


def read_ofd(data: bytes, name: str, limits: SourceSettings) -> Document:
    """Read an OFD. Raises SourceError if the gate stops it, it is damaged, or has too many pages or no text."""
    parts = pass_zip(data, name, limits)
    paths = {path.lower(): path for path in parts}
    try:
        pages: list[PrintedPage] = []
        for path in _page_paths(parts, paths):
            if len(pages) >= limits.pages:
                raise SourceError("TOO_MANY_PAGES", name, count=len(pages) + 1, limit=limits.pages)
            pages.append(_read_page(len(pages) + 1, fromstring(parts[path])))
    except (KeyError, ParseError) as error:
        raise SourceError("DAMAGED", name, detail=str(error)[:60]) from error
    return compose_pages(pages, name, MEDIA_TYPE, data)


def _page_paths(parts: Mapping[str, bytes], paths: Mapping[str, str]) -> Iterator[str]:
    for root in _named(fromstring(parts[paths["ofd.xml"]]), "DocRoot"):
        document = _resolve("", root.text or "", paths)
        for page in _named(fromstring(parts[document]), "Page"):
            yield _resolve(document, page.get("BaseLoc") or "", paths)


def _resolve(base: str, target: str, paths: Mapping[str, str]) -> str:
    """Return the member that a location means; locations are relative to their file or start at the root."""
    joined = posixpath.join(posixpath.dirname(base), target) if not target.startswith("/") else target
    return paths[posixpath.normpath(joined).strip("/").lower()]


def _named(root: Element, name: str) -> Iterator[Element]:
    return (element for element in root.iter() if element.tag.rpartition("}")[2] == name)


def _read_page(number: int, root: Element) -> PrintedPage:
    words = [word for each in _named(root, "TextObject") for word in _words(each)]
    box = next((_numbers(area.text) for area in _named(root, "PhysicalBox")), ())
    height = box[3] if len(box) == 4 else max((word.bottom for word in words), default=297.0)
    return PrintedPage(number, max(height, 1.0), tuple(_merge_words(words)), box[2] if len(box) == 4 else 0.0)


def _words(element: Element) -> Iterator[PrintedLine]:
    boundary = _numbers(element.get("Boundary"))
    if len(boundary) != 4:
        return
    x0, top, width, _ = boundary
    size = next(iter(_numbers(element.get("Size"))), 4.0)
    for code in _named(element, "TextCode"):
        words = clean_text(code.text or "").strip()
        x, y = (next(iter(_numbers(code.get(axis))), 0.0) for axis in "XY")
        if words:
            # Y is the baseline within the boundary: the line hangs one size above it.
            base = top + (y or size)
            yield PrintedLine(words, x0 + x, x0 + max(width, x), base - size, base)


def _numbers(words: str | None) -> tuple[float, ...]:
    return tuple(float(number) for number in _NUMBER.findall(words or ""))


def _merge_words(words: list[PrintedLine]) -> Iterator[PrintedLine]:
    """Join the words that stand on one line, left to right, with a space where one is seen."""
    level: list[PrintedLine] = []
    for word in sorted(words, key=lambda word: (word.bottom, word.x0)):
        if level and word.bottom - level[0].bottom >= level[0].size / 2:
            yield _merge_level(level)
            level = []
        level.append(word)
    if level:
        yield _merge_level(level)


def _merge_level(level: list[PrintedLine]) -> PrintedLine:
    level = sorted(level, key=lambda word: word.x0)
    text, edge = "", level[0].x0
    for word in level:
        text += (" " if text and word.x0 - edge > word.size else "") + word.text
        edge = word.x1
    return PrintedLine(tighten(text), level[0].x0, edge, level[0].top, level[0].bottom)
