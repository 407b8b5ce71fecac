"""Where printed pages begin."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responsibility.render.paper import fit_columns, fit_rows, lay_pages, page_room, turn_pages
from responsibility.views.sheet import Area, Cell, Column, Page, Row, Sheet, row_of

HEIGHTS = st.lists(st.floats(1, 60), min_size=1, max_size=60)


def pages_of(heights, starts):
    bounds = [0, *starts, len(heights)]
    return [heights[first:end] for first, end in pairwise(bounds)]


@given(HEIGHTS)
def test_no_page_holds_more_than_fits(heights):
    """Every page has a row, and the rows of a page fit with the repeated head."""
    for number, page in enumerate(pages_of(heights, turn_pages(heights, 100, 10))):
        assert page
        assert sum(page) + 10 * (number > 0) <= 100 + 1e-6


@given(HEIGHTS)
def test_a_page_is_left_only_where_the_next_row_has_no_room(heights):
    """Pages are filled to their foot."""
    pages = pages_of(heights, turn_pages(heights, 100, 10))
    for number, (page, after) in enumerate(pairwise(pages)):
        assert sum(page) + after[0] + 10 * (number > 0) > 100 - 1e-6


@given(HEIGHTS, st.sets(st.integers(0, 58)))
def test_a_heading_never_ends_a_page(heights, kept):
    """The row after a kept row is on its page, unless there is none."""
    alone = {row for row in kept if row + 1 not in kept}  # rows of headings alone can be higher than a page
    assert not {row + 1 for row in alone} & set(turn_pages(heights, 130, 0, alone))


def test_pages_begin_where_they_have_to():
    """A given break stays, each part fills its pages, and the head repeats behind the break too."""
    assert turn_pages([10.0] * 12, 50, breaks=(4,)) == (4, 9)
    assert turn_pages([10.0] * 9, 50, 10, breaks=(4,)) == (4, 8)


def sheet_of(count: int, **given: object) -> Sheet:
    rows = (row_of(Cell("头", "head")), *(row_of(Cell("事项")) for _ in range(count)))
    return Sheet("表", (Column("a", 20, 20, "cell"),), rows, **given)  # type: ignore[arg-type]


def laid(sheet: Sheet) -> Sheet:
    widths = fit_columns(sheet)
    return lay_pages(sheet, widths, fit_rows(sheet, widths))


@pytest.mark.parametrize(
    ("count", "tall", "pages"),
    [(10, 0, 1), (25, 1, 1), (48, 2, 1), (60, 0, 3)],
    ids=["fits", "nearly", "nearly two", "long"],
)
def test_a_sheet_a_little_too_long_is_shrunk_to_its_pages(count, tall, pages):
    """Two rows never make a page more; many rows make pages of full size."""
    sheet = laid(sheet_of(count))
    assert (sheet.page.tall, len(sheet.breaks) + 1) == (tall, pages)


def test_a_last_page_is_half_full():
    """A row or two are not left alone on it: it begins earlier."""
    sheet = laid(sheet_of(34))
    fills = [sum(page) for page in pages_of([15.0] * 35, sheet.breaks)]
    assert len(fills) == 2
    assert min(fills) >= max(fills) - 15.0


def test_what_may_be_left_out_begins_no_page():
    """A list at the end stands below the rest where it fits, else it is hidden."""
    told = [replace(written(count, 60.0), rows=(*written(count, 60.0).rows, SPARE, SPARE)) for count in (5, 7)]
    assert [[row.height for row in laid(sheet).rows[-2:]] for sheet in told] == [[40.0, 40.0], [0.0, 0.0]]
    assert [laid(sheet).breaks for sheet in told] == [(), ()]


def test_a_list_to_be_filtered_gets_no_breaks():
    """Hidden rows would leave pages of a row or two."""
    assert laid(sheet_of(60, filter=Area(0, 0, 60, 0))).breaks == ()


def test_of_a_long_table_the_first_pages_are_printed_and_it_is_said():
    """The rest is for the screen; one page more than asked for is printed too, since little is spared."""
    page = Page(header="头", cut="表长", most=2)
    long, nearly = (laid(sheet_of(count, page=page)) for count in (200, 65))
    (second,) = long.breaks
    assert (long.page.header, nearly.page.header) == ("表长", "头")
    assert second < long.page.rows < 2.1 * second
    assert (nearly.page.rows, len(nearly.breaks)) == (0, 2)


def test_words_in_a_hidden_column_make_no_row_taller():
    """A column that nobody sees would need many lines for the words that tie a row to the data."""
    columns = (Column("a", 20, 20, "cell"), Column("id", 8, 8, "cell", hidden=True))
    sheet = Sheet("表", columns, (row_of("事项"), row_of("事项", "12.12.12")))
    low, tied = fit_rows(sheet, fit_columns(sheet))
    assert low == tied


def test_what_a_sheet_asks_for_stays():
    """One page high stays one page high."""
    sheet = sheet_of(60, page=Page(tall=1))
    assert laid(sheet) == sheet


def written(count: int, high: float, **more: object) -> Sheet:
    """A sheet of so many rows to be written in, each page filled to its foot."""
    rows = (*sheet_of(0).rows, *(Row(((0, Cell("乙", "cell")),), least=high, grows=True) for _ in range(count)))
    return replace(sheet_of(0), rows=rows, page=Page(whole=True), **more)


SPARE = Row(((0, Cell("丙", "cell")),), height=40.0, spare=True)


def heights_of(sheet: Sheet) -> list[float]:
    found = laid(sheet)
    return [height or 0.0 for height in fit_rows(found, fit_columns(found))]


def test_rows_to_be_written_in_take_what_their_page_has_left():
    """All pages but the last are full, that one is at least to its half; the rows of a page share its room."""
    for count in (10, 14):
        sheet = laid(written(count, 60.0))
        high = heights_of(written(count, 60.0))
        (second,) = sheet.breaks
        assert sum(high[:second]) == pytest.approx(page_room(sheet.page)[1] * 0.97)
        assert len(set(high[1:second])) == len(set(high[second:])) == 1
        assert sum(high[second:]) == pytest.approx(max(60.0 * (count + 1 - second), page_room(sheet.page)[1] * 0.5335))


def test_a_single_row_fills_its_page_within_reason():
    """One task has room to write, but no row is taller than is of use."""
    assert heights_of(written(1, 60.0))[1] == 312.0


def test_a_sheet_in_its_own_size_is_a_twentieth_smaller_only_where_that_saves_a_page():
    """Ten points for ten and a half, and no less."""
    assert [
        (laid(written(count, 60.0)).page.percent, len(laid(written(count, 60.0)).breaks)) for count in (7, 8, 9)
    ] == [
        (100, 0),
        (95, 0),
        (100, 1),
    ]


def test_the_last_row_stays_with_what_is_signed_below_it():
    """A row that is kept moves to the page of the one after it."""
    sheet = written(8, 64.0)
    kept = replace(sheet, rows=(*sheet.rows[:-2], replace(sheet.rows[-2], kept=True), sheet.rows[-1]))
    assert (laid(sheet).breaks, laid(kept).breaks) == ((8,), (7,))
