"""Word: a sheet of a Book to a .docx, since notices are issued as Word.

Rows above the repeated head and below the table become paragraphs, the rest a table whose head repeats and whose
rows stay on one page where they can. Equal books give equal bytes: dates come from the book, the container's are fixed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from html import escape
from io import BytesIO
from typing import Any, Protocol
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from responsibility.render.paper import PAPERS, list_headings, page_room
from responsibility.render.styles import FONTS, MARGINS, look
from responsibility.spans import writable
from responsibility.views.measure import UNIT, capacity_of, count_lines
from responsibility.views.sheet import Area, Book, Cell, Row, Sheet, list_runs

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can hold
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MARGINS = (("top", 2.0), ("left", 3.5), ("bottom", 2.0), ("right", 3.5))  # of a cell, in points
_LINE = 13.5  # points from line to line of a cell
_NOTHING = Cell("", "annex-note")  # an empty paragraph
_FULL = 0.98  # of a page's room, since fonts differ
_PITCH = 1.45  # points from line to line of a paragraph, in letter sizes
_SPARE = 1.0  # points a row is higher than its words, for its borders
_LONG = 0.3  # of a page's room: a first row longer than this may go over the page
# No quarter of a letter around figures: 2023年 stands as the notice has it, and lines hold what was reckoned.
DENSE = "<w:autoSpaceDE w:val='0'/><w:autoSpaceDN w:val='0'/>"
_INSET = "<w:ind w:left='280' w:right='280'/>"  # of a page's number, one letter from the edge
_TALLEST = 360.0  # points; a row taller than this may need more than a page


def render_document(book: Book) -> bytes:
    """Write the first sheet of a book as a Word document, A4 as its page lies."""
    sheet = _lay_rows(book.sheets[0])
    document = start_document(book)
    _set_page(document, sheet, book.fonts)
    body = document.element.body
    for part in _parts(sheet, book.fonts):
        body.insert(len(body) - 1, parse_xml(part))  # the last element is the section's own
    return pack_document(document)


class Described(Protocol):
    """What a document's properties say of it."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def subject(self) -> str: ...  # noqa: D102
    @property
    def author(self) -> str: ...  # noqa: D102
    @property
    def created(self) -> date: ...  # noqa: D102
    @property
    def comments(self) -> str: ...  # noqa: D102


def start_document(described: Described) -> Any:
    """Return an empty document with its properties, without what the template repeats and Word may take for damage."""
    from docx import Document

    document = Document()
    for key, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):
            document.part.drop_rel(key)
    _set_properties(document, described)
    return document


def pack_document(document: Any) -> bytes:
    """Return a document's bytes, the same for the same document."""
    buffer = BytesIO()
    document.save(buffer)
    return _settle(buffer.getvalue())


def _lay_rows(sheet: Sheet) -> Sheet:
    """Give each row of the table the height that its words need, so that pages end alike whatever the fonts at hand."""
    head, last = _table_rows(sheet)
    widths = _widths(sheet)
    heights = [
        _row_height(sheet, number, widths) if head <= number <= last else _line_height(row, sum(widths))
        for number, row in enumerate(sheet.rows)
    ]
    room, kept = page_room(sheet.page)[1] * _FULL, list_headings(sheet)
    first = next((row for row in range(head, last) if row not in kept), last)
    # A row taller than half a page may go over it; a long first one too, or the title would stand alone.
    parted = {row for row in range(head, last + 1) if heights[row] > room / 2}
    if sum(heights[: first + 1]) > room and heights[first] > room * _LONG:
        parted.add(first)
    for row in parted:
        heights[row] = 0.0
    rows = (replace(row, height=height or None) for row, height in zip(sheet.rows, heights, strict=True))
    return replace(sheet, rows=tuple(rows))


def _table_rows(sheet: Sheet) -> tuple[int, int]:
    head = sheet.page.repeat_rows[0] if sheet.page.repeat_rows else 0
    return head, max(number for number, row in enumerate(sheet.rows) if len(row.cells) > 1 or number == head)


def _widths(sheet: Sheet) -> list[float]:
    """Share out the page's width in points: each as its letters ask, the widest the rest."""
    room = _MARGINS[1][1] + _MARGINS[3][1]
    needs = [capacity_of(column.least) * UNIT / 2 + room for column in sheet.columns]
    rest, widest = page_room(sheet.page)[0] - sum(needs), needs.index(max(needs))
    return [need + rest * (place == widest) for place, need in enumerate(needs)]


def _row_height(sheet: Sheet, number: int, widths: list[float]) -> float:
    across = {area.left: area for area in sheet.merges if area.top == number and area.right > area.left}
    lines = 1
    for column, cell in sheet.rows[number].cells:
        end = across[column].right if column in across else column
        room = sum(widths[column : end + 1]) - _MARGINS[1][1] - _MARGINS[3][1]
        size = look(cell.style)["font_size"]
        lines = max(lines, count_lines("" if cell.value is None else str(cell.value), round(room / (size / 2), 1)))
    return lines * _LINE + _MARGINS[0][1] + _MARGINS[2][1] + _SPARE


def _line_height(row: Row, across: float) -> float:
    """Reckon a paragraph's height in points."""
    cell = row.cells[0][1] if row.cells else _NOTHING
    size = float(look(cell.style)["font_size"])
    return count_lines(str(cell.value or ""), round(across / (size / 2), 1)) * size * _PITCH


def parse_xml(xml: str) -> Any:
    """Return an element of a document."""
    from docx import oxml

    return oxml.parse_xml(xml)


def _set_properties(document: Any, book: Described) -> None:
    created = datetime(book.created.year, book.created.month, book.created.day)
    properties = document.core_properties
    title, subject, author, comments = (
        writable(words[:255]) for words in (book.title, book.subject, book.author, book.comments)
    )
    properties.title, properties.subject, properties.author = title, subject, author
    properties.comments, properties.last_modified_by, properties.keywords = comments, author, ""
    properties.created = properties.modified = created
    properties.revision = 1


def _set_page(document: Any, sheet: Sheet, fonts: str) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if sheet.page.landscape else WD_ORIENT.PORTRAIT
    long, short = (Mm(10 * centimetres) for centimetres in PAPERS[sheet.page.paper])
    section.page_width, section.page_height = (long, short) if sheet.page.landscape else (short, long)
    left, right, top, bottom = (Mm(10 * centimetres) for centimetres in MARGINS[sheet.page.form])
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = left, right, top, bottom
    section.footer_distance = Mm(15)
    number_pages(document, fonts, upright=not sheet.page.landscape)


def number_pages(document: Any, fonts: str, *, upright: bool) -> None:
    """Give pages their numbers: upright ones outside, right if odd and left if even; turned ones in the middle."""
    section, font = document.sections[0], FONTS[fonts]["number"]
    sides = (
        ((section.footer, "right"), (section.even_page_footer, "left")) if upright else ((section.footer, "center"),)
    )
    document.settings.odd_and_even_pages_header_footer = upright
    for footer, align in sides:
        line = footer.paragraphs[0]._p
        line.getparent().replace(line, parse_xml(_number_page(font, align, _INSET if upright else "")))


def _number_page(font: str, align: str, indent: str) -> str:
    """Write — 1 — in 4号 numerals, after GB/T 9704-2012."""
    run = f"<w:rPr>{font_names(font)}<w:sz w:val='28'/></w:rPr>"
    return (
        f"<w:p {NAMESPACE}><w:pPr>{indent}<w:jc w:val='{align}'/></w:pPr>"
        f"<w:r>{run}<w:t xml:space='preserve'>— </w:t></w:r>"
        f"<w:fldSimple w:instr='PAGE'><w:r>{run}<w:t>1</w:t></w:r></w:fldSimple>"
        f"<w:r>{run}<w:t xml:space='preserve'> —</w:t></w:r></w:p>"
    )


def _parts(sheet: Sheet, fonts: str) -> Iterator[str]:
    head, last = _table_rows(sheet)
    for row in sheet.rows[:head]:
        yield _paragraph(row.cells[0][1] if row.cells else _NOTHING, fonts, NAMESPACE)
    yield _table(sheet, head, last, fonts)
    for row in sheet.rows[last + 1 :]:
        yield _paragraph(row.cells[0][1], fonts, NAMESPACE)


def font_names(font: str) -> str:
    """Write a font for every script of a run."""
    name = escape(font)
    return f"<w:rFonts w:ascii='{name}' w:hAnsi='{name}' w:eastAsia='{name}' w:cs='{name}'/>"


def _paragraph(cell: Cell, fonts: str, namespace: str = "", line: float = 0.0, kept: bool = False) -> str:
    """Write a paragraph. line: points from line to line, 0 for what the font asks. kept: on the next one's page."""
    properties = look(cell.style, fonts)
    words = "" if cell.value is None else writable(str(cell.value))
    runs = "".join(_run(part, cell.style, face, fonts) for part, face in list_runs(cell, words) or [(words, "")])
    align = f"<w:jc w:val='{properties.get('align', 'left')}'/>"
    rule = f"w:line='{round(line * 20)}' w:lineRule='exact'" if line else "w:line='240' w:lineRule='auto'"
    spacing = f"<w:spacing w:before='0' w:after='0' {rule}/>"
    keep = "<w:keepNext/>" if kept else ""
    return f"<w:p {namespace}><w:pPr>{keep}{DENSE}{spacing}{align}</w:pPr>{runs}</w:p>"


def _run(words: str, style: str, face: str, fonts: str) -> str:
    """Write words of one look. face: what stands out in a cell; a face of its own, bold or underlined."""
    around = look(style, fonts)
    own = look(face, fonts) if face else {}
    marks = ("<w:b/>" if own.get("bold") else "", f"<w:sz w:val='{round(around['font_size'] * 2)}'/>",
             "<w:u w:val='single'/>" if own.get("underline") else "")  # fmt: skip
    name = font_names(own.get("font_name", around["font_name"]))
    return f"<w:r><w:rPr>{name}{''.join(marks)}</w:rPr>{write_lines(words)}</w:r>"


def write_lines(words: str) -> str:
    """Write the words of a run, line by line."""
    lines = (f"<w:t xml:space='preserve'>{escape(line)}</w:t>" for line in words.split("\n"))
    return "<w:br/>".join(lines).replace("\t", "</w:t><w:tab/><w:t xml:space='preserve'>")


def _table(sheet: Sheet, head: int, last: int, fonts: str) -> str:
    widths = [round(width * 20) for width in _widths(sheet)]
    kept = list_headings(sheet)
    rows = "".join(
        _table_row(sheet, row, widths, fonts, repeated=row == head, kept=row in kept) for row in range(head, last + 1)
    )
    return frame_table(rows, widths, _MARGINS)


def frame_table(rows: str, widths: Sequence[int], room: Sequence[tuple[str, float]]) -> str:
    """Write a table with a border round every cell. widths: in twentieths of a point. room: points beside the words."""
    sides = "".join(
        f"<w:{side} w:val='single' w:sz='4' w:space='0' w:color='000000'/>"
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(f"<w:{side} w:w='{round(width * 20)}' w:type='dxa'/>" for side, width in room)
    grid = "".join(f"<w:gridCol w:w='{width}'/>" for width in widths)
    return (
        f"<w:tbl {NAMESPACE}><w:tblPr><w:tblW w:w='{sum(widths)}' w:type='dxa'/><w:jc w:val='center'/>"
        f"<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type='fixed'/><w:tblCellMar>{margins}</w:tblCellMar>"
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _table_row(sheet: Sheet, row: int, widths: list[int], fonts: str, *, repeated: bool, kept: bool) -> str:
    line: Row = sheet.rows[row]
    given = dict(line.cells)
    repeat = "<w:tblHeader/>" if repeated else ""
    height = round(min(line.height or 0.0, _TALLEST) * 20)
    whole = f"<w:cantSplit/><w:trHeight w:val='{height}' w:hRule='atLeast'/>" if height else ""
    cells, column = [], 0
    while column < len(widths):
        area = _area_at(sheet, row, column)
        right = area.right if area else column
        cell = given.get(column, Cell("", sheet.columns[column].style))
        cells.append(_table_cell(cell, area, sum(widths[column : right + 1]), fonts, kept=kept))
        column = right + 1
    return f"<w:tr><w:trPr>{whole}{repeat}</w:trPr>{''.join(cells)}</w:tr>"


def _area_at(sheet: Sheet, row: int, column: int) -> Area | None:
    return next((area for area in sheet.merges if area.top <= row <= area.bottom and area.left == column), None)


def _table_cell(cell: Cell, area: Area | None, width: int, fonts: str, *, kept: bool) -> str:
    span = f"<w:gridSpan w:val='{area.right - area.left + 1}'/>" if area and area.right > area.left else ""
    fill = look(cell.style, fonts).get("bg_color", "")
    shade = f"<w:shd w:val='clear' w:color='auto' w:fill='{fill[1:]}'/>" if fill else ""
    return (
        f"<w:tc><w:tcPr><w:tcW w:w='{width}' w:type='dxa'/>{span}{shade}<w:vAlign w:val='center'/></w:tcPr>"
        f"{_paragraph(cell, fonts, line=_LINE, kept=kept)}</w:tc>"
    )


def _settle(data: bytes) -> bytes:
    """Write the container again with fixed dates, parts in their order."""
    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(buffer, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = ZipInfo(name, _FIRST_DAY)
            part.compress_type = ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            target.writestr(part, source.read(name))
    return buffer.getvalue()
