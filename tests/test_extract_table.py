"""Workbooks and delimited text: every visible sheet, cell by cell."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from io import BytesIO

import pytest

from responsibility.errors import SourceError
from responsibility.extract import extract_document
from responsibility.kinds import BlockKind
from responsibility.spans import Locator
from sources import ods_cell, ods_of, xlsx_of, zip_of


def test_every_sheet_becomes_a_table_with_places_and_merged_cells():
    data = xlsx_of([["", "甲", "乙"], ["1", "丙", "丁"]], [["戊", 2]], merges=[(0, 0, 1, 0, "高")])
    document = extract_document(data, "a.xlsx")
    assert document.text == "高\t甲\t乙\n丙\t丁\n戊\t2"
    assert [(block.locator, block.rows) for block in document.blocks][:2] == [
        (Locator(table=1, row=1, column=1), 2),
        (Locator(table=1, row=1, column=2), 1),
    ]
    assert document.blocks[-1].locator == Locator(table=2, row=1, column=2)
    assert all(block.kind is BlockKind.CELL for block in document.blocks)


def test_values_are_written_as_a_sheet_shows_them():
    from openpyxl import Workbook

    book = Workbook()
    book.active.append([1.0, 2.5, date(2023, 4, 4), "007", None, True])
    stream = BytesIO()
    book.save(stream)
    assert extract_document(stream.getvalue(), "a.xlsx").text == "1\t2.5\t2023-04-04\t007\tTrue"


def test_hidden_sheets_comments_and_formulas_without_values_are_named():
    from openpyxl import Workbook
    from openpyxl.comments import Comment

    book = Workbook()
    book.active.append(["甲", "=1+1"])
    book.active["A1"].comment = Comment("改一改", "某人")
    book.create_sheet("密").sheet_state = "hidden"
    stream = BytesIO()
    book.save(stream)
    document = extract_document(stream.getvalue(), "a.xlsx")
    assert [(each.code, dict(each.params)) for each in document.findings] == [
        ("SOURCE_CELL_COMMENTS", {"count": 1}),
        ("SOURCE_FORMULAS", {"count": 1}),
        ("SOURCE_HIDDEN_SHEET", {"sheet": "密"}),
    ]


def test_a_sheet_of_one_column_is_lines():
    document = extract_document(xlsx_of([["一、任务"], ["1.做事"]]), "a.xlsx")
    assert document.text == "一、任务\n1.做事"
    assert document.blocks[0].kind is BlockKind.PARAGRAPH


def test_delimited_text_is_read_in_both_usual_encodings_with_quotes_and_tabs():
    for data in ('序号,任务\n1,"做,事"\n'.encode("gb18030"), "\ufeff序号\t任务\r\n1\t做,事\r\n".encode()):
        document = extract_document(data, "a.csv")
        assert document.text == "序号\t任务\n1\t做,事"
        assert document.blocks[3].locator == Locator(table=1, row=2, column=2)


def test_a_comma_without_quotes_is_reported():
    document = extract_document("序号,任务\n1,做,事\n".encode(), "a.csv")
    assert [(each.code, dict(each.params)) for each in document.findings] == [("SOURCE_RAGGED_ROWS", {"count": 1})]


def test_a_web_page_named_xls_is_read_as_the_table_it_is():
    page = (
        "<html><body><table><tr><td>序号</td><td>任务</td></tr><tr><td>1</td><td>做事</td></tr></table></body></html>"
    )
    document = extract_document(page.encode(), "a.xls")
    assert document.text == "序号\t任务\n1\t做事"
    assert document.findings[0].code == "SOURCE_OTHER_KIND"


def test_hidden_rows_are_read_and_reported():
    from openpyxl import Workbook

    book = Workbook()
    for row in (["甲", "乙"], ["丙", "丁"]):
        book.active.append(row)
    book.active.row_dimensions[2].hidden = True
    stream = BytesIO()
    book.save(stream)
    document = extract_document(stream.getvalue(), "a.xlsx")
    assert document.text == "甲\t乙\n丙\t丁"
    assert [(each.code, dict(each.params)) for each in document.findings] == [("SOURCE_HIDDEN_ROWS", {"count": 1})]


def test_an_ods_with_a_million_empty_rows_is_read_and_one_of_filled_rows_refused():
    """Every program writes the rest of a sheet as one repeated row; a filled one aborts the reader's process."""
    cells = ods_cell("甲") + ods_cell("乙")
    blank = '<table:table-row table:number-rows-repeated="1048574"><table:table-cell/></table:table-row>'
    document = extract_document(ods_of(f"<table:table-row>{cells}</table:table-row>{blank}"), "a.ods")
    assert document.text == "甲\t乙"
    many = f'<table:table-row table:number-rows-repeated="1000000">{cells}</table:table-row>'
    repeated = ods_cell("甲", ' table:number-columns-repeated="16384"')
    wide = f"<table:table-row>{repeated}</table:table-row>"
    for rows in (many, wide):
        with pytest.raises(SourceError) as caught:
            extract_document(ods_of(rows), "a.ods")
        assert caught.value.code == "FAR_CELL"


def test_a_control_character_parts_no_row_of_a_table():
    """A soft break inside a cell is a blank there, and is told."""
    document = extract_document("序号,任务\n1,做\v事\a\n".encode(), "a.csv")
    assert document.text == "序号\t任务\n1\t做 事"
    assert [each.code for each in document.findings] == ["SOURCE_BREAKS", "SOURCE_CONTROLS"]


def test_numbers_keep_the_unit_that_their_format_shows():
    from openpyxl import Workbook

    book = Workbook()
    book.active.append([0.425, 30, 86400, 3, 1.5, 7, 2.5])
    forms = ("0.0%", '0"公里"', '#,##0"株"', "0", "General", 'General"座"', 'G/通用格式"亿元"')
    for cell, form in zip(book.active[1], forms, strict=True):
        cell.number_format = form
    stream = BytesIO()
    book.save(stream)
    assert extract_document(stream.getvalue(), "a.xlsx").text == "42.5%\t30公里\t86,400株\t3\t1.5\t7座\t2.5亿元"


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ('yyyy"年"m"月"', "2025年6月"),
        ('[$-804]yyyy"年"m"月";@', "2025年6月"),
        ("yyyy-mm", "2025年6月"),
        ("mmm-yy", "2025年6月"),
        ('yyyy"年"', "2025年"),
        ('yyyy"年"m"月"d"日"', "2025-06-01"),
        ("m/d", "2025-06-01"),
    ],
)
def test_a_date_cell_that_shows_a_month_is_that_month(form, words):
    """Its first day is what the workbook stores, not what anybody wrote."""
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["时限", datetime(2025, 6, 1)])
    book.active["B1"].number_format = form
    stream = BytesIO()
    book.save(stream)
    assert extract_document(stream.getvalue(), "a.xlsx").text == f"时限\t{words}"


@pytest.mark.parametrize(("number", "words"), [(57, "2025年6月"), (31, "2025-06-01")])
def test_a_date_format_that_only_chinese_editions_know_is_read(number, words):
    """Workbooks name it by a number alone."""
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["时限", datetime(2025, 6, 1)])
    book.active["B1"].number_format = "[$-804]yyyy"
    stream = BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as book_parts:
        parts = {part: book_parts.read(part) for part in book_parts.namelist()}
    styles = re.sub(rb"<numFmts.*?</numFmts>", b"", parts["xl/styles.xml"], flags=re.DOTALL)
    parts["xl/styles.xml"] = re.sub(rb'numFmtId="16."', f'numFmtId="{number}"'.encode(), styles)
    assert extract_document(zip_of(parts), "a.xlsx").text == f"时限\t{words}"


def test_struck_words_of_a_workbook_are_left_out_and_told():
    """A run of a cell, and a cell as a whole."""
    from openpyxl import Workbook
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont
    from openpyxl.styles import Font

    book = Workbook()
    book.active.append(["甲", CellRichText("市林业局", TextBlock(InlineFont(strike=True), "、市体育局")), "废"])
    book.active["C1"].font = Font(strike=True)
    stream = BytesIO()
    book.save(stream)
    document = extract_document(stream.getvalue(), "a.xlsx")
    assert document.text == "甲\t市林业局"
    assert [each.params["words"] for each in document.findings] == ["、市体育局", "废"]


def test_an_ods_shows_struck_words_hidden_rows_and_percentages():
    style = (
        '<office:automatic-styles><style:style style:name="T1" style:family="text"><style:text-properties '
        'style:text-line-through-style="solid"/></style:style></office:automatic-styles>'
    )
    struck = ods_cell('市林业局<text:span text:style-name="T1">、市体育局</text:span>')
    share = ods_cell("85%").replace('"string"', '"percentage" office:value="0.85"')
    rows = f"<table:table-row>{struck}{share}</table:table-row>"
    hidden = f'<table:table-row table:visibility="collapse">{ods_cell("甲")}{ods_cell("乙")}</table:table-row>'
    document = extract_document(ods_of(rows + hidden, style), "a.ods")
    assert document.text == "市林业局\t85%\n甲\t乙"
    assert {each.code for each in document.findings} == {"STRUCK_TEXT", "SOURCE_HIDDEN_ROWS"}


@pytest.mark.parametrize("sign", [",", ";", "\t", "|", "，", "；"])
def test_the_separator_of_a_delimited_text_is_the_one_that_parts_its_lines_evenly(sign):
    rows = [["序号", "任务", "单位"], ["1", "做甲,做乙", "丙局"], ["2", "做丁", "戊局；己局"]]
    lines = ["任务表", *(sign.join(f'"{cell}"' for cell in row) for row in rows)]
    document = extract_document("\n".join(lines).encode(), "a.csv")
    assert [block.span.of(document.text) for block in document.blocks] == ["任务表", *(c for row in rows for c in row)]


def test_stops_at_the_ends_of_lines_in_quoted_cells_do_not_part_them():
    rows = [
        ["序号", "任务", "单位", "安排"],
        ["1", "做甲", "丙局", "三月立项；\n四月招标；\n五月开工；\n六月封顶；\n年底完工。"],
    ]
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    document = extract_document(text.encode(), "a.csv")
    assert [block.span.of(document.text) for block in document.blocks][:7] == [*rows[0], *rows[1][:3]]


def test_a_formula_around_words_is_the_words_and_one_of_a_picture_is_named():
    document = extract_document('序号,任务\n"=""1""",做甲\n2,"=DISPIMG(""ID_1"",1)"'.encode(), "a.csv")
    assert document.text == "序号\t任务\n1\t做甲\n2"
    assert [each.code for each in document.findings] == ["SOURCE_PICTURES"]


def test_names_of_several_sheets_that_no_cell_repeats_are_told() -> None:
    """A sheet's name can be the part of a plan or its unit, and is no cell; 表1 says nothing."""
    from openpyxl import Workbook

    book, stream = Workbook(), BytesIO()
    for name, words in (("市甲局", "建校"), ("产业", "产业任务"), ("表3", "修路")):
        book.create_sheet(name).append([words, "1"])
    book.save(stream)
    found = list(extract_document(stream.getvalue(), "a.xlsx").findings)
    assert [each.params.get("names") for each in found if each.code == "SOURCE_SHEET_NAMES"] == ["市甲局"]
