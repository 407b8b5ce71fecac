"""Where each step of the year stands, told by the files that it leaves."""

from __future__ import annotations

from pathlib import Path

from desks import NOTICE, desk_of, write_folder
from responsibility.desk.office import Desk
from responsibility.desk.plans import list_plans
from responsibility.desk.standing import list_terms


def steps(desk: Desk) -> dict[str, tuple[str, str]]:
    (card,) = list_plans(desk)
    found = card["steps"]
    assert isinstance(found, list)
    return {each["key"]: (each["state"], each["note"]) for each in found}


def write(path: Path, text: str = "x") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def test_a_step_stands_where_its_files_say(tmp_path):
    """Nothing at first; then what was built and collected, and what the verbs wrote down."""
    desk = desk_of(write_folder(tmp_path / "matrix"))
    before = steps(desk)
    assert list(before)[:4] == ["settle", "issue", "refine", "2026-q1"]
    assert {key for key, (state, _) in before.items() if state} == set()
    out, plan = tmp_path / "output/p", tmp_path / "matrix/plans/p"
    write(out / "manifest.json")
    write(out / "progress/2026-q1/data/reports.csv", "unit_id,state\na,complete\nb,partial\n")
    write(out / "progress/2026-q2/data/reports.csv", "unit_id,state\na,late\nb,missing\n")
    write(plan / "steps.csv", "步骤,期次,完成,应有\n细化分解,,1,2\n抽查,2026-q1,3,3\n考核,2026,2,2\n交账,2026,1,3\n")
    assert {key: told for key, told in steps(desk).items() if told[0]} == {
        "issue": ("done", ""),
        "refine": ("begun", "1/2"),
        "2026-q1": ("done", "2/2"),
        "2026-q2": ("begun", "1/2"),
        "inspect": ("done", "3/3"),
        "assess": ("done", "2/2"),
        "close": ("done", "1/3"),  # tasks that stay open go into the next year
    }


def test_an_office_that_reports_by_the_month_has_its_months(tmp_path):
    """Quarters that nobody collects are not asked for."""
    desk = desk_of(write_folder(tmp_path / "matrix"))
    assert list(list_terms(desk, "p").values()) == ["一季度", "二季度", "三季度", "四季度"]
    write(tmp_path / "matrix/plans/p/returns/2026-04/a.xlsx")
    assert list_terms(desk, "p") == {"2026-04": "2026年4月"}


def test_the_quarters_are_those_of_the_plan(tmp_path):
    """Of the year in its title, when it is over and when the notice was issued in the year before."""
    desk = desk_of(write_folder(tmp_path / "matrix"))
    notice = NOTICE.replace("2026年工作", "2025年工作") + "\n2024年12月20日\n"
    write(next((tmp_path / "matrix/plans/p").glob("notice.*")), notice)
    assert list(list_terms(desk, "p"))[:2] == ["2025-q1", "2025-q2"]
