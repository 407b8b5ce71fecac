"""Every number of several plans together, and of a year's plan beside the one before."""

from __future__ import annotations

import re
import shutil
from collections import Counter

import pytest

from oracle import changes, portfolio
from oracle.bulletin import WORDS
from oracle.likeness import Side, match
from oracle.listed import check_lists
from oracle.readers import find_tables, read_sheets, read_table
from oracle.series import TITLES, make_series
from oracle.tally import Tally
from oracle.templates import TEMPLATES, check_sentence
from oracle.worlds import series_world
from prints import convert_files

OLD, NEW = "green-2024", "green-2025"


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 12, 4))
def test_several_plans_and_two_years_are_truly_told(first, tmp_path):
    """Sums, repeats and every change, as tables, as sheets and as each unit is told."""
    tally = Tally()
    for seed in range(first, first + 4):
        made = make_series(seed)
        world = series_world(tmp_path / str(seed), made, OLD, NEW)
        portfolio.check_portfolio(world.facts, TITLES, world.portfolio, tally)
        source = "\0".join(each.notice for each in made.values())
        said = portfolio.Said(world.portfolio, world.findings, source)
        portfolio.check_words(world.facts, TITLES, said, tally)
        check_changes(world, tally)
    tally.settle()


@pytest.mark.slow
@pytest.mark.office
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_the_sums_over_plans_recalculated_are_true(tmp_path):
    """Every total that LibreOffice computes anew, and 变更表 as it reads it."""
    tally, world = Tally(), series_world(tmp_path / "3", make_series(3), OLD, NEW)
    made = convert_files(tmp_path, {"跨计划汇总.xlsx": world.portfolio["跨计划汇总.xlsx"]}, "xlsx")["跨计划汇总.xlsx"]
    portfolio.check_totals_sheet(world.facts, TITLES, read_sheets(made.read_bytes())["单位合计"], tally)
    tally.settle()


def check_changes(world, tally):
    """Which task is which, then all that follows from it."""
    before, after = world.facts[OLD], world.facts[NEW]
    old, new = (
        Side(world.readings[plan], {i: set(u) for i, u in world.facts[plan].units_of.items()}) for plan in (OLD, NEW)
    )
    true = match(old, new, after.settings["compare"])
    tables = {path[5:-4]: read_table(data) for path, data in world.changes.items() if path.startswith("data/")}
    printed = {(row["old_id"], row["new_id"]): row for row in tables["matches"]}
    tally.same("matches", sorted(true), sorted(printed))
    for pair in true.keys() & printed.keys():
        for column, value in true[pair].items():
            tally.same(("matches", pair, column), value, printed[pair][column])
    two = changes.Two(old, new, before, after, list(printed), 1)
    check_items(two, tables["items"], tally)
    check_shares(two, tables, tally)
    check_targets(two, tables["targets"], tally)
    check_book(two, tables, world.changes, tally)
    check_covers(two, tables, world.changes, tally)
    check_carried(two, tables, world, tally)
    check_lists(world.changes["index.html"], world.changes["变更表.xlsx"], tally)


def check_items(two, rows, tally):
    kinds = Counter((row["kind"], row["old_id"] or None, row["new_id"] or None) for row in rows)
    moved = sum(count for (kind, *_), count in kinds.items() if kind == "moved")
    tally.same("moved", changes.count_moved(two), moved)
    tally.same(
        "changes of tasks", changes.list_items(two), +Counter({k: n for k, n in kinds.items() if k[0] != "moved"})
    )
    for row in rows:
        if row["kind"] == "reworded":
            changes.check_marks(two.old.text[row["old_id"]], two.new.text[row["new_id"]], row, tally)


def check_shares(two, tables, tally):
    keys = ("kind", "unit_id", "old_item", "new_item", "old_role", "new_role")
    printed = Counter(tuple(row[key] or None for key in keys) for row in tables["shares"])
    tally.same("changes of parts", changes.list_shares(two), printed)
    came, gone = two.after.units.keys() - two.before.units, two.before.units.keys() - two.after.units
    true = {("new", unit) for unit in came} | {("dropped", unit) for unit in gone}
    tally.same("changes of units", true, {(row["kind"], row["new_id"] or row["old_id"]) for row in tables["units"]})


def check_targets(two, rows, tally):
    keys = ("kind", "old_item", "new_item", "old_value", "new_value", "difference", "ratio", "demanding")
    true = changes.list_targets(two)
    tally.same("changes of targets", len(true), len(rows))
    order = lambda row: tuple(map(str, row[:3]))  # noqa: E731
    shown = [tuple(row[key] or (None if isinstance(row[key], str) else row[key]) for key in keys) for row in rows]
    for own, row in zip(sorted(true, key=order), sorted(shown, key=order), strict=False):
        for key, value, cell in zip(keys, own, row, strict=True):
            tally.same(("targets", own[:3], key), value, cell)


def check_book(two, tables, files, tally):
    """变更概览 counts the rows of every list; 指标变更 prints how one number came from the other."""
    sheets = read_sheets(files["变更表.xlsx"])
    counts = {(row[0], row[1]): row[2] for row in sheets["变更概览"] if isinstance(row[2], int)}
    names = {"items": "任务变更", "targets": "指标变更", "units": "单位变更", "shares": "责任变更"}
    kinds = Counter((names[name], TEMPLATES[f"changes.kind.{row['kind']}"]) for name in names for row in tables[name])
    doubtful = [row for row in tables["matches"] if row["certainty"] < two.after.settings["compare"]["certain"]]
    tally.same("变更概览", kinds + Counter({("待判定", None): len(doubtful)}), Counter(counts))
    tally.same("pairs to settle", len(doubtful), len(read_table(files["decisions.csv"])))
    body = next(iter(find_tables(sheets["指标变更"], "变更", "算式", "要求")), [])
    tally.same("指标变更", len(tables["targets"]), len(body))
    for own, row in zip(tables["targets"], body, strict=False):
        check_arithmetic(own, row, tally)


def check_arithmetic(own, row, tally):
    tally.same(("要求", own["demanding"]), TEMPLATES[f"changes.demanding.{own['demanding']:.0f}"], row["要求"])
    found = re.fullmatch(r"([\d.]+) − ([\d.]+) = ([+-][\d.]+)(?:（([+-][\d.]+)%）)?", row["算式"] or "")
    if own["kind"] in ("earlier", "later"):
        days = {"days": f"{abs(own['difference']):.0f}"}
        check_sentence(row["算式"], f"changes.days.{own['kind']}", days, tally)
    elif own["difference"] is None:
        tally.same("no arithmetic", None, row["算式"])
    else:
        tally.same(("算式", row["算式"]), True, found is not None)
        new, old, apart, ratio = (float(each) if each else None for each in found.groups())
        tally.same(("算式", "values"), (own["new_value"], own["old_value"]), (new, old))
        tally.same(("算式", "difference"), round(new - old, 6), apart)
        exact = 100 * (new - old) / old
        tally.same(("算式", "ratio", exact), True, abs(exact - ratio) <= 0.05 + 1e-6)


def check_carried(two, tables, world, tally):
    """The new year's sheets have what each unit said last of the task before, along certain matches, and no more."""
    certain = two.after.settings["compare"]["certain"]
    earlier = {row["new_id"]: row["old_id"] for row in tables["matches"] if row["certainty"] >= certain}
    for place, unit in enumerate(two.after.units, 1):
        (path,) = [path for path in world.changes if re.match(rf"tasks/0?{place}-", path)]
        (table,) = find_tables(read_sheets(world.changes[path])["任务清单"], "序号", "进展状态", "item_id")
        for row in (row for row in table if row["item_id"]):
            status, share, words = world.answers.get((earlier.get(row["item_id"]), unit), ("", None, ""))
            told = (WORDS.get(status), None if share is None else share / 100, words or None)
            for head, value in zip(("进展状态", "完成率", "进展情况"), told, strict=True):
                tally.same(("carried", unit, row["item_id"], head), value, row[head])


def check_covers(two, tables, files, tally):
    """What each unit is told: one row a change, counted by kind above."""
    true, words = changes.list_news(two, tables["items"], tables["targets"]), {
        TEMPLATES[key]: key.rpartition(".")[2] for key in TEMPLATES if key.startswith("changes.kind.")
    }  # fmt: skip
    for place, unit in enumerate(two.after.units, 1):
        (path,) = [
            path for path in files if path.startswith(f"tasks/{place:02}-") or path.startswith(f"tasks/{place}-")
        ]
        rows = read_sheets(files[path])["变化说明"]
        own = Counter({key[1:]: count for key, count in true.items() if key[0] == unit})
        body = next(iter(find_tables(rows, "新编号", "变更", "内容")), [])
        printed = Counter((str(row["新编号"]), words[row["变更"]]) for row in body)
        tally.same(("told", unit), own, printed)
        kinds = Counter(words[row["变更"]] for row in body)
        key = "changes.cover.summary" if body else "changes.cover.same"
        counted = "、".join(f"{TEMPLATES[f'changes.kind.{kind}']}{count}处" for kind, count in kinds.items())
        check_sentence(rows[2][0], key, {"count": len(body), "kinds": counted}, tally)
