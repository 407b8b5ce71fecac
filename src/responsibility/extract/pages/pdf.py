"""Pdf: pages with a text layer to paragraphs and tables.

In: the bytes of a .pdf. Out: a Document located by page and paragraph. Words of a watermark and struck-out words are
left out and named; a page that lies on its side is turned first. A page without text, a file without text or with
signs that stand for no character is refused or reported, never guessed: there is no character recognition here.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any

from responsibility.errors import SourceError
from responsibility.extract.draft import Draft
from responsibility.extract.gate import pass_pdf
from responsibility.extract.pages.aside import Note, angle_of, without_struck, without_watermark
from responsibility.extract.pages.columns import Columns, find_text_columns
from responsibility.extract.pages.gaps import find_parts, group_wide, place_of, stands_in, text_lines
from responsibility.extract.pages.legible import check_legible, mark_unmapped, settle_looks
from responsibility.extract.pages.margin import Margin, without_margin
from responsibility.extract.pages.printed import (
    PrintedLine,
    PrintedPage,
    TableEnds,
    drop_contents,
    drop_furniture,
    is_page_number,
    join_lines,
    tighten,
)
from responsibility.extract.pages.squared import square
from responsibility.extract.pages.tables.overleaf import join_cut_tables
from responsibility.extract.pages.tables.parting import Parting
from responsibility.extract.pages.tables.ruled import (
    find_rules,
    find_rules_across,
    find_shades,
    find_spilled,
    find_tables,
    is_one_row,
    join_cell,
    read_ruled,
    sides_of,
)
from responsibility.extract.pages.tables.unruled import Unruled, find_unruled
from responsibility.extract.signs import clean_text
from responsibility.kinds import Severity
from responsibility.model import Document, Finding
from responsibility.settings import SourceSettings
from responsibility.spans import Locator

MEDIA_TYPE = "application/pdf"
_FEWEST_LEVELS = 4  # rules across that tell two parts of one table
_TELLING = ("pdftypes", "psparser", "pdfdocument", "cmapdb")  # parts of pdfminer that lose content when they warn


def read_pdf(data: bytes, name: str, limits: SourceSettings) -> Document:
    """Read a PDF. Raises SourceError if the gate stops it, for a password, too many pages or no usable text layer."""
    import pdfplumber
    from pdfplumber.utils.exceptions import PdfminerException

    pass_pdf(data, name, limits)
    found = _Found()
    try:
        with _listen() as heard:
            with pdfplumber.open(BytesIO(data)) as pdf:
                if len(pdf.pages) > limits.pages:
                    raise SourceError("TOO_MANY_PAGES", name, count=len(pdf.pages), limit=limits.pages)
                turns = {page.page_number: turn for page in pdf.pages if (turn := _turn_of(page.chars))}
                pages = [] if turns else [_read_page(page, found) for page in pdf.pages]
            if turns:
                with pdfplumber.open(BytesIO(_turn_pages(data, turns))) as pdf:
                    pages = [_read_page(page, found) for page in pdf.pages]
    except PdfminerException as error:
        raise SourceError(
            "PASSWORD" if "Password" in repr(error) else "DAMAGED", name, detail=repr(error)[:60]
        ) from error
    check_legible("".join(line.text for page in pages for line in page.lines), name)
    document = compose_pages(pages, name, MEDIA_TYPE, data)
    said = [Finding(code, severity, params={"words": words}) for code, severity, words in dict.fromkeys(found.notes)]
    if heard:
        params = {"count": len(heard), "words": "；".join(dict.fromkeys(heard))[:120]}
        said.append(Finding("SOURCE_PDF_DAMAGE", Severity.WARNING, params=params))
    return replace(document, findings=(*said, *document.findings))


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


def _turn_of(chars: Sequence[dict[str, Any]]) -> int:
    """Return by how many degrees, clockwise, most of a page's characters must be turned to stand upright."""
    turns = Counter(round(angle_of(char) / 90) * 90 % 360 for char in chars)
    return turns.most_common(1)[0][0] if turns else 0


def _turn_pages(data: bytes, turns: Mapping[int, int]) -> bytes:
    """Return the file with pages turned, clockwise."""
    from pypdfium2 import PdfDocument

    stream = BytesIO()
    with closing(PdfDocument(data)) as pdf:
        for number, turn in turns.items():
            page = pdf[number - 1]
            page.set_rotation((page.get_rotation() + turn) % 360)
        pdf.save(stream)
    return stream.getvalue()


@dataclass(slots=True)
class _Found:
    """What goes on from page to page: what was left out, columns of text, a table without rules, numbers of lines.

    grids: how high the rules across a table stood, with its page and its columns.
    """

    notes: list[Note] = field(default_factory=list)
    columns: Columns | None = None
    parting: Parting | None = None
    margin: Margin | None = None
    grids: dict[tuple[int, ...], tuple[int, tuple[int, ...]]] = field(default_factory=dict)


def _read_page(page: Any, found: _Found) -> PrintedPage:
    square(page.objects)
    mark_unmapped(page.chars)
    settle_looks(page.chars)
    page = without_watermark(page.dedupe_chars(), found.notes)
    page = without_struck(page, found.notes)
    page, found.margin = without_margin(page, found.margin, found.notes)
    ruled = find_tables(page) if page.rects or page.lines or page.curves else []
    # A frame around a page or a 专栏 is a table of one column to the finder; its lines are text.
    _note_parted(ruled, page.page_number, found)
    shades = find_shades(ruled, page)
    tables = [
        table
        for table in ruled
        if len({box[0] for box in table.cells}) > 1 and id(table) not in shades and not is_one_row(table)
    ]
    boxes = [table.bbox for table in tables]
    spilled = {place_of(char) for table in tables for char in find_spilled(table)}
    plain = page.filter(lambda each: not (stands_in(each, boxes) or place_of(each) in spilled)) if boxes else page
    unruled = _find_unruled(plain, found)
    lines = _column_lines(unruled.rest(plain.chars), float(page.width), found)
    number = page.page_number
    page.close()
    placed = _put_in(lines, (*(read_ruled(table, spilled) for table in tables), *unruled.tables))
    return PrintedPage(number, float(page.height), placed, float(page.width))


def _find_unruled(page: Any, found: _Found) -> Unruled:
    """Find the tables of a page that no rules draw; one may go on in the next page."""
    rules = find_rules_across(page)
    lines = [(find_parts(line["chars"]), line["chars"]) for line in text_lines(page.chars)]
    join = lambda chars, width: join_cell(text_lines(chars), width)  # noqa: E731
    unruled = find_unruled([each for each in lines if each[0]], rules, found.parting, join)
    found.parting = unruled.parting
    return unruled


def _note_parted(tables: Sequence[Any], number: int, found: _Found) -> None:
    """Tell of a sheet too broad for its paper: its other columns stand on a page of their own, in rows as high."""
    for table in tables:
        levels = tuple(map(round, find_rules(edge for box in table.cells for edge in (box[1], box[3]))))
        before, sides = found.grids.setdefault(levels, (number, sides_of(table)))
        if len(levels) >= _FEWEST_LEVELS and before != number and sides != sides_of(table):
            found.notes.append(("SOURCE_PARTED", Severity.WARNING, f"{before}、{number}"))


def _put_in(lines: Sequence[PrintedLine], tables: Iterable[PrintedLine]) -> tuple[PrintedLine, ...]:
    """Put each table before the first line that stands below it."""
    placed = list(lines)
    for table in tables:
        at = next((n for n, line in enumerate(placed) if line.top > table.top), len(placed))
        placed.insert(at, table)
    return tuple(placed)


def _column_lines(chars: Sequence[dict[str, Any]], width: float, before: _Found) -> list[PrintedLine]:
    """Return the lines of a page, column by column where it is set in two."""
    lines = text_lines(chars)
    foot = lines[-1:] if _is_foot(lines) else []
    chars = [char for char in chars if char["top"] < foot[0]["top"]] if foot else chars
    parts = [part for line in lines[: len(lines) - len(foot)] for part in find_parts(line["chars"])]
    columns = find_text_columns(parts, width, before.columns)
    if columns is None:
        return [_read_line(line) for line in lines]
    before.columns = columns
    found: list[PrintedLine] = []
    for top, bottom in columns.zones:
        inside = [char for char in chars if top <= (char["top"] + char["bottom"]) / 2 < bottom]
        if (top, bottom) not in columns.bands:
            found += map(_read_line, text_lines(inside))
            continue
        for is_left in (True, False):
            half = [char for char in inside if ((char["x0"] + char["x1"]) / 2 < columns.gutter) == is_left]
            found += [columns.stretch(_read_line(line), is_left=is_left) for line in text_lines(half)]
    return [*found, *map(_read_line, foot)]


def _is_foot(lines: Sequence[dict[str, Any]]) -> bool:
    """Say whether the last line is the number of the page; in the middle of the foot it stands in no column."""
    if len(lines) < 2 or not is_page_number(lines[-1]["text"]):
        return False
    return bool(lines[-1]["top"] - lines[-2]["bottom"] > lines[-1]["bottom"] - lines[-1]["top"])


def _read_line(line: dict[str, Any]) -> PrintedLine:
    """Return a line's words; a blank where a wide gap parts words, as in a table without rules, stays."""
    groups = list(group_wide(line["chars"]))
    parts = ["".join(char["text"] for char in part) for part in groups]
    hang = groups[1][0]["x0"] if len(groups) == 2 and parts[0][-1:] in ("：", ":") else 0.0
    whole = clean_text(line["text"]).replace("\n", " ").strip()
    apart = len(parts) > 1 and all(len(part.strip()) > 1 for part in parts)
    words = " ".join(tighten(clean_text(part).strip()) for part in parts) if apart else tighten(whole)
    return PrintedLine(words, line["x0"], line["x1"], line["top"], line["bottom"], hang=hang)


def compose_pages(pages: Sequence[PrintedPage], name: str, media_type: str, data: bytes) -> Document:
    """Turn placed lines into a Document; what was left out is in its findings."""
    draft = Draft()
    for page in pages:
        if not page.lines:
            draft.note("PAGE_WITHOUT_TEXT", Severity.WARNING, page=page.number)
    pages, contents = drop_contents(pages)
    kept, heads = drop_furniture(pages)
    kept = join_cut_tables(kept)
    if contents:
        draft.note("SOURCE_CONTENTS", Severity.NOTE, count=contents)
    for head in heads:
        draft.note("SOURCE_PAGE_HEAD", Severity.NOTE, words=head[:60])
    paragraphs = {page.number: 0 for page in pages}
    for number, line in join_lines(kept):
        if line.cells:
            for cell, span in draft.add_table(line.cells, page=number):
                for code, severity, places in _told(line.ends):
                    if (cell.row, cell.column) in places:
                        draft.note(code, severity, span, words=cell.text)
        elif line.text:
            paragraphs[number] += 1
            draft.add(line.text, Locator(page=number, paragraph=paragraphs[number]))
    if not draft.length:
        raise SourceError("SCANNED", name)
    return draft.finish(name, media_type, data)


def _told(ends: TableEnds) -> Iterator[tuple[str, Severity, frozenset[tuple[int, int]]]]:
    """Yield what is to be said of cells that stand in two pages, or whose rows no rule tells."""
    yield "TABLE_CELL_CARRIED", Severity.NOTE, ends.carried
    yield "TABLE_CELL_GUESSED", Severity.WARNING, ends.guessed
    yield "TABLE_ROW_GUESSED", Severity.WARNING, ends.unsure
