"""A Book to the bytes of an .xlsx file: nothing lost, nothing taken for a formula."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter.exceptions import XlsxWriterException

from responsibility.errors import OutputError
from responsibility.render.excel import render_book
from responsibility.render.paper import fit_columns, fit_rows, span_lines
from responsibility.render.styles import LOOKS, look
from responsibility.views.measure import TALLEST, capacity_of, text_width
from responsibility.views.sheet import Area, Book, Cell, Column, Image, Page, Sheet, State, column_letter, row_of
from workbooks import reopen

HOSTILE = ["=1+1", "{=1}", "+1", "-1", "@SUM(A1)", "\tx", "＝1", "http://x.cn", "internal:A1", "1.10", "007", "#N/A"]


ONE = (Column("a", 10, 30, "cell"),)


def sheet_of(*rows, columns=ONE, **more):
    return Sheet("表", tuple(columns), tuple(rows), **more)


def book_of(*sheets, **more):
    return Book("标题", "主题", "单位", date(2023, 3, 24), tuple(sheets), **more)


@pytest.mark.parametrize("words", HOSTILE)
def test_text_stays_text_whatever_it_begins_with(words):
    """No cell becomes a formula, a link or a number; what a program might take for one is marked as text."""
    cell = reopen(render_book(book_of(sheet_of(row_of(words))))).active["A1"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (words, "s", None)
    assert bool(cell.quotePrefix) == words.startswith(("=", "+", "-", "@", "\t", "＝"))


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Co", "Cn")), min_size=1, max_size=60))
@settings(max_examples=60)
def test_any_text_comes_back_as_it_went_in(words):
    """What openpyxl reads is what the view said."""
    data = render_book(book_of(sheet_of(row_of(words))))
    assert reopen(data).active["A1"].value == words


def test_equal_books_give_equal_bytes():
    """Nothing in a file depends on when it was written."""
    book = book_of(sheet_of(row_of("一"), row_of(2)), properties={"plan_id": "p"})
    assert render_book(book) == render_book(book)


def test_a_formula_carries_its_value():
    """Programs that do not calculate show the value the view knows."""
    data = render_book(book_of(sheet_of(row_of(Cell(3, formula="1+2")))))
    assert reopen(data).active["A1"].value == "=1+2"
    assert reopen(data, values=True).active["A1"].value == 3


@pytest.mark.parametrize(
    "sheet",
    [
        sheet_of(row_of(Cell("长" * 33_000), height=20.0)),
        sheet_of(row_of(Cell("行\n" * 260), height=20.0)),
        sheet_of(row_of("一" * 3000), columns=(Column("a", 10, 10, "cell"),)),
    ],
    ids=["too long a text", "too many lines", "too tall a row"],
)
def test_what_the_format_cannot_hold_stops_the_run(sheet):
    """Nothing is cut, and the error names the sheet and the row."""
    with pytest.raises(OutputError) as caught:
        render_book(book_of(sheet))
    assert str(caught.value.params["place"]).startswith((f"{sheet.name}!1", f"{sheet.name}!A1"))


@pytest.mark.parametrize(
    "sheet",
    [
        Sheet("[坏]", (Column("a", 5, 5),), (row_of("x"),)),
        sheet_of(row_of("x"), page=Page(header="&L" + "长" * 300)),
        sheet_of(row_of("x"), merges=(Area(0, 0, 0, 1), Area(0, 1, 0, 2)), columns=(Column("a", 5, 5),) * 3),
    ],
    ids=["bad sheet name", "long header", "overlapping merges"],
)
def test_a_fault_of_ours_is_no_mere_warning(sheet):
    """What XlsxWriter would drop with a warning stops the run, as what it is."""
    with pytest.raises((UserWarning, XlsxWriterException)):
        render_book(book_of(sheet))


def test_a_long_custom_property_stops_the_run():
    """A property that Excel would cut is refused."""
    with pytest.raises(UserWarning):
        render_book(book_of(sheet_of(row_of("x")), properties={"ids": "1" * 300}))


def test_properties_can_be_read_back():
    """Identity travels in custom properties."""
    book = reopen(render_book(book_of(sheet_of(row_of("x")), properties={"plan_id": "p", "unit_id": "u"})))
    assert {each.name: each.value for each in book.custom_doc_props.props} == {"plan_id": "p", "unit_id": "u"}


def test_a_picture_is_described():
    """A picture is read aloud by its alt text."""
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fcff9f"
        "a11e000782027f3dc848ef0000000049454e44ae426082"
    )
    data = render_book(book_of(sheet_of(row_of("x"), pictures=(Image(png, 1, 0, 1.0, "一个点"),))))
    assert "一个点" in ZipFile(BytesIO(data)).read("xl/drawings/drawing1.xml").decode()


def test_columns_are_as_wide_as_their_words_within_bounds():
    """Chinese letters count two; a column stops at its greatest width."""
    columns = (Column("a", 5, 30, "cell"), Column("b", 5, 8, "cell"), Column("c", 6, 6, "cell"))
    widths = fit_columns(sheet_of(row_of("市生态环境局", "市生态环境局", "市生态环境局"), columns=columns))
    assert widths == [pytest.approx(12.74, abs=0.01), 8, 6]


def test_no_latin_word_of_a_head_is_cut():
    """A fixed column gets as wide as the longest word of its head, and no wider for other cells."""
    columns = (Column("a", 5, 5, "cell"),) * 2
    sheet = sheet_of(row_of(Cell("Weighted load", "head"), Cell("Weighted load")), columns=columns)
    widths = fit_columns(sheet)
    assert widths[1] == 5
    assert capacity_of(widths[0]) >= text_width("Weighted")


def test_a_title_longer_than_the_sheet_goes_on_below():
    """It is one cell across the sheet, high enough for its lines; a short one stays as it is."""
    rows = (
        row_of(Cell("关于印发某市工作计划的通知" * 3, "title-left")),
        row_of(Cell("短", "title-left")),
        row_of("甲", "乙"),
    )
    sheet = sheet_of(*rows, columns=(Column("a", 20, 20, "cell"),) * 2)
    spanned = span_lines(sheet, [20, 20])
    assert spanned.merges == (Area(0, 0, 0, 1),)
    assert fit_rows(spanned, [20, 20])[0] > 4 * 18
    assert spanned.rows[1:] == sheet.rows[1:]


def test_rows_are_high_enough_for_their_tallest_cell():
    """A text of three lines takes at least three lines of its letters, and no more than five."""
    (height,) = fit_rows(sheet_of(row_of("一二三四五" * 3), columns=(Column("a", 11, 11, "cell"),)), [11])
    assert 3 * 10.5 * 1.2 < height < 5 * 10.5 * 1.5


def test_a_merged_cell_counts_with_all_its_columns():
    """Words that fit one line across two columns need one line."""
    columns = (Column("a", 10, 10, "cell"),) * 2
    rows = (row_of("一二三四五六七八九"),)
    alone = fit_rows(sheet_of(*rows, columns=columns), [10, 10])
    merged = fit_rows(sheet_of(*rows, columns=columns, merges=(Area(0, 0, 0, 1),)), [10, 10])
    assert merged[0] < alone[0]


def test_a_cell_merged_downwards_grows_its_last_row():
    """What does not fit the rows it covers makes the last one higher."""
    columns = (Column("a", 10, 10, "cell"), Column("b", 10, 10, "cell"))
    rows = (row_of("一二三四五六七八" * 5, "短"), row_of(None, "短"))
    heights = fit_rows(sheet_of(*rows, columns=columns, merges=(Area(0, 0, 1, 0),)), [10, 10])
    assert sum(heights) > 8 * 10.5 * 1.2
    assert max(heights) < TALLEST


def test_every_look_is_complete():
    """Each style names a font of both profiles or none."""
    for name in LOOKS:
        assert look(name, "safe").keys() == look(name, "gongwen").keys()


def test_only_what_is_for_paper_is_printed():
    """A hidden sheet prints an empty cell, a sheet with rows for the screen what stands above them."""
    shown = sheet_of(row_of("a"), row_of("b"), row_of("c"), page=Page(rows=2))
    hidden = Sheet("隐", ONE, (row_of("a"),), state=State.HIDDEN)
    book = reopen(render_book(book_of(shown, hidden)))
    assert [sheet.print_area for sheet in book] == ["'表'!$A$1:$A$2", "'隐'!$B$2"]


@pytest.mark.parametrize(("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_named_as_formulas_name_them(column, letters):
    """A to Z, then AA."""
    assert column_letter(column) == letters


@pytest.mark.slow
def test_the_first_book_of_a_process_is_as_the_next():
    """XlsxWriter writes into the options it is given; they are a copy, so a book does not change the next one."""
    code = (
        "from test_render_excel import *; b = book_of(sheet_of(row_of('甲'))); print(render_book(b) == render_book(b))"
    )
    path = os.pathsep.join(part for part in sys.path if part)
    run = [sys.executable, "-c", code]
    printed = subprocess.run(run, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=True)
    assert printed.stdout == "True\n"
