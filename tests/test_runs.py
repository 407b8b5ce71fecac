"""Runs over many plans: each stands alone, and whatever goes wrong is a sentence and an exit code."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from responsibility.cli import main

NOTICE = "关于印发某市工作计划的通知\n一、主要任务\n1.整修校舍{number}所。(责任单位:市教育局、市财政局)\n"
BROKEN = {
    "p05": {"notice.txt": b"\xff\xff\xff\xfe\x00"},  # no text
    "p10": {"readme.md": b"later"},  # no notice
    "p15": {"notice.txt": b"1.", "notice.docx": b"PK"},  # two
    "p20": {"notice.docx": b"PK\x03\x04 damaged"},
    "p25": {"notice.txt": NOTICE.encode(), "overrides.csv": b"item_id,unit\n1.1,x\n"},
}


def make_place(root: Path, monkeypatch, plans: dict[str, dict[str, bytes]]) -> Path:
    (root / "matrix" / "plans").mkdir(parents=True)
    for plan_id, files in plans.items():
        (root / "matrix" / "plans" / plan_id).mkdir()
        for name, data in files.items():
            (root / "matrix" / "plans" / plan_id / name).write_bytes(data)
    monkeypatch.chdir(root)
    return root


def whole(number: int = 1) -> dict[str, bytes]:
    return {"notice.txt": NOTICE.format(number=number).encode()}


def is_whole(folder: Path) -> bool:
    """Whether a folder holds what its manifest lists, all of it and nothing else."""
    listed = json.loads((folder / "manifest.json").read_text("utf-8"))["outputs"]
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return {*listed, "manifest.json"} == there and "责任矩阵.xlsx" in there


@pytest.mark.slow
def test_of_thirty_plans_five_broken_ones_leave_twenty_five_whole(tmp_path, monkeypatch, capsys):
    """Each broken plan is told with its error and named in the portfolio; all others are made, then unchanged."""
    plans = {f"p{number:02}": whole(number) for number in range(30)} | BROKEN
    root = make_place(tmp_path, monkeypatch, plans)
    assert main(["reports"]) == 3
    said = capsys.readouterr()
    assert said.out.splitlines()[-1] == "计划 30 个:生成 25 个,未变 0 个,失败 5 个。"
    assert re.findall(r"^(p\d+): ", said.err, re.MULTILINE) == sorted(BROKEN)
    made = sorted(path.name for path in (root / "output").iterdir() if path.is_dir() and path.name != "portfolio")
    assert made == sorted(set(plans) - set(BROKEN))
    assert all(is_whole(root / "output" / plan_id) for plan_id in made)
    words = [
        str(cell.value) for row in load_workbook(root / "output/portfolio/跨计划汇总.xlsx")["单位合计"] for cell in row
    ]
    assert [word[:3] for word in words if "未能生成" in word] == sorted(BROKEN)
    assert main(["reports"]) == 3
    assert capsys.readouterr().out.splitlines()[-1] == "计划 30 个:生成 0 个,未变 25 个,失败 5 个。"
