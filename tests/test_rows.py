"""Rows: the small CSV files that people keep, read in their words and changed line by line."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responsibility.errors import RegistryError
from responsibility.language.wording import load_wording, tell_error
from responsibility.rows import Edit, Faults, Table, decode_rows, edit_rows, encode_rows, read_date, read_rows

TABLE = Table(
    "facts.csv",
    {"id": ("编号",), "name": ("名称", "全称"), "role": ("角色",), "day": ("日期",)},
    ("id", "name"),
    {"role": {"牵头": "lead"}},
)


def read(text: str) -> list[dict[str, str]]:
    problems = Faults()
    rows = read_rows(text, TABLE, "facts.csv", problems)
    problems.raise_all("facts.csv")
    return [dict(row.cells) for row in rows]


def told(text: str) -> str:
    with pytest.raises(RegistryError) as raised:
        read(text)
    return str(raised.value)


@pytest.mark.parametrize(
    "text",
    [
        "id,name,role\na,甲局,lead\n",
        "编号,全称,角色\na,甲局,牵头\n",
        " 编 号 ,NAME,角色\na,甲局,牵头\n",
        "编号\t名称\t角色\na\t甲局\t牵头\n",
        "编号;名称;角色\na;甲局;牵头\n",
        "编号\uff0c名称\uff0c角色\na\uff0c甲局\uff0c牵头\n",
        "编号,名称,角色,,\na,甲局,牵头,,\n,,,,\n",
        "# 名录\n编号,名称,角色\n\n# 注,不读\na,甲局,牵头\n",
    ],
    ids=[
        "English",
        "Chinese",
        "blanks and case",
        "tabs",
        "semicolons",
        "full-width commas",
        "empty columns",
        "comments",
    ],
)
def test_heads_values_and_separators_of_either_language_say_the_same(text):
    """What a clerk writes by hand and what a spreadsheet saves are one table."""
    assert read(text) == [{"id": "a", "name": "甲局", "role": "lead"}]


def test_a_problem_is_told_in_the_words_of_the_file():
    """Line and head are those that the clerk sees."""
    problems = Faults()
    (row,) = read_rows("编号,名称,日期\na,甲局,去年\n", TABLE, "facts.csv", problems)
    assert read_date(row, "day", "facts.csv", problems) is None
    (problem,) = problems.found
    assert (problem.where, problem.params["column"]) == ("facts.csv:2 [日期]", "日期")
    assert "id" in told("名称\n甲局\n")


def test_heads_are_told_as_the_office_writes_them():
    """What a table lacks and may have is listed in the language of the reader; a head that it has, as it has it."""
    problems = Faults()
    read_rows("foo,bar\n", TABLE, "facts.csv", problems)
    with pytest.raises(RegistryError) as raised:
        problems.raise_all("facts.csv")
    said = tell_error(raised.value, load_wording("zh"))
    assert "表头缺少 编号、名称\n" in said
    assert "不认识的列 foo、bar\n" in said
    assert not re.findall("name|day", said)
    assert "id, name" in tell_error(raised.value, load_wording("en"))
    (row,) = read_rows("编号,名称\na,甲局\n", TABLE, "facts.csv", problems)
    assert row.head("day") == TABLE.columns["day"][0]


@pytest.mark.parametrize("printed", ["2023-08-05", "2023/8/5", "2023.8.5", "2023年8月5日", "20230805"])
def test_a_day_is_read_as_a_spreadsheet_writes_it(printed):
    """Excel turns 2023-08-05 into 2023/8/5 when it saves."""
    (row,) = read_rows(f"id,name,day\na,甲局,{printed}\n", TABLE, "", Faults())
    assert read_date(row, "day", "", Faults()) == date(2023, 8, 5)


def test_lines_are_numbered_as_an_editor_shows_them():
    """A comment, a blank line and a cell of two lines count; a row bears the number of its last line."""
    text = '# 名录\nid,name\n\na,"甲\n局"\n# 注\nb,乙局\n'
    assert [row.line for row in read_rows(text, TABLE, "", Faults())] == [5, 7]


def test_a_stray_quotation_mark_is_told_where_it_begins():
    """The line is that of the record, not the end of the file."""
    assert "facts.csv:3: not readable as CSV" in told('id,name\na,甲局\nb,"乙局\nc,丙局\n')


BEGIN = '# 单位\r\n编号,名称,角色\r\n\r\na, 甲局 ,牵头\r\n# 以下为企业\r\nb,"乙,\r\n公司",\r\n'


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030"])
def test_an_edit_changes_its_line_and_no_other_byte(coding):
    """Order, comments, blanks, line ends, coding and quotation marks stay as the clerk left them."""
    data = BEGIN.encode(coding)

    def edited(edit: Edit) -> str:
        return edit_rows(data, TABLE, edit, "facts.csv").decode(coding)

    assert edited(Edit(values={"id": "c", "name": '丙"局'})) == BEGIN + 'c,"丙""局",\r\n'
    assert edited(Edit(4, {"role": "配合"})) == BEGIN.replace("a, 甲局 ,牵头", "a, 甲局 ,配合")
    assert edited(Edit(7)) == BEGIN.replace('b,"乙,\r\n公司",\r\n', "")
    assert data.startswith(b"\xef\xbb\xbf") == (coding == "utf-8-sig")


def test_a_file_that_is_not_there_begins_with_chinese_heads():
    """Excel opens it right, and the first line is the first decision."""
    data = edit_rows(b"", TABLE, Edit(values={"id": "a", "name": "甲局"}), "facts.csv")
    assert data == "\ufeff编号,名称,角色,日期\na,甲局,,\n".encode()


def test_a_last_line_without_an_end_gets_one():
    """The new line never runs on behind the old."""
    assert edit_rows(b"id,name\na,x", TABLE, Edit(values={"id": "b", "name": "y"}), "") == b"id,name\na,x\nb,y\n"


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (Edit(9, {"name": "乙局"}), "line 9 is not what it was"),
        (Edit(2, {"name": "乙局"}, seen={"name": "丁局"}), "line 2 is not what it was"),
        (Edit(values={"id": "b", "phone": "1"}), "the file has no column phone"),
    ],
    ids=["no such line", "changed since", "no such column"],
)
def test_an_edit_that_does_not_fit_is_refused(edit, words):
    """Another hand may have changed the file; nothing is guessed and nothing dropped."""
    with pytest.raises(RegistryError, match=words):
        edit_rows("id,name\na,甲局\n".encode(), TABLE, edit, "facts.csv")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("id,name\na,甲局\n# x\n", "id,name,role\na,甲局\n# x\nb,,lead\n"),
        ("\ufeff编号;名称;\r\na;甲局;\r\n", "\ufeff编号;名称;角色\r\na;甲局;\r\nb;;lead\r\n"),
        ("# 名录\n编号,名称\n", "# 名录\n编号,名称,角色\nb,,lead\n"),
    ],
    ids=["English", "Chinese, from a spreadsheet", "under a comment"],
)
def test_a_column_that_the_file_lacks_is_added_to_its_heads(before, after):
    """In the language of the others; no other line changes."""
    edit = Edit(values={"id": "b", "role": "lead"})
    assert edit_rows(before.encode(), TABLE, edit, "facts.csv") == after.encode()


CELLS = st.text(st.characters(blacklist_categories=("Cs", "Cc")) | st.just("\n"), max_size=6)


@given(st.lists(st.tuples(st.from_regex(r"#?[a-z]{1,3}", fullmatch=True), CELLS), min_size=1, max_size=6), st.data())
def test_what_was_added_is_read_and_what_was_withdrawn_is_gone(rows, data):
    """For any words: add lines, read them all, take one out; the rest are as they were."""
    before = file = encode_rows("id,name\n")
    for unit, name in rows:
        file = edit_rows(file, TABLE, Edit(values={"id": unit, "name": name}), "")
    listed = read_rows(decode_rows(file, ""), TABLE, "", Faults())
    assert [(row("id"), row("name")) for row in listed] == [(unit, name.strip()) for unit, name in rows]
    gone = data.draw(st.sampled_from(listed))
    left = read_rows(decode_rows(edit_rows(file, TABLE, Edit(gone.line), ""), ""), TABLE, "", Faults())
    assert [row.cells for row in left] == [row.cells for row in listed if row is not gone]
    for row in reversed(listed):
        file = edit_rows(file, TABLE, Edit(row.line), "")
    assert file == before
