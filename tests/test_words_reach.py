"""What stands in an office's own document reaches its sheets: six common forms, every word counted."""

from __future__ import annotations

import re

import pytest

from responsibility.language.lexicon import load_lexicon
from responsibility.parse.table.heads import tell_head
from responsibility.system.inputs import SourceFile
from responsibility.views.issued.books import build_combined_book
from responsibility.views.scene import Scene
from responsibility.views.sheet import to_text
from responsibility.views.sheets.books import build_appendix_book, build_matrix_book
from responsibility.workflows.project import furnish, make_scene, read_notice
from sources import docx_of, notice_html, paragraph, table, xlsx_of

_MERGED = '<w:tcPr><w:vMerge w:val="{}"/></w:tcPr>'


def merged(words: str, how: str) -> str:
    return _MERGED.format(how) + paragraph(words)


DOCX = docx_of(
    paragraph("青山市2025年水务工作方案")
    + table((
        ["序号", "重点任务", "牵头单位", "配合单位", "分管领导", "责任人", "联系电话", "完成时限", "备注"],
        ["1", "修缮泵站", merged("市甲局", "restart"), "市乙局", merged("副市长周某", "restart"), "吴某", "8111222",
         "2025年6月底前", "续建"],
        ["2", "更换管网", merged("", "continue"), "市丙局", merged("", "continue"), "郑某", "8111333", "长期坚持", ""],
    ))
)  # fmt: skip
XLSX = xlsx_of(
    [
        ["序号", "工作任务", "牵头单位", "形象进度", None, "资金来源", "验收单位"],
        [None, None, None, "2025年上半年", "2025年下半年", None, None],
        ["1", "新建公园", "市甲局", "完成选址", "全面开工", "市级财政", "市乙局"],
        ["2", "改造道路", "市丙局", "完成招标", "建成通车", "专项债券", "市乙局"],
    ],
    merges=[(0, 3, 0, 4, "形象进度")],
)
TXT = (
    "青山市2025年重点工作分工\n"
    "一、副市长周某主抓的工作\n"
    "1.修缮泵站。新建泵站3座，一季度完成立项，9月底前完工。\n责任单位：市甲局\n联系人：吴某\n"
    "二、副市长冯某主抓的工作\n"
    "2.更换管网。改造管网12公里。\n责任单位：市乙局\n数据来源：住建年报\n"
).encode()
HTML = notice_html(
    "青山市2025年民生实事方案\n"
    "一、重点事项\n"
    "1.新增学位。新增学位2360个。（市甲局牵头，分管市领导：周某）\n"
    "2.开设食堂。开设食堂18家。（责任领导：冯某；责任单位：市乙局；完成时限：2025年10月底）"
)
PROBLEMS = xlsx_of([
    ["序号", "反馈问题", "整改目标", "整改措施", "责任单位", "责任领导", "整改时限", "销号情况", "督导单位"],
    ["1", "管网渗漏严重。", "漏损率降到8%", "1.排查漏点40处。\n2.更换管段。", "市甲局", "周某", "2025年9月底", "未销号",
     "市乙局"],
    ["2", "河道垃圾堆积。", "水面无漂浮物", "①清理河段9处；②设置拦网。", "市丙局", "冯某", "立行立改", "已销号",
     "市乙局"],
])  # fmt: skip
TARGETS = xlsx_of([
    ["县区", "新增规上企业（家）", "招商引资额（亿元）"],
    ["东山县", "5", "10"],
    ["西河区", "8", "20.5"],
    ["合计", "13", "30.5"],
])  # fmt: skip
FORMS = {
    "docx with merged cells": ("a.docx", DOCX),
    "xlsx with a two-row head": ("a.xlsx", XLSX),
    "txt by leader": ("a.txt", TXT),
    "html": ("a.html", HTML),
    "list of problems": ("b.xlsx", PROBLEMS),
    "targets by unit": ("c.xlsx", TARGETS),
}


def scene_from(name: str, data: bytes) -> Scene:
    house = furnish(None)
    return make_scene(read_notice(SourceFile(name, data), house, "p"), house)


def squeeze(words: str) -> str:
    return re.sub(r"[\s⏎]", "", words)


def words_of(text: str) -> list[str]:
    """The words of a source: what stands between blanks and signs, once each."""
    return list(dict.fromkeys(re.findall(r"[\u4e00-\u9fff]+|\d+(?:\.\d+)?", text)))


def reached(scene: Scene) -> str:
    """All words of the sheets that the office gets, findings among them."""
    books = (build_matrix_book(scene), build_appendix_book(scene), build_combined_book(scene))
    return squeeze("\n".join(to_text(sheet) for book in books for sheet in book.sheets))


def is_head(word: str) -> bool:
    """A head or label that says what a column is, which the sheets head in their own words."""
    lexicon = load_lexicon()
    kinds = ("number", "task", "content", "target", "due", "lead", "shared", "support", "problem", "phone", "schedule")
    return tell_head(word, lexicon) in kinds or word in lexicon["heads.unit"] or word in lexicon.verbs


def count_words(scene: Scene) -> tuple[int, list[str]]:
    """How many words the source has, and which of them reached no sheet."""
    words = words_of(scene.plan.notice.document.text)
    sheets = reached(scene)
    lost = [word for word in words if word not in sheets and not is_head(word)]
    verbs = tuple(load_lexicon().verbs)
    return len(words), [word for word in lost if not (word.endswith(verbs) and word.rstrip("牵头负责配合") in sheets)]


@pytest.mark.parametrize(("name", "data"), FORMS.values(), ids=FORMS)
def test_every_word_of_the_source_reaches_a_sheet_or_a_finding(name, data):
    scene = scene_from(name, data)
    total, lost = count_words(scene)
    assert total > 8
    assert lost == []


@pytest.mark.parametrize(("name", "data"), FORMS.values(), ids=FORMS)
def test_no_person_is_a_unit_and_every_task_is_there(name, data):
    scene = scene_from(name, data)
    assert len(scene.plan.items) == 2
    assert not any(unit.short in ("周某", "冯某", "吴某", "郑某", "副市长周某") for unit in scene.plan.units)


def test_a_count_of_lost_words_sees_a_loss():
    """Without what stands beside, the same count finds the words that are gone."""
    from dataclasses import replace

    scene = scene_from(*FORMS["docx with merged cells"])
    bare = tuple(replace(item, people=(), fields=()) for item in scene.plan.items)
    plan = replace(scene.plan, notice=replace(scene.plan.notice, items=bare), people=())
    _, lost = count_words(replace(scene, plan=plan))
    assert {"副市长周某", "吴某", "续建"} <= set(lost)
