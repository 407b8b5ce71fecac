"""Steps: where each step of the year stands, on the page of the plan."""

from __future__ import annotations

import re
from datetime import date

import pytest

from responsibility.analysis.course.inspection import Inspection, Verdict
from responsibility.analysis.course.steps import Step, StepKind, list_steps, renew_steps
from responsibility.cli import main
from responsibility.desk.office import Desk
from responsibility.errors import RegistryError
from responsibility.rows import decode_rows
from test_collecting import place, send_back  # noqa: F401  # a fixture

MET = "会议,日期,任务,决定,单位,时限\n"


def test_steps_come_in_the_order_of_the_year_with_what_was_asked():
    """What verbs wrote down, meetings that decided, tasks looked at of those drawn."""
    recorded = "步骤,期次,完成,应有\n抽查,2026-q2,0,9\n报送,2026-q2,30,30\n报送,2026-q1,28,30\n细化分解,,12,15\n"
    meetings = f"{MET}第2次联席会议,2026-10-12,1,复工,,\n第1次联席会议,2026-07-14,2,移交,,\n第3次联席会议,,2,,,\n"
    looked = [Inspection("2026-q2", item, Verdict.TRUE, day=date(2026, 7, 8)) for item in ("1", "2", "2")]
    steps = list_steps(recorded, meetings, looked)
    assert [(each.kind, each.label, each.done, each.asked) for each in steps] == [
        (StepKind.REFINE, "", 12, 15),
        (StepKind.REPORT, "2026-q1", 28, 30),
        (StepKind.REPORT, "2026-q2", 30, 30),
        (StepKind.MEET, "第1次联席会议", 1, 1),
        (StepKind.MEET, "第2次联席会议", 1, 1),
        (StepKind.INSPECT, "2026-q2", 2, 9),
    ]
    assert steps[-1].days == (date(2026, 7, 8),)


def test_a_step_taken_again_takes_the_place_of_what_stood_there():
    """One line a step and period; a line that nobody understands is told with its number."""
    first = decode_rows(renew_steps("", Step(StepKind.REPORT, "2026-q1", 27, 30)), "steps.csv")
    text = decode_rows(renew_steps(first, Step(StepKind.REPORT, "2026-q1", 28, 30)), "steps.csv")
    assert text.splitlines() == ["步骤,期次,完成,应有", "报送,2026-q1,28,30"]
    with pytest.raises(RegistryError):
        list_steps("步骤,期次,完成,应有\n报送,2026-q1,许多,30\n", "", ())


def page_of(folder) -> str:
    assert main(["reports", "--only", "page"]) == 0
    return (folder / "output/green/index.html").read_text("utf-8")


def test_the_page_says_where_the_year_stands(place, capsys):  # noqa: F811
    """Nothing before it has begun; then each step, those to come as not begun; byte for byte again."""
    assert "class=steps" not in page_of(place)
    main(["refine"])
    send_back(place / "in", "jxj", "表.xlsx", i1_1="已开工", i1_3="已勘察")
    main(["collect", "2023-q2", "in"])
    main(["inspect", "2023-q2"])
    (place / "matrix/plans/green/meetings.csv").write_text(
        f"{MET}第1次联席会议,2023-07-14,3,先行移交,市科技局,\n", "utf-8"
    )
    (place / "matrix/plans/green/inspections.csv").write_text("期次,任务,核实结论\n2023年二季度,1,属实\n", "utf-8")
    page = page_of(place)
    told = re.sub(r"<[^>]+>", "", page[page.index("class=steps") + 12 :].partition("</p>")[0])
    assert told == (
        "细化分解 已报0个单位，应报2个 进展报送 2023年二季度1/2个单位 联席会议 第1次联席会议（2023年7月14日）议定1项 "
        "抽查督查 2023年二季度核实1/1项 考核评价 未开始 年底交账 未开始"
    )
    main(["assess", "2023"])
    main(["close", "2023"])
    capsys.readouterr()
    page = page_of(place)
    strange = next((line for line in capsys.readouterr().out.splitlines() if "不是本程序生成" in line), "")
    assert re.findall("refinement|meeting|inspection|assessment|closing|progress", strange) == []
    assert "2023年度已评2个单位" in page
    assert "2023年度已交账，办结0/3项" in page


def test_a_step_written_down_puts_no_page_of_the_desk_out_of_date(place):  # noqa: F811
    """The desk shows the step at once, and a decision begun before it still fits."""
    desk = Desk(place / "matrix", place / "output", "zh", lambda: date(2023, 7, 1))
    scene, read = desk.scene("green")
    assert scene.steps == ()
    main(["refine"])
    later, now = desk.scene("green")
    assert [(each.kind, each.done, each.asked) for each in later.steps] == [(StepKind.REFINE, 0, 2)]
    assert now.version == read.version
    assert desk.expect("green", read.version) is now
