"""Two columns: pages whose lines are read column by column."""

from collections.abc import Sequence

import pytest

from responsibility.extract import extract_document
from sources import placed_pdf

FULL = "推进某项绿色升级工作任务落到实处见效"


def columns_of(left: Sequence[str], right: Sequence[str], above: str = "") -> list[tuple[float, float, str]]:
    """Two columns of lines of 12 points, and a line across them."""
    rows = [(72.0, 700.0 - 16 * n, words) for n, words in enumerate(left)]
    rows += [(310.0, 700.0 - 16 * n, words) for n, words in enumerate(right)]
    return [*rows, *([(72.0, 740.0, above)] if above else [])]


def test_two_columns_are_read_one_after_the_other():
    """A line across both stays above them, and the last page may have a few lines in one column."""
    above = "某市印发绿色发展年度重点工作任务分工方案并要求各县市区各部门结合实际抓好贯彻"
    first = columns_of([FULL, FULL, FULL, FULL, "左终。"], [FULL, FULL, FULL, FULL, "右终。"], above)
    document = extract_document(placed_pdf(first, columns_of([FULL, "末终。"], [])), "a.pdf")
    assert document.text.split("\n") == [above, FULL * 4 + "左终。", FULL * 4 + "右终。", FULL + "末终。"]


def test_a_page_head_further_out_than_the_columns_does_not_widen_them():
    """A browser prints the day at the edge of the paper; lines of the columns are joined all the same."""
    page = columns_of([FULL] * 19 + ["左终。"], [FULL] * 19 + ["右终。"])
    text = extract_document(placed_pdf([(20.0, 780.0, "01/02/26, 9:15 AM"), *page]), "a.pdf").text
    assert text.split("\n")[1:] == [FULL * 19 + "左终。", FULL * 19 + "右终。"]


def test_columns_of_a_table_without_rules_are_no_columns_of_text():
    rows = [(72.0, 700.0 - 16 * n, f"第{n}件事") for n in range(6)]
    rows += [(310.0, 700.0 - 16 * n, "某局") for n in range(6)]
    assert extract_document(placed_pdf(rows), "a.pdf").text.startswith("第0件事 某局\n第1件事 某局")


def test_columns_that_mostly_begin_paragraphs_are_columns():
    """More lines stand further in than go on at the edge."""
    lines = [
        (x + 24 * (n % 3 > 0), 700.0 - 18 * n, FULL[: 16 - 2 * (n % 3 > 0)]) for x in (60.0, 310.0) for n in range(12)
    ]
    text = extract_document(placed_pdf(lines), "a.pdf").text
    assert text.replace("\n", "") == 2 * "".join(FULL[: 16 - 2 * (n % 3 > 0)] for n in range(12))


@pytest.mark.parametrize("short", [1, 2, 3, 5])
def test_a_short_right_column_behind_a_narrow_gutter_is_read_last(short):
    """The number of the page stands in the middle of the foot, over the gutter, and begins no column."""
    right = [*[FULL[:17]] * (short - 1), "右终。"]
    lines = [(70.0, 760.0 - 16 * n, words) for n, words in enumerate([*[FULL] * 14, "左终。", *[FULL] * 14, FULL])]
    lines += [(70.0 + 18 * 12 + 17, 760.0 - 16 * n, words) for n, words in enumerate(right)]
    document = extract_document(placed_pdf([*lines, (286.0, 40.0, "—1—")]), "a.pdf")
    assert document.text.split("\n") == [FULL * 14 + "左终。", FULL * 15 + "".join(right)]


def test_a_few_words_at_the_right_of_a_narrow_text_are_no_column():
    """Cells of a table stand down to its foot, and a signature below."""
    lines = [(72.0, 760.0 - 16 * n, f"{n}.{FULL[2:]}") for n in range(10, 22)]
    cells = [(310.0, 760.0 - 16 * n, "某局") for n in (10, 12, 21)]
    signed = [(310.0, 396.0, "某市人民政府"), (320.0, 380.0, "2026年1月5日")]
    said = extract_document(placed_pdf([*lines, *cells]), "a.pdf").text.split("\n")
    assert [line.partition(" ")[2] for line in said] == ["某局", "", "某局", *[""] * 8, "某局"]
    assert extract_document(placed_pdf([*lines, *signed]), "a.pdf").text.endswith("\n某市人民政府\n2026年1月5日")


def test_a_stop_that_hangs_into_the_gutter_leaves_it_a_gutter():
    lines = [(x, 760.0 - 16 * n, f"{FULL}，") for x in (70.0, 70.0 + 20 * 12) for n in range(6)]
    assert extract_document(placed_pdf(lines), "a.pdf").text == f"{FULL}，" * 12
