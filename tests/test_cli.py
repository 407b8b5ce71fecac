"""Command line: verbs, exit codes, and words that a clerk can act on."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import pytest
from lxml import html
from openpyxl import load_workbook

from responsibility.cli import VERBS, load_verb, main
from sources import xlsx_of

ROOT = Path(__file__).parent.parent
SCHEMA = json.loads((ROOT / "src/responsibility/schema/read.schema.json").read_text("utf-8"))
NOTICE = "关于印发青山市工作计划的通知\n一、主要任务\n1.推进绿色升级。新增企业80家。(责任单位:市经信局、市科技局)\n"


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A place's own folder with one plan, as the working folder."""
    plan = tmp_path / "matrix" / "plans" / "green"
    plan.mkdir(parents=True)
    (plan / "notice.txt").write_text(NOTICE, "utf-8")
    (tmp_path / "matrix" / "units.csv").write_text(
        "id,name,short,kind,parent,valid_from,valid_to,succeeded_by\n"
        "jxj,青山市经济和信息化局,市经信局,government,,,,\nkjj,青山市科学技术局,市科技局,government,,,,\n",
        "utf-8",
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_read_prints_nothing_but_the_contract(place, capsys):
    """`read --format json` gives JSON that its schema describes, and nothing else on standard output."""
    (place / "n.txt").write_text(NOTICE, "utf-8")
    assert main(["read", "n.txt", "--format", "json"]) == 0
    reading = json.loads(capsys.readouterr().out)
    jsonschema.validate(reading, SCHEMA)
    assert [(each["unit"], each["role"], each["basis"]) for each in reading["assignments"]] == [
        ("青山市经济和信息化局", "lead", "first-listed"),
        ("青山市科学技术局", "co-lead", "listed"),
    ]
    assert all(NOTICE[each["start"] : each["end"]] == each["mention"] for each in reading["assignments"])


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes on Linux alone")
def test_a_file_whose_name_no_coding_explains_is_read(place, capsys):
    """Its name has a ? for each such byte; all else is as ever."""
    (place / os.fsdecode(b"n\xd6.txt")).write_text(NOTICE, "utf-8")
    assert main(["read", os.fsdecode(b"n\xd6.txt"), "--format", "json"]) == 0
    reading = json.loads(capsys.readouterr().out)
    assert (reading["document"]["name"], len(reading["assignments"])) == ("n?.txt", 2)


def test_read_says_what_stands_against_a_notice_and_gives_one(place, capsys):
    """An error is printed with its place for people; a program has it in what it reads, and nothing failed."""
    (place / "n.txt").write_text(NOTICE.replace("青山市", "东川市"), "utf-8")
    assert main(["read", "n.txt"]) == 1
    assert "n.txt: 错误 PLACE_OTHER" in capsys.readouterr().out
    assert main(["read", "n.txt", "--format", "json"]) == 0
    assert "PLACE_OTHER" in capsys.readouterr().out


def test_the_contract_holds_what_stands_beside_a_task(tmp_path, monkeypatch, capsys):
    """People, stages, fields and problems are as the schema says."""
    monkeypatch.chdir(tmp_path)
    heads = ["序号", "问题", "整改措施", "责任单位", "责任领导", "整改时限", "2025年上半年", "销号情况"]
    row = ["1", "管网渗漏", "排查漏点40处", "市甲局", "副市长周某", "2025年9月底", "完成招标", "未销号"]
    Path("n.xlsx").write_bytes(xlsx_of([heads, row]))
    assert main(["read", "n.xlsx", "--format", "json"]) == 0
    reading = json.loads(capsys.readouterr().out)
    jsonschema.validate(reading, SCHEMA)
    (item,) = reading["items"]
    assert [(each["post"], each["name"], each["leader"]) for each in item["people"]] == [("责任领导", "周某", True)]
    assert [(each["period"], each["due"]) for each in item["milestones"]] == [("2025年上半年", "2025-06-30")]
    assert [each["heading"] for each in item["fields"]] == ["销号情况"]
    assert [(each["item"], each["state"]) for each in reading["problems"]] == [("1", "未销号")]


def test_read_needs_no_project_folder(tmp_path, monkeypatch, capsys):
    """A notice alone is read; names the general register does not know stay as printed."""
    monkeypatch.chdir(tmp_path)
    Path("n.txt").write_text(NOTICE.replace("市经信局", "市花木办"), "utf-8")
    assert main(["read", "n.txt", "--format", "csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "item,unit,name,mention,role,basis,match,start,end"
    assert lines[1].startswith("1.1,,市花木办,市花木办,lead,first-listed,unknown,")


def test_read_names_the_units_that_marks_stand_for(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text("序号,任务,市甲局,市乙局\n1,做甲,★,√\n注：★为牵头单位，√为配合单位,,,\n", encoding="utf-8")
    main(["read", "a.csv"])
    assert "●市甲局 △市乙局" in capsys.readouterr().out


def test_check_prints_place_code_and_way_out(place, capsys):
    """Findings look like a compiler's: file, line, item, severity, code, sentence, next step."""
    path = place / "matrix/plans/green/notice.txt"
    path.write_text(NOTICE.replace("市科技局", "市经信局"), "utf-8")
    assert main(["check", "--text-only", "--all"]) == 0
    printed = capsys.readouterr().out
    assert "plans/green/notice.txt 第3行 1.1: 警告 H8" in printed
    assert " → " in printed


def test_check_prints_decisions_before_all_else(place, capsys):
    """One line a decision, its reason, and the line that settles it; no list of findings."""
    path = place / "matrix/plans/green/notice.txt"
    path.write_text(NOTICE.replace("市科技局", "市经信局"), "utf-8")
    assert main(["check", "--text-only"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("1. 第1项把市经信局列了两次")
    assert lines[2].endswith("在 plans/green/dismissals.csv 加 1 行（写明理由）：H8,1.1,市经信局")


@pytest.mark.parametrize("dismissed", [False, True], ids=["an error", "set aside"])
def test_the_last_line_and_the_exit_code_are_those_of_what_is_printed(place, capsys, dismissed):
    """`check` and `reports` count the findings that stand, of text and analysis, less those set aside."""
    folder = place / "matrix/plans/green"
    body = "1.推进绿色升级。(牵头单位:市经信局)\n2.开展绿色办学。(配合单位:市科技局、市经信局)\n"
    (folder / "notice.txt").write_text(NOTICE.partition("1.")[0] + body, "utf-8")
    if dismissed:
        (folder / "dismissals.csv").write_text("规则,任务编号,原文,理由\nH1,1.2,,另行明确\n", "utf-8")
    codes, lines = [], []
    for verb in (["check", "--all"], ["reports", "--only", "data"]):
        codes.append(main(verb))
        lines.append(capsys.readouterr().out)
    said = [re.search(r"错误 (\d+)、警告 (\d+)、提示 (\d+)", words).groups() for words in lines]
    printed = tuple(str(len(re.findall(rf": {word} [A-Z]", lines[0]))) for word in ("错误", "警告", "提示"))
    assert said == [printed, printed]
    assert codes == ([0, 0] if dismissed else [1, 1])
    assert printed[0] == ("0" if dismissed else "1")


@pytest.mark.parametrize("form", ["json", "github"])
def test_check_speaks_to_machines(place, capsys, form):
    """JSON holds every finding with its plan; GitHub's lines name file and title."""
    (place / "matrix/plans/green/notice.txt").write_text(NOTICE.replace("市科技局", "市经信局"), "utf-8")
    assert main(["check", "--text-only", "--format", form]) == 0
    printed = capsys.readouterr().out
    if form == "json":
        assert ("green", "H8") in [(each["plan"], each["code"]) for each in json.loads(printed)]
    else:
        assert "::warning file=plans/green/notice.txt,title=H8::" in printed


@pytest.mark.usefixtures("place")
def test_explain_points_at_the_words(capsys):
    """The caret stands under the name, counted in columns of a terminal."""
    assert main(["explain", "1.1", "市科技局"]) == 0
    lines = capsys.readouterr().out.splitlines()
    quote, carets = lines[1], lines[2]
    assert quote.endswith("市经信局、市科技局)")
    assert carets.rstrip().endswith("^" * 8)
    assert len(carets) == 2 + 2 * len("1.推进绿色升级。新增企业80家。(责任单位:市经信局、市科技局") - len("1.80(:")


def test_explain_of_an_item_tells_what_stands_beside_its_units(place, capsys):
    """Each person, stage and field with the words it rests on; what an office added says so."""
    notice = next((place / "matrix/plans/green").glob("notice.*"))
    notice.write_text("某市计划\n一、任务\n1.修缮泵站。\n分管领导：周某\n备注：续建\n责任单位：市甲局\n", "utf-8")
    head = "item_id,mention,unit_id,role,reason,by,kind,heading,value\n"
    (place / "matrix/plans/green/overrides.csv").write_text(head + "1.1,,,,来函,甲,field,资金来源,市级财政\n", "utf-8")
    assert main(["explain", "1.1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert (lines[1], lines[4]) == ("分管领导：周某", "备注：续建")
    assert lines[-1] == "资金来源：市级财政（人工补充或更正，见 overrides.csv）"
    assert lines[2].strip() == "分管领导：周某" and lines[3].rstrip().endswith("^" * 4)


def test_explain_of_a_problem_tells_its_parts_with_their_places(place, capsys):
    """Each measure under its own words, though another holds them."""
    notice = place / "matrix/plans/green/notice.txt"
    words = "某市方案\n一、水环境\n1.管网渗漏。\n整改目标：不渗漏\n整改措施：1.排查。2.排查。\n责任单位：市甲局\n"
    notice.write_text(words, "utf-8")
    assert main(["explain", "1.1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1::3] == ["整改目标：不渗漏", "整改措施：1.排查。", "整改措施：2.排查"]
    assert len(lines[6]) < len(lines[9].rstrip())


@pytest.mark.usefixtures("place")
def test_reports_are_built_twice_into_the_same_bytes(capsys):
    """A second run finds every file as it is."""
    assert main(["reports", "--only", "matrix", "--only", "data"]) == 0
    assert main(["reports", "--only", "matrix", "--only", "data"]) == 0
    assert "新写 0 个文件" in capsys.readouterr().out.splitlines()[-1]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["read", "nothing.txt"], 3, "无法读取"),
        (["read"], 2, "缺少参数"),
        (["sing"], 2, "responsibility --help"),
        (["read", "--loud", "n.txt"], 2, "没有选项 --loud"),
        (["check", "--plan", "blue"], 3, "现有：green"),
        (["reports", "--only", "songs"], 3, "没有报表 songs"),
        (["explain", "9.9", "市科技局"], 3, "任务 9.9 中没有单位"),
        (["explain", "V99"], 3, "没有规则 V99"),
        (["verify"], 3, "尚未生成过报表"),
        (["check", "--lang", "fr"], 2, "没有语言 fr"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
@pytest.mark.usefixtures("place")
def test_what_goes_wrong_is_said_with_its_exit_code(capsys, arguments, code, words):
    """Every refusal has the exit code of the README's table and a sentence in the office's language."""
    assert main(arguments) == code
    printed = capsys.readouterr()
    assert words in printed.err
    assert "Traceback" not in printed.err


def test_errors_in_the_notice_give_exit_code_one(place):
    """A clause that names nobody is an error of content, and the code says so."""
    (place / "matrix/plans/green/notice.txt").write_text(NOTICE + "2.提升绿化。(责任单位:)\n", "utf-8")
    assert main(["check", "--text-only"]) == 1


def test_an_output_that_cannot_be_written_gives_exit_code_four(place, capsys):
    """A file where the output folder should be stops the run with what to do."""
    (place / "output").write_text("in the way")
    assert main(["reports", "--only", "data"]) == 4
    assert "无法写入" in capsys.readouterr().err


@pytest.mark.usefixtures("place")
def test_help_is_in_the_language_asked_for(capsys):
    """Headings, texts and options follow --lang, wherever it stands."""
    assert main(["--help"]) == 0
    chinese = capsys.readouterr().out
    assert main(["check", "--help", "--lang", "en"]) == 0
    english = capsys.readouterr().out
    assert "用法：" in chinese
    assert "命令:" in chinese
    assert "cli." not in chinese + english
    assert "only this plan" in english


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_is_what_stands_for_it_in_the_help(name):
    """The help lists verbs without loading them, by the words that each has itself."""
    verb = load_verb(name, None)
    assert (verb.name, verb.help) == (name, f"cli.{name}")


def test_help_and_version_load_no_reader(tmp_path):
    """What only lists verbs needs neither settings nor the reader, which take most of the time to start."""
    code = "import sys; from responsibility.cli import main; main(['--help']); print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert not {"responsibility.settings", "responsibility.parse", "responsibility.extract"} & {*run.stdout.split()}


@pytest.mark.slow
def test_verify_finds_a_changed_file(place, capsys):
    """A rebuild under another hash seed, time zone and folder is equal; a file changed by hand is named."""
    assert main(["reports"]) == 0
    assert main(["verify"]) == 0
    assert "不同 0 个" in capsys.readouterr().out
    (place / "output/green/data/items.csv").write_text("changed")
    assert main(["verify"]) == 1
    printed = capsys.readouterr().out
    assert "green/data/items.csv: 内容不同" in printed
    assert "生成之后改动过" not in printed
    head = "item_id,mention,unit_id,role,reason,by,kind,heading,value\n"
    (place / "matrix/plans/green/overrides.csv").write_text(head + "1.1,,,,来函,甲,field,资金来源,市级财政\n", "utf-8")
    assert main(["verify"]) == 1
    assert "生成之后改动过：plans/green/overrides.csv" in capsys.readouterr().out
    shutil.rmtree(place / "output")


def test_units_proposes_and_writes_only_what_is_certain(place, capsys):
    """A name of the same duty is proposed with what merging would change; --accept writes it with its source."""
    (place / "matrix/plans/green/notice.txt").write_text(NOTICE.replace("市科技局", "市科技委"), "utf-8")
    assert main(["units", "--accept"]) == 0
    printed = capsys.readouterr().out
    assert "“市科技委” 出现 1 次" in printed
    assert "青山市科学技术局（kjj）" in printed
    lines = (place / "matrix/aliases.csv").read_text("utf-8-sig").splitlines()
    assert lines[1].startswith("市科技委,kjj,")
    assert main(["units"]) == 0
    assert "待定名称 0 个" in capsys.readouterr().out


def test_units_writes_into_a_table_as_its_office_keeps_it(place):
    """Columns in another order and language get the line in that order; a comment stays."""
    (place / "matrix/plans/green/notice.txt").write_text(NOTICE.replace("市科技局", "市科技委"), "utf-8")
    (place / "matrix/aliases.csv").write_text("单位编号,别名,来源\n# 2023年\n", "utf-8")
    assert main(["units", "--accept"]) == 0
    lines = (place / "matrix/aliases.csv").read_text("utf-8").splitlines()
    assert lines[:2] == ["单位编号,别名,来源", "# 2023年"]
    assert lines[2].startswith("kjj,市科技委,")


@pytest.mark.slow
def test_no_link_leads_nowhere(place):
    """Every file that the page and the overview point to was made, the leader's page and the appendix among them."""
    assert main(["reports"]) == 0
    folder = place / "output/green"
    page = [unquote(link) for link in html.parse(str(folder / "index.html")).xpath("//a/@href") if link[0] != "#"]
    cells = [cell for row in load_workbook(folder / "责任矩阵.xlsx")["总览"].iter_rows() for cell in row]
    links = [cell.hyperlink.target for cell in cells if cell.hyperlink and cell.hyperlink.target]
    sheet = [link.replace("\\", "/") for link in links]  # as Excel writes a path
    assert {"责任分工要情.pdf", "责任分解表.docx", "各单位任务清单.xlsx"} <= set(page) & set(sheet)
    assert [link for link in (*page, *sheet) if not (folder / link).is_file()] == []


def sheets_of(place: Path, plan: str) -> dict[str, list[str]]:
    """Names of the sheets of each unit's workbook, by unit."""
    return {
        path.stem.split("-")[1]: load_workbook(path).sheetnames for path in (place / f"output/{plan}/tasks").iterdir()
    }


@pytest.mark.slow
def test_task_books_begin_with_what_changed_since_the_plan_before(place):
    """Where last year's plan is there, each unit's book has a cover; also if one plan alone is built."""
    later = place / "matrix/plans/green-2024"
    later.mkdir()
    (place / "matrix/plans/green").rename(place / "matrix/plans/green-2023")
    (later / "notice.txt").write_text(NOTICE.replace("80家", "95家"), "utf-8")
    assert main(["reports"]) == 0
    assert {names[0] for names in sheets_of(place, "green-2023").values()} == {"任务清单"}
    assert {names[0] for names in sheets_of(place, "green-2024").values()} == {"变化说明"}
    cover = load_workbook(next((place / "output/green-2024/tasks").glob("*市经信局*")))["变化说明"]
    assert ["1", "调高", "推进绿色升级：新增企业 95 − 80 = +15（+18.8%）"] in [
        [cell.value for cell in row] for row in cover.iter_rows()
    ]
    before = {path.name: path.read_bytes() for path in (place / "output/green-2024/tasks").iterdir()}
    assert main(["reports", "--plan", "green-2024"]) == 0
    assert {path.name: path.read_bytes() for path in (place / "output/green-2024/tasks").iterdir()} == before
    inputs = json.loads((place / "output/green-2024/manifest.json").read_text("utf-8"))["inputs"]
    assert "plans/green-2023/notice.txt" in inputs


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="ends the watcher with a POSIX signal")
def test_watch_builds_again_when_something_changes(place):
    """A changed notice is built again without asking; Ctrl+C ends with its own exit code."""
    command = [sys.executable, "-m", "responsibility", "reports", "--only", "data", "--watch"]
    items = place / "output/green/data/items.csv"
    # A shell starts what runs behind it deaf to Ctrl+C, and its children inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(command, cwd=place, stdout=subprocess.PIPE, text=True) as watcher:
        assert watcher.stdout is not None
        while "正在留意" not in watcher.stdout.readline():
            pass
        assert "推进绿色升级" in items.read_text("utf-8-sig")
        (place / "matrix/plans/green/notice.txt").write_text(NOTICE.replace("绿色升级", "绿色转型"), "utf-8")
        while "正在留意" not in watcher.stdout.readline():
            pass
        assert "推进绿色转型" in items.read_text("utf-8-sig")
        watcher.send_signal(signal.SIGINT)
        watcher.communicate(timeout=60)
    assert watcher.returncode == 130


@pytest.mark.usefixtures("place")
def test_too_little_memory_is_one_sentence(monkeypatch, capsys):
    """And the exit code is not that of findings."""

    def run_out(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("responsibility.cli.reading.read_notice", run_out)
    assert main(["read", "matrix/plans/green/notice.txt"]) == 3
    assert capsys.readouterr().err == "内存不足，已停止：请关闭其他程序，或分成较小的文件再试。\n"


def test_warnings_and_logs_of_libraries_stay_off_the_terminal(tmp_path):
    """What matters in them is a finding; a child process shows what a person would see."""
    code = (
        "import sys, warnings, logging; from responsibility.cli import main; main(['--version']);"
        "warnings.warn('of a library'); logging.getLogger('pdfminer.x').warning('of another')"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert run.stderr == ""
