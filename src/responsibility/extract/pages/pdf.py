"""Pdf: pages with a text layer to paragraphs and tables.

In: the bytes of a .pdf. Out: a Document located by page and paragraph. Words of a watermark and struck-out words are
left out and named; a page that lies on its side is turned first. A page without text, a file without text or with
signs that stand for no character is refused or reported, never guessed: there is no character recognition here.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any

from responsibility.errors import SourceError
from responsibility.extract.draft import Draft, Placed
from responsibility.extract.gate import pass_pdf
from responsibility.extract.pages.aside import Note, angle_of, without_struck, without_watermark
from responsibility.extract.pages.columns import Columns, find_text_columns
from responsibility.extract.pages.gaps import find_parts, group_wide, seen_end
from responsibility.extract.pages.legible import check_legible, mark_unmapped
from responsibility.extract.pages.margin import Margin, without_margin
from responsibility.extract.pages.parting import Parting
from responsibility.extract.pages.printed import (
    PrintedLine,
    PrintedPage,
    drop_contents,
    drop_furniture,
    is_page_number,
    join_cut_tables,
    join_line_words,
    join_lines,
    tighten,
)
from responsibility.extract.pages.squared import square
from responsibility.extract.pages.unruled import Unruled, find_unruled, opens_label, opens_table
from responsibility.extract.signs import clean_text
from responsibility.kinds import Severity
from responsibility.model import Document, Finding
from responsibility.settings import SourceSettings
from responsibility.spans import Locator

MEDIA_TYPE = "application/pdf"
_LEVEL = 0.35  # of a character's size, within which characters stand on one line
_ROOM = 1.4  # characters that the margins of a cell take; with less room beside them the next word had to go below
_BOUND = re.compile(r"(?:[!-~]+|[（《〈【〔]*.)(?:[，。、；：！？）》〉】〕％]+|[“”‘’]+.)*")  # what no line parts
_LONGEST_BOUND = 12  # of its signs that count
_SPILLED = (0.5, 0.9)  # of a character's height that stands above the upper rule of its cell
_CUT_ROW = 8.0  # points; a row that a page end cut is as high at least
_HEADS = 3  # lines that heads stand in at most
_FEWEST_LEVELS = 4  # rules across that tell two parts of one table
_NEAR = 2.0  # points within which two table rules are one
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
    page = without_watermark(page.dedupe_chars(), found.notes)
    page = without_struck(page, found.notes)
    page, found.margin = without_margin(page, found.margin, found.notes)
    ruled = _find_tables(page) if page.rects or page.lines or page.curves else []
    # A frame around a page or a 专栏 is a table of one column to the finder; its lines are text.
    _note_parted(ruled, page.page_number, found)
    shades = _find_shades(ruled, page)
    tables = [
        table
        for table in ruled
        if len({box[0] for box in table.cells}) > 1 and id(table) not in shades and not _is_one_row(table)
    ]
    boxes = [table.bbox for table in tables]
    spilled = {_place(char) for table in tables for char in _spill(table)}
    plain = page.filter(lambda each: not (_inside(each, boxes) or _place(each) in spilled)) if boxes else page
    unruled = _find_unruled(plain, found)
    lines = _column_lines(unruled.rest(plain.chars), float(page.width), found)
    number = page.page_number
    page.close()
    placed = _put_in(lines, (*(_read_table(table, spilled) for table in tables), *unruled.tables))
    return PrintedPage(number, float(page.height), placed, float(page.width))


def _find_unruled(page: Any, found: _Found) -> Unruled:
    """Find the tables of a page that no rules draw; one may go on in the next page."""
    rules = _rules(edge["top"] for edge in page.edges if edge["orientation"] == "h" and edge["width"] > _NEAR)
    lines = [(find_parts(line["chars"]), line["chars"]) for line in _text_lines(page.chars)]
    join = lambda chars, width: _join_cell(_text_lines(chars), width)  # noqa: E731
    unruled = find_unruled([each for each in lines if each[0]], rules, found.parting, join)
    found.parting = unruled.parting
    return unruled


def _is_one_row(table: Any) -> bool:
    """Say whether a table has no rules across but its outer ones, and so its heads in the cells of its rows."""
    if len({box[1] for box in table.cells}) > 1:
        return False
    lines = _text_lines([char for char in table.page.chars if _inside(char, [table.bbox])])
    return any(opens_table(find_parts(line["chars"])) for line in lines[:_HEADS])


def _note_parted(tables: Sequence[Any], number: int, found: _Found) -> None:
    """Tell of a sheet too broad for its paper: its other columns stand on a page of their own, in rows as high."""
    for table in tables:
        levels = tuple(map(round, _rules(edge for box in table.cells for edge in (box[1], box[3]))))
        before, sides = found.grids.setdefault(levels, (number, _sides(table)))
        if len(levels) >= _FEWEST_LEVELS and before != number and sides != _sides(table):
            found.notes.append(("SOURCE_PARTED", Severity.WARNING, f"{before}、{number}"))


def _find_shades(tables: Sequence[Any], page: Any) -> set[int]:
    """Return which tables are rows that only a shade sets off: every other row of one table, with the same columns."""
    rows = [table for table in tables if len({box[1] for box in table.cells}) == 1]
    shades = [each for each in page.rects if not each["stroke"] and each["height"] > _CUT_ROW] if len(rows) > 1 else []
    bare = [table for table in rows if shades and not any(_inside(line, [table.bbox]) for line in page.lines)]
    sides = Counter(_sides(table) for table in bare)
    return {id(table) for table in bare if sides[_sides(table)] > 1}


def _sides(table: Any) -> tuple[int, ...]:
    return tuple(sorted({round(box[0]) for box in table.cells}))


def _find_tables(page: Any) -> Any:
    """Find the ruled tables of a page, with the row that its end or its beginning cut: there no rule closes it."""
    tables = page.find_tables()
    uprights = [edge for edge in page.edges if edge["orientation"] == "v"] if tables else []
    open_ends = sorted({end for table in tables for end in _open_ends(table.bbox, uprights, page.chars)})
    return page.find_tables({"explicit_horizontal_lines": open_ends}) if open_ends else tables


def _open_ends(
    box: tuple[float, float, float, float], uprights: Sequence[dict[str, Any]], chars: Sequence[dict[str, Any]]
) -> Iterator[float]:
    """Yield how far both outer rules of a table go on beyond its last row, or above its first, around words."""
    x0, top, x1, bottom = box
    sides = [[edge for edge in uprights if abs(edge["x0"] - x) < _NEAR] for x in (x0, x1)]
    if all(sides):
        low = min(max(edge["bottom"] for edge in side) for side in sides)
        high = max(min(edge["top"] for edge in side) for side in sides)
        for end, row in ((high, (x0, high, x1, top)), (low, (x0, bottom, x1, low))):
            if row[3] - row[1] > _CUT_ROW and any(_inside(char, [row]) for char in chars):
                yield end


def _put_in(lines: Sequence[PrintedLine], tables: Iterable[PrintedLine]) -> tuple[PrintedLine, ...]:
    """Put each table before the first line that stands below it."""
    placed = list(lines)
    for table in tables:
        at = next((n for n, line in enumerate(placed) if line.top > table.top), len(placed))
        placed.insert(at, table)
    return tuple(placed)


def _text_lines(chars: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the lines of characters; digits of another font may stand a little higher or lower in theirs."""
    from pdfplumber.utils.text import chars_to_textmap

    if not chars:
        return []
    sizes = sorted(char["size"] for char in chars)
    textmap = chars_to_textmap(
        list(chars), x_tolerance_ratio=0.6, y_tolerance=max(3.0, _LEVEL * sizes[len(sizes) // 2])
    )
    return list(textmap.extract_text_lines(strip=True, return_chars=True))


def _column_lines(chars: Sequence[dict[str, Any]], width: float, before: _Found) -> list[PrintedLine]:
    """Return the lines of a page, column by column where it is set in two."""
    lines = _text_lines(chars)
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
            found += map(_read_line, _text_lines(inside))
            continue
        for is_left in (True, False):
            half = [char for char in inside if ((char["x0"] + char["x1"]) / 2 < columns.gutter) == is_left]
            found += [columns.stretch(_read_line(line), is_left=is_left) for line in _text_lines(half)]
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


def _inside(thing: dict[str, Any], boxes: Sequence[tuple[float, float, float, float]]) -> bool:
    across = (thing["x0"] + thing["x1"]) / 2
    down = (thing["top"] + thing["bottom"]) / 2
    return any(x0 <= across <= x1 and top <= down <= bottom for x0, top, x1, bottom in boxes)


def _place(thing: dict[str, Any]) -> tuple[float, float]:
    return thing["x0"], thing["top"]


def _spill(table: Any) -> Iterator[dict[str, Any]]:
    """Yield the characters of the first row that its upper rule goes through: its words need more lines than it holds.

    They stand right above the words of a cell, as far in; a caption close above the rule does not.
    """
    top = table.bbox[1]
    through = [char for char in table.page.chars if _SPILLED[0] < _over(char, top) < _SPILLED[1]]
    cells = [(box, _within(table.page.chars, box)) for box in table.rows[0].cells if box] if through else []
    for box, inside in cells:
        above = [char for char in through if box[0] <= char["x0"] and seen_end(char) <= box[2] + _NEAR]
        ends = [(min(each["x0"] for each in chars), max(map(seen_end, chars))) for chars in (above, inside) if chars]
        if len(ends) > 1 and min(abs(ends[0][0] - ends[1][0]), abs(sum(ends[0]) - sum(ends[1]))) < _NEAR:
            yield from above


def _over(char: dict[str, Any], level: float) -> float:
    """Return how much of a character stands above a level, from 0 to 1, and beyond where it does not reach it."""
    return float((level - char["top"]) / max(char["bottom"] - char["top"], 0.1))


def _within(chars: Iterable[dict[str, Any]], box: tuple[float, float, float, float]) -> list[dict[str, Any]]:
    return [char for char in chars if _inside(char, [box])]


def _read_table(table: Any, spilled: Container[tuple[float, float]]) -> PrintedLine:
    chars = [(*_middle(char, table.bbox[1] if _place(char) in spilled else 0), char) for char in table.page.chars]
    boxes = [box for row in table.rows for box in row.cells if box]
    across = _rules(edge for box in boxes for edge in (box[0], box[2]))
    down = _rules(edge for box in boxes for edge in (box[1], box[3]))
    cells = []
    for box in boxes:
        x0, top, x1, bottom = box
        row, column = _nearest(down, top), _nearest(across, x0)
        rows, columns = _nearest(down, bottom) - row, _nearest(across, x1) - column
        inside = [char for x, y, char in chars if x0 <= x <= x1 and top <= y <= bottom]
        words = _join_cell(_text_lines(inside), x1 - x0)
        cells.append(Placed(row + 1, column + 1, words, max(rows, 1), max(columns, 1)))
    x0, top, x1, bottom = table.bbox
    return PrintedLine("".join(cell.text for cell in cells), x0, x1, top, bottom, tuple(cells))


def _middle(char: dict[str, Any], least: float) -> tuple[float, float]:
    """Return the middle of a character as its table has it: a stop may hang over the rule of its cell."""
    return (char["x0"] + seen_end(char)) / 2, max(least, (char["top"] + char["bottom"]) / 2)


def _rules(edges: Any) -> list[float]:
    """Return the distinct rules of a table, near ones taken as one."""
    rules: list[float] = []
    for edge in sorted(edges):
        if not rules or edge - rules[-1] > _NEAR:
            rules.append(edge)
    return rules


def _nearest(rules: list[float], edge: float) -> int:
    return min(range(len(rules)), key=lambda index: abs(rules[index] - edge))


def _join_cell(lines: Sequence[dict[str, Any]], width: float) -> str:
    """Join the lines of a cell: without a break where one fills the cell, for its words only ran out of room."""
    joined, room = "", 0.0
    for line in lines:
        words = clean_text(line["text"]).replace("\n", " ").strip()
        breaks = opens_label(words) or room > _ROOM + _width(_BOUND.match(words))
        joined = f"{joined}\n{words}" if joined and breaks else join_line_words(joined, words)
        room = (width - (line["x1"] - line["x0"])) / (line["bottom"] - line["top"])
    return joined


def _width(words: re.Match[str] | None) -> float:
    return sum(0.5 if sign.isascii() else 1.0 for sign in words[0][:_LONGEST_BOUND]) if words else 0.0


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
            draft.add_table(line.cells, page=number)
        elif line.text:
            paragraphs[number] += 1
            draft.add(line.text, Locator(page=number, paragraph=paragraphs[number]))
    if not draft.length:
        raise SourceError("SCANNED", name)
    return draft.finish(name, media_type, data)
