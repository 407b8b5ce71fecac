"""Collect, remind, compare: the verbs of the year, from a folder of returned files to ledger, bulletin and changes."""

from __future__ import annotations

import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from openpyxl import load_workbook

from clerks import write_beside
from mangling import MANGLES, at, fill_in, open_sheet
from responsibility.cli import main
from responsibility.render.excel import render_book
from responsibility.returns import Return, take_return, view_issued
from responsibility.system.inputs import read_matrix
from responsibility.system.pools import map_heavy
from responsibility.views.issued.books import META, build_task_book
from responsibility.workflows.project import furnish, make_scene, read_plan
from sources import docx_of, paragraph, xlsx_of
from test_returns import check_law

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
NOTICE = (
    "关于印发某市工作计划的通知\n一、主要任务\n"
    "1.推进绿色升级。新增企业80家。(责任单位:市经信局、市科技局)\n"
    "2.修建环湖绿道。建成绿道12公里。(责任单位:市科技局)\n"
    "3.整治污水管网。改造管网30公里。(责任单位:市经信局)\n"
    "2023年3月24日\n"
)
UNITS = (
    "id,name,short,kind,parent,valid_from,valid_to,succeeded_by\n"
    "jxj,某市经济和信息化局,市经信局,government,,,,\nkjj,某市科学技术局,市科技局,government,,,,\n"
)
SHORTS = {"jxj": "市经信局", "kjj": "市科技局"}


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A place's own folder with one plan whose task sheets are issued."""
    plan = tmp_path / "matrix" / "plans" / "green"
    plan.mkdir(parents=True)
    (plan / "notice.txt").write_text(NOTICE, "utf-8")
    (tmp_path / "matrix" / "units.csv").write_text(UNITS, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["reports", "--only", "tasks"]) == 0
    return tmp_path


def send_back(folder: Path, unit: str, name: str, seed: int = 1, **words: str) -> None:
    """Fill in one unit's sheet; words: by item with _ for the dot, typed into 进展情况."""
    sent = open_sheet(next(Path("output/green/tasks").glob(f"*-{SHORTS[unit]}.xlsx")).read_bytes(), name, seed)
    fill_in(sent, 0 if words else 1)
    for row in sent.rows():
        if typed := words.get("i" + sent.item(row).replace(".", "_")):
            sent.sheet.cell(row, at("done")).value = typed
            sent.sheet.cell(row, at("progress")).value = 0.5
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(sent.save())


def cells(path: Path, sheet: str) -> set[object]:
    return {value for row in load_workbook(path)[sheet].iter_rows(values_only=True) for value in row if value}


def test_collect_makes_ledger_lights_bulletin_and_tables(place, capsys):
    """One command turns returned files into all that the office needs, and keeps them as evidence."""
    send_back(place / "in", "jxj", "新建表(1).xlsx", i1_1="已开工", i1_3="已勘察")
    assert main(["collect", "2023-q2", "in"]) == 0
    told = capsys.readouterr().out
    assert "收取 1 份，未收 0 份" in told
    assert "未报送单位 1 个" in told
    folder = place / "output/green/progress/2023-q2"
    assert {"进展台账.xlsx", "通报.docx", "index.html", "manifest.json", "data", "next"} <= {
        path.name for path in folder.iterdir()
    }
    assert any("已开工" in str(value) for value in cells(folder / "进展台账.xlsx", "进展台账"))
    assert "未报送" in cells(folder / "进展台账.xlsx", "未报送单位")
    assert (place / "matrix/plans/green/returns/2023-q2/新建表(1).xlsx").is_file()
    assert "市科技局" in (folder / "index.html").read_text("utf-8")


def test_the_same_run_gives_the_same_bytes(place):
    """Collecting again from the evidence changes no file."""
    send_back(place / "in", "jxj", "a.xlsx", i1_1="已开工")
    main(["collect", "2023-q2", "in"])
    folder = place / "output/green/progress/2023-q2"
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    main(["collect", "2023-q2"])
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def name_person(folder: Path, item: str, words: str) -> None:
    """Send back the sheet of 市经信局 with whom to call for one task."""
    sent = open_sheet(next(Path("output/green/tasks").glob("*-市经信局.xlsx")).read_bytes(), "a.xlsx", 1)
    for row in sent.rows():
        if sent.item(row) == item:
            sent.sheet.cell(row, at("contact")).value = words
    folder.mkdir()
    (folder / "a.xlsx").write_bytes(sent.save())


def test_reports_after_a_collect_have_whom_the_returned_sheets_name(place):
    """Of each task the last one named, with the period; a former period collected again takes nothing back."""
    name_person(place / "in", "1.1", "产业科\n吴某\n8600231")
    main(["collect", "2023-q1", "in"])
    name_person(place / "in2", "1.3", "规划科\n卫某")
    main(["collect", "2023-q2", "in2"])
    main(["collect", "2023-q1"])
    assert main(["reports"]) == 0
    assert {"吴某", "8600231", "2023年一季度", "卫某", "2023年二季度"} <= cells(
        place / "output/green/责任矩阵.xlsx", "通讯录"
    )
    assert "plans/green/contacts.csv" in (place / "output/green/manifest.json").read_text("utf-8")
    assert main(["verify"]) == 0


def test_the_next_sheet_carries_the_last_answers_and_reads_back(place):
    """Last answers stand in grey in the next sheet; sent back untouched they are answers, and that is doubted."""
    send_back(place / "in", "jxj", "a.xlsx", i1_1="已开工")
    main(["collect", "2023-q2", "in"])
    sheet = next((place / "output/green/progress/2023-q2/next").glob("*-市经信局.xlsx"))
    book = load_workbook(sheet)
    carried = next(cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == "已开工")
    assert carried.font.color.rgb.endswith("A9AFB6")
    assert carried.protection.locked is False
    again = place / "in3"
    again.mkdir()
    (again / "a.xlsx").write_bytes(sheet.read_bytes())
    assert main(["collect", "2023-q3", "in3"]) == 0
    ledger = place / "output/green/progress/2023-q3/进展台账.xlsx"
    assert any("已开工" in str(value) for value in cells(ledger, "进展台账"))
    assert "2023年二季度" in cells(ledger, "进度走势")
    assert "未能归位" not in load_workbook(ledger).sheetnames
    assert any("本期没有内容" in str(words) and "未能归位" in str(words) for words in cells(ledger, "进展台账"))


def test_one_bad_file_does_not_stop_the_others(place, capsys):
    """A broken file, another plan's sheet and a text are named with what to do; the rest is taken; exit code 1."""
    send_back(place / "in", "jxj", "a.xlsx", i1_1="已开工")
    (place / "in" / "坏.xlsx").write_bytes(b"PK\x03\x04junk")
    (place / "in" / "说明.txt").write_text("我们下周再报", "utf-8")
    data = load_workbook(place / "in" / "a.xlsx")
    data.custom_doc_props["plan_id"].value = "other"
    data[META]["B1"].value = "other"
    data.save(place / "in" / "别的计划.xlsx")
    assert main(["collect", "2023-q2", "in"]) == 1
    told = capsys.readouterr()
    assert "收取 1 份，未收 3 份" in told.out
    for words in ("坏.xlsx", "说明.txt", "这是计划 other 的表", "办法"):
        assert words in told.err


def test_remind_writes_to_those_who_have_not_answered(place):
    """The reminder says what is asked for and holds the sheet to fill in; its own words are not taken for answers."""
    send_back(place / "in", "jxj", "a.xlsx", seed=3)
    main(["collect", "2023-q2", "in"])
    assert main(["remind", "2023-q2"]) == 0
    folder = place / "output/green/progress/2023-q2/remind"
    (sheet,) = folder.glob("*.xlsx")
    assert sheet.name == "02-市科技局.xlsx"
    assert "填报进展" in cells(sheet, "催办")
    assert load_workbook(sheet).sheetnames[0] == "催办"
    back = place / "back"
    back.mkdir()
    (back / "催办回报.xlsx").write_bytes(sheet.read_bytes())
    assert main(["collect", "2023-q2", "back"]) == 0
    unplaced = place / "output/green/progress/2023-q2/data/unplaced.csv"
    assert len(unplaced.read_text("utf-8-sig").splitlines()) == 1


def test_a_clerks_slips_are_each_told_for_what_they_are(place, capsys):
    """Another period's sheet, one filled in before the period, the same file twice, a blank one."""
    sheets = {unit: next(Path("output/green/tasks").glob(f"*-{short}.xlsx")) for unit, short in SHORTS.items()}
    for unit, name, form in (
        ("jxj", "上期.xlsx", {"填报期次": "2023年一季度", "填报日期": "2023年6月20日"}),
        ("jxj", "旧表.xlsx", {"填报日期": "2023年3月20日"}),
    ):
        sent = open_sheet(sheets[unit].read_bytes(), name, 1)
        fill_in(sent)
        for label, words in form.items():
            write_beside(sent.sheet, label, words)
        (place / name).write_bytes(sent.save())
    (place / "副本.xlsx").write_bytes((place / "上期.xlsx").read_bytes())
    main(["collect", "2023-q2", "上期.xlsx", "副本.xlsx", str(sheets["kjj"])])
    assert "重复 1 份" in capsys.readouterr().out
    book = Path("output/green/progress/2023-q2/进展台账.xlsx")
    assert {"RETURN_OTHER_PERIOD", "RETURN_BLANK"} <= cells(book, "回收问题")
    main(["collect", "2023-q3", "旧表.xlsx"])
    assert "RETURN_DAY_BEFORE" in cells(Path("output/green/progress/2023-q3/进展台账.xlsx"), "回收问题")


def test_which_plan_is_meant_must_be_clear(place, capsys):
    """With two plans the command asks for one."""
    other = place / "matrix/plans/blue"
    other.mkdir()
    (other / "notice.txt").write_text(NOTICE, "utf-8")
    assert main(["collect", "2023-q2"]) == 3
    assert "blue、green" in capsys.readouterr().err


def test_a_period_may_be_written_as_people_say_it(place, capsys):
    """However a period is written, also as the name of a folder made by hand, its files are one set."""
    send_back(place / "in", "jxj", "a.xlsx", i1_1="已开工")
    send_back(place / "matrix/plans/green/returns/2023年二季度", "kjj", "b.xlsx", i1_2="已勘察")
    assert main(["collect", "2023Q2", "in"]) == 0
    assert "收取 2 份" in capsys.readouterr().out
    assert [path.name for path in (place / "output/green/progress").iterdir()] == ["2023-q2"]


def test_a_mistyped_path_stops_before_anything_is_kept(place, capsys):
    """Nothing is written while one of the paths named is not there; all that are missing are said at once."""
    send_back(place / "in", "jxj", "a.xlsx", i1_1="已开工")
    assert main(["collect", "2023-q2", "in", "inn", "b.zip"]) == 3
    assert "没有这个文件或文件夹：inn、b.zip" in capsys.readouterr().err
    assert not (place / "matrix/plans/green/returns").exists()
    assert not (place / "output/green/progress").exists()


@pytest.mark.parametrize("words", ["2023-q9", "../../x"])
@pytest.mark.usefixtures("place")
def test_what_is_no_period_is_refused(words, capsys):
    """A period is a quarter, month, week, year or day."""
    assert main(["collect", words]) == 3
    assert "不是期次" in capsys.readouterr().err


@pytest.mark.slow
def test_compare_says_what_changed_for_whom(place, capsys):
    """A revised plan: raised target, dropped task, and answers go forward along what is certain."""
    send_back(place / "in", "jxj", "a.xlsx", i1_1="已开工", i1_3="已勘察")
    main(["collect", "2023-q2", "in"])
    later = place / "matrix/plans/later"
    later.mkdir()
    revised = NOTICE.replace("80家", "95家").replace("2.修建环湖绿道。建成绿道12公里。(责任单位:市科技局)\n", "")
    (later / "notice.txt").write_text(revised.replace("3.整治", "2.整治"), "utf-8")
    assert main(["compare", "green", "later"]) == 0
    assert "指标变更 2 处" in capsys.readouterr().out
    folder = place / "output/later/changes/since-green"
    assert "95 − 80 = +15（+18.8%）" in cells(folder / "变更表.xlsx", "指标变更")
    assert "取消" in cells(folder / "变更表.xlsx", "任务变更")
    sheet = next((folder / "tasks").glob("*-市经信局.xlsx"))
    assert load_workbook(sheet).sheetnames[:2] == ["变化说明", "任务清单"]
    assert "已勘察" in cells(sheet, "任务清单")
    assert {"调高", "改写"} <= cells(sheet, "变化说明")


def test_a_decision_about_no_item_is_told(place, capsys):
    """A line that was made for another plan is not used in silence."""
    (place / "matrix/plans/green/decisions.csv").write_text("old_id,new_id,same\n1.1,9.9,是\n", "utf-8")
    assert main(["compare", "matrix/plans/green/notice.txt", "green"]) == 0
    assert "decisions.csv 第2行：1.1 → 9.9 不是这两个计划的任务" in capsys.readouterr().err


@pytest.mark.usefixtures("place")
def test_compare_with_itself_is_empty(capsys):
    """The same plan, read from its file and from the folder."""
    assert main(["compare", "matrix/plans/green/notice.txt", "green"]) == 0
    assert "任务变更 0 处，指标变更 0 处，单位变更 0 处，责任变更 0 处，待判定 0 对" in capsys.readouterr().out


@pytest.mark.slow
def test_a_file_that_stalls_its_reader_poisons_nothing(place, capsys):
    """The return beside it is booked, the file is kept, and no later run reads it."""
    (place / "matrix/settings.toml").write_text("[sources]\nseconds = 3\n", "utf-8")
    send_back(place / "in", "jxj", "a.xlsx", i1_1="已开工")
    (place / "in" / "b.xlsx").write_bytes(xlsx_of([["字"] * 31] * 16_000))
    assert main(["collect", "2023-q2", "in"]) == 1
    told = capsys.readouterr()
    assert "处理 3 秒仍读不完" in told.err
    assert "收取 1 份，未收 1 份" in told.out
    returns = place / "matrix/plans/green/returns"
    assert (returns / "2023-q2/b.xlsx").is_file()
    assert ",b.xlsx,超时," in (returns / "quarantine.csv").read_text("utf-8")
    assert main(["collect", "2023-q2"]) == 1
    assert "不再读取" in capsys.readouterr().err
    assert main(["remind", "2023-q2"]) == 0


SENT_BACK = {
    "扫描.jpg": (b"\xff\xd8\xff\xe0" + bytes(90), "图片（JPEG）"),
    "回报.rar": (b"Rar!\x1a\x07" + bytes(90), "压缩包（RAR）"),
    "回报.msg": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "__properties_version1.0".encode("utf-16-le"),
        "Outlook 邮件",
    ),
    "清单.docx": (docx_of(paragraph("已开工")), "而是 Word"),
    "坏.eml": (b"From: a@example.invalid\nTo: b@example.invalid\nSubject: x\n\n1", "邮件没有附件"),
}


def test_what_is_no_workbook_is_told_for_what_it_is(place, capsys):
    """And the e-mail beside it gives its workbook."""
    send_back(place / "in", "jxj", "a.xlsx", i1_1="已开工")
    letter = EmailMessage()
    letter["From"], letter["To"] = "a@example.invalid", "b@example.invalid"
    letter.add_attachment((place / "in/a.xlsx").read_bytes(), maintype="x", subtype="y", filename="甲.xlsx")
    (place / "in/a.xlsx").unlink()
    (place / "in/信.eml").write_bytes(bytes(letter))
    for name, (data, _) in SENT_BACK.items():
        (place / "in" / name).write_bytes(data)
    assert main(["collect", "2023-q2", "in"]) == 1
    told = capsys.readouterr()
    assert "收取 1 份，未收 5 份" in told.out
    for name, (_, words) in SENT_BACK.items():
        assert words in told.err
        assert name in told.err


def double(number: int) -> int:
    return 2 * number


def test_a_bounded_map_keeps_order():
    """Many items go through several processes and come back in order, few at a time."""
    taken = []

    def items():
        for number in range(200):
            taken.append(number)
            yield number

    results = map_heavy(double, items(), 2)
    assert next(results) == 0
    assert len(taken) < 80
    assert list(results) == [2 * number for number in range(1, 200)]


@pytest.mark.slow
def test_the_reference_plan_makes_the_round_trip(tmp_path, capsys):
    """30 sheets issued, filled at random, each mangled in another of all named ways, zipped, collected: nothing lost.

    Two rounds, so that every way is used; typed = booked + unplaced, word by word.
    """
    folder = read_matrix(ROOT / "matrix", "xianning-green-2023")
    house = furnish(folder)
    scene = make_scene(read_plan(folder.plans[0], house), house)
    issued = view_issued(scene)
    # Mangling needs some rows to work on; short sheets come back as they are.
    units = sorted(scene.plan.units, key=lambda unit: -len(scene.by_unit[unit.id]))
    ways = list(MANGLES)
    counts, used = [0, 0, 0], set()
    archive = tmp_path / "回报.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for place, way in enumerate((*ways, *["untouched"] * (60 - len(ways) % 60))[:120]):
            unit = units[place % 12] if way != "untouched" else units[place % len(units)]
            sent = open_sheet(render_book(build_task_book(scene, unit)), f"{place}.xlsx", place)
            fill_in(sent)
            MANGLES[way](sent)
            used.add(way)
            data = sent.data or sent.save()
            packed.writestr(f"{place}-{unit.id}", data)
            read = take_return(data, sent.name, issued, scene.settings.sources)
            assert isinstance(read, Return), way
            booked, unplaced = check_law(sent, read)
            counts = [
                counts[0] + len(sent.typed) + len(sent.shares) + len(sent.notes),
                counts[1] + booked,
                counts[2] + unplaced,
            ]
    assert used == set(ways)
    assert counts[0] == counts[1] + counts[2]
    with capsys.disabled():
        print(f"\ntyped {counts[0]}, in the ledger {counts[1]}, unplaced {counts[2]}")  # noqa: T201
