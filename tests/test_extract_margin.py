"""Numbers of lines in the margin of a printed page are none of its words; numbers of a table are."""

from __future__ import annotations

import pytest

from responsibility.extract import extract_document
from sources import placed_pdf

LINE = "推进某项绿色升级工作任务落到实处见效各县各部门抓好落实及时报送情况"
Page = list[tuple[float, float, str]]


def numbered(lines: list[str], first: int, step: int = 1, right: float = 62.0) -> Page:
    """Lines of text with their numbers left of them, which end at one place."""
    page = [(72.0, 760.0 - 24 * n, words) for n, words in enumerate(lines)]
    for n in range(len(lines)):
        if (first + n) % step == 0 and lines[n]:
            page.append((right - 5.544 * len(str(first + n)), 760.0 - 24 * n, str(first + n)))
    return page


@pytest.mark.parametrize(("runs_on", "step"), [(True, 1), (False, 1), (True, 5)])
def test_numbers_of_lines_are_no_words_and_those_lines_are_joined(runs_on, step):
    """They start anew on each page or run on, a short last page has some as well."""
    first, last = [LINE] * 24 + ["完成。"], [LINE] * 9 + ["完毕。"]
    pages = (numbered(first, 1, step), numbered(last, len(first) + 1 if runs_on else 1, step))
    document = extract_document(placed_pdf(*pages), "a.pdf")
    assert document.text.split("\n") == [LINE * 24 + "完成。", LINE * 9 + "完毕。"]
    assert [(each.code, each.params["words"]) for each in document.findings] == [
        ("SOURCE_PAGE_HEAD", "5、10…25" if step == 5 else "1、2…25"),
        ("SOURCE_PAGE_HEAD", "30、35" if step == 5 else "26、27…35" if runs_on else "1、2…10"),
    ]


def test_numbers_of_a_table_are_words():
    """Below their head, or beside cells of two lines."""
    rows = [(72.0, 760.0 - 40 * n, f"第{n}件事要办好") for n in range(1, 9)]
    rows += [(72.0, 742.0 - 40 * n, "某市某局") for n in range(1, 9)]
    numbers = [(56.0, 760.0 - 40 * n, str(n)) for n in range(1, 9)]
    text = extract_document(placed_pdf([*rows, *numbers]), "a.pdf").text
    assert all(f"{n}第{n}件事" in text.replace(" ", "") for n in range(1, 9))
    headed = [(50.0, 744.0, "序号"), *rows[:8], *numbers]
    text = extract_document(placed_pdf(headed), "a.pdf").text
    assert all(f"{n}第{n}件事" in text.replace(" ", "") for n in range(1, 9))
