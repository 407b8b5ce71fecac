"""Letter: a Letter to a .docx after GB/T 9704-2012: 22 lines of 28 characters, 仿宋 3号, indented by style.

The styles stand in the document, so that who goes on writing goes on in them. No character grid: LibreOffice sets
about 15 characters a line under one; exact lines and letters a little closer give the same page everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from responsibility.render.styles import FONTS
from responsibility.render.word import (
    DENSE,
    NAMESPACE,
    font_names,
    frame_table,
    number_pages,
    pack_document,
    parse_xml,
    start_document,
    write_lines,
)
from responsibility.spans import writable
from responsibility.views.letter import Letter, LetterTable, Line
from responsibility.views.sheet import Cell


class Style(NamedTuple):
    """How a line looks. indent, right: in its own letters; line: points from line to line, 0 as the font asks."""

    name: str
    face: str
    size: float
    align: str = "left"  # LibreOffice stretches a justified line that ends before a long list of numbers
    indent: float = 0.0
    right: float = 0.0
    line: float = 28.95
    before: float = 0.0
    after: float = 0.0
    kept: bool = False
    new_page: bool = False
    tab: float = 0.0  # points from the left, where words behind a tab end
    ruled: bool = False  # a line below it


_TEXT = Style("公文正文", "body", 16, indent=2)
_CELL = Style("表格文字", "body", 10.5, "left", line=14)
STYLES: Mapping[str, Style] = {
    "kicker": Style("呈阅件", "head", 14, "left", line=20, after=6, kept=True, tab=464.8, ruled=True),
    "masthead": Style("公文文头", "title", 34, "center", line=46, kept=True),
    "issue": Style("公文期号", "body", 16, "center", line=26, kept=True),
    "imprint": Style("公文文头行", "body", 14, line=22, after=14, kept=True, tab=442.2, ruled=True),
    "subtitle": Style("副标题", "sub", 12, "center", line=18, kept=True),
    "subtitle-last": Style("副标题末行", "sub", 12, "center", line=18, after=6, kept=True),
    "title": Style("公文标题", "title", 22, "center", line=34, kept=True),
    "title-smaller": Style("公文标题小", "title", 20, "center", line=34, kept=True),
    "gap": Style("公文空行", "body", 16, line=16, kept=True),
    "addressees": _TEXT._replace(name="公文主送", indent=0, kept=True),
    "text": _TEXT,
    "text-last": _TEXT._replace(name="公文末段", kept=True),  # so that no page holds the signature alone
    "head": _TEXT._replace(name="公文一级标题", face="head", kept=True),
    "enclosure": _TEXT._replace(name="公文附件说明", align="left", indent=2, before=14, kept=True),
    "enclosure-next": _TEXT._replace(name="公文附件说明续", align="left", indent=5, kept=True),
    "signer": _TEXT._replace(name="公文署名", align="right", indent=0, right=2, before=20, kept=True),
    "signed-on": _TEXT._replace(name="公文日期", align="right", indent=0, right=4),
    "annex": Style("附件编号", "head", 16, "left", new_page=True, kept=True),
    "annex-title": Style("附件标题", "title", 18, "center", line=30, after=4, kept=True),
    "count": Style("表上说明", "body", 10.5, "right", line=16, kept=True),
    "note": Style("表注", "body", 10.5, "left", line=15, before=3),
    "cell": _CELL,
    "cell-center": _CELL._replace(name="表格居中", align="center"),
    "cell-foot": _CELL._replace(name="表格签字", align="right"),
    "gap-small": Style("小空行", "body", 9, line=10),
    "cell-bar": _CELL._replace(name="表格条", size=8),
    "cell-head": _CELL._replace(name="表头", face="head", align="center"),
}
_ABOVE, _BESIDE = 2.0, 3.0  # points that a cell leaves above and below its words, and at their sides
_CLOSER = -5  # twentieths of a point between letters of the text: 28 a line
_MILLIMETRE = 36000  # in the units of a section
_POINTS = 72 / 25.4

_MAY_END = "\u200b"
_LONG_LIST = re.compile(r"(?:\d{1,4}、){7,}\d{1,4}")


def render_letter(letter: Letter) -> bytes:
    """Write a letter as a Word document on A4."""
    document = start_document(letter)
    for style in STYLES.values():
        document.styles.element.append(parse_xml(_style(style, FONTS[letter.fonts][style.face])))
    _set_page(document, letter)
    body = document.element.body
    for part in letter.parts:
        for xml in _table(part, letter.fonts) if isinstance(part, LetterTable) else (_line(part, letter.fonts),):
            body.insert(len(body) - 1, parse_xml(xml))  # the last element is the section's own
    return pack_document(document)


def _id(style: Style) -> str:
    return f"gw{[*STYLES.values()].index(style)}"


def _style(style: Style, font: str) -> str:
    size = style.size
    kept = "<w:keepNext/>" if style.kept else ""
    kept += "<w:pageBreakBefore/>" if style.new_page else ""
    kept += "<w:widowControl w:val='0'/>"
    kept += "<w:pBdr><w:bottom w:val='single' w:sz='8' w:space='3' w:color='000000'/></w:pBdr>" if style.ruled else ""
    kept += f"<w:tabs><w:tab w:val='right' w:pos='{round(style.tab * 20)}'/></w:tabs>" if style.tab else ""
    rule = f"w:line='{round(style.line * 20)}' w:lineRule='exact'"
    spacing = f"<w:spacing w:before='{round(style.before * 20)}' w:after='{round(style.after * 20)}' {rule}/>"
    indent = (
        f"<w:ind w:rightChars='{round(style.right * 100)}' w:right='{round(style.right * size * 20)}'"
        f" w:firstLineChars='{round(style.indent * 100)}' w:firstLine='{round(style.indent * size * 20)}'/>"
    )
    closer = f"<w:spacing w:val='{_CLOSER}'/>" if size >= 16 else ""
    return (
        f"<w:style {NAMESPACE} w:type='paragraph' w:customStyle='1' w:styleId='{_id(style)}'>"
        f"<w:name w:val='{style.name}'/><w:basedOn w:val='Normal'/><w:qFormat/>"
        f"<w:pPr>{kept}{DENSE}{spacing}{indent}<w:jc w:val='{style.align}'/></w:pPr>"
        f"<w:rPr>{font_names(font)}{closer}<w:sz w:val='{round(size * 2)}'/><w:szCs w:val='{round(size * 2)}'/>"
        "<w:lang w:val='en-US' w:eastAsia='zh-CN'/></w:rPr></w:style>"
    )


def _set_page(document: Any, letter: Letter) -> None:
    """Lay an upright A4 page."""
    section = document.sections[0]
    section.page_width, section.page_height = 210 * _MILLIMETRE, 297 * _MILLIMETRE
    left, right, top, bottom = (round(edge * _MILLIMETRE) for edge in letter.margins)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = left, right, top, bottom
    section.footer_distance = max(bottom - 13 * _MILLIMETRE, 8 * _MILLIMETRE)
    number_pages(document, letter.fonts, upright=True)


def _line(line: Line, fonts: str, namespace: str = NAMESPACE) -> str:
    runs = "".join(_run(words, FONTS[fonts][face] if face else "") for words, face in line.runs)
    return f"<w:p {namespace}><w:pPr><w:pStyle w:val='{_id(STYLES[line.style])}'/></w:pPr>{runs}</w:p>"


def _run(words: str, font: str) -> str:
    look = f"<w:rPr>{font_names(font)}</w:rPr>" if font else ""
    return f"<w:r>{look}{write_lines(part_numbers(writable(words)))}</w:r>"


def part_numbers(words: str) -> str:
    """Let a line end within a long list of numbers (第1、2、3…项), which LibreOffice takes for one number.

    >>> part_numbers("第1、2项") == "第1、2项", part_numbers("1、2、3、4、5、6、7、8").count(_MAY_END)
    (True, 7)
    """
    return _LONG_LIST.sub(lambda match: match[0].replace("、", f"、{_MAY_END}"), words)


def _table(table: LetterTable, fonts: str) -> Iterator[str]:
    widths = [round(width * _POINTS * 20) for width in table.widths]
    named = tuple(Cell(head, "cell-head") for head in table.heads)
    heads = _row(named, widths, 0.0, fonts, repeated=True) if named else ""
    rows = "".join(_row(row, widths, table.height, fonts) for row in table.rows)
    # Rows lower than a line with its room are so that a page holds them all.
    above = min(_ABOVE, max(0.0, (table.height - _CELL.line) / 2)) if table.height else _ABOVE
    sides = (("top", above), ("left", _BESIDE), ("bottom", above), ("right", _BESIDE))
    yield frame_table(heads + rows, widths, sides)


def _row(cells: tuple[Cell, ...], widths: list[int], height: float, fonts: str, *, repeated: bool = False) -> str:
    tall = f"<w:trHeight w:val='{round(height * 20)}' w:hRule='atLeast'/>" if height else ""
    repeat = "<w:tblHeader/>" if repeated else ""
    shade = "<w:shd w:val='clear' w:color='auto' w:fill='ECECEC'/>" if repeated else ""
    shown = "".join(
        f"<w:tc><w:tcPr><w:tcW w:w='{width}' w:type='dxa'/>{shade}"
        f"<w:vAlign w:val='{'bottom' if cell.style == 'cell-foot' else 'center'}'/></w:tcPr>"
        f"{_line(_cell_line(cell), fonts, '')}</w:tc>"
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{tall}{repeat}</w:trPr>{shown}</w:tr>"


def _cell_line(cell: Cell) -> Line:
    words = "" if cell.value is None else str(cell.value)
    runs = ((words[: cell.strong], "head"), (words[cell.strong :], ""))
    return Line(cell.style, tuple(run for run in runs if run[0]))
