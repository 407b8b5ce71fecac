"""Word: a sheet of a Book to a .docx, since notices are issued as Word.

Rows above the repeated head and below the table become paragraphs, the rest a table whose head repeats and whose
rows stay on one page where they can. Equal books give equal bytes: dates come from the book, the container's are fixed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from responsibility.render.styles import FONTS, MARGINS, look
from responsibility.views.sheet import Area, Book, Cell, Row, Sheet

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can hold
_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_A4 = (297.0, 210.0)  # millimetres, landscape
_TWIPS = 56.6929  # in a millimetre
_MARGINS = (("top", 40), ("left", 70), ("bottom", 40), ("right", 70))  # of a cell, in twentieths of a point
_LINE = 280  # from line to line of a cell, in twentieths of a point
_TALLEST = 7200  # twentieths of a point; a row taller than this may need more than a page


def render_document(book: Book) -> bytes:
    """Write the first sheet of a book as a Word document, A4 as its page lies."""
    from docx import Document

    sheet = book.sheets[0]
    document = Document()
    _set_properties(document, book)
    _set_page(document, sheet, book.fonts)
    body = document.element.body
    for part in _parts(sheet, book.fonts):
        body.insert(len(body) - 1, _parse(part))  # the last element is the section's own
    buffer = BytesIO()
    document.save(buffer)
    return _settle(buffer.getvalue())


def _parse(xml: str) -> Any:
    from docx.oxml import parse_xml

    return parse_xml(xml)


def _set_properties(document: Any, book: Book) -> None:
    created = datetime(book.created.year, book.created.month, book.created.day)
    properties = document.core_properties
    properties.title, properties.subject, properties.author = book.title[:255], book.subject[:255], book.author[:255]
    properties.comments, properties.last_modified_by, properties.keywords = book.comments[:255], book.author[:255], ""
    properties.created = properties.modified = created
    properties.revision = 1


def _set_page(document: Any, sheet: Sheet, fonts: str) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if sheet.page.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = map(Mm, _paper(sheet))
    left, right, top, bottom = (Mm(10 * centimetres) for centimetres in MARGINS[sheet.page.form])
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = left, right, top, bottom
    section.footer_distance = Mm(15)
    footer = section.footer.paragraphs[0]._p
    footer.getparent().replace(footer, _parse(_page_number(FONTS[fonts]["number"])))


def _paper(sheet: Sheet) -> tuple[float, float]:
    return _A4 if sheet.page.landscape else _A4[::-1]


def _page_number(font: str) -> str:
    """Write — 1 — in 4号 numerals, after GB/T 9704-2012."""
    run = f"<w:rPr>{_font(font)}<w:sz w:val='28'/></w:rPr>"
    return (
        f"<w:p {_NAMESPACE}><w:pPr><w:jc w:val='center'/></w:pPr><w:r>{run}<w:t xml:space='preserve'>— </w:t></w:r>"
        f"<w:fldSimple w:instr='PAGE'><w:r>{run}<w:t>1</w:t></w:r></w:fldSimple>"
        f"<w:r>{run}<w:t xml:space='preserve'> —</w:t></w:r></w:p>"
    )


def _parts(sheet: Sheet, fonts: str) -> Iterator[str]:
    head = sheet.page.repeat_rows[0] if sheet.page.repeat_rows else 0
    last = max(row for row, line in enumerate(sheet.rows) if len(line.cells) > 1 or row == head)
    for row in sheet.rows[:head]:
        yield _paragraph(row.cells[0][1] if row.cells else Cell("", "annex-note"), fonts, _NAMESPACE)
    yield _table(sheet, head, last, fonts)
    for row in sheet.rows[last + 1 :]:
        yield _paragraph(row.cells[0][1], fonts, _NAMESPACE)


def _font(font: str) -> str:
    name = quoteattr(font)
    return f"<w:rFonts w:ascii={name} w:hAnsi={name} w:eastAsia={name} w:cs={name}/>"


def _paragraph(cell: Cell, fonts: str, namespace: str = "", line: int = 0) -> str:
    """Write a paragraph. line: twentieths of a point from line to line, 0 for what the font asks."""
    properties = look(cell.style, fonts)
    lines = "" if cell.value is None else str(cell.value)
    run = f"<w:rPr>{_font(properties['font_name'])}<w:sz w:val='{round(properties['font_size'] * 2)}'/></w:rPr>"
    words = "<w:br/>".join(f"<w:t xml:space='preserve'>{escape(line)}</w:t>" for line in lines.split("\n"))
    align = f"<w:jc w:val='{properties.get('align', 'left')}'/>"
    rule = f"w:line='{line}' w:lineRule='exact'" if line else "w:line='240' w:lineRule='auto'"
    spacing = f"<w:spacing w:before='0' w:after='0' {rule}/>"
    return f"<w:p {namespace}><w:pPr>{spacing}{align}</w:pPr><w:r>{run}{words}</w:r></w:p>"


def _table(sheet: Sheet, head: int, last: int, fonts: str) -> str:
    usable = _paper(sheet)[0] - 10 * (MARGINS[sheet.page.form][0] + MARGINS[sheet.page.form][1])
    total = sum(column.least for column in sheet.columns)
    widths = [round(column.least / total * usable * _TWIPS) for column in sheet.columns]
    sides = "".join(
        f"<w:{side} w:val='single' w:sz='4' w:space='0' w:color='000000'/>"
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(f"<w:{side} w:w='{width}' w:type='dxa'/>" for side, width in _MARGINS)
    grid = "".join(f"<w:gridCol w:w='{width}'/>" for width in widths)
    rows = "".join(_table_row(sheet, row, head, widths, fonts) for row in range(head, last + 1))
    return (
        f"<w:tbl {_NAMESPACE}><w:tblPr><w:tblW w:w='{sum(widths)}' w:type='dxa'/><w:jc w:val='center'/>"
        f"<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type='fixed'/><w:tblCellMar>{margins}</w:tblCellMar>"
        "</w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _table_row(sheet: Sheet, row: int, head: int, widths: list[int], fonts: str) -> str:
    line: Row = sheet.rows[row]
    given = dict(line.cells)
    repeat = "<w:tblHeader/>" if row == head else ""
    # A row as tall as the sheet reckons ends its page where the sheet merges anew, whatever the fonts at hand.
    height = min(round((line.height or 0) * 20), _TALLEST)
    least = f"<w:trHeight w:val='{height}' w:hRule='atLeast'/>" if height else ""
    cells, column = [], 0
    while column < len(widths):
        area = _area_at(sheet, row, column)
        right = area.right if area else column
        cell = given.get(column, Cell("", sheet.columns[column].style))
        cells.append(_table_cell(cell, area, row, sum(widths[column : right + 1]), fonts))
        column = right + 1
    return f"<w:tr><w:trPr><w:cantSplit/>{least}{repeat}</w:trPr>{''.join(cells)}</w:tr>"


def _area_at(sheet: Sheet, row: int, column: int) -> Area | None:
    return next((area for area in sheet.merges if area.top <= row <= area.bottom and area.left == column), None)


def _table_cell(cell: Cell, area: Area | None, row: int, width: int, fonts: str) -> str:
    span = f"<w:gridSpan w:val='{area.right - area.left + 1}'/>" if area and area.right > area.left else ""
    down = ""
    if area and area.bottom > area.top:
        down = "<w:vMerge w:val='restart'/>" if row == area.top else "<w:vMerge/>"
        cell = cell if row == area.top else Cell("", cell.style)
    fill = look(cell.style, fonts).get("bg_color", "")
    shade = f"<w:shd w:val='clear' w:color='auto' w:fill='{fill[1:]}'/>" if fill else ""
    return (
        f"<w:tc><w:tcPr><w:tcW w:w='{width}' w:type='dxa'/>{span}{down}{shade}<w:vAlign w:val='center'/></w:tcPr>"
        f"{_paragraph(cell, fonts, line=_LINE)}</w:tc>"
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
