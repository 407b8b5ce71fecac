"""Tables of printed pages: where their rows begin, and what draws them."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from itertools import groupby
from math import cos, radians, sin

import pytest

from responsibility.extract import extract_document
from sources import placed_pdf, table_pdf

HEADS = ("序号", "重点任务", "牵头单位", "配合单位")
PLACES = (60.0, 110.0, 260.0, 360.0)


def rows_of(data: bytes) -> list[list[str]]:
    """The cells of a file's tables, row by row."""
    document = extract_document(data, "a.pdf")
    cells = [block for block in document.blocks if block.locator.table]
    rows = groupby(cells, key=lambda block: (block.locator.page, block.locator.table, block.locator.row))
    return [[block.span.of(document.text) for block in row] for _, row in rows]


def top_aligned(*rows: tuple[str, ...], pitch: float, gap: float) -> list[tuple[float, float, str]]:
    """Words of a table without rules whose cells begin in the first line of their row; | parts the lines of a cell."""
    placed, level = [(x, 720.0, head) for x, head in zip(PLACES, HEADS, strict=True)], 720.0 - pitch
    for row in rows:
        cells = [cell.split("|") for cell in row]
        for x, lines in zip(PLACES, cells, strict=True):
            placed += [(x, level - pitch * n, words) for n, words in enumerate(lines)]
        level -= pitch * (max(map(len, cells)) - 1) + gap
    return placed


@pytest.mark.parametrize("gap", [15.0, 16.0, 16.8, 24.0])
def test_a_row_without_rules_begins_beside_its_number(gap):
    """Lines of a cell may stand as far apart as its row from the next, or farther."""
    rows = [
        ("1", "修一座桥", "某市交通局", "某市水利局、某市财政局、|某市税务局"),
        ("2", "通一条路", "某市教育局", "某市林业局、某市城市管|理局"),
        ("3", "种一片树", "某市林业局", "某市商务局"),
        ("4", "办一所学校|的食堂", "某市教育局", "某市商务局、某市卫生健|康委、某乡、某县人民政|府"),
        ("5", "清一条河", "某市水利局", "某市财政局"),
    ]
    said = rows_of(placed_pdf(top_aligned(*rows, pitch=16.0, gap=gap)))
    assert ["".join(row) for row in said[1:]] == ["".join(row).replace("|", "") for row in rows]


def test_numbers_in_the_middle_of_their_rows_begin_none():
    """As many lines stand above each number as below it."""
    lines = [(x, 720.0, head) for x, head in zip(PLACES, HEADS, strict=True)]
    for n in range(4):
        top = 700.0 - 54 * n
        lines += [(PLACES[3], top - 16 * line, f"第{n}件第{line}行某市某局、") for line in range(3)]
        lines += [(x, top - 16, words) for x, words in zip(PLACES, (str(n + 1), f"第{n}事", "某局"), strict=False)]
    said = rows_of(placed_pdf(lines))
    assert [row[3] for row in said[1:]] == ["".join(f"第{n}件第{k}行某市某局、" for k in range(3)) for n in range(4)]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_cells_of_a_turned_page_are_cells_though_they_are_off_by_a_hair(turn):
    """The cosine of a right angle is no exact zero in the file."""
    from reportlab.pdfgen.canvas import Canvas

    placed_pdf([])  # so that the font is known
    rows = [["序号", "重点任务", "责任单位"], ["1", "修一座桥", "某市交通局"], ["2", "通一条路", "某市教育局"]]
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=(600, 600), invariant=1)
    canvas.setPageRotation(turn)
    canvas.translate(300, 300)
    canvas._code.append(
        turned := f"{cos(radians(turn)):.17f} {sin(radians(turn)):.17f} "
        f"{-sin(radians(turn)):.17f} {cos(radians(turn)):.17f} 0 0 cm"
    )
    assert "0000000000000000" in turned
    canvas.setFont("STSong-Light", 12)
    for n, row in enumerate(rows):
        for m, words in enumerate(row):
            canvas.rect(-200.3 + 130 * m, 100.7 - 30 * n, 130, 30)
            canvas.drawString(-195.3 + 130 * m, 110.7 - 30 * n, words)
    canvas.save()
    assert rows_of(stream.getvalue()) == rows


@pytest.mark.parametrize("label", ["配合：", "配合单位:", "牵头：", "责任单位："])
def test_a_label_opens_a_line_of_a_cell_though_the_one_before_is_full(label):
    cell = f"{label.replace('配合', '牵头')}某市人力资源和社会保|障局、某市公安某分局的|{label}某市某局"
    lines = [(x, 720.0, head) for x, head in zip(PLACES[:3], ("序号", "重点任务", "责任单位"), strict=True)]
    for n in range(1, 4):
        lines += [(x, 760 - 60.0 * n, words) for x, words in zip(PLACES, (str(n), f"第{n}件事"), strict=False)]
        lines += [(PLACES[2], 760 - 60.0 * n - 16 * line, words) for line, words in enumerate(cell.split("|"))]
    assert rows_of(placed_pdf(lines))[1][2].split("\n")[-1] == f"{label}某市某局"


# Cells end 6 points before the next column begins, half a letter; 、 hangs into it.
CLOSE_HEADS = (("序号", 60.0), ("重点任务", 90.0), ("牵头单位", 168.0), ("配合单位", 222.0), ("完成时限", 292.0))
CLOSE_ROWS = (
    ("1", "修过河的新桥", "某市甲局", "某市卫生局、|某市丙局", "6月底前"),
    ("2", "通一条路", "某市丙局", "某市乙局、|某市卫生健|康委", "2025年|12月底前"),
    ("3", "办学校", "某市甲局", "某市丁局", "长期坚持"),
)


def close_table(rows: Sequence[tuple[str, ...]]) -> bytes:
    """A table without rules, its columns closer than one letter, its cells centred in their rows."""
    placed, level = [(x, 720.0, head) for head, x in CLOSE_HEADS], 690.0
    for row in rows:
        cells = [cell.split("|") for cell in row]
        most = max(map(len, cells))
        for (_, x), lines in zip(CLOSE_HEADS, cells, strict=True):
            high = level - 7.5 * (most - len(lines))
            placed += [(x, high - 15 * n, words) for n, words in enumerate(lines)]
        level -= 15 * most + 12
    return placed_pdf(placed)


def test_columns_closer_than_a_letter_are_parted_where_no_row_has_words():
    said = rows_of(close_table(CLOSE_ROWS))
    assert said[0] == [head for head, _ in CLOSE_HEADS]
    assert [[cell.replace("\n", "") for cell in row] for row in said[1:]] == [
        [cell.replace("|", "") for cell in row] for row in CLOSE_ROWS
    ]


@pytest.mark.parametrize("task", ["修桥啊通　路", "修过河的新大桥", "修过河的新的大桥"])
def test_columns_are_not_parted_where_they_could_end_at_two_places_or_at_none(task):
    """A blank would do as well as the column's end, or the words fill it; a guess gives a unit to another column."""
    rows = [(row[0], task, *row[2:]) for row in CLOSE_ROWS]
    assert rows_of(close_table(rows)) == []


def test_rows_lie_around_their_numbers_though_lines_of_a_cell_stand_farther_apart_than_rows():
    """A page end cut the row above the first, and its number; the number of the page stands between two columns."""
    placed = [(x, 720.0, head) for head, x in CLOSE_HEADS] + [(222.0, 700.0, "某市尾局"), (210.0, 60.0, "— 3 —")]
    middle = 682.0
    for number, units in enumerate(("甲局、|乙局、|丙局", "丁局、|戊局", "己局、|庚局、|辛局、|壬局", "癸局"), 1):
        lines = units.split("|")
        middle -= 9 * len(lines)
        placed += [(60.0, middle, str(number)), (90.0, middle, "修一座桥"), (168.0, middle, f"某市{number}局")]
        placed += [(222.0, middle + 9 * (len(lines) - 1) - 18 * n, words) for n, words in enumerate(lines)]
        middle -= 9 * len(lines)
    said = rows_of(placed_pdf(placed))
    assert [row[-1].replace("\n", "") for row in said[1:]] == [
        "某市尾局", "甲局、乙局、丙局", "丁局、戊局", "己局、庚局、辛局、壬局", "癸局"
    ]  # fmt: skip


# Cells without rules: lines 16 points apart, rows 20; | parts the lines of a cell, None goes on from the cell above.
UNITS_FIRST = ("牵头单位", "重点任务", "配合单位")
MERGED_ROWS = (
    ("某市甲局", "推进老旧小区改造和|管网更新完成年度任|务", "某市乙局、某市丙|局"),
    (None, "建设社区养老中心", "某市丁局"),
    ("某市戊局", "开展河道清淤和岸线|整治", "某市己局、某市庚|局、某市辛局"),
)


def pitched_table(rows: Sequence[tuple[str | None, ...]], *, middle: bool) -> bytes:
    """A table without rules or numbers. middle: cells stand in the middle of their rows, else at the top."""
    x = (60.0, 150.0, 300.0)
    placed, level = [(x, 740.0, head) for x, head in zip(x, UNITS_FIRST, strict=True)], 710.0
    spans = []
    for row in rows:
        most = max(len(words.split("|")) for words in row if words)
        spans.append((level, level - 16 * (most - 1)))
        level -= 16 * most + 4
    for column in range(3):
        starts = [n for n, row in enumerate(rows) if row[column] is not None]
        for first, last in zip(starts, [*(n - 1 for n in starts[1:]), len(rows) - 1], strict=True):
            lines = str(rows[first][column]).split("|")
            centre = (spans[first][0] + spans[last][1]) / 2
            high = centre + 8 * (len(lines) - 1) if middle else spans[first][0]
            placed += [(x[column], high - 16 * n, words) for n, words in enumerate(lines)]
    return placed_pdf(placed)


@pytest.mark.parametrize("middle", [True, False])
def test_rows_without_rules_or_numbers_are_told_by_how_far_lines_stand_from_each_other(middle):
    """A cell in the middle of two rows is a merged one; an empty cell below one at the top may be, and that is told."""
    document = extract_document(pitched_table(MERGED_ROWS, middle=middle), "a.pdf")
    words = {(block.locator.row, block.locator.column): block.span.of(document.text) for block in document.blocks}
    assert [words[row, 2] for row in (2, 3, 4)] == [row[1].replace("|", "") for row in MERGED_ROWS]
    assert [words[row, 3].replace("\n", "") for row in (2, 3, 4)] == [row[2].replace("|", "") for row in MERGED_ROWS]
    lead = next(block for block in document.blocks if block.span.of(document.text) == "某市甲局")
    assert (lead.locator.row, lead.rows) == (2, 2)
    assert [each.code for each in document.findings] == ([] if middle else ["TABLE_CELL_GUESSED"])


def test_rows_that_nothing_tells_are_told_each():
    """Lines of a cell and rows stand alike."""
    lines = [(60.0, 740.0, "牵头单位"), (150.0, 740.0, "重点任务"), (300.0, 740.0, "配合单位")]
    for n, words in enumerate(("推进老旧小区改造和", "管网更新", "建设社区养老中心和", "文化驿站")):
        lines += [(150.0, 720.0 - 16 * n, words)]
        lines += [(60.0, 720.0 - 16 * n, "某市甲局"), (300.0, 720.0 - 16 * n, "某市乙局")] if n % 2 else []
    document = extract_document(placed_pdf(lines), "a.pdf")
    assert {each.code for each in document.findings} == {"TABLE_ROW_GUESSED"}


@pytest.mark.parametrize("upright", [False, True])
def test_heads_in_two_rows_need_no_rules(upright):
    """A narrow head goes on in a line between; what stands over two is one cell over both."""
    lines = [(260.0, 740.0, "责任分工"), (110.0, 731.0, "重点任务"), (400.0, 731.0, "备注")]
    lines += [(60.0, 738.0, "序"), (60.0, 725.0, "号")] if upright else [(60.0, 731.0, "序号")]
    lines += [(220.0, 722.0, "牵头单位"), (310.0, 722.0, "配合单位")]
    for n in range(1, 4):
        row = (str(n), f"修第{n}座桥", f"某市{n}局", "某市乙局", "")
        lines += [(x, 700.0 - 20 * n, words) for x, words in zip((60.0, 110.0, 220.0, 310.0, 400.0), row, strict=True)]
    document = extract_document(placed_pdf(lines), "a.pdf")
    heads = {block.span.of(document.text): block for block in document.blocks if block.locator.row in (1, 2)}
    assert (heads["责任分工"].columns, heads["序号"].rows, heads["牵头单位"].locator.row) == (2, 2, 2)
    assert rows_of(placed_pdf(lines))[2:] == [[str(n), f"修第{n}座桥", f"某市{n}局", "某市乙局"] for n in range(1, 4)]


def test_rules_across_that_leave_a_column_out_go_by_a_merged_cell():
    rows = [["序号", "任务", "牵头单位"], ["1", "修桥", "市甲局"], ["2", "铺路", ""], ["3", "种树", "市乙局"]]
    own = [("LINEBELOW", (0, n), (1 if n == 1 else 2, n), 1, "black") for n in range(4)]
    data = table_pdf("附件", rows, [*own, ("SPAN", (2, 1), (2, 2))], rules="", widths=(60, 140, 140))
    document = extract_document(data, "a.pdf")
    lead = next(block for block in document.blocks if block.span.of(document.text) == "市甲局")
    assert (lead.locator.row, lead.rows) == (2, 2)


def test_a_second_table_on_a_page_is_a_table_of_its_own():
    """Its title stands in the middle, over the place that parts two columns."""
    lines = []
    for top in (740.0, 560.0):
        lines += [(190.0, top, "某市某某事项责任分工一览表")]
        lines += [(x, top - 30, head) for x, head in zip(PLACES, HEADS, strict=True)]
        for n in range(1, 4):
            row = (str(n), "修一座桥", "某市交通局", "某市水利局")
            lines += [(x, top - 30 - 22 * n, words) for x, words in zip(PLACES, row, strict=True)]
    assert [row[0] for row in rows_of(placed_pdf(lines))] == ["序号", "1", "2", "3"] * 2
