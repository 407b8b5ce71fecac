"""Pdf: pages with a text layer to paragraphs and tables.

In: the bytes of a .pdf. Out: a Document located by page and paragraph. A page without text, a file without text or
with signs that stand for no character is refused or reported, never guessed: there is no character recognition here.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from typing import Any

from responsibility.extract.draft import Cell, Draft
from responsibility.extract.gate import pass_pdf
from responsibility.extract.printed import Line, Page, drop_contents, drop_furniture, join_lines, join_words, tighten
from responsibility.extract.refuse import refuse
from responsibility.extract.signs import clean_text
from responsibility.kinds import Severity
from responsibility.model import Document, Finding
from responsibility.settings import SourceSettings
from responsibility.spans import Locator

MEDIA_TYPE = "application/pdf"
_NEAR = 2.0  # points within which two table rules are one
_TELLING = ("pdftypes", "psparser", "pdfdocument", "cmapdb")  # parts of pdfminer that lose content when they warn
_READABLE = 0.6  # least share of characters that are words in some script


def read_pdf(data: bytes, name: str, limits: SourceSettings) -> Document:
    """Read a PDF. Raises SourceError if the gate stops it, for a password, too many pages or no usable text layer."""
    import pdfplumber
    from pdfplumber.utils.exceptions import PdfminerException

    pass_pdf(data, name, limits)
    try:
        with _listen() as heard, pdfplumber.open(BytesIO(data)) as pdf:
            if len(pdf.pages) > limits.pages:
                raise refuse("TOO_MANY_PAGES", name, count=len(pdf.pages), limit=limits.pages)
            pages = [_read_page(page) for page in pdf.pages]
    except PdfminerException as error:
        raise refuse("PASSWORD" if "Password" in repr(error) else "DAMAGED", name, detail=repr(error)[:60]) from error
    _check_text("".join(line.text for page in pages for line in page.lines), name)
    document = compose_pages(pages, name, MEDIA_TYPE, data)
    if not heard:
        return document
    params = {"count": len(heard), "words": "; ".join(dict.fromkeys(heard))[:120]}
    damage = Finding("SOURCE_PDF_DAMAGE", Severity.WARNING, params=params)
    return replace(document, findings=(*document.findings, damage))


@contextmanager
def _listen() -> Iterator[list[str]]:
    """Hear what pdfminer says about lost content; what it says about colours and page sizes is nobody's concern."""
    heard: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: heard.append(record.getMessage())  # type: ignore[method-assign]
    handler.addFilter(lambda record: record.name.rpartition(".")[2] in _TELLING)
    logger = logging.getLogger("pdfminer")
    logger.addHandler(handler)
    propagated, logger.propagate = logger.propagate, False
    try:
        yield heard
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagated


def _read_page(page: Any) -> Page:
    found = page.find_tables() if page.rects or page.lines or page.curves else []
    # A frame around a page or a 专栏 is a table of one column to the finder; its lines are text.
    tables = [table for table in found if len({box[0] for box in table.cells}) > 1]
    boxes = [table.bbox for table in tables]
    plain = page.filter(lambda thing: not _inside(thing, boxes)) if boxes else page
    lines = [
        _read_line(line) for line in plain.dedupe_chars().extract_text_lines(x_tolerance_ratio=0.6, return_chars=False)
    ]
    lines += [_read_table(table) for table in tables]
    number = page.page_number
    page.close()
    ordered = tuple(sorted(lines, key=lambda line: line.top))
    return Page(number, float(page.height), ordered, float(page.width))


def _read_line(line: dict[str, Any]) -> Line:
    words = tighten(clean_text(line["text"]).replace("\n", " ").strip())
    return Line(words, line["x0"], line["x1"], line["top"], line["bottom"])


def _inside(thing: dict[str, Any], boxes: Sequence[tuple[float, float, float, float]]) -> bool:
    across = (thing["x0"] + thing["x1"]) / 2
    down = (thing["top"] + thing["bottom"]) / 2
    return any(x0 <= across <= x1 and top <= down <= bottom for x0, top, x1, bottom in boxes)


def _read_table(table: Any) -> Line:
    places = [(box, words) for row, line in zip(table.rows, table.extract(x_tolerance_ratio=0.6), strict=True)
              for box, words in zip(row.cells, line, strict=True) if box]  # fmt: skip
    across = _rules(edge for box, _ in places for edge in (box[0], box[2]))
    down = _rules(edge for box, _ in places for edge in (box[1], box[3]))
    cells = []
    for (x0, top, x1, bottom), words in places:
        row, column = _nearest(down, top), _nearest(across, x0)
        rows, columns = _nearest(down, bottom) - row, _nearest(across, x1) - column
        cells.append(Cell(row + 1, column + 1, _join_cell(words or ""), max(rows, 1), max(columns, 1)))
    x0, top, x1, bottom = table.bbox
    return Line("".join(cell.text for cell in cells), x0, x1, top, bottom, tuple(cells))


def _rules(edges: Any) -> list[float]:
    """Return the distinct rules of a table, near ones taken as one."""
    rules: list[float] = []
    for edge in sorted(edges):
        if not rules or edge - rules[-1] > _NEAR:
            rules.append(edge)
    return rules


def _nearest(rules: list[float], edge: float) -> int:
    return min(range(len(rules)), key=lambda index: abs(rules[index] - edge))


def _join_cell(words: str) -> str:
    joined = ""
    for line in clean_text(words).split("\n"):
        joined = join_words(joined, line.strip())
    return joined


def _check_text(text: str, name: str) -> None:
    if not text.strip():
        raise refuse("SCANNED", name)
    good = sum(
        char.isalnum() or char.isspace() or char.isascii() or "\u2000" < char < "\u303f" or char > "\uff00"
        for char in text
    )
    # A font without a map may give one character for all: no real text has one sign in four.
    commonest = max(Counter(filter(str.isalpha, text)).values(), default=0)
    unmapped = text.count("(cid:") * 6 > len(text) * 0.05 or "\ufffd" * 3 in text
    if unmapped or good < _READABLE * len(text) or commonest > max(100, len(text) / 4):
        raise refuse("GARBLED", name)


def compose_pages(pages: Sequence[Page], name: str, media_type: str, data: bytes) -> Document:
    """Turn placed lines into a Document; what was left out is in its findings."""
    draft = Draft()
    for page in pages:
        if not page.lines:
            draft.note("PAGE_WITHOUT_TEXT", Severity.WARNING, page=page.number)
    pages, contents = drop_contents(pages)
    kept, heads = drop_furniture(pages)
    if contents:
        draft.note("SOURCE_CONTENTS", Severity.NOTE, count=contents)
    for head in heads:
        draft.note("SOURCE_PAGE_HEAD", Severity.NOTE, words=head[:60])
    paragraphs = {page.number: 0 for page in pages}
    for number, line in join_lines(kept):
        if line.cells:
            draft.add_table(line.cells, page=number)
        elif line.text:
            paragraphs[number] += 1
            draft.add(line.text, Locator(page=number, paragraph=paragraphs[number]))
    if not draft.length:
        raise refuse("SCANNED", name)
    return draft.finish(name, media_type, data)
