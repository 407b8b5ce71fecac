"""PDF and OFD: lines become paragraphs, page furniture goes, tables stay."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pytest

from responsibility.errors import SourceError
from responsibility.extract import extract_document
from responsibility.extract.draft import Placed
from responsibility.extract.pages.legible import check_legible, mark_unmapped, settle_looks
from responsibility.extract.pages.printed import (
    PrintedLine,
    PrintedPage,
    drop_furniture,
    join_line_words,
    join_lines,
    tighten,
)
from responsibility.extract.pages.tables.overleaf import join_cut_tables
from responsibility.settings import SourceSettings
from responsibility.spans import Locator
from sources import notice_pdf, ofd_of, placed_pdf, table_pdf

TEXT = "\n".join(
    [
        "某市绿色发展工作计划",
        "一、工作任务",
        *(
            f"{n}.推进第{n}项绿色升级。"
            + "培育专精特新企业，创建绿色园区、绿色工厂，开展循环化改造。" * 4
            + "(责任单位:市甲局、市乙局)"
            for n in range(1, 13)
        ),
    ]
)


def test_a_pdf_gives_the_paragraphs_of_its_source():
    document = extract_document(notice_pdf(TEXT, head="某市人民政府公报"), "a.pdf")
    assert document.text == TEXT
    assert document.blocks[0].locator == Locator(page=1, paragraph=1)
    assert document.blocks[-1].locator.page == 3
    assert [(each.code, dict(each.params)) for each in document.findings] == [
        ("SOURCE_PAGE_HEAD", {"words": "某市人民政府公报"})
    ]


def test_a_table_in_a_pdf_keeps_its_cells_and_spans():
    rows = [["序号", "重点任务", "责任单位"], ["1", "推进绿色升级。" * 12, "市甲局、市乙局"], ["", "二", "市丙局"]]
    document = extract_document(table_pdf("附件", rows, [("SPAN", (0, 1), (0, 2))]), "a.pdf")
    places = {block.span.of(document.text): (block.locator, block.rows) for block in document.blocks}
    assert places["附件"] == (Locator(page=1, paragraph=1), 1)
    assert places["推进绿色升级。" * 12] == (Locator(page=1, table=1, row=2, column=2), 1)
    assert places["1"] == (Locator(page=1, table=1, row=2, column=1), 2)


def line(text: str, x0: float = 0, x1: float = 100, top: float = 50) -> PrintedLine:
    return PrintedLine(text, x0, x1, top, top + 10)


def joined(*lines: PrintedLine) -> list[str]:
    return [each.text for _, each in join_lines([PrintedPage(1, 300, lines)])]


def test_a_line_goes_on_only_from_the_right_edge_to_the_left_one():
    full, indented, short = line("甲" * 10), line("乙" * 8, x0=20, top=62), line("丙", x1=10, top=74)
    assert joined(full, indented, short) == ["甲" * 10, "乙" * 8 + "丙"]
    assert joined(short, line("丁", top=86)) == ["丙", "丁"]


def test_the_number_of_a_notice_opens_a_paragraph_below_a_full_title():
    title = line("某市人民政府办公室关于印发任务分解表的通知")
    assert joined(title, line("某政办发〔2026〕14号", top=62)) == [title.text, "某政办发〔2026〕14号"]
    assert joined(title, line("某政办发〔2026〕14号文件", top=62)) == [f"{title.text}某政办发〔2026〕14号文件"]


def test_lines_of_a_letter_are_joined_though_those_of_its_broad_annex_are_longer():
    letter = PrintedPage(1, 300, (line("甲" * 10), line("乙", x1=10, top=62)), 100)
    annex = PrintedPage(2, 300, (line("丙" * 20, x1=200), line("丁", x1=10, top=62)), 200)
    assert [each.text for _, each in join_lines([letter, annex])] == ["甲" * 10 + "乙", "丙" * 20 + "丁"]


def test_a_numbered_line_after_a_full_stop_opens_a_paragraph():
    assert joined(line("甲甲甲甲。"), line("2.乙乙乙乙", top=62)) == ["甲甲甲甲。", "2.乙乙乙乙"]
    assert joined(line("达到"), line("2.5亿元以上", top=62)) == ["达到2.5亿元以上"]


def test_a_line_that_breaks_early_goes_on_unless_a_sentence_ends_there():
    wide, early = line("甲" * 10), line("乙" * 7, x1=70, top=62)
    assert joined(wide, early, line("(丙丙丙丙)", top=74)) == ["甲" * 10 + "乙" * 7 + "(丙丙丙丙)"]
    ended = line("乙" * 6 + "。", x1=70, top=62)
    assert joined(wide, ended, line("丙丙", top=74)) == ["甲" * 10 + "乙" * 6 + "。", "丙丙"]


def test_spaced_print_is_closed_up_and_a_single_blank_stays():
    assert tighten("深 入 调 整 运输结 构，") == "深入调整运输结构，"
    assert tighten("有效性: 有效 发文日期: 2023-03-24") == "有效性: 有效 发文日期: 2023-03-24"
    assert tighten("某某市绿色发展专业委员会 二〇二三年工作计划") == "某某市绿色发展专业委员会 二〇二三年工作计划"


def test_the_imprint_opens_a_line_of_its_own():
    lines = [
        line("责任单位：" + "市甲局、" * 5 + "市乙局", x1=300),
        line("抄送：市委办公室。", top=70),
        line("甲" * 9, top=90),
    ]
    assert [each.text[:2] for _, each in join_lines([PrintedPage(1, 300, lines)])][:2] == ["责任", "抄送"]


def test_latin_words_are_joined_with_a_space_and_chinese_without():
    assert [join_line_words("one", "two"), join_line_words("市", "局"), join_line_words("RCEP", "市场")] == [
        "one two",
        "市局",
        "RCEP市场",
    ]


@pytest.mark.parametrize("number", ["— 1 —", "-1-", "1", "第1页", "第 1 页 共 9 页", "1/9", "１", "－ 1 －"])
def test_page_numbers_are_furniture_at_the_edge_of_a_page_only(number):
    page = PrintedPage(1, 300, (line(number, top=285), line("12", top=150)))
    kept, heads = drop_furniture([page])
    assert ([each.text for each in kept[0].lines], heads) == (["12"], [])


@pytest.mark.parametrize(
    "head",
    [
        [line("甲县政府办 任务分工方案", x1=500, top=40)],
        [line("甲县人民政府办公室文件任务分工方案印发稿" * 2, x1=500, top=20)],
        [line("甲县政府办", x1=60, top=20), line("分工方案 第一版", x1=500, top=40)],
    ],
    ids=["two parts", "a full line apart", "two lines"],
)
def test_a_full_head_that_two_pages_share_is_no_text(head):
    """It leaves its middle open or stands apart; a text that goes on at the same height does neither."""
    words = "县水利局、县财政局与各乡镇人民政府按照职责分工负责，" * 2
    text = [line(words, x1=500, top=60 + 20 * at) for at in range(6)]
    kept, heads = drop_furniture([PrintedPage(n, 800, (*head, *text)) for n in (1, 2)])
    assert [len(page.lines) for page in kept] == [6, 6]
    assert heads == [each.text for each in head]


def test_an_ofd_is_read_by_position():
    pages = [
        [(20, 40, "一、工作任务"), (60, 50, "市甲局)"), (20, 50, "1.(责任单位:"), (100, 285, "— 1 —")],
        [(20, 40, "2.再做一件事。"), (100, 285, "— 2 —")],
    ]
    document = extract_document(ofd_of(pages), "a.ofd")
    assert document.text.replace(" ", "") == "一、工作任务\n1.(责任单位:市甲局)\n2.再做一件事。"
    assert document.blocks[2].locator == Locator(page=2, paragraph=1)


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (ofd_of([[]]), "a.ofd", "SCANNED"),
        (notice_pdf(""), "a.pdf", "SCANNED"),
        (notice_pdf("索" * 400), "a.pdf", "GARBLED"),
        (notice_pdf("□" * 18 + "2026年3月\n" + "□" * 12 + "。"), "a.pdf", "GARBLED"),
        (notice_pdf("某" * 30), "a.pdf", "GARBLED"),
    ],
    ids=["outlines", "no-text", "one-sign", "boxes", "few-signs"],
)
def test_pages_without_usable_text_are_refused(data, name, code):
    with pytest.raises(SourceError) as caught:
        extract_document(data, name)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "words", ["任务一 " + "○" * 60, "Plan of the year: " + "eel " * 9 + "任务", "各" * 15 + "市水利局"]
)
def test_marks_and_few_letters_are_words(words):
    """A matrix is full of one mark; a font that gives one sign for all letters has hardly another."""
    check_legible(words, "a.pdf")


def test_a_letter_that_its_font_only_numbers_is_a_sign_to_be_told_of():
    """A few of them, as a full stop behind each number, are no reason to refuse the file."""
    chars = [{"text": sign} for sign in ["1", "(cid:17)", "市", "甲", "局"]]
    mark_unmapped(chars)
    words = "".join(char["text"] for char in chars)
    assert words == "1\ufffd市甲局"
    check_legible(words + "做好全市的各项重点工作，" * 4, "a.pdf")


def test_a_pdf_with_a_password_says_so():
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    stream = BytesIO()
    canvas = Canvas(stream, encrypt=StandardEncryption("secret", strength=128))
    canvas.drawString(10, 10, "x")
    canvas.save()
    with pytest.raises(SourceError) as caught:
        extract_document(stream.getvalue(), "a.pdf")
    assert caught.value.code == "PASSWORD"


def test_more_pages_than_the_limit_are_refused():
    with pytest.raises(SourceError) as caught:
        extract_document(notice_pdf(TEXT), "a.pdf", limits=SourceSettings(pages=1))
    assert caught.value.params == {"count": 4, "limit": 1}


def test_a_table_of_contents_is_left_out_and_counted():
    document = extract_document(ofd_of([[(20, 40, "一、任务............3"), (20, 60, "一、任务")]]), "a.ofd")
    assert document.text == "一、任务"
    assert [(each.code, dict(each.params)) for each in document.findings] == [("SOURCE_CONTENTS", {"count": 1})]


def test_a_frame_around_lines_is_no_table():
    document = extract_document(table_pdf("专栏", [["推进绿色升级。"], ["开展循环化改造。"]]), "a.pdf")
    assert [block.locator.table for block in document.blocks] == [None] * 3
    assert document.text == "专栏\n推进绿色升级。\n开展循环化改造。"


def test_damage_inside_a_pdf_is_a_finding_and_nothing_is_printed(capfd):
    """What the library logs about lost content is told once."""
    data = notice_pdf(TEXT)
    damaged = data[: data.rindex(b"endstream") - 40] + b"!" * 10 + data[data.rindex(b"endstream") - 30 :]
    document = extract_document(damaged, "a.pdf")
    assert capfd.readouterr() == ("", "")
    assert [each.code for each in document.findings if each.code.startswith("SOURCE_PDF")] == ["SOURCE_PDF_DAMAGE"]


def test_a_watermark_is_no_words_and_named():
    lines = [(72.0, 700.0 - 20 * n, "做好某某工作。") for n in range(6)]
    document = extract_document(placed_pdf(lines, mark="内部资料"), "a.pdf")
    assert document.text == "\n".join(["做好某某工作。"] * 6)
    assert [(each.code, each.params["words"]) for each in document.findings] == [("SOURCE_WATERMARK", "内部资料")]


def test_a_page_that_lies_on_its_side_is_turned(capfd):
    """The second reading is as quiet as the first."""
    lines = [(72.0, 700.0, "一、任务"), (72.0, 660.0, "1.做甲。")]
    assert extract_document(placed_pdf(lines, turn=90), "a.pdf").text == "一、任务\n1.做甲。"
    assert capfd.readouterr() == ("", "")


def test_struck_words_of_a_pdf_are_left_out_and_told():
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    style = ParagraphStyle("body", fontName="STSong-Light", fontSize=16, leading=28)
    stream = BytesIO()
    SimpleDocTemplate(stream, invariant=1).build([Paragraph("责任单位：市林业局<strike>、市体育局</strike>", style)])
    document = extract_document(stream.getvalue(), "a.pdf")
    assert document.text == "责任单位：市林业局"
    assert [(each.code, each.params["words"]) for each in document.findings] == [("STRUCK_TEXT", "、市体育局")]


def test_a_running_head_over_pages_of_nothing_but_tables_is_taken_away():
    """It is the broadest line there is, but no full one: the table is broader."""
    table = PrintedLine("1", 70, 500, 90, 700, (Placed(1, 1, "1"),))
    pages = [PrintedPage(n, 842, (PrintedLine("某市任务分解表", 200, 400, 40, 50), table)) for n in (1, 2)]
    kept, heads = drop_furniture(pages)
    assert [page.lines for page in kept] == [(table,), (table,)]
    assert heads == ["某市任务分解表"]


def test_a_row_that_a_page_end_cut_is_one_row():
    """The name goes on in the first row of the next page, which has no number."""
    before = PrintedLine("", 70, 500, 600, 780, (Placed(1, 1, "1"), Placed(1, 2, "做甲"), Placed(1, 3, "市住房和城")))
    rest = (Placed(1, 1, ""), Placed(1, 2, ""), Placed(1, 3, "乡建设局"), Placed(2, 1, "2"), Placed(2, 2, "做乙"))
    after = PrintedLine("", 70, 500, 60, 160, rest)
    first, second = join_cut_tables([PrintedPage(1, 842, (before,)), PrintedPage(2, 842, (after,))])
    assert [cell.text for cell in first.lines[0].cells] == ["1", "做甲", "市住房和城乡建设局"]
    assert [cell.text for cell in second.lines[0].cells] == ["2", "做乙"]


def test_a_row_that_a_page_end_cut_goes_on_below_heads_that_each_page_repeats():
    heads = (Placed(1, 1, "序号"), Placed(1, 2, "任务"), Placed(1, 3, "责任单位"))
    row = (Placed(2, 1, "1"), Placed(2, 2, "做甲"), Placed(2, 3, "市住房和城"))
    rest = (*heads, Placed(2, 1, ""), Placed(2, 2, ""), Placed(2, 3, "乡建设局"))
    before, after = (PrintedLine("", 70, 500, 60, 160, cells) for cells in ((*heads, *row), rest))
    first, _ = join_cut_tables([PrintedPage(1, 842, (before,)), PrintedPage(2, 842, (after,))])
    assert first.lines[0].cells[-1].text == "市住房和城乡建设局"


def test_a_row_that_a_page_end_cut_goes_on_below_heads_of_two_rows():
    """Its rest begins with digits and is no row of its own."""
    heads = (Placed(1, 1, "序号", 2), Placed(1, 2, "任务", 2), Placed(1, 3, "责任落实"), Placed(2, 3, "责任单位"))
    row = (Placed(3, 1, "1"), Placed(3, 2, "植树"), Placed(3, 3, "市甲局、市住"))
    rest = (*heads, Placed(3, 1, ""), Placed(3, 2, "300棵以上。"), Placed(3, 3, "建局"), Placed(4, 1, "2"))
    before, after = (PrintedLine("", 70, 500, 60, 160, cells) for cells in ((*heads, *row), rest))
    first, second = join_cut_tables([PrintedPage(1, 842, (before,)), PrintedPage(2, 842, (after,))])
    assert [cell.text for cell in first.lines[0].cells][-2:] == ["植树300棵以上。", "市甲局、市住建局"]
    assert second.lines[0].cells == (*heads, Placed(4, 1, "2"))


@pytest.mark.parametrize("rules", ["", "LINEBELOW"])
def test_a_table_without_rules_or_with_rules_across_alone_keeps_its_rows(rules):
    """Wrapped cells of unlike height stand around the middle of their rows, over several pages."""
    task, names = "推进绿色升级和老旧管网更新改造，完成年度任务", "市住房和城乡建设局、市自然资源和规划局、市财政局"
    rows = [["序号", "工作任务", "牵头单位", "配合单位"]]
    rows += [[f"{n}", task if n % 2 else "修桥", "市城市管理执法局", names if n % 3 else "各县"] for n in range(1, 40)]
    data = table_pdf("附件", rows, rules=rules, widths=(40, 140, 90, 120))
    lines = [words.split("\t") for words in extract_document(data, "a.pdf").text.split("\n")[1:]]
    assert [words for words in lines if words[0] != "序号"] == rows[1:]
    assert sum(words == rows[0] for words in lines) > 1


def test_a_heading_inside_a_table_without_rules_is_one_cell_over_all_columns():
    rows = [["序号", "工作任务", "责任单位"], ["一、重点领域攻坚行动任务（共二项）", "", ""]]
    rows += [[f"{n}", "推进绿色升级和老旧管网更新改造", "市城市管理执法局"] for n in range(1, 3)]
    spans = [("SPAN", (0, 1), (-1, 1))]
    document = extract_document(table_pdf("附件", rows, spans, rules="", widths=(40, 140, 140)), "a.pdf")
    heading = next(block for block in document.blocks if block.span.of(document.text) == rows[1][0])
    assert (heading.locator.row, heading.columns) == (2, 3)


def test_a_table_without_rules_across_is_parted_at_its_numbers():
    rows = [["序号", "工作任务", "责任单位"], *([f"{n}", "修桥", "市甲局"] for n in range(1, 5))]
    box = [("BOX", (0, 0), (-1, -1), 1, "black")]
    data = table_pdf("附件", rows, box, rules="LINEAFTER", widths=(60, 140, 140))
    assert [words.split("\t") for words in extract_document(data, "a.pdf").text.split("\n")[1:]] == rows


def test_a_line_of_three_words_begins_no_table_where_none_stands_below():
    lines = [(72.0, 700.0, "任务"), (200.0, 700.0, "措施"), (330.0, 700.0, "责任单位")]
    lines += [(72.0, 680.0 - 18 * n, "各县区各部门要结合实际抓好贯彻落实并及时报送情况") for n in range(4)]
    assert not any(block.locator.table for block in extract_document(placed_pdf(lines), "a.pdf").blocks)


def test_a_row_without_a_rule_at_the_end_of_its_page_is_a_row():
    """Else its number is taken for the page's and its words for lines of text."""
    names = ["市甲局、市乙局、市丙局、市丁局、市戊局、市己局、市庚局"] * 3
    rows = [[f"{n}", "推进绿色升级", "、".join(names)] for n in range(1, 30)]
    document = extract_document(table_pdf("附件", rows, cut=True), "a.pdf")
    lines = [words.split("\t") for words in document.text.split("\n")[1:]]
    assert [words[0] for words in lines] == [row[0] for row in rows]
    assert {words[2] for words in lines} == {rows[0][2]}


@pytest.mark.parametrize("gap", [0, 2])
def test_a_table_of_which_every_other_row_is_shaded_keeps_all_rows(gap):
    """A browser prints shades and no rules; the cells may stand a little apart."""
    rows = [["序号", "工作任务", "牵头单位", "配合单位"]]
    rows += [[f"{n}", "推进绿色升级和老旧管网更新", "市城市管理执法局", "市甲局、市乙局"] for n in range(1, 9)]
    widths = (40 + gap, 140, 120, 120)
    shades = [("BACKGROUND", (c, r), (c, r), "lightgrey") for r in range(2, 9, 2) for c in range(4)]
    lines = extract_document(table_pdf("附件", rows, shades, rules="", widths=widths), "a.pdf").text.split("\n")
    assert [words.split("\t") for words in lines[1:]] == rows


def ruled_page(*pages: tuple[Sequence[tuple[float, float, str]], Sequence[float], Sequence[float]]) -> bytes:
    """Pages of words at places, with rules down at some x and across at some y."""
    from reportlab.pdfgen.canvas import Canvas

    placed_pdf([])  # so that the font is known
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842), invariant=1)
    for words, downs, acrosses in pages:
        canvas.setFont("STSong-Light", 12)
        for x in downs:
            canvas.line(x, min(acrosses), x, max(acrosses))
        for y in acrosses:
            canvas.line(min(downs), y, max(downs), y)
        for x, y, each in words:
            canvas.drawString(x, y, each)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def test_words_that_stand_on_a_rule_are_not_struck_out_but_told():
    """A row too low for its words prints them over the rules of its table."""
    document = extract_document(ruled_page(([(160, 696, "市甲局、市乙局")], (72, 150, 400), (740, 700, 660))), "a.pdf")
    assert "市甲局、市乙局" in document.text
    assert [each.code for each in document.findings] == ["SOURCE_OVERPRINT"]


def test_a_sheet_whose_columns_go_on_in_another_page_is_told():
    levels = (740, 720, 690, 670)
    left = [(80, 724, "序号"), (160, 724, "任务"), (80, 700, "1"), (160, 700, "修桥")]
    right = [(80, 724, "牵头单位"), (80, 700, "市甲局")]
    document = extract_document(ruled_page((left, (72, 150, 400), levels), (right, (72, 300), levels)), "a.pdf")
    told = [(each.code, each.params["words"]) for each in document.findings]
    assert told == [("SOURCE_PARTED", "1、2")]
    same = extract_document(ruled_page(*[(left, (72, 150, 400), levels)] * 2), "a.pdf")
    assert not same.findings


def test_a_line_of_a_cell_goes_on_where_a_sign_or_a_figure_had_to_go_below():
    """No sign may begin a line, so that one takes the character before it along; no figure is parted."""
    words = "健全林长巡护机制，巡护三万次"
    rows = [["序号", "任务", "责任单位"], ["1", words, "市甲局"], ["2", "推动公共机构照明1560盏", "市乙局"]]
    data = table_pdf("附件", rows, widths=(40, 108, 120))
    cells = [line.split("\t") for line in extract_document(data, "a.pdf").text.split("\n")[1:]]
    assert [each[1] for each in cells[1:]] == [words, "推动公共机构照明1560盏"]


def test_two_heads_that_the_lexicon_holds_begin_a_table_and_its_rows_by_their_numbers():
    """The number may stand in one cell with the task."""
    lines = [(72.0, 700.0, "重点任务"), (330.0, 700.0, "责任单位")]
    for n in range(1, 6):
        lines += [(72.0, 700 - 44 * n, f"{n}.推进某项绿色升级"), (330.0, 700 - 44 * n, "市甲局、市住房和城")]
        lines += [(330.0, 682 - 44 * n, "乡建设局")]
    rows = [words.split("\t") for words in extract_document(placed_pdf(lines), "a.pdf").text.split("\n")]
    assert rows[1:] == [[f"{n}.推进某项绿色升级", "市甲局、市住房和城乡建设局"] for n in range(1, 6)]


def test_a_day_at_the_right_edge_does_not_go_on_at_the_left_one():
    full = "推进某项绿色升级工作任务落到实处见效并报送情况供参考"
    lines = [
        *((72.0, 700.0 - 18 * n, full) for n in range(5)),
        (310.0, 610.0, "二〇二五年三月二十八日"),
        (72.0, 592.0, "相关链接"),
    ]
    assert extract_document(placed_pdf(lines), "a.pdf").text.endswith("\n相关链接")


def test_the_first_of_a_row_opens_a_paragraph_even_below_a_full_line():
    """A title that fills its line closes with no stop."""
    full = "推进某项绿色升级工作任务落到实处见效并报送情况供参考"
    lines = [
        (72.0, 700.0, full),
        (72.0, 682.0, f"1.{full[:-1]}"),
        (72.0, 664.0, "1.5万亩。"),
        (72.0, 646.0, "一、任务"),
    ]
    text = extract_document(placed_pdf(lines), "a.pdf").text
    assert text.split("\n") == [full, f"1.{full[:-1]}1.5万亩。", "一、任务"]


def test_a_caption_printed_close_above_its_table_is_in_no_wrong_row():
    """Its words touch the table's upper rule, above which is no cell."""
    words = [(160, 737, "青溪县任务分工表"), (160, 715, "市甲局"), (160, 675, "市乙局")]
    document = extract_document(ruled_page((words, (72, 150, 400), (740, 700, 660))), "a.pdf")
    assert "青溪县任务分工表" in document.text
    assert not document.findings


def test_the_further_lines_of_a_value_beside_a_label_go_on_and_those_of_a_list_do_not():
    placed = [
        (60, 700, "牵头单位："),
        (130, 700, "某市乙局、某市丙局、某市人"),
        (130, 684, "民政府、某市丁局、某市戊"),
        (130, 668, "局"),
    ]
    placed += [(60, 640, "成员单位："), (130, 640, "某市己局"), (130, 624, "某市庚局")]
    document = extract_document(placed_pdf(placed), "a.pdf")
    whole = "牵头单位：某市乙局、某市丙局、某市人民政府、某市丁局、某市戊局"
    assert document.text.replace(" ", "").split("\n") == [whole, "成员单位：某市己局", "某市庚局"]


def test_words_over_the_upper_rule_of_their_row_belong_to_its_cell():
    """A row too low for its head prints the head's first line over the rule; a caption close above stays one."""
    words = [
        (80, 737, "某市人力资源和"),
        (80, 725, "社会保障局"),
        (260, 731, "某市税务局"),
        (80, 690, "√"),
        (265, 690, "√"),
    ]
    document = extract_document(ruled_page((words, (72, 172, 400), (741, 721, 680))), "a.pdf")
    assert [each.span.of(document.text) for each in document.blocks][:2] == ["某市人力资源和社会保障局", "某市税务局"]


def test_a_radical_and_an_upright_stop_are_the_signs_they_look_like():
    """Browsers print ⼀ for 一; whether a line is a heading is asked before the text is clean."""
    chars = [{"text": sign} for sign in "⼀︑一、"]
    settle_looks(chars)
    assert [char["text"] for char in chars] == ["一", "、", "一", "、"]
