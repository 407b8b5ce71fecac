"""Settling on the page: questions with their answers, and the files they are written to."""

from __future__ import annotations

from dataclasses import replace

from builders import plan_from
from reading import plan_of
from responsibility.kinds import Basis, Role
from responsibility.language.wording import load_wording
from responsibility.model import Plan
from responsibility.registry import parse_registry
from responsibility.resolve.dismissals import parse_dismissals
from responsibility.resolve.overrides import parse_overrides
from responsibility.rows import write_rows
from responsibility.views.page.settling import KeptFile, ask_on_page, cut_files
from responsibility.views.questions import Question
from test_matters import world

SAY = load_wording()
OWN = parse_registry(
    "id,name,short,kind,parent,valid_from,valid_to,succeeded_by\n"
    "czj,甲市财政局,市财政局,government,,,,\njyj,甲市教育局,市教育局,government,,,,\n"
    "nyj,甲市农业农村局,市农业农村局,government,,,,\n"
)
TEXT = (
    "甲市工作分工\n1.甲事。新建泵站3座。(责任单位:市财政局、市教育局)\n2.乙事。建桥4座。(责任单位:市教育局、飞鸟集团)\n"
    "3.丙事。修路5条。(责任单位:市财政局、市农业局、飞鸟集团)\n4.丁事。\n"
)


def ask(plan: Plan) -> dict[str, Question]:
    return {each.id: each for each in ask_on_page(plan, world(plan).matters, SAY)}


def settle(question: Question, place: int, text: str = TEXT) -> Plan:
    """Read the notice again with the lines of an answer in the plan's files."""
    files: dict[str, list[dict[str, str]]] = {"overrides.csv": [], "dismissals.csv": []}
    for line in question.choices[place].lines:
        files[line.file].append({**line.values, "reason": "核对过"})
    written = {}
    for name, rows in files.items():
        heads = (
            ["item_id", "mention", "unit_id", "role", "kind", "heading", "value"]
            if name == "overrides.csv"
            else ["rule", "item", "words"]
        )
        heads.append("reason")
        written[name] = write_rows(heads, [[row.get(head, "") for head in heads] for row in rows])
    plan = plan_of(text, OWN, parse_overrides(written["overrides.csv"], "overrides.csv"))
    return replace(plan, dismissals=parse_dismissals(written["dismissals.csv"], "dismissals.csv"))


def test_each_question_has_answers_by_which_it_is_gone():
    """Whatever is answered, the notice read again with its lines does not ask the same again."""
    questions = ask(plan_of(TEXT, OWN))
    assert {"leads", "names:飞鸟集团", "names:市农业局"} <= set(questions)
    for question in questions.values():
        for place in range(len(question.choices)):
            assert question.id not in ask(settle(question, place)), question.choices[place].words


def test_all_leads_by_order_are_one_answer_and_the_only_one_that_custom_offers():
    """One line a task; nothing else is chosen for the person."""
    questions = ask(plan_of(TEXT, OWN))
    usual = [(key, each.words) for key, one in questions.items() for each in one.choices if each.suggested]
    assert usual == [("leads", "3项都以列首位的单位牵头")]
    assert [line.values["item_id"] for line in questions["leads"].choices[0].lines] == ["1", "2", "3"]


def test_a_name_is_asked_about_once_wherever_it_stands():
    """Two tasks, one question, with both tasks to look at."""
    question = ask(plan_of(TEXT, OWN))["names:飞鸟集团"]
    assert question.item_ids == ("2", "3")
    assert [each.words for each in question.choices] == [
        "是一个单位，名称就叫“飞鸟集团”",
        "不是责任单位",
        "是人名，记为责任人",
    ]


def test_a_unit_that_a_name_may_be_is_an_answer_and_never_chosen_for_a_person():
    """Likeness proposes; the line means the name in every task."""
    first = ask(plan_of(TEXT, OWN))["names:市农业局"].choices[0]
    assert (first.words, first.suggested) == ("就是“甲市农业农村局”", False)
    assert "市农业农村局" in {each.short for each in settle(ask(plan_of(TEXT, OWN))["names:市农业局"], 0).units}


def test_one_of_several_leads_is_named_by_who_stays():
    """The answer says who leads, its lines make co-leads of the others."""
    plan = plan_of(TEXT, OWN)
    both = tuple(
        replace(each, role=Role.LEAD, basis=Basis.MARK) if each.item_id == "1" else each for each in plan.assignments
    )
    question = ask(replace(plan, assignments=both))["many-leads:1"]
    assert [each.words for each in question.choices] == ["市财政局总牵头", "市教育局总牵头", "就是共同牵头"]
    assert [line.values for line in question.choices[0].lines] == [
        {"item_id": "1", "unit_id": "jyj", "role": "co-lead"}
    ]


def cut(text: str) -> KeptFile:
    return cut_files(replace(plan_from({"1": ["a"]}), tables=(("overrides.csv", text),)))[0]


def test_a_file_that_is_not_there_is_headed_in_chinese():
    """Only with what answers write."""
    kept = cut("")
    assert (kept.head, kept.lines) == ("任务编号,提法,单位编号,角色,理由,经办人,日期\n", ())
    assert kept.columns == ("item_id", "mention", "unit_id", "role", "reason", "by", "day")


def test_a_file_is_cut_with_its_comments_and_gets_the_columns_that_it_lacks():
    """Every line as it stands; a unit named by its name is the same as by its id."""
    text = '# 说明\n任务,提法,单位,角色,理由\n1,,市a局,牵头,"两行\n理由"\n# 完\n1,某,,无,已调离'
    kept = cut(text)
    assert kept.head == "# 说明\n任务,提法,单位,角色,理由,经办人,日期\n"
    assert kept.lines == (
        ('1,,市a局,牵头,"两行\n理由"\n', {"item_id": "1", "unit_id": "a"}),
        ("# 完\n", {}),
        ("1,某,,无,已调离\n", {"item_id": "1", "mention": "某"}),
    )


def test_a_line_about_a_day_or_a_person_is_never_taken_for_one_about_a_unit():
    """Its kind is part of what it is about."""
    kept = cut("item_id,mention,unit_id,role,reason,kind,value\n1,,,,会议纪要,due,2025-06-30\n")
    assert kept.lines == (("1,,,,会议纪要,due,2025-06-30\n", {"item_id": "1", "kind": "due", "value": "2025-06-30"}),)
    assert kept.beside == (("heading", "栏目"),)


def test_a_file_parted_by_tabs_stays_so():
    """As a spreadsheet saves it."""
    kept = cut("item_id\tmention\tunit_id\trole\treason\n1\t\ta\tlead\t纪要\n")
    assert kept.separator == "\t"
    assert kept.head.endswith("reason\t经办人\t日期\n")


def test_names_that_may_be_one_unit_are_one_question_as_on_the_desk():
    """Said to be one they are one unit; said to be several they stay, and neither is asked again."""
    text = TEXT.replace("飞鸟集团)\n3", "市飞鸟保障中心)\n3").replace("飞鸟集团)\n4", "市飞鸟中心)\n4")
    question = ask(plan_of(text, OWN))["names:市飞鸟保障中心"]
    assert question.item_ids == ("2", "3")
    for place, units in enumerate((["市飞鸟保障中心"], ["市飞鸟保障中心", "市飞鸟中心"])):
        after = settle(question, place, text)
        assert [unit.name for unit in after.units if "飞鸟" in unit.name] == units
        assert not [key for key in ask(after) if "飞鸟" in key]
