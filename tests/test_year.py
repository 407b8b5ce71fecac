"""A whole year on disk: 30 units, four periods, two meetings, three inspections, late sheets, false claims, a merger.

Every paper is a file, issued and read by the command; every number of every paper is counted anew from what was typed;
nothing typed is lost.
"""

from __future__ import annotations

import csv
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO, StringIO
from math import sqrt
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Paper
from openpyxl import Workbook, load_workbook

from lived import (
    LAST_DAY,
    MERGED,
    PERIODS,
    PLAN,
    SENT_BACK,
    SUCCESSOR,
    UNITS,
    Counted,
    Lived,
    expect_scores,
    live_year,
    short,
)
from prints import convert_files
from year import FALSE, LATE

pytestmark = pytest.mark.slow

WORDS = {"done": "已完成", "ahead": "超进度", "on-course": "达进度", "behind": "欠进度", "unreported": "未报"}
TITLES = {period: f"2026年{quarter}季度" for period, quarter in zip(PERIODS, "一二三四", strict=True)}


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    folder, home = tmp_path_factory.mktemp("year"), Path.cwd()
    os.chdir(folder)
    printed = StringIO()

    def read() -> str:
        said = printed.getvalue()
        printed.seek(0)
        printed.truncate()
        return said

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", printed)
        lived = live_year(folder, read)
    yield lived
    os.chdir(home)


@pytest.fixture(scope="module")
def counted(year: Lived) -> dict[str, Counted]:
    return {period: Counted(year, period) for period in PERIODS}


def paper_of(year: Lived, path: str) -> Paper:
    return Document(BytesIO(year.paper(path)))


def text_of(year: Lived, path: str) -> str:
    # Without the signs behind which a long list of numbers may be parted.
    return "\n".join(each.text for each in paper_of(year, path).paragraphs).replace("\u200b", "")


def book_of(year: Lived, path: str, *, values: bool = True) -> Workbook:
    return load_workbook(BytesIO(year.paper(path)), data_only=values)


def name_on(unit: str, period: str) -> str:
    """Name a unit as papers of a period do: after the reform by its successor."""
    is_over = unit == MERGED and PERIODS[period][0] > LAST_DAY
    return f"{short(SUCCESSOR)}（原{short(unit)}）" if is_over else short(unit)


def number(year: Lived, item: str) -> str:
    return year.tasks[item].number


def test_the_year_is_as_hard_as_it_should_be(year):
    """30 units, 4 periods, refinement, 2 meetings, 3 inspections, 12 % late, 5 % of claims false, 1 unit reorganised.

    Shares lie within two standard errors of what is asked for.
    """
    assert (len(UNITS), len(PERIODS), LATE, FALSE) == (30, 4, 0.12, 0.05)
    assert len(year.refined) == 27
    assert [*year.found] == ["2026-q2", "2026-q3", "2026-q4"]
    decided = (year.folder / "matrix" / "plans" / PLAN / "meetings.csv").read_text("utf-8-sig")
    assert set(re.findall("第.次联席会议", decided)) == {"第1次联席会议", "第2次联席会议"}
    late = sum(day > PERIODS[period][1] for (period, _), day in year.days.items())
    claims = [each for each in year.typed if each.unit == year.tasks[each.item].units[0]]
    for count, of, share in ((late, len(year.days), LATE), (len(year.false), len(claims), FALSE)):
        assert abs(count / of - share) < 2 * sqrt(share * (1 - share) / of)
    assert year.silent
    assert any(verdict == "不属实" for found in year.found.values() for verdict, _, _ in found.values())
    assert {each.unit for each in year.typed if "承接" in each.file} == {MERGED}


def test_every_light_is_that_of_the_values_typed(year, counted):
    """Share, course, colour and light before of every task in every period: by accepted goals, a moved day, evenly."""
    before: dict[str, str] = {}
    for period, one in counted.items():
        rows = {row["item_id"]: row for row in year.table(f"progress/{period}/data/lights.csv")}
        assert rows.keys() == one.tasks.keys()
        claimed = Counted(year, period, claimed=True)
        for item, row in rows.items():
            share = one.share(item)
            assert row["light"] == one.light(item), (period, item)
            assert (float(row["percent"]) if row["percent"] else None) == share
            assert float(row["expected"]) == pytest.approx(one.expected(item))
            assert row["light_before"] == before.get(item, "")
            assert row["claimed"] == (claimed.light(item) if item in one.found else "")
        before = {item: one.light(item) for item in one.tasks}
    assert {one.light(item) for one in counted.values() for item in one.tasks} == {
        "done", "green", "yellow", "red", "unreported",
    }  # fmt: skip


def test_accepted_goals_set_the_course_and_those_sent_back_do_not(counted, year):
    """The second quarter: 40 and 50 for two tasks of a unit, the calendar's 49.5 for one whose goals were not taken."""
    half = counted["2026-q2"]
    by_unit = defaultdict(set)
    for item, lead in half.leads.items():
        by_unit[lead].add(half.expected(item))
    assert by_unit["u00"] == {40.0, 50.0}
    assert by_unit[SENT_BACK] == by_unit["u09"] == {49.5}
    assert "27 个单位的细化分解 81 条" in year.said["collect plan refined"]


def test_a_meetings_decisions_leave_the_period_before_it_as_it_was(year):
    """The lights of the second period are the same bytes before the meeting and when the year is over."""
    assert year.before_meeting == year.paper("progress/2026-q2/data/lights.csv")


def test_the_bulletins_counts_and_shares_are_those_of_the_values_typed(year, counted):
    """Every number of the first part, and what became more or less since the period before."""
    before: Counter[str] = Counter()
    for period, one in counted.items():
        words, now = text_of(year, f"progress/{period}/通报.docx"), one.counts()
        total = sum(now.values())
        for key, count in now.items():
            share = f"{round(1000 * count / total + 1e-9) / 10:g}"
            assert f"{WORDS[key]}{count}项，占{share}%" in words, (period, key)
        for key in ("done", "behind", "unreported") if before else ():
            if change := now[key] - before[key]:
                assert f"{WORDS[key]}{'增加' if change > 0 else '减少'}{abs(change)}项" in words
        false = sum(map(one.is_false, one.found))
        assert (f"抽查核实{len(one.found)}项" in words) == bool(one.found)
        assert (f"与填报不一致{false}项" in words) == bool(false)
        sent = len(UNITS) - sum((period, unit) in year.silent for unit in UNITS)
        assert (f"应报送单位{len(UNITS)}个，已报送{sent}个" in words) == (sent < len(UNITS))
        before = now


def test_the_tables_of_the_bulletin_add_up(year, counted):
    """First annex: how each task stands now and stood before; second: each lead unit's tasks, and their total."""
    for period, one in counted.items():
        tables = paper_of(year, f"progress/{period}/通报.docx").tables
        heads, *rows = ([cell.text for cell in row.cells] for row in tables[0].rows)
        shown = {row[0]: row[heads.index("本期")].removesuffix("＊") for row in rows}
        assert shown == {number(year, item): WORDS[one.stand(item)] for item in one.tasks}
        heads, *rows = ([cell.text for cell in row.cells] for row in tables[1].rows)
        by_unit: dict[str, Counter[str]] = defaultdict(Counter)
        for item, lead in one.leads.items():
            by_unit[name_on(lead, period)][WORDS[one.stand(item)]] += 1
        for row in rows[: len(by_unit)]:
            cells = dict(zip(heads, row, strict=True))
            assert {word: int(cells[word]) for word in WORDS.values() if cells.get(word)} == by_unit[row[0]]
        total = dict(zip(heads, rows[len(by_unit)], strict=True))
        assert {key: int(total[word]) for key, word in WORDS.items() if total.get(word)} == one.counts()


def test_the_meetings_papers_are_those_of_the_values_typed(year, counted):
    """Two meetings, after the second and the third period: the state in figures, and what is on the table and why."""
    for place, period in enumerate(("2026-q2", "2026-q3"), 1):
        one, before = counted[period], counted[[*PERIODS][place - 1]]
        words, counts = text_of(year, f"meeting/{period}/会议材料.docx"), one.counts()
        assert f"第{place}次联席会议" in words
        told = "、".join(f"{word}{counts[key]}" for key, word in WORDS.items() if counts[key])
        assert f"{len(one.leads)}项中，{told}。" in words
        behind = [item for item in one.leads if one.stand(item) == "behind"]
        numbers = "、".join(number(year, item) for item in behind)
        assert f"欠进度的是第{numbers}项，涉及{len({one.leads[item] for item in behind})}个单位。" in words
        again = [number(year, item) for item in behind if item in before.tasks and before.stand(item) == "behind"]
        assert f"第{'、'.join(again)}项连续两期欠进度" in words
        table = paper_of(year, f"meeting/{period}/会议材料.docx").tables[0]
        asked = {each.text.split("：")[0] for row in table.rows[1:] for each in row.cells[1].paragraphs[:1]}
        held = {item for (item, _), typed in one.typed.items() if typed.problems and one.light(item) != "done"}
        expected = held | {item for item in one.tasks if one.light(item) == "red"}
        assert asked == {f"第{number(year, item)}项" for item in expected}


def test_each_draw_is_of_tasks_that_were_reported_and_has_all_that_are_behind(year):
    """The draw's own counts; what nobody reported is asked for and not drawn; each period has a draw of its own."""
    for period, found in year.found.items():
        claimed = Counted(year, period, claimed=True)
        rows = list(book_of(year, f"inspection/{period}/抽查核实表.xlsx").worksheets[0].iter_rows(values_only=True))
        start = next(place for place, row in enumerate(rows) if row[0] == "抽取办法")
        strata = {str(row[0]): (row[2], row[3]) for row in rows[start + 2 :] if isinstance(row[2], int)}
        counts = claimed.counts()
        true = {
            "欠进度": counts["behind"],
            "已完成、超进度": counts["done"] + counts["ahead"],
            "达进度": counts["on-course"],
        }
        assert {name: tasks for name, (tasks, _) in strata.items()} == {name: n for name, n in true.items() if n}
        assert strata["欠进度"][1] == counts["behind"]
        assert sum(int(drawn or 0) for _, drawn in strata.values()) == len(found)
        assert all(claimed.share(item) is not None for item in found)
    assert len({tuple(found) for found in year.found.values()}) == 3


def test_late_is_by_the_day_on_the_sheet(year):
    """The reports' table: the day on each sheet against the working day by which it was due, and who sent nothing."""
    for period, (_, due) in PERIODS.items():
        for row in year.table(f"progress/{period}/data/reports.csv"):
            day = year.days.get((period, row["unit_id"]))
            assert row["filled_on"] == (str(day) if day else "")
            assert row["late_days"] == (str(max(timedelta(0), day - due).days) if day else "")
            assert (row["state"] == "missing") == ((period, row["unit_id"]) in year.silent)


def test_nothing_typed_is_lost(year):
    """Every word of the year stands in the ledger of its period and in the book that the office opens."""
    for period in PERIODS:
        ledger = {(row["item_id"], row["unit_id"]): row for row in year.table(f"progress/{period}/data/ledger.csv")}
        typed = [each for each in year.typed if each.period == period]
        for each in typed:
            row = ledger[each.item, each.unit]
            assert (float(row["percent"]), row["done"], row["problems"]) == (each.percent, each.words, each.problems)
        assert sum(row["answered"] == "true" for row in ledger.values()) == len(typed)
        loose = [row["words"] for row in year.table(f"progress/{period}/data/unplaced.csv")]
        is_merged = any("承接" in each.file for each in typed)
        assert loose == [f"填报单位（盖章）：东川{short(SUCCESSOR)}"] * is_merged
        book = book_of(year, f"progress/{period}/进展台账.xlsx")
        said = "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
        assert [each for each in typed if each.words not in said or each.problems not in said] == []


def test_every_piece_of_the_refinement_stands_in_its_list_as_typed(year):
    """Twenty-seven of thirty sent theirs; one was sent back, with its reason; whom to call is in the contacts."""
    book = book_of(year, "refinement/back/细化分解汇总.xlsx")
    rows = [[cell or "" for cell in row] for row in book["细化分解汇总"].iter_rows(min_row=5, values_only=True)]
    assert [tuple(row[2:11]) for row in rows] == [piece.words for own in year.refined.values() for piece in own]
    assert {row[12] for row in rows if row[0] == short(SENT_BACK)} == {"退回：三季度目标偏低"}
    states = Counter(row[1] for row in book["报送情况"].iter_rows(min_row=5, values_only=True))
    assert states == {"已报": 27, "未报": 3}
    people = {cell for row in book_of(year, "progress/2026-q4/进展台账.xlsx")["通讯录"].iter_rows() for cell in row}
    assert {f"联络{name[1:-1]}" for name in map(short, year.refined)} <= {cell.value for cell in people}


def test_every_score_is_what_the_typed_values_come_to(year):
    """Thirty units, all four periods: each total recounted by another way; each unit's sheet adds up to its own."""
    expected = expect_scores(year)
    assert {
        row["unit_id"]: float(row["total"]) for row in year.table("assessment/2026/data/scores.csv")
    } == pytest.approx(expected)
    by_unit: Counter[str] = Counter(dict.fromkeys(UNITS, 100.0))  # type: ignore[arg-type]  # sums, not counts
    for row in year.table("assessment/2026/data/points.csv"):
        by_unit[row["unit_id"]] += float(row["value"])  # type: ignore[assignment]
    assert by_unit == pytest.approx(expected)


@pytest.mark.office
def test_libreoffice_counts_the_totals_of_all_thirty_units_as_we_do(year, tmp_path):
    """Every formula of the score table computed anew, the cached values taken away: summary and each unit's sheet."""
    blank, buffer = book_of(year, "assessment/2026/考核评分表.xlsx", values=False), BytesIO()
    blank.save(buffer)  # openpyxl keeps the formulas and no values
    path = convert_files(tmp_path, {"score.xlsx": buffer.getvalue()}, "xlsx")["score.xlsx"]
    summary, *own = load_workbook(path, data_only=True).worksheets
    expected = {name_on(unit, [*PERIODS][-1]): total for unit, total in expect_scores(year).items()}
    shown = {
        str(row[0]).replace("\n", ""): row[7]
        for row in summary.iter_rows(values_only=True)
        if isinstance(row[7], int | float)
    }
    assert shown == pytest.approx(expected)
    totals = {
        sheet.title: next(cell for cell in row[1:] if isinstance(cell, int | float))
        for sheet in own
        for row in sheet.iter_rows(values_only=True)
        if str(row[0]).replace("\u3000", "") == "总分"
    }
    assert totals == pytest.approx(expected)


def test_the_points_of_a_unit_name_sheets_and_cells_that_it_filled_in(year):
    """Each proof is a file that came in with the row of the task in it, a sheet's day, or an inspection's form."""
    cells = {(each.file, str(each.row)) for each in year.typed}
    files = {each.file for each in year.typed}
    forms = {f"{period}.xlsx" for period in year.found}
    for row in year.table("assessment/2026/data/points.csv"):
        if row["cause"] in ("missing", "unrefined"):
            assert row["file"] == ""
        elif row["cause"] == "late":
            assert row["file"] in files
        elif row["place"].startswith("任务清单"):
            assert (row["file"], re.sub(r"\D", "", row["place"])) in cells, row
        else:
            assert row["place"].partition("!")[0] in forms


def test_a_unit_that_is_merged_within_the_year_keeps_its_account_and_that_is_told(year):
    """Its successor sends both sheets under its own name; each counts for whose tasks it has, and a note says so."""
    for period in ("2026-q3", "2026-q4"):
        units = {row["file"]: row["unit_id"] for row in year.table(f"progress/{period}/data/files.csv")}
        name = f"{period}-{short(SUCCESSOR)}"
        assert units.get(f"{name}（承接）.xlsx", MERGED) == MERGED
        assert units.get(f"{name}.xlsx", SUCCESSOR) == SUCCESSOR
    lead = next(task.number for task in year.tasks.values() if task.units[0] == MERGED)
    for period in PERIODS:
        (row,) = [
            row for row in paper_of(year, f"progress/{period}/通报.docx").tables[0].rows if row.cells[0].text == lead
        ]
        assert row.cells[2].text == name_on(MERGED, period)
    summary = book_of(year, "assessment/2026/考核评分表.xlsx").worksheets[0]
    said = [str(row[0]) for row in summary.iter_rows(values_only=True)]
    assert name_on(MERGED, [*PERIODS][-1]) in [words.replace("\n", "") for words in said]
    assert short(MERGED) not in said
    assert any(f"{short(MERGED)}设至2026年6月30日，其后由{short(SUCCESSOR)}承接" in words for words in said)


def test_the_closing_book_has_every_task_its_course_its_last_words_and_what_stays_open(year, counted):
    """One row a task; carried over are those that the typed values leave undone, each as a notice has it."""
    tasks, left = (
        list(sheet.iter_rows(min_row=5, values_only=True)) for sheet in book_of(year, "closing/2026/年底交账.xlsx")
    )
    last = counted["2026-q4"]
    assert [row[0] for row in tasks] == [number(year, item) for item in last.leads]
    for row, item in zip(tasks, last.leads, strict=True):
        typed = last.typed.get((item, last.leads[item]))
        assert ("\n".join(filter(None, (typed.words, typed.problems))) if typed else None) == row[7]
        course = [
            f"{TITLES[period]}：{WORDS[one.stand(item)]}"
            + (f"（{one.share(item):g}%）" if one.share(item) is not None else "")
            for period, one in counted.items()
            if item in one.tasks
        ]
        assert str(row[4]).split("\n") == course
        for period in PERIODS:
            own = [each for each in year.typed if (each.period, each.item) == (period, item)]
            told = re.search(f"{TITLES[period]}任务清单：(.*)", str(row[8]))
            shown = re.findall(r"([^、A-Z]+)[A-Z]+(\d+)", told[1]) if told else []
            assert sorted(shown) == sorted((short(each.unit), str(each.row)) for each in own)
        seen = [found[item][0] for found in year.found.values() if item in found]
        assert re.findall("抽查核实（.*?）：([^，\n]*)", str(row[8])) == seen
    undone = [number(year, item) for item in last.leads if last.stand(item) != "done"]
    assert [row[0] for row in left] == undone
    lines = year.paper("closing/2026/结转任务.txt").decode("utf-8-sig").splitlines()[1:]
    entries = [line for line in lines if re.match(r"\d+\.", line)]
    assert len(entries) == len(undone)
    assert all("（牵头单位：" in line for line in entries)
    assert all("联席会议" in line for line in lines if line not in entries)  # what a meeting decided of an open task


def test_who_sent_nothing_is_reminded_of_all_its_tasks(year):
    """After the first period: a workbook for each silent unit, and for nobody else."""
    folder = year.folder / "output" / "green-2026" / "progress" / "2026-q1" / "remind"
    silent = {short(unit) for unit in UNITS if ("2026-q1", unit) in year.silent}
    assert {path.stem.partition("-")[2] for path in folder.glob("*.xlsx")} == silent


def test_the_calendar_has_the_goals_of_all_whose_refinement_was_accepted(year):
    """Two tasks of each of 26 units, a goal of each at the end of each quarter; none of the unit sent back."""
    text = year.paper("calendar.ics").decode().replace("\r\n ", "")
    ends = Counter(re.findall(r"DTSTART;VALUE=DATE:(\d+)(?:(?!END:VEVENT).)*?CATEGORIES:季度目标", text, re.S))
    assert ends == {"20260331": 52, "20260630": 52, "20260930": 52, "20261231": 52}
    goals = re.findall("SUMMARY:(.*（季度目标）)", text)
    assert any(f"{short('u00')}措施200家：60家；" in words for words in goals)
    assert not [words for words in goals if short(SENT_BACK) in words]


def test_the_calendar_has_meetings_moved_days_and_the_days_by_which_units_report(year):
    """What falls in the year: each quarter's working day, both meetings, the days that these moved."""
    text = year.paper("calendar.ics").decode().replace("\r\n ", "")
    days = {
        day.strftime("%Y%m%d") for day in (*(due for _, due in PERIODS.values()), date(2026, 7, 14), date(2026, 10, 14))
    }
    days |= {"20260930", "20261130"}
    assert days <= set(re.findall(r"DTSTART;VALUE=DATE:(\d{8})", text))


def test_the_page_says_where_each_step_stands(year):
    """Refined, reported by period, met, inspected, scored, closed: as counted from what was typed."""
    page = year.paper("index.html").decode()
    silent = Counter(period for period, _ in year.silent)
    said = ["已报27个单位，应报30个", "第1次联席会议（2026年7月14日）议定2项", "2026年度已评30个单位"]
    said += [f"{TITLES[period]}{30 - silent[period]}/30个单位" for period in PERIODS]
    said += [f"{TITLES[period]}核实{len(found)}/{len(found)}项" for period, found in year.found.items()]
    assert [words for words in said if words not in page] == []
    rows = list(csv.reader(StringIO((year.folder / "matrix/plans/green-2026/steps.csv").read_text("utf-8-sig"))))
    assert ["考核", "2026", "30", "30"] in rows
    last = Counted(year, "2026-q4")
    assert ["交账", "2026", str(last.counts()["done"]), str(len(last.tasks))] in rows
