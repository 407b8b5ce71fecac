"""Clauses: what the words in a bracket or behind a label say, form by form."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from reading import codes_of, notice_of, plan_of, rows_of
from responsibility.kinds import Severity
from responsibility.language.lexicon import load_lexicon
from responsibility.parse.clause.asides import is_person
from responsibility.registry import Registry, load_base
from responsibility.resolve import resolve_plan
from responsibility.settings import ReadingSettings, Settings

LEAD, CO_LEAD, SUPPORT = "lead", "co-lead", "support"
LABEL, WORD, MARK, RULE = "label", "role-word", "mark", "rule"
FIRST, LISTED, SOLE = "first-listed", "listed", "sole"

# One form a line: what stands behind the sentence of an item (＝ is a line break), and name, role, basis of each unit.
with (Path(__file__).parent / "data" / "clauses.csv").open(encoding="utf-8-sig", newline="") as table:
    FORMS = {row["form"]: (row["clause"], row["assignments"]) for row in csv.DictReader(table)}


def item_with(clause: str) -> str:
    """One item whose sentence the clause follows."""
    return f"一、工作任务\n1.抓好重点。推进各项工作。{clause.replace('＝', chr(10))}"


@pytest.mark.parametrize(("clause", "expected"), FORMS.values(), ids=FORMS)
def test_clause_names_units_with_roles(clause: str, expected: str):
    """Each form gives its units, restored names, roles and the reason for each role."""
    rows = [tuple(row.rsplit(" ", 2)) for row in expected.split(", ")]
    assert rows_of(plan_of(item_with(clause))) == rows


@pytest.mark.parametrize(
    "text",
    [
        "（含技师学院、技工学校）",
        "，依托中心学校（市一中）",
        "，依托中心学校（市一中、市二中）",
        "，开放场馆（市科技馆、市体育馆）",
        "，开放场馆（市图书馆、市体育馆）",
        "（市级示范区、县级示范园）",
        "，惠及居民（县乡村、镇街）",
        "（某委办发〔2020〕22号）",
        "（以联合体形式申报时，牵头单位填写）",
        "建立由市农牧局牵头，市商务局参加的联席会议",
        "（三期）",
        "（市级财政承担50%）",
        "责任单位要切实负责",
        "各县政府 （管委会），各部门",
    ],
)
def test_what_only_looks_like_a_clause_names_nobody(text: str):
    """Brackets and prose that speak of something else make no assignment."""
    assert rows_of(plan_of(f"一、工作任务\n1.抓好重点。推进工作{text}。")) == []


@pytest.mark.parametrize(
    ("clause", "code"),
    [
        ("（责任单位：市科技局、市财政局", "CLAUSE_UNCLOSED"),
        ("（责任单位：、区财政局）", "NAME_LOST"),
        ("（责任单位：）", "CLAUSE_EMPTY"),
        ("（责任单位：市科技局市财政局）", "SEPARATOR_LOST"),
        ("（责任单位：市科 技局）", "NAME_NOISE"),
        ("（责任单位：市科技局、飞鸟）", "NAME_ODD"),
        ("（责任单位：市科技局，企业申报时应当由所在地主管的有关方面逐级审核后再行上报）", "CLAUSE_PIECE"),
        ("（市科技局指导，市财政局负责）", "ROLE_GUIDES"),
        ("（市科技局，市财政局配合）", "ROLE_GUESSED"),
        ("（申报时牵头单位填写）", "BRACKET_UNUSED"),
        ("（市科技局；2024年6月）", "BRACKET_UNUSED"),
        ("（贵任单位：市科技局）", "BRACKET_UNUSED"),
        ("（市科技局、财政局、教育局和各镇街按职责分工卖力）", "BRACKET_UNUSED"),
        ("统筹要素由市科技局牵头、要事要办且应当申报负责）", "BRACKET_UNUSED"),
        ("（市科技局负责项目申报，市财政局负责资金拨付）", "CLAUSE_ASIDE"),
        ("（责任单位：市科技局：项目申报；市财政局：资金拨付）", "CLAUSE_ASIDE"),
        ("（责任单位：市科技局、XX局）", "CLAUSE_ASIDE"),
        ("（责任单位：详见附件2）", "CLAUSE_EMPTY"),
        ("（责任单位：市科技局及下属单位）", "UNITS_OPEN"),
        ("（责任单位：市科技局牵头的工作专班）", "NAME_ODD"),
        ("（责任单位：同上）", "CLAUSE_EMPTY"),
        ("（责任单位：市科技局、由联席会议另行明确）", "CLAUSE_PIECE"),
        ("（责任单位：市科技局（市财政局、市公安局））", "NAME_ODD"),
        ("（责任单位：★市科技局、市财政局）", "NAME_SIGN"),
        ("（责任单位：市科技局（李某某）、市财政局）", "CLAUSE_ASIDE"),
        ("（责任单位：市科技局，责任人：市财政局）", "CLAUSE_ASIDE"),
        ("（责任单位：市科技局；适用范围：甲片区）", "CLAUSE_ASIDE"),
        ("（责任单位：市科技局；进度：已完成60%）", "CLAUSE_ASIDE"),
        ("（责任单位：市科技局、推动建设甲数据中心）", "CLAUSE_PIECE"),
        ("（责任单位：✓市科技局、市财政局）", "NAME_SIGN"),
        ("（责任单位：[√]市科技局、[ ]市财政局）", "NAME_UNTICKED"),
        ("（有关部门负责）", "UNITS_OPEN"),
        ("（责任单位：市直有关部门）", "UNITS_OPEN"),
        ("（责任单位：市科技局牵头单位、市财政局）", "NAME_ODD"),
        ("（责任单位：市科技局、越江新区、高新区等管委会）", "NAME_ODD"),
        ("（责任单位：市科技局、五里街道南门街道）", "NAME_ODD"),
        ("＝责任单位 城投公司、市财政局", "CLAUSE_UNREAD"),
        ("（责任单位：第1项由市科技局负责，第2项由市财政局负责）", "CLAUSE_PIECE"),
        ("（第1项由市科技局负责，第2项由市财政局负责）", "BRACKET_UNUSED"),
        ("（责任单位：市科技局、市财政局，市教育局，逗号前为牵头单位，下同）", "RULE_UNTIL_LEADS"),
        ("（责任单位：市科技局。以下均需各县落实，不再一一列出）", "BLANKET_UNITS"),
        ("（市科技局、市财政局负责，列首位的为牵头单位，下同）", "RULE_FIRST_LEADS"),
    ],
)
def test_nothing_odd_passes_in_silence(clause: str, code: str):
    """What was guessed, mended, left out or not understood is told, with its place in the item."""
    plan = plan_of(item_with(clause))
    finding = next(each for each in plan.findings if each.code == code)
    assert finding.span is not None
    assert plan.items[0].span.start <= finding.span.start < len(plan.notice.document.text)


@pytest.mark.parametrize(("more", "severity"), [("", Severity.WARNING), ("（市民政局负责）", Severity.NOTE)])
def test_a_bracket_not_read_is_a_warning_where_the_item_is_nobodys(more: str, severity: Severity):
    """Such an item would lose its units; beside a clause that was read the bracket is a remark."""
    plan = plan_of(item_with(f"（教育、卫健等部门按职责分工负责）。{more}"))
    assert [each.severity for each in plan.findings if each.code == "BRACKET_UNUSED"] == [severity]


def test_several_clauses_stay_apart():
    """Each clause has its own lead; the item keeps a unit's strongest role, repeats keep the other."""
    plan = plan_of("一、任务\n1.抓好重点。先做甲（市科技局牵头，市财政局配合）。再做乙（市财政局牵头，市科技局配合）。")
    assert rows_of(plan) == [("市科技局", LEAD, WORD), ("市财政局", LEAD, WORD)]
    assert [(each.name, each.role) for each in plan.repeats] == [("市财政局", SUPPORT), ("市科技局", SUPPORT)]
    assert codes_of(plan).count("UNIT_AGAIN") == 2
    assert plan.items[0].body == "先做甲。再做乙。"


def test_rule_reaches_later_clauses_only_from_where_it_stands():
    """下同 makes the first listed lead by rule from there on; before, it leads by convention."""
    plan = plan_of(
        "一、任务\n1.甲。好。（市科技局、市财政局负责）\n2.乙。好。（市财政局、市教育局负责，列第一位者为牵头部门，下同）\n"
        "3.丙。好。（市教育局、市科技局负责）\n4.丁。好。（市教育局负责）\n5.戊。好。（市财政局、市科技局分别牵头）"
    )
    leads = [(each.item_id, each.name, each.basis.value) for each in plan.assignments if each.role == LEAD]
    assert leads == [
        ("1.1", "市科技局", FIRST),
        ("1.2", "市财政局", RULE),
        ("1.3", "市教育局", RULE),
        ("1.4", "市教育局", SOLE),
        ("1.5", "市财政局", WORD),
        ("1.5", "市科技局", WORD),
    ]


def test_rule_in_the_covering_letter_holds_for_the_whole_notice():
    """A sentence before the first number that says who leads is a rule."""
    plan = plan_of("各县区：\n任务分解如下，责任单位中列首位的为牵头单位。\n一、任务\n1.甲。好。（市科技局、市财政局）")
    assert rows_of(plan) == [("市科技局", LEAD, RULE), ("市财政局", CO_LEAD, LISTED)]


@pytest.mark.parametrize(
    ("rule", "units", "roles"),
    [
        ("逗号前为牵头单位，逗号后为配合单位", "市科技局、市财政局，市教育局", [LEAD, LEAD, SUPPORT]),
        ("分号前的为牵头单位", "市科技局，市财政局；市教育局", [LEAD, LEAD, CO_LEAD]),
        ("逗号前为牵头单位，逗号后为配合单位", "市科技局、市财政局", [LEAD, CO_LEAD]),
        ("标注“★”的单位为牵头单位", "市科技局、★市财政局", [CO_LEAD, LEAD]),
        ("标注★的为牵头单位，其余为协办单位", "市科技局、★市财政局", [SUPPORT, LEAD]),
        ("标▲的为牵头单位，标△的为配合单位", "▲市科技局、△市财政局、市教育局", [LEAD, SUPPORT, CO_LEAD]),
    ],
)
def test_letter_says_by_what_sign_the_lead_is_told(rule: str, units: str, roles: list[str]):
    """A comma, a semicolon or a mark tells who leads where the letter says so; where none stands, the first does."""
    plan = plan_of(f"各县区：\n任务分解如下，{rule}。\n一、任务\n1.甲。好。（责任单位：{units}）")
    assert [role for _, role, _ in rows_of(plan)] == roles


def test_rule_in_a_numbered_point_of_the_letter_holds_too():
    """It must say 为牵头; a task that speaks of the first of its kind states no rule."""
    text = "一、要求\n抓好落实。\n二、{}。\n一、任务\n1.甲。好。（责任单位：市科技局、市财政局）"
    rule = plan_of(text.format("责任单位中排名第一的为牵头单位，其他列入的为参与单位"))
    assert rows_of(rule) == [("市科技局", LEAD, RULE), ("市财政局", SUPPORT, RULE)]
    task = plan_of(text.format("建设全市首个由企业牵头的平台"))
    assert rows_of(task) == [("市科技局", LEAD, FIRST), ("市财政局", CO_LEAD, LISTED)]


def test_blanket_sentence_adds_units_to_all_later_items():
    """…均需各县政府落实,不再一一列出 reaches its own item and the later ones that have a clause."""
    plan = plan_of(
        "一、任务\n1.甲。好。（市科技局负责）\n2.乙。好。（市财政局负责。以下各项任务均需各县政府、各园区落实，不再一一列出）\n"
        "3.丙。好。（市教育局牵头）\n4.丁。好。"
    )
    added = [(each.item_id, each.name, each.role.value, each.basis.value) for each in plan.assignments]
    assert added == [
        ("1.1", "市科技局", LEAD, SOLE),
        ("1.2", "市财政局", LEAD, SOLE),
        ("1.2", "各县政府", CO_LEAD, RULE),
        ("1.2", "各园区", CO_LEAD, RULE),
        ("1.3", "各县政府", CO_LEAD, RULE),
        ("1.3", "各园区", CO_LEAD, RULE),
        ("1.3", "市教育局", LEAD, WORD),
    ]


def test_alias_mark_and_separator_travel_with_the_mention():
    """A mention knows what stood before and behind it."""
    clause = notice_of(item_with("（责任单位：市交通委（市道运局），市科技局（牵头））")).items[0].clauses[0]
    assert [(each.text, each.separator, each.mark, each.alias) for each in clause.mentions] == [
        ("市交通委（市道运局）", "", "", "市道运局"),
        ("市科技局", ",", "（牵头）", ""),
    ]
    assert clause.label == "责任单位"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("由市科技局牵头制定办法，市财政局配合。", [("市科技局", LEAD), ("市财政局", SUPPORT)]),
        ("市科技局、市教育局共同牵头，办好展会。", [("市科技局", LEAD), ("市教育局", LEAD)]),
        ("市科技局要会同有关部门安排资金。", [("市科技局", LEAD)]),
        ("城关镇牵头，县水利局配合，修路3公里。", [("城关镇", LEAD), ("县水利局", SUPPORT)]),
        ("由水政大队会同各乡镇政府清理网箱。", [("水政大队", LEAD), ("各乡镇政府", CO_LEAD)]),
        (
            "市科技局会同市教育局、市财政局制定办法。",
            [("市科技局", LEAD), ("市教育局", CO_LEAD), ("市财政局", CO_LEAD)],
        ),
        (
            "市科技局会同市委组织部、市财政局制定办法。",
            [("市科技局", LEAD), ("市委组织部", CO_LEAD), ("市财政局", CO_LEAD)],
        ),
        ("由市财政局、市审计局分别核算成本。", [("市财政局", LEAD), ("市审计局", CO_LEAD)]),
        ("由水利、林业部门负责，有关部门配合。", [("水利部门", LEAD), ("林业部门", CO_LEAD)]),
        ("建好平台，由市科技局负责。", [("市科技局", LEAD)]),
        ("建好平台，市科技局牵头负责、市教育局具体负责。", [("市科技局", LEAD), ("市教育局", CO_LEAD)]),
        ("建好平台，市科技局副局长钱某牵头，市教育局配合。", [("市科技局", LEAD), ("市教育局", SUPPORT)]),
        ("做好核查，请市司法局、市审计局分别报送清单。", [("市司法局", LEAD), ("市审计局", CO_LEAD)]),
        (
            "由市水利局会同市自然资源和规划局以及市林业局制定办法。",
            [("市水利局", LEAD), ("市自然资源和规划局", CO_LEAD), ("市林业局", CO_LEAD)],
        ),
        (
            "由市人力资源和社会保障局牵头，会同各县区和市教育局开展培训。",
            [("市人力资源和社会保障局", LEAD), ("各县区", CO_LEAD), ("市教育局", CO_LEAD)],
        ),
        ("由市科技局牵头拟订清单，会同市教育局审核。", [("市科技局", LEAD), ("市教育局", CO_LEAD)]),
        ("建好平台，市科技局、市教育局共同牵头，年内开放。", [("市科技局", LEAD), ("市教育局", LEAD)]),
        ("建好平台，市科技局牵头，市教育局配合，年内开放。", [("市科技局", LEAD), ("市教育局", SUPPORT)]),
        ("平台建设由市科技局负责，年底前完成。", [("市科技局", LEAD)]),
        ("平台建设由经济发展局牵头，各街道配合。", [("经济发展局", LEAD), ("各街道", SUPPORT)]),
        ("责成市科技局牵头办好展会，年底前完成。", [("市科技局", LEAD)]),
        ("市财政局负责保障资金，年底前到位。", [("市财政局", LEAD)]),
        ("市财政局负责配合做好核算。", [("市财政局", SUPPORT)]),
        ("请市司法局、市财政局对合同进行审核。", [("市司法局", LEAD), ("市财政局", CO_LEAD)]),
        ("授权市水务公司实施，年底前完成。", [("市水务公司", LEAD)]),
        ("市教育局：负责校舍建设。各镇：负责征地。", [("市教育局", LEAD), ("各镇", CO_LEAD)]),
        ("市科技局做好技术指导，各镇抓好推广。", [("市科技局", LEAD), ("各镇", CO_LEAD)]),
        ("各学校负责实施（小学由中心小学统筹）。", [("各学校", LEAD)]),
        ("市科技局应当加强检查，市财政局要加大投入。", [("市科技局", LEAD), ("市财政局", CO_LEAD)]),
        ("组织考核，由职教科负责，政策法规科协助。", [("职教科", LEAD), ("政策法规科", SUPPORT)]),
        ("请地环处牵头，会同耕保处编制。", [("地环处", LEAD), ("耕保处", CO_LEAD)]),
        ("登记局要抓好建档，法规处做好配合。", [("登记局", LEAD), ("法规处", SUPPORT)]),
    ],
)
def test_sentence_of_an_item_without_a_clause_charges_units(sentence: str, expected: list[tuple[str, str]]):
    """What sentences say in passing is read with the basis "prose" where no clause says who acts."""
    plan = plan_of(f"一、分工\n1.甲。好。（市民政局负责）\n2.乙。{sentence}")
    assert rows_of(plan, "1.2") == [(name, role, "prose") for name, role in expected]
    assert codes_of(plan).count("UNITS_IN_PROSE") == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "核对由市财政局印发的目录。",
        "根据市财政局安排，牵头建好平台。",
        "名册由市委审定后公布。",
        "由市科技局牵头的会议照开。",
        "在险要之处负责巡查。",
    ],
)
def test_what_only_describes_a_thing_charges_nobody(sentence: str):
    """Who made the thing, or must have seen it before, has no duty in it."""
    assert rows_of(plan_of(f"一、分工\n1.甲。好。（市民政局负责）\n2.乙。{sentence}"), "1.2") == []


DUTIES = (
    "县教育局：组织演练，排查校舍。\n县水利局：开展巡查，调度水库。\n卫生院：储备药品，救治伤员。\n各村委会：转移群众。"
)


def test_a_sentence_that_ends_like_a_label_promises_no_clause():
    plan = plan_of("一、办好展会，提出如下任务分工：\n1.甲。好。（市民政局负责）")
    assert "CLAUSE_UNREAD" not in codes_of(plan)


def test_lines_that_each_begin_with_units_say_who_does_what():
    """Whatever verb stands behind the colon, and names that only their neighbours tell for units too."""
    plan = plan_of(f"一、分工\n1.甲。好。（县民政局负责）\n2.乙。职责分工为：\n{DUTIES}\n3.丙。好。（县财政局负责）")
    read = [("县教育局", LEAD), ("县水利局", CO_LEAD), ("卫生院", CO_LEAD), ("各村委会", CO_LEAD)]
    assert rows_of(plan, "1.2") == [(name, role, "prose") for name, role in read]
    assert "CLAUSE_UNREAD" not in codes_of(plan)


@pytest.mark.parametrize(
    "lines",
    [
        "县教育局：电话62010101。\n县水利局：电话62010102。\n县财政局：电话62010103。",
        "时间：五月起开始执行。\n地点：设在县政府会议室。\n要求：各村认真组织落实。",
        "县教育局：组织演练，排查校舍。\n县水利局：开展巡查，调度水库。",
    ],
)
def test_lines_with_colons_that_are_no_duties_charge_nobody(lines: str):
    plan = plan_of(f"一、分工\n1.甲。好。（县民政局负责）\n2.乙。如下：\n{lines}")
    assert rows_of(plan, "1.2") == []


def test_duties_by_unit_outside_of_the_items_are_told():
    """A chapter of duties beside one of tasks is no task; no unit of it is lost without a word."""
    plan = plan_of(f"一、任务\n1.甲。好。（县民政局负责）\n二、部门职责\n{DUTIES}")
    told = [each.params["text"] for each in plan.findings if each.code == "CLAUSE_UNREAD"]
    assert told == DUTIES.split("\n")


def test_sentences_are_told_once_and_can_be_left_out():
    """One finding counts the items whose units come from sentences; [reading] prose = false takes them out."""
    text = "一、分工\n1.甲。办法由市科技局牵头制定。\n2.乙。标准由市教育局牵头制定。"
    assert [each.params["count"] for each in plan_of(text).findings if each.code == "UNITS_IN_PROSE"] == [2]
    plan = resolve_plan(notice_of(text), Registry.empty(), Settings(reading=ReadingSettings(prose=False)))
    assert rows_of(plan) == []
    assert codes_of(plan).count("PROSE_UNREAD") == 1


@pytest.mark.parametrize(
    "sentence", ["由{}按职责分工负责。", "巡查由{}负责，年底前完成。", "{}共同负责巡查，年底前完成。"]
)
def test_a_long_list_before_its_verb_is_read_to_its_end(sentence: str):
    """Forty names in a row are two hundred signs and more."""
    names = [f"市{first}{second}局" for first in "甲乙丙丁戊己庚辛" for second in "山水林田湖"]
    plan = plan_of(f"一、分工\n1.甲。好。（市民政局负责）\n2.乙。{sentence.format('、'.join(names))}")
    assert [name for name, *_ in rows_of(plan, "1.2")] == names


def test_a_notice_without_any_item_is_read_paragraph_by_paragraph():
    """Titles, signatures and what has been done charge nobody; each paragraph that charges somebody is an item."""
    plan = plan_of(
        "关于犬只管理的通知\n各县政府：\n去年以来，市财政局牵头办理多件。\n明确市科技局为牵头单位，市教育局为配合单位，做好登记。\n"
        "县市要重视。由市民政局牵头制定办法，6月底前印发。\n甲市人民政府\n2025年3月3日\n"
    )
    assert [rows_of(plan, item.id) for item in plan.items] == [
        [("市科技局", LEAD, "prose"), ("市教育局", SUPPORT, "prose")],
        [("市民政局", LEAD, "prose")],
    ]
    assert [item.due for item in plan.items] == [None, "2025-06-30"]
    assert {"UNITS_IN_PROSE", "ITEM_UNNUMBERED"} <= {*codes_of(plan)}


def test_paragraphs_are_no_items_beside_numbered_ones():
    """A letter around numbered tasks charges nobody."""
    plan = plan_of("由市民政局牵头抓好落实。\n一、任务\n1.甲。好。（市科技局负责）\n")
    assert [item.number for item in plan.items] == ["1."]


def test_a_clause_silences_the_sentences_of_its_item():
    """Where a clause says who acts, a sentence beside it is a remark."""
    assert rows_of(plan_of("一、分工\n1.甲。由市科技局牵头办理。（市民政局负责）")) == [("市民政局", LEAD, SOLE)]


def test_a_bracket_that_is_no_clause_gives_no_name_with_half_a_bracket():
    """(以市甲局为主… is told of, and nobody is called (以市甲局."""
    plan = plan_of("一、分工\n1.甲事。（以市科技局为主，市教育局配合）\n2.乙事。（市民政局负责）")
    assert rows_of(plan) == [("市民政局", LEAD, SOLE)]
    assert "BRACKET_UNUSED" in codes_of(plan)


def test_a_closing_sentence_silences_no_sentence_before_it():
    """It is one of several that say who acts, and is kept where sentences in passing are left out."""
    text = "一、分工\n1.甲。方案由市教育局牵头制定。乙事年底前办好。由市科技局牵头，市财政局配合。"
    closing = [("市科技局", LEAD, WORD), ("市财政局", SUPPORT, WORD)]
    assert rows_of(plan_of(text)) == [("市教育局", LEAD, "prose"), *closing]
    left_out = resolve_plan(notice_of(text), Registry.empty(), Settings(reading=ReadingSettings(prose=False)))
    assert rows_of(left_out) == closing


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("此项工作由市科技局主办，市教育局协办。", [("市科技局", LEAD, WORD), ("市教育局", SUPPORT, WORD)]),
        ("水利所和各村（社区）负责具体实施。", [("水利所", LEAD, FIRST), ("各村（社区）", CO_LEAD, LISTED)]),
        ("由市科技局牵头，由市教育局配合。", [("市科技局", LEAD, WORD), ("市教育局", SUPPORT, WORD)]),
        ("市科技局牵头实施。2024年底前完成。", [("市科技局", LEAD, WORD)]),
        ("由市应急局牵头，市教育局配合。", [("市应急局", LEAD, WORD), ("市教育局", SUPPORT, WORD)]),
        ("经济办负责组织各企业具体实施。", [("经济办", LEAD, FIRST), ("各企业", CO_LEAD, LISTED)]),
    ],
)
def test_sentence_of_names_and_verbs_alone_is_a_clause(sentence: str, expected: list[tuple[str, str, str]]):
    """It closes its item also where others have their clause in a bracket, and it is told."""
    plan = plan_of(f"一、分工\n1.甲。好。（市民政局负责）\n2.乙。做好准备。{sentence}\n3.丙。好。（市民政局负责）")
    assert rows_of(plan)[1:-1] == expected
    assert codes_of(plan).count("CLAUSE_IN_PROSE") == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "各地区、市直各部门要切实负责。",
        "形成政府负责、部门协作、社会参与。",
        "实行企业主体负责。",
        "工作由企业申报。",
        "建立由市农牧局牵头，市商务局参加的联席会议。",
        "由龙头企业牵头组建联盟，由于市场变化另行安排。",
        "向市水利局申报，经市林业局审核后报市财政局负责。",
        "本办法由市司法局负责解释。",
    ],
)
def test_exhortation_gives_no_duty(sentence: str):
    """What all should do is nobody's task, and slogans name nobody."""
    plan = plan_of(f"一、分工\n1.甲。好。（市民政局负责）\n2.乙。做好准备。{sentence}")
    assert rows_of(plan) == [("市民政局", LEAD, SOLE)]


def test_an_open_list_beside_others_is_told_once_a_notice():
    """有关部门 beside a unit stays as printed and is told once; alone it charges nobody, with a warning each time."""
    beside = "".join(f"{n}.甲{n}。好。（市科技局会同有关部门负责）\n" for n in (1, 2, 3))
    assert codes_of(plan_of(f"一、分工\n{beside}")).count("UNITS_OPEN") == 1
    plan = plan_of("一、分工\n1.甲。好。（有关部门负责）\n2.乙。好。（责任单位：相关单位）")
    assert rows_of(plan) == []
    assert [each.severity for each in plan.findings if each.code == "UNITS_OPEN"] == [Severity.WARNING] * 2


def test_units_added_to_all_items_leave_out_those_that_lack_the_duty():
    """以下各项均需… adds the units named before 无此职能的由…, and one that the clause names already is not added."""
    said = "市科技局牵头，各县（市、区）政府落实。以下均需各县（市、区）落实，区里无此职能的，由市级部门承担，不再列出"
    plan = plan_of(f"一、分工\n1.甲。好。（{said}）\n2.乙。好。（市民政局负责）")
    assert rows_of(plan, "1.1") == [("市科技局", LEAD, WORD), ("各县（市、区）政府", CO_LEAD, WORD)]
    assert ("各县（市、区）", CO_LEAD, RULE) in rows_of(plan, "1.2")
    assert len(plan.units) == 3


def test_a_second_plate_in_brackets_is_the_unit_before_it():
    """市自然资源局（市林业局） is the first of the two where a register knows both."""
    plan = plan_of("一、分工\n1.甲。好。（责任单位：市自然资源局（市林业局））", Registry.empty(load_base()))
    assert [unit.name for unit in plan.units] == ["市自然资源局"]


def test_an_own_list_of_numbered_units_begins_no_item():
    """1. and 2. inside a labelled bracket number its units."""
    plan = plan_of("一、分工\n1.甲。好。（责任单位：1.市科技局；2.市财政局）\n2.乙。好。（责任单位：市民政局）")
    assert [item.number for item in plan.items] == ["1.", "2."]


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("王某", True),
        ("副局长李四", True),
        ("分管副市长", True),
        ("局长尚某", True),
        ("隋某某", True),
        ("市民政局", False),
        ("高新区", False),
        ("数据中心", False),
    ],
)
def test_persons_are_told_from_units(name: str, person: bool):
    """A surname with a given name, or a post, is a person; what ends as units do is none."""
    assert is_person(name, load_lexicon()) is person


@pytest.mark.parametrize(
    "clause", ["（责任单位：市科技局、市民政局)、市财政局）", "（市科技局、市民政局）、市财政局负责）"]
)
def test_names_behind_a_bracket_that_closes_too_early_are_kept_and_told(clause: str):
    plan = plan_of(f"一、分工\n1.甲。好。{clause}\n2.乙。好。（市民政局负责）")
    assert [name for name, *_ in rows_of(plan, "1.1")] == ["市科技局", "市民政局", "市财政局"]
    assert "CLAUSE_UNCLOSED" in codes_of(plan)


def test_each_label_among_names_is_judged_by_its_own_words():
    """A supervisor behind a person is no unit that stands where a person should; one without a label is."""
    kept = plan_of("一、分工\n1.甲。（责任单位：市科技局；责任人：郑某；督导单位：市审计局）")
    doubt = plan_of("一、分工\n1.甲。（责任单位：市科技局；责任人：市审计局；备注：续建）")
    said = [[each.severity.value for each in plan.findings if each.code == "CLAUSE_ASIDE"] for plan in (kept, doubt)]
    assert said == [["note"], ["warning"]]


def test_a_page_number_inside_a_name_is_noise_and_a_line_of_other_words_is_doubtful():
    """A copy out of a PDF brings the foot and the head of its pages along."""
    plan = plan_of(item_with("（责任单位：市科\n４\n技局、市财\n甲市人民政府公报\n政局）"))
    assert [name for name, *_ in rows_of(plan)] == ["市科技局", "市财甲市人民政府公报政局"]
    told = [each.severity.value for each in plan.notice.findings if each.code == "NAME_NOISE"]
    assert told == ["note", "warning"]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("修渠。\n【责任单位】市科技局", "修渠。"),
        ("修渠。\n责任单位：市科技局。完成时限：9月底。", "修渠。\n完成时限：9月底。"),
    ],
)
def test_nothing_of_a_clause_is_left_in_the_body(text: str, body: str):
    """Neither the bracket that opened its label nor the stop that closed it."""
    assert notice_of(f"一、工作任务\n1.抓好重点。{text}").items[0].body == body


def test_a_verb_within_an_offices_name_is_none():
    """The party's inspection office is not the party, which inspects nothing."""
    assert rows_of(plan_of("一、任务\n1.抓好重点。县委督查室每季度通报1次。")) == []
    assert rows_of(plan_of("一、任务\n1.抓好重点。县科技局要配合组织评审。")) == [("县科技局", SUPPORT, "prose")]


def test_that_a_verb_makes_guides_of_all_is_a_doubt():
    """责任单位:A、B指导 leaves nobody to act, or A: which, no sign tells."""
    plan = plan_of(item_with("（责任单位：县科技局、县财政局指导）"))
    assert [each.severity for each in plan.findings if each.code == "ROLE_GUIDES"] == [Severity.WARNING]


@pytest.mark.parametrize(("lines", "named"), [(3, ["甲甲科", "乙乙科", "丙丙处"]), (1, [])])
def test_brackets_of_offices_are_clauses_in_a_bureaus_own_plan(lines: int, named: list[str]):
    """One bracket behind a word may explain it; many lines that end so are a plan of offices."""
    ends = ("（甲甲科）", "（乙乙科、丙丙处）", "（甲甲科）")[:lines]
    plan = plan_of("一、任务\n" + "\n".join(f"{n}.抓好重点{end}" for n, end in enumerate(ends, 1)))
    assert [*dict.fromkeys(name for name, *_ in rows_of(plan))] == named


@pytest.mark.parametrize(
    ("clause", "below"),
    [
        ("（责任单位：县科技局，下同）", "县科技局"),
        ("责任单位：县科技局（下同）", "县科技局"),
        ("（责任单位：县科技局，列首位的为牵头单位，下同）", ""),
        ("（责任单位：各区政府（含管委会，下同））", ""),
    ],
)
def test_a_clause_that_says_so_holds_for_later_items_that_have_none(clause: str, below: str):
    """下同 of units goes on to the tasks below, which is told once; of a rule or a remark it does not."""
    plan = plan_of(
        f"一、任务\n1.抓好甲。{clause}\n2.抓好乙。巡查。\n3.抓好丙。（责任单位：县财政局）\n4.抓好丁。巡查。"
    )
    named = {each.item_id: each.name for each in plan.assignments}
    assert [named.get(f"1.{number}", "") for number in (2, 3, 4)] == [below, "县财政局", below]
    assert codes_of(plan).count("CLAUSE_SAME_BELOW") == (below != "")


def test_the_legend_that_was_applied_is_no_bracket_unused():
    """A sign that the notice explains marks the lead; its explanation is told as no doubt."""
    plan = plan_of("（注：加“★”者为牵头单位，其他为配合单位）\n一、任务\n1.抓好甲。（★县科技局、县财政局）")
    assert rows_of(plan) == [("县科技局", LEAD, MARK), ("县财政局", SUPPORT, RULE)]
    assert "BRACKET_UNUSED" not in codes_of(plan)


@pytest.mark.parametrize("legend", ["（下划线单位为牵头单位）", "（加粗的为牵头单位，其余为配合单位）"])
def test_that_its_look_marks_the_lead_is_told(legend: str):
    """A text keeps no underline: who was taken to lead is a doubt, and the legend is no task."""
    plan = plan_of(f"{legend}\n一、任务\n1.抓好甲。（县科技局、县财政局）")
    assert rows_of(plan) == [("县科技局", LEAD, FIRST), ("县财政局", CO_LEAD, LISTED)]
    assert [each.severity for each in plan.findings if each.code == "RULE_BY_LOOK"] == [Severity.WARNING]


def test_offices_in_square_brackets_open_the_tasks_of_a_plan():
    """[甲科]抓好… charges in a plan whose lines open so; a unit of a place does anywhere, a lone office is told."""
    lines = ("【财务科】抓好甲。", "【干部科、组织科】抓好乙。", "【组织科】抓好丙。", "【县委组织部】抓好丁。")
    plan = plan_of("一、任务\n" + "\n".join(f"{n}.{line}" for n, line in enumerate(lines, 1)))
    assert [name for name, *_ in rows_of(plan)] == ["财务科", "干部科", "组织科", "组织科", "县委组织部"]
    alone = plan_of("一、任务\n1.【财务科】抓好甲。")
    assert rows_of(alone) == []
    assert "BRACKET_UNUSED" in codes_of(alone)
