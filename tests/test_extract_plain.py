"""Plain text: what printing and copying left in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responsibility.extract import extract_document
from responsibility.extract.plain import mend_text
from responsibility.model import Document


def read(text: str, name: str = "a.txt") -> Document:
    return extract_document(text.encode(), name)


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("# 通知\n\n## 一、任务", "通知\n\n一、任务"),
        ("1. **做甲**。（**责任单位：**市林业局）", "1. 做甲。（责任单位：市林业局）"),
        ("   - __牵头单位__：市林业局", "牵头单位：市林业局"),
        ("> [做乙](https://example.invalid/a)", "做乙"),
        ("3\\. 做丙", "3. 做丙"),
    ],
)
def test_markdown_marks_are_no_words(marked, plain):
    assert read(marked, "a.md").text.strip() == plain


def test_words_struck_out_in_markdown_are_left_out_and_told():
    document = read("（责任单位：市林业局~~、市体育局~~）", "a.md")
    assert document.text == "（责任单位：市林业局）"
    assert [(each.code, each.params["words"]) for each in document.findings] == [("STRUCK_TEXT", "、市体育局")]


def test_a_break_inside_a_cell_of_markdown_stays_inside_its_cell():
    document = read("|任务|单位|人数|\n|--|--|--|\n|做甲|市林业局<br>市体育局|3|", "a.md")
    cells = [block.span.of(document.text) for block in document.blocks]
    assert cells[3:] == ["做甲", "市林业局\n   市体育局", "3"]


@pytest.mark.parametrize("page", ["— 3 —", "-12-", "第 2 页", "第2页 共9页", "· 7 ·"])
def test_a_page_number_and_the_running_head_beside_it_are_no_words(page):
    document = read(f"某某通知\n1.做甲。（责任单位：市林\n{page}\n某政办发〔2024〕7号\n业局）\n2.做乙")
    assert document.text == "某某通知\n1.做甲。（责任单位：市林\n业局）\n2.做乙"
    assert [each.params["words"] for each in document.findings] == ["某政办发〔2024〕7号"]


@pytest.mark.parametrize("line", ["1", "12", "2024年5月8日", "——以下为正文——", "某某市人民政府办公室"])
def test_lines_that_only_look_like_page_lines_stay(line):
    text = f"某某通知\n1.做甲。\n{line}\n2.做乙"
    assert read(text).text == text


def test_a_table_drawn_in_box_characters_is_cells_and_its_wrapped_names_are_whole():
    lines = ["┌─┬────┐", "│序│责任单位│", "├─┼────┤", "│1 │市住房和│", "│  │城建局  │"]
    lines += ["├─┼────┤", "│2 │市林业局  │", "│  │市体育局  │", "└─┴────┘", ""]
    box = "\n".join(lines)
    document = read(box)
    cells = [block.span.of(document.text) for block in document.blocks]
    assert cells == ["序", "责任单位", "1", "市住房和城建局", "2", "市林业局市体育局"]


def test_a_table_drawn_in_ascii_is_cells():
    document = read("+---+------+\n| 1 | 做甲 |\n+---+------+\n| 2 | 做乙 |\n+---+------+\n" * 1)
    assert [block.span.of(document.text) for block in document.blocks] == ["1", "做甲", "2", "做乙"]


@given(st.text(alphabet="一1.、|（）局\n- #*~", max_size=60))
def test_mending_twice_is_mending_once_for_texts_without_marks(text):
    """Whatever stays is stable: no rule leaves marks that another run would take for something else."""
    once = mend_text(text, "txt").text
    if not set("#*~") & set(text):
        assert mend_text(once, "txt").text == once
