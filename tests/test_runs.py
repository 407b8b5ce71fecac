"""Runs over many plans: each stands alone, and whatever goes wrong is a sentence and an exit code."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from responsibility.cli import VERBS, main
from responsibility.settings import Settings
from responsibility.views.pictures import catalogue
from responsibility.workflows import project
from responsibility.workflows.reports import build_manifest

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
    assert said.out.splitlines()[-1] == "计划 30 个：生成 25 个，未变 0 个，失败 5 个。"
    assert re.findall(r"^(p\d+): ", said.err, re.MULTILINE) == sorted(BROKEN)
    made = sorted(path.name for path in (root / "output").iterdir() if path.is_dir() and path.name != "portfolio")
    assert made == sorted(set(plans) - set(BROKEN))
    assert all(is_whole(root / "output" / plan_id) for plan_id in made)
    words = [
        str(cell.value) for row in load_workbook(root / "output/portfolio/跨计划汇总.xlsx")["单位合计"] for cell in row
    ]
    assert [word[:3] for word in words if "未能生成" in word] == sorted(BROKEN)
    assert main(["reports"]) == 3
    assert capsys.readouterr().out.splitlines()[-1] == "计划 30 个：生成 0 个，未变 25 个，失败 5 个。"


def test_an_output_that_fails_leaves_the_plans_others(tmp_path, monkeypatch, capsys):
    """One picture that cannot be drawn is told, stands in the manifest and in the findings; all else is made."""
    root = make_place(tmp_path, monkeypatch, {"green": whole()})

    def fail(_: object) -> None:
        raise ZeroDivisionError("no width")

    monkeypatch.setitem(catalogue.PICTURES, "matrix", fail)
    assert main(["reports", "--only", "diagrams", "--only", "matrix"]) == 5
    said = capsys.readouterr()
    assert "green/diagrams/matrix.svg 未能生成：程序出错" in said.err
    log = re.search(r"日志 (\S+)", said.err)
    assert "in fail" in Path(log[1]).read_text("utf-8")
    assert "错误 1、" in said.out
    drawn = {path.stem for path in (root / "output/green/diagrams").iterdir()}
    assert {"network", "workload"} <= drawn
    assert "matrix" not in drawn
    problems = load_workbook(root / "output/green/责任矩阵.xlsx")["问题清单"]
    assert "OUTPUT_FAILED" in {cell for row in problems.iter_rows(values_only=True) for cell in row}


def test_the_manifest_names_what_could_not_be_made():
    """Whoever asks later finds path and reason beside the hashes."""
    manifest = json.loads(build_manifest({}, {}, Settings(), {"a.svg": "why"}).data)
    assert manifest["failures"] == {"a.svg": "why"}
    assert "failures" not in json.loads(build_manifest({}, {}, Settings()).data)


@pytest.mark.parametrize(("name", "code"), [("CON", 3), ("a.", 3), ("nul.txt", 3), ("green", 0)])
def test_a_plan_whose_folder_some_system_cannot_have_is_refused(tmp_path, monkeypatch, capsys, name, code):
    """The id is a folder of the output, which must be one on Windows too."""
    make_place(tmp_path, monkeypatch, {name: whole()})
    assert main(["check", "--text-only"]) == code
    assert (f"计划不能取名 {name}" in capsys.readouterr().err) == (code == 3)


def test_plans_that_are_one_to_windows_are_refused_both(tmp_path, monkeypatch, capsys):
    """Ids that differ only in case would write into one folder; other plans are not touched by it."""
    make_place(tmp_path, monkeypatch, {"Green": whole(), "blue": whole(), "green": whole()})
    assert main(["reports", "--only", "data"]) == 3
    assert capsys.readouterr().err.count("在 Windows 上是同一个：Green、green") == 2
    assert [path.name for path in (tmp_path / "output").iterdir() if path.is_dir()] == ["blue"]


@pytest.mark.parametrize("verb", ["reports", "check", "units", "verify", "remind 2023", "collect 2023"])
def test_a_folder_without_plans_says_what_to_do(tmp_path, monkeypatch, capsys, verb):
    """The first thing an office does is no error."""
    make_place(tmp_path, monkeypatch, {})
    assert main(verb.split()) == 0
    assert "请在该处新建一个文件夹" in capsys.readouterr().err
    assert not (tmp_path / "output").exists()


def test_check_takes_plans_and_ends_with_1_exactly_for_errors(tmp_path, monkeypatch, capsys):
    """The last line counts what was listed, rules included; a warning alone is no error."""
    wrong = "1.整修校舍。(牵头单位:市教育局)\n2.修路。(牵头单位:市交通局,由市财政局牵头)\n3.植树。(配合单位:市林业局)\n"
    plans = {name: {"notice.txt": (NOTICE[: NOTICE.index("1.")] + text).encode()} for name, text in
             (("calm", "1.整修校舍。(责任单位:市教育局)\n"), ("wrong", wrong))}  # fmt: skip
    make_place(tmp_path, monkeypatch, plans)
    assert main(["check", "--all", "calm"]) == 0
    said = capsys.readouterr().out.splitlines()
    listed = [sum(f": {severity} " in line for line in said) for severity in ("错误", "警告", "提示")]
    assert said[-1].endswith(f"错误 {listed[0]}、警告 {listed[1]}、提示 {listed[2]}。")
    assert listed[2] > 0
    assert main(["check", "--all", "calm", "wrong"]) == 1
    assert "错误 H1" in capsys.readouterr().out


def test_units_that_lead_side_by_side_are_no_error(tmp_path, monkeypatch, capsys):
    """分别牵头 says itself that there are several leads."""
    text = NOTICE[: NOTICE.index("1.")] + "1.整修校舍。(由市教育局、市财政局分别牵头)\n"
    make_place(tmp_path, monkeypatch, {"green": {"notice.txt": text.encode()}})
    assert main(["check", "--all"]) == 0
    assert "错误 H2" not in capsys.readouterr().out


@pytest.mark.parametrize("verb", ["reports", "check", "read matrix/plans/green/notice.txt"])
def test_what_nobody_foresaw_is_a_sentence_with_a_log(tmp_path, monkeypatch, capsys, verb):
    """No traceback reaches the terminal; it is in a file that is named, and the exit code is its own."""
    make_place(tmp_path, monkeypatch, {"green": whole()})

    def fail(*_: object) -> None:
        raise IndexError("list index out of range")

    monkeypatch.setattr(project, "parse_notice", fail)
    assert main(verb.split()) == 5
    said = capsys.readouterr().err
    assert "程序出错\n" in said
    assert "green" in said
    assert "Traceback" not in said
    assert "in fail" in Path(re.search(r"日志 (\S+)", said)[1]).read_text("utf-8")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("reprots", "没有命令 reprots。"),
        ("reports a b", "多余的参数：a b。"),
        ("check --plan", "选项 --plan 缺少取值，或不应带取值。"),
        ("check --format xml", "参数 --format 有误：可用 text、json、github。"),
        ("collect 2023 --as-of x", "参数 --as-of 有误：请写成 2023-06-30。"),
        ("read", "缺少参数 文件。"),
        ("--lang fr read x", "没有语言 fr"),
    ],
)
def test_a_wrong_command_line_is_told_in_the_offices_language(capsys, line, said):
    """Not a word of English is left in what click says."""
    assert main(line.split()) == 2
    assert capsys.readouterr().err.splitlines()[0] == said


@pytest.mark.parametrize("verb", ["", *VERBS])
def test_help_is_in_the_offices_language(capsys, verb):
    """What is typed in place of a value is said in Chinese too; latin words are names of verbs and options alone."""
    assert main([verb, "--help"] if verb else ["--help"]) == 0
    usage = capsys.readouterr().out.splitlines()[0]
    assert not re.search(r"[A-Z]{2}", usage)


def test_what_the_system_says_is_told_in_the_offices_language(tmp_path, monkeypatch, capsys):
    """Reasons that come from the system, from TOML and from the settings are in Chinese too."""
    root = make_place(tmp_path, monkeypatch, {"green": whole()})
    assert main(["read", "none.txt"]) == 3
    (root / "matrix/settings.toml").write_text('[load]\nfence = "x"\nfoo = 1\n', "utf-8")
    assert main(["check"]) == 3
    (root / "matrix/settings.toml").write_text("[load\n", "utf-8")
    assert main(["check"]) == 3
    said = capsys.readouterr().err
    assert "无法读取：没有这个文件或文件夹" in said
    assert '[load.fence]：此处不能是 "x"' in said
    assert "[load.foo]：没有这个设置" in said
    assert "第几个字：1、6" in said


def test_a_word_in_the_place_of_a_table_of_the_lexicon_is_told(tmp_path, monkeypatch, capsys):
    """A value without its [table] is a mistake of typing, and no failure of the program."""
    root = make_place(tmp_path, monkeypatch, {"green": whole()})
    (root / "matrix/lexicon.toml").write_text("heads = 3\n", "utf-8")
    assert main(["check"]) == 3
    assert "未知的键：[heads] 3\n" in capsys.readouterr().err


def test_an_ampersand_in_a_name_stops_no_output(tmp_path, monkeypatch):
    """P&G is a code for a picture where Excel prints running words."""
    text = NOTICE[: NOTICE.index("1.")] + "1.建设工厂。(责任单位:宝洁(P&G)公司、市A&[Picture]局)\n"
    root = make_place(tmp_path, monkeypatch, {"green": {"notice.txt": text.encode()}})
    assert main(["reports", "--only", "tasks"]) == 0
    assert len(list((root / "output/green/tasks").iterdir())) == 2
    assert "宝洁(P&G)公司" in load_workbook(root / "output/green/各单位任务清单.xlsx").sheetnames


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="locales and home folders of POSIX")
@pytest.mark.parametrize("home", ["empty", "lost"])
def test_neither_locale_nor_home_matters(tmp_path, monkeypatch, home):
    """Under an ASCII locale everything is made under its Chinese name; nothing is written to the home folder."""
    root = make_place(tmp_path, monkeypatch, {"green": whole()})
    (root / "home").mkdir()
    place = str(root / "home") if home == "empty" else str(root / "none")
    away = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "HOME": place, "TMPDIR": str(root)}
    kept = {name: value for name, value in os.environ.items() if name not in ("MPLCONFIGDIR", "XDG_CACHE_HOME")}
    command = [sys.executable, "-m", "responsibility", "reports", "--only", "matrix", "--only", "leader"]
    done = subprocess.run(command, env={**kept, **away}, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert sorted(path.name for path in (root / "output/green").iterdir()) == [
        "责任分工要情.docx",
        "责任分工要情.pdf",
        "责任分工要情.png",
        "责任矩阵.xlsx",
    ]
    assert list((root / "home").iterdir()) == []
    assert not (root / "none").exists()
