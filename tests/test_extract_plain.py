"""Plain text: what printing and copying left in it."""

from __future__ import annotations

import re

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
        ("- [ ] 1. **做甲**\n- [x] 2. **做乙**", "1. 做甲\n2. 做乙"),
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


def test_a_line_of_a_drawn_cell_with_room_for_a_character_ends_its_name_where_cells_have_no_margin():
    """Words that begin at the border fill their cell to the other one, so two blanks are room for one more."""
    lines = ["║序║责任单位  ║", "╠══╬══════════╣", "║1 ║市甲乙公司║", "║  ║市林业局  ║", "╠══╬══════════╣"]
    lines += ["║2 ║市邮政局  ║", "║  ║市林业局  ║", ""]
    cells = [block.span.of(document.text) for document in (read("\n".join(lines)),) for block in document.blocks]
    assert cells[-1].split() == ["市邮政局", "市林业局"]


def test_a_table_drawn_in_box_characters_is_cells_and_its_wrapped_names_are_whole():
    lines = ["┌─┬────┐", "│序│责任单位│", "├─┼────┤", "│1 │市住房和│", "│  │城建局  │"]
    lines += ["├─┼────┤", "│2 │市林业局  │", "│  │市体育局  │", "└─┴────┘", ""]
    box = "\n".join(lines)
    document = read(box)
    cells = [block.span.of(document.text) for block in document.blocks]
    assert cells == ["序", "责任单位", "1", "市住房和城建局", "2", "市林业局\n   市体育局"]


def test_a_cell_beside_a_rule_that_ends_before_the_edge_holds_for_both_rows():
    lines = ["┌──┬───┬────┐", "│任务│领导│牵头单位│", "├──┼───┼────┤", "│做甲│张某│市林业│"]
    lines += ["├──┤   │局   │", "│做乙│   │   │", "│  │   ├────┤", "│  │   │市体育局│", "└──┴───┴────┘"]
    document = read("\n".join(lines))
    cells = [(each.span.of(document.text), each.locator.row, each.rows) for each in document.blocks]
    assert cells[3:] == [("做甲", 2, 1), ("张某", 2, 3), ("市林业局", 2, 2), ("做乙", 3, 2), ("市体育局", 4, 1)]


def test_a_table_drawn_in_ascii_is_cells():
    document = read("+---+------+\n| 1 | 做甲 |\n+---+------+\n| 2 | 做乙 |\n+---+------+\n" * 1)
    assert [block.span.of(document.text) for block in document.blocks] == ["1", "做甲", "2", "做乙"]


def test_a_row_that_a_line_break_parts_inside_a_cell_is_one_row():
    document = read("| 任务 | 单位 |\n| 做甲 | 市甲局、\n市乙局 |\n| 做乙 | 市丙局 |\n")
    cells = [(block.span.of(document.text), block.locator.column) for block in document.blocks]
    assert cells == [("任务", 1), ("单位", 2), ("做甲", 1), ("市甲局、\n市乙局", 2), ("做乙", 1), ("市丙局", 2)]


def test_a_quoted_cell_of_several_lines_between_tabs_is_one_cell():
    document = read('序号\t任务\t单位\n1\t"做甲；\n做丙"\t市甲局\n2\t做乙\t市乙局\n')
    cells = [block.span.of(document.text) for block in document.blocks]
    assert cells == ["序号", "任务", "单位", "1", "做甲；\n做丙", "市甲局", "2", "做乙", "市乙局"]


def test_a_row_that_no_line_closes_stays_as_it_stands():
    document = read("| 任务 | 单位 |\n| 做甲 | 市甲局\n\n做丙\n| 做乙 | 市丙局 |\n")
    assert "做丙" in [block.span.of(document.text) for block in document.blocks]


@given(st.text(alphabet="一1.、|（）局\n- #*~", max_size=60))
def test_mending_twice_is_mending_once_for_texts_without_marks(text):
    """Whatever stays is stable: no rule leaves marks that another run would take for something else."""
    once = mend_text(text, "txt").text
    if not set("#*~") & set(text):
        assert mend_text(once, "txt").text == once


PARAGRAPHS = [
    "一、主要任务",
    *(
        f"{number}.推进{name}工程建设，完善基础设施和公共服务体系，健全长效管护机制，全年改造提升设施{number}20处，"
        f"让群众在家门口享受到更加优质便捷的服务。（牵头单位：市{name}局，市住房和城乡建设局；责任单位：各县（市、区）人民政府）"
        for number, name in enumerate(("水利", "教育", "民政", "林业", "交通运输", "文化和旅游") * 2, 1)
    ),
    "各地要加强组织领导。",
]


def wrap(
    *, width: int = 28, page: int = 14, numbers: str = "{}", head: str = "", gap: str = "\n", indent: str = ""
) -> str:
    """The paragraphs as a page of paper breaks them."""
    lines = [
        indent * (at == 0) + part
        for paragraph in PARAGRAPHS
        for at, part in enumerate(paragraph[n : n + width] for n in range(0, len(paragraph), width))
    ]
    pages = [lines[n : n + page] for n in range(0, len(lines), page)]
    printed = (gap.join([*([head] if head else []), *each, numbers.format(n)]) for n, each in enumerate(pages, 1))
    return "\n".join(printed) + "\n"


@pytest.mark.parametrize(
    "layout",
    [
        {},
        {"numbers": "— {} —"},
        {"numbers": "{} / 4", "head": "某市人民政府公报"},
        {"numbers": "", "head": "某市人民政府公报"},
        {"indent": "    "},
        {"gap": "\n\n"},
        {"width": 35},
    ],
    ids=str,
)
def test_lines_that_paper_broke_are_put_together(layout):
    """Copied out of a PDF, each line of paper is one of the text; page numbers and running heads stand between them."""
    mended = mend_text(wrap(**layout), "txt")
    assert [line for line in mended.text.splitlines() if line] == PARAGRAPHS
    assert [head for head in mended.heads if head] == (["某市人民政府公报"] if "head" in layout else [])


@pytest.mark.parametrize("ending", ["。", "；", "：张某", "、绿色转型"])
def test_full_lines_that_end_a_sentence_stay_lines(ending):
    """A list whose lines happen to be of one length is no text that paper broke."""
    text = "".join(f"推进重点领域改革创新和高质量发展工作事项第{n:02d}项{ending}\n" for n in range(20))
    assert mend_text(text, "txt").text == text


def test_two_pages_that_begin_alike_lose_nothing():
    """The last sign of a clause is no running head, however often a page begins with it."""
    text = "\n".join(f"{n}.推进建设。（市水利局负\n— {n} —\n责）" for n in range(1, 4)) + "\n"
    assert mend_text(text, "txt").text.count("责）") == 3


def test_a_label_below_a_full_line_opens_its_own():
    """责任单位 stands on a line of its own even where the line above happens to be full."""
    lines = [line for line in wrap(numbers="").splitlines() if line]
    at = next(n for n, line in enumerate(lines) if line.startswith("2."))
    text = "\n".join([*lines[: at + 1], "责任单位：市水利局", *lines[at + 1 :]])
    assert "\n责任单位：市水利局\n" in mend_text(text, "txt").text


LISTED = [
    "某市2026年重点工作分工",
    "为做好全年各项重点工作，明确各单位的任务、责任和时限，现将分工印发给你们，请结合实际抓好落实，按季报送进展情况。",
    "一、产业发展",
    "1.新建标准厂房12.5万平方米，完成技术改造项目1350个，工业用电量增长8%以上。",
    "责任单位：市甲局、市财政局、市自然资源和规划局、市生态环境局、市水利局、各县（市、区）政府、某开发区管委会",
    "2.培育专精特新企业，推动中小企业数字化转型，新增企业技术中心13家。",
    "责任单位：市委农办（市农业农村局）、市税务局、市人力资源和社会保障局、市市场监督管理局、市科学技术局",
    "3.改造老旧小区25个，惠及居民11350户，生活垃圾无害化处理率保持在98%以上。",
    "责任单位：市住房和城乡建设局、市城市管理局、市民政局、各县（市、区）人民政府、各街道办事处",
    "二、民生保障",
    "4.新增公办幼儿园学位3000个，改善乡村学校办学条件，开通城乡公交线路20条。",
    "责任单位：市教育局、市交通运输局",
]


@given(width=st.integers(18, 45), by_columns=st.booleans())
def test_the_width_of_the_paper_changes_no_paragraph(width, by_columns):
    """Labelled lists without a full stop go on below as sentences do, whether signs or their columns were counted."""
    lines: list[str] = []
    for paragraph in LISTED:
        lines.append("")
        for sign in paragraph:
            taken = len(re.sub("[!-~]", "", lines[-1])) + len(lines[-1]) if by_columns else 2 * len(lines[-1])
            if taken + 1 >= 2 * width and sign not in "、，。：）":
                lines.append("")
            lines[-1] += sign
    assert mend_text("\n".join(lines) + "\n", "txt").text.splitlines() == LISTED


def test_an_item_below_a_full_line_that_ends_no_sentence_opens_its_own():
    """The list of the item above happened to end where the paper did."""
    text = wrap(numbers="").replace(
        "各地要加强组织领导。", "责任单位：市水利局、市教育局、市民政局、市林业局、市信访局\n13.推进甲，完成乙。"
    )
    assert mend_text(text, "txt").text.endswith("市信访局\n13.推进甲，完成乙。\n")


@pytest.mark.parametrize("rest", ["一、多表合一改革，减轻基层负担。", "1.5万户居民受益，减轻基层负担。"])
def test_what_looks_like_a_number_within_a_sentence_opens_nothing(rest):
    """一 ends 多证合一 on the next line, and 1.5万 is no item."""
    text = wrap(numbers="") + "完善基础设施和公共服务体系，健全长效管护机制，推进多证合\n" + rest + "\n"
    assert "推进多证合" + rest in mend_text(text, "txt").text


def test_the_end_of_a_label_is_no_label():
    """牵头考核单位 broken behind its first sign is no 头考核单位."""
    words = "全年改造提升服务设施和公共文化空间20处，（持续推进，牵"
    text = wrap(numbers="") + "13.推进甲。（持续推进，牵头考核单位：市水利局）\n" + words + "\n头考核单位：市教育局）\n"
    assert words + "头考核单位：市教育局）" in mend_text(text, "txt").text


def test_units_on_lines_of_their_own_stay_on_them():
    """A list of one unit a line has no full lines, whatever stands around it."""
    units = "".join(f"市{name}局、\n" for name in ("甲", "乙", "自然资源和规划", "人力资源和社会保障", "水利", "商务"))
    text = f"一、产业发展\n1.新建厂房，改造设备，完成投资。\n责任单位：\n{units}2.扩大出口。\n责任单位：市丁局\n"
    assert mend_text(text, "txt").text == text


def test_the_running_head_of_two_issuers_is_no_word():
    """中共某市委、某市人民政府文件 stands beside each page's number, in the middle of a unit's name."""
    head = "中共某市委、某市人民政府文件"
    mended = mend_text(f"{head}\n1.推进甲。（市自然资源和\n— 1 —\n{head}\n规划局）\n2.推进乙。\n— 2 —\n{head}\n", "txt")
    assert mended.text.count(head) == 1
    assert mended.heads == (head,)


def pages(*feet: str, numbers: str = "", head: str = "") -> str:
    """Pages that begin with what lost its number, and what stands at the foot of each."""
    return "\f".join(
        f"{head}推进{name}工程。\n（市水利局）\n19.推进乙工程。\n（市民政局）\n{foot}\n{numbers.format(at)}"
        for at, (name, foot) in enumerate(zip("子丑寅卯", feet, strict=False), 1)
    )


@pytest.mark.parametrize("numbers", ["", "\n{}\n", "\n— {} —\n"])
@pytest.mark.parametrize("head", ["", "某市人民政府文件\n\n"])
@pytest.mark.parametrize("strayed", ["18.", "18", "——", "50%", "2026", "“"])
def test_what_a_text_layer_took_to_the_foot_of_a_page_stands_before_its_first_words(strayed, head, numbers):
    text = read(pages("（续建）", "（新建）", strayed, "（扩建）", numbers=numbers, head=head)).text
    assert f"\n{strayed}推进寅工程。" in text
    assert text.count(strayed) == 1


def test_a_number_below_the_first_line_of_a_page_stands_before_it():
    """So it is where the layout of the page was kept."""
    text = "1.推进甲。\n（市水利局）\n\f     推进乙，完成\n  2.\n丙。（市民政局）\n"
    assert "\n2.推进乙，完成\n" in read(text).text


def test_the_numbers_of_pages_do_not_stray():
    """They go up with the pages."""
    text = read(pages("3", "4", "5")).text
    assert "\n推进丑工程。" in text and "4推进" not in text


WHOLE = "推进城区供水管网改造工程和农村饮水安全工程建设，健全水质监测和应急处置工作机制，让群众喝上放心水。"


@pytest.mark.parametrize(
    "torn",
    [
        "1.推进甲工程建设，健全运行维护工作机制，提高公共服务\n水平，让群众满意。（责任单位：市水利局）",
        "1.推进甲工程建设，健全运行维护工作机制，提高公共服务水平，完成投资13\n50万元。（责任单位：市水利局）",
    ],
)
def test_a_short_text_that_paper_broke_once_is_put_together(torn):
    """Every full line breaks off, and every other opens an item or goes on."""
    text = f"{torn}\n2.推进乙工程。（市民政局）\n"
    assert mend_text(text, "txt").text == text.replace(torn, torn.replace("\n", ""))


@pytest.mark.parametrize(
    "torn",
    [
        "2.推进甲工程建设，健全运行维护工作机制，提高\n公共服务水平，让群众满意，完成投资三千万元（含\n利息）的工程。（市水利局）",
        "2.推进甲工程建设，健全运行维护工作机制。（责任单位：市水\n利局、市民政局）",
        "2.推进甲工程建设，健全运行维护工作机制，完成投资13\n50万元。",
        "责任单位：市自然资源和规划局、市生态环境局、市民政局、\n市水利局。",
    ],
)
def test_a_torn_paragraph_among_whole_ones_is_put_together(torn):
    """Some were copied with the lines of their page, the others were not."""
    text = f"1.{WHOLE * 3}（市水利局）\n{torn}\n3.{WHOLE * 2}（市水利局）\n"
    assert mend_text(text, "txt").text == text.replace(torn, torn.replace("\n", ""))


@pytest.mark.parametrize(
    "lines",
    [
        "（一）强化创新引领，推动产业转型升级和高质量发展\n实施技术改造。",
        "推进甲工程建设，健全运行维护工作机制第一\n推进乙工程建设，健全运行维护工作机制第二",
        "责任单位\n推进甲工程建设，健全运行维护工作机制，提高\n公共服务水平，让群众满意，完成投资三千万元\n工程。",
    ],
)
def test_lines_that_may_be_whole_among_whole_ones_stay(lines):
    """A heading with a comma, a list whose lines end no sentence, and the cells of a table are no torn paragraph."""
    text = f"1.{WHOLE * 3}（市水利局）\n{lines}\n3.{WHOLE * 2}（市水利局）\n"
    assert mend_text(text, "txt").text == text


@pytest.mark.parametrize("leader", ["……", "\t", "    ", " ..... "], ids=["dots", "tab", "blanks", "points"])
def test_contents_typed_as_text_are_left_out_and_counted(leader):
    """Their lines end in the number of a page, and their words stand again below."""
    body = "一、修路\n（一）选址\n1.选址。（市甲局）\n（二）施工\n2.施工。（市乙局）\n"
    listed = f"目  录\n一、修路{leader}1\n（一）选址{leader}1\n（二）施工{leader}12\n"
    mended = mend_text(f"甲市工作要点\n{listed}{body}", "txt")
    assert (mended.text.split(), mended.contents) == (["甲市工作要点", *body.split()], 3)


@pytest.mark.parametrize(
    "lines", ["指标\t3\n户数\t4\n人数\t5\n", "一、修路……3\n（一）选址……2\n（二）施工……1\n"], ids=["table", "falling"]
)
def test_lines_that_end_in_other_numbers_are_no_contents(lines):
    """The words of a table stand nowhere else, and pages do not fall."""
    text = f"{lines}一、修路\n（一）选址\n（二）施工\n"
    assert mend_text(text, "txt").contents == 0
