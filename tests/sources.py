"""Sources: small files of every kind, made in memory from words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# The three levels of a notice: 一、 (一) 1. where the third runs on across the second (lvlRestart 0).
LEVELS = (
    ("chineseCounting", "%1、", ""),
    ("chineseCounting", "(%2)", ""),
    ("decimal", "%3.", '<w:lvlRestart w:val="0"/>'),
)


def level(depth: int, form: str, text: str, extra: str = "", start: int = 1) -> str:
    """One w:lvl."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{extra}'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering_xml(levels: Sequence[tuple[str, str, str]] = LEVELS, nums: str = "") -> str:
    """A numbering.xml with one list, number 1, and more nums as given."""
    inner = "".join(level(depth, *each) for depth, each in enumerate(levels))
    return (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">{inner}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{nums}</w:numbering>'
    )


def run(words: str, properties: str = "") -> str:
    """One w:r."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def paragraph(content: str, depth: int | None = None, num: int = 1, properties: str = "") -> str:
    """One w:p; content is plain words or runs; depth numbers it."""
    inner = content if content.startswith("<") else run(content)
    numbered = "" if depth is None else f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{num}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}{numbered}</w:pPr>{inner}</w:p>"


def table(rows: Iterable[Sequence[str]]) -> str:
    """One w:tbl; a cell is words, or "<...>" the whole inside of a w:tc."""
    lines = (
        "<w:tr>" + "".join(f"<w:tc>{c if c.startswith('<') else paragraph(c)}</w:tc>" for c in row) + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl>{''.join(lines)}</w:tbl>"


@cache
def _template() -> dict[str, bytes]:
    from docx import Document

    stream = BytesIO()
    Document().save(stream)
    with ZipFile(stream) as template:
        return {name: template.read(name) for name in template.namelist()}


def docx_of(body: str, numbering: str = "", styles: str = "", parts: dict[str, str] | None = None) -> bytes:
    """A .docx with this body; parts adds others, each with a relation named after it."""
    members = dict(_template())
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    spaces = f'xmlns:w="{W}" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:mc="{mc}"'
    members["word/document.xml"] = f"<w:document {spaces}><w:body>{body}</w:body></w:document>".encode()
    if numbering:
        members["word/numbering.xml"] = numbering.encode()
    if styles:
        members["word/styles.xml"] = f'<w:styles xmlns:w="{W}">{styles}</w:styles>'.encode()
    rels = members["word/_rels/document.xml.rels"].decode()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    types = members["[Content_Types].xml"].decode()
    for name, content in (parts or {}).items():
        members[f"word/{name}.xml"] = content.encode()
        link = (
            f'<Relationship Id="x{name}" Target="{name}.xml" '
            f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}"/>'
        )
        rels = rels.replace("</Relationships>", f"{link}</Relationships>")
        override = f'<Override PartName="/word/{name}.xml" ContentType="{kind}.{name}+xml"/>'
        types = types.replace("</Types>", f"{override}</Types>")
    members["word/_rels/document.xml.rels"] = rels.encode()
    members["[Content_Types].xml"] = types.encode()
    return zip_of(members)


def zip_of(members: dict[str, bytes]) -> bytes:
    """A zip of these members."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def notice_docx(text: str) -> bytes:
    """A notice of 一、 (一) 1. lines as a .docx whose numbers are Word's own."""
    depths = ((r"[一二三四五六七八九十]+、", 0), (r"\([一二三四五六七八九十]+\)", 1), (r"\d+\.", 2))
    # Under a heading of the first level the count of the third starts anew, as the text says.
    body = ""
    num = 1
    for line in text.split("\n"):
        found = next(((depth, match[0]) for form, depth in depths if (match := re.match(form, line))), None)
        if found is None:
            body += paragraph(line)
            continue
        depth, number = found
        num = 2 if number == "三、" or num == 2 else 1
        body += paragraph(line[len(number) :], depth, num)
    again = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="2"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    return docx_of(body, numbering_xml(nums=again))


def notice_html(text: str) -> bytes:
    """A notice as a government site publishes it: menus, a table of facts, the article, a foot."""
    lines = text.split("\n")
    facts = [line for line in lines if re.match(r"索引号|主题分类|名 称|有效性", line)]
    article = "".join(f"<p>&emsp;&emsp;{escape(line)}</p>" for line in lines if line not in facts)
    rows = "".join(f"<tr><td>{escape(line)}</td></tr>" for line in facts)
    page = (
        '<!DOCTYPE html><html><head><meta charset="gb2312"><title>首页</title><script>var a="<p>1.假的</p>";</script>'
        "</head><body><div class='nav'><a href='/'>网站首页</a><a href='/zwgk'>政务公开</a></div>"
        f"<table class='xxgk'>{rows}</table>"
        f"<div id='zoom' class='TRS_Editor'>{article}</div><div style='display:none'>隐藏的话</div>"
        "<div class='foot'>主办单位：某市人民政府办公室 网站标识码 备案号</div></body></html>"
    )
    return page.encode("gb18030")


def notice_pdf(text: str, head: str = "") -> bytes:
    """A notice set on pages with a running head and page numbers."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("body", fontName="STSong-Light", fontSize=16, leading=28, firstLineIndent=32, wordWrap="CJK")

    def decorate(canvas, document) -> None:
        canvas.setFont("STSong-Light", 14)
        canvas.drawCentredString(297, 40, f"— {document.page} —")
        canvas.drawString(80, 800, head)

    stream = BytesIO()
    flow = [Paragraph(escape(line), style) for line in text.split("\n")]
    SimpleDocTemplate(stream, invariant=1).build(flow, onFirstPage=decorate, onLaterPages=decorate)
    return stream.getvalue()


def table_pdf(
    before: str,
    rows: Sequence[Sequence[str]],
    spans: Sequence[tuple[object, ...]] = (),
    *,
    cut: bool = False,
    rules: str = "GRID",
    widths: Sequence[float] | None = None,
) -> bytes:
    """A line of text and a table, without rules all around its first row is repeated on each page.

    cut: pages may end inside a row, and then no rule closes it. rules: GRID, LINEBELOW, or "" for none.
    """
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("cell", fontName="STSong-Light", fontSize=12, wordWrap="CJK")
    cells = [[Paragraph(escape(words), style) for words in row] for row in rows]
    stream = BytesIO()
    broad = widths or ([440 / len(rows[0])] * len(rows[0]) if cut else None)
    drawn = [(rules, (0, 0), (-1, -1), 1, "black")] if rules else []
    style_of = [*drawn, ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *spans] if rules != "GRID" else [*drawn, *spans]
    grid = Table(cells, style=style_of, colWidths=broad, splitInRow=int(cut), repeatRows=int(rules != "GRID"))
    SimpleDocTemplate(stream, invariant=1).build([Paragraph(escape(before), style), grid])
    return stream.getvalue()


def placed_pdf(*pages: Sequence[tuple[float, float, str]], size: float = 12, mark: str = "", turn: int = 0) -> bytes:
    """Pages of words at (x, y) points from the lower left. mark: a watermark; turn: degrees the words lie turned."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842) if turn == 0 else (842, 595), invariant=1)
    for page in pages:
        if turn:
            canvas.translate(842, 0)
            canvas.rotate(turn)
        canvas.setFont("STSong-Light", size)
        for x, y, words in page:
            canvas.drawString(x, y, words)
        if mark:
            canvas.setFillGray(0.8)
            canvas.translate(200, 300)
            canvas.rotate(40)
            canvas.drawString(0, 0, mark)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def xlsx_of(*sheets: Sequence[Sequence[object]], merges: Sequence[tuple[int, int, int, int, str]] = ()) -> bytes:
    """A workbook; merges are of the first sheet."""
    from xlsxwriter import Workbook

    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        for index, rows in enumerate(sheets):
            sheet = book.add_worksheet(f"表{index + 1}")
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            for merge in () if index else merges:
                sheet.merge_range(*merge)
    return stream.getvalue()


def ofd_of(pages: Sequence[Sequence[tuple[float, float, str]]]) -> bytes:
    """An OFD of text objects at (x, y) millimetres."""
    ns = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    members = {
        "OFD.xml": f"<ofd:OFD {ns}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    }
    listed = ""
    for index, texts in enumerate(pages):
        listed += f'<ofd:Page ID="{index}" BaseLoc="Pages/Page_{index}/Content.xml"/>'
        objects = "".join(
            f'<ofd:TextObject Boundary="{x} {y} {len(words) * 5} 6" Size="5">'
            f'<ofd:TextCode X="0" Y="5">{escape(words)}</ofd:TextCode></ofd:TextObject>'
            for x, y, words in texts
        )
        members[f"Doc_0/Pages/Page_{index}/Content.xml"] = (
            f"<ofd:Page {ns}><ofd:Area><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:Area>"
            f"<ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    members["Doc_0/Document.xml"] = f"<ofd:Document {ns}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    return zip_of({name: f'<?xml version="1.0" encoding="UTF-8"?>{words}'.encode() for name, words in members.items()})


def ods_of(rows: str, styles: str = "") -> bytes:
    """An .ods with one table of these rows."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    content = (
        f"<office:document-content {spaces}>{styles}<office:body><office:spreadsheet>"
        f'<table:table table:name="a">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zip_of({"mimetype": kind.encode(), "META-INF/manifest.xml": b"<m/>", "content.xml": content.encode()})


def ods_cell(words: str, attributes: str = "") -> str:
    """One cell of an .ods."""
    return f'<table:table-cell office:value-type="string"{attributes}><text:p>{words}</text:p></table:table-cell>'
