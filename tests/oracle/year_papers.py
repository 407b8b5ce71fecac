"""Year papers: what collect, remind, meeting, assess and close wrote, against what was typed and found."""

from __future__ import annotations

import io
import re
from collections import Counter
from datetime import date

from docx import Document

from oracle import asks, marks
from oracle.bulletin import COLOURS, WORDS, check_why, due_of, percent, standing_of
from oracle.course import BY_HAND, PERIODS, Course
from oracle.facts import numbers_of
from oracle.listed import check_lists
from oracle.progress import Answer
from oracle.readers import find_tables, read_sheets, read_table, words_of
from oracle.tally import Tally
from oracle.templates import TEMPLATES, check_sentence, parse

Q1, Q2 = PERIODS
NAMES = {Q1: "2025年一季度", Q2: "2025年二季度"}


def check_tables(course: Course, tally: Tally) -> None:
    """lights, contradictions, doubts, reminders and reports of the second period."""
    own, rows = course.periods[Q2], course.rows(Q2)
    tables = {path[5:-4]: read_table(data) for path, data in own.files.items() if path.startswith("data/")}
    before = {item: row.light.colour for item, row in course.rows(Q1).items()}
    printed = {row["item_id"]: row for row in tables["lights"]}
    tally.same("lights", sorted(rows), sorted(printed))
    for item, row in rows.items():
        due = course.dues[item]
        told = {
            "unit_id": row.unit, "voice": row.voice, "status": row.status or None, "light": row.light.colour,
            "why": row.light.why, "percent": row.light.percent, "gap": row.light.gap, "light_before": before[item],
            "expected": None if row.light.colour == "none" else row.light.expected, "claimed": row.claimed or None,
            "due": due.isoformat() if due else None, "verdict": row.verdict or None,
        }  # fmt: skip
        for column, value in told.items():
            tally.same(("lights", item, column), value, printed[item][column])
    clashes, doubts = _asked(course)
    keys = {"contradictions": ("kind", "item_id", "unit_id", "other_id"), "doubts": ("kind", "item_id", "unit_id")}
    for name, true in (("contradictions", clashes), ("doubts", doubts)):
        tally.same(name, sorted(true), sorted(tuple(row[key] for key in keys[name]) for row in tables[name]))
    true = list(asks.list_reminders(course.facts, own.answers, rows, clashes, doubts))
    shown = [tuple(row[key] for key in ("unit_id", "item_id", "reason")) for row in tables["reminders"]]
    tally.same("reminders", true, shown)


def _asked(course: Course) -> tuple[list[tuple], list[tuple]]:
    answers = course.periods[Q2].answers
    return list(asks.list_contradictions(course.facts, answers)), list(
        asks.list_doubts(answers, course.periods[Q1].answers)
    )


def check_ledger(course: Course, tally: Tally) -> None:
    """Why each light is what it is, in words with their numbers; the course of both periods; whom the lists name."""
    sheets, numbers = read_sheets(course.periods[Q2].files["进展台账.xlsx"]), numbers_of(course.facts)
    rows, by_number = course.rows(Q2), {number: item for item, number in numbers.items()}
    (body,) = find_tables(sheets["亮灯表"], "编号", "序时进度", "原因")
    tally.same("亮灯表", len(rows), len(body))
    for row in body:
        item = by_number[str(row["编号"])]
        check_why(course, item, rows[item], row["原因"], tally)
    (steps,) = find_tables(sheets["进度走势"], "期次", "绿灯", "红灯")
    for name, step in zip(PERIODS, steps, strict=True):
        counts = Counter(row.light.colour for row in course.rows(name).values())
        tally.same("期次", NAMES[name], step["期次"])
        for head, colour in COLOURS.items():
            tally.same(("进度走势", name, head), counts[colour], step[head])
    clashes, doubts = _asked(course)
    check_lists(course.periods[Q2].files["index.html"], course.periods[Q2].files["进展台账.xlsx"], tally)
    for name, head, count in (("矛盾清单", "对方单位", len(clashes)), ("存疑清单", "上期状态", len(doubts))):
        if name in sheets:
            body = next(iter(find_tables(sheets[name], "编号", head)), [])
            tally.same(name, count, len(body))


def check_reminders(course: Course, tally: Tally) -> None:
    """Who is written to, and for what: each reason once with its tasks."""
    own, numbers = course.periods[Q2], numbers_of(course.facts)
    rows, (clashes, doubts) = course.rows(Q2), _asked(course)
    asked = list(asks.list_reminders(course.facts, own.answers, rows, clashes, doubts))
    answered = Counter(unit for _, unit in own.answers)
    waited = [u for u in course.facts.units if answered[u] < len(course.facts.items_of[u])]
    files = {name.partition("-")[2].removesuffix(".xlsx"): data for name, data in course.outputs["remind"].items()}
    tally.same("reminded", sorted(map(course.facts.short, waited)), sorted(files.keys() - {""}))
    for unit in waited:
        sheet = read_sheets(files[course.facts.short(unit)])["催办"]
        mine = [(item, reason) for who, item, reason in asked if who == unit]
        said: dict[str, list[str]] = {}
        for item, reason in mine:
            said.setdefault(TEMPLATES[f"progress.reminder.reason.{reason}"], []).append(numbers[item])
        told = "；".join(f"第{'、'.join(items)}项{word}" for word, items in said.items())
        (body,) = [words for words in words_of(sheet) if parse(words, ["progress.reminder.body"])]
        # Plan and period stand side by side: the template parts them nowhere.
        claims = {"plan": "", "period": f"《2025年工作计划》{NAMES[Q2]}", "asked": told, "day": "2025年7月10日"}
        where = "progress.reminder.below" if len(mine) <= 4 else "progress.reminder.behind"
        check_sentence(body, "progress.reminder.body", {**claims, "where": TEMPLATES[where]}, tally)
        table = next(iter(find_tables(sheet, "序号", "工作任务", "请你单位办理")))
        asks_for = [(numbers[item], TEMPLATES[f"progress.reminder.ask.{reason}"]) for item, reason in mine]
        tally.same(("asked", unit), asks_for, [(str(row["序号"]), row["请你单位办理"]) for row in table])
        for (item, _), row in zip(mine, table, strict=False):
            _check_state(own.answers.get((item, unit)), row["目前情况"], tally)


def _check_state(answer: Answer | None, shown: str, tally: Tally) -> None:
    if answer and (answer.status or answer.percent is not None or answer.is_told):
        told = [" ".join(filter(None, (WORDS.get(answer.status, ""), percent(answer.percent))))]
        told += [words.rstrip("。") for words in (answer.words, answer.problems)]
        tally.told.add(shown)
        tally.same("state", f"填报{'；'.join(filter(None, told))}", shown)


def check_next(course: Course, tally: Tally) -> None:
    """The sheets of the periods that follow: the last answers of each unit, and no other cell filled in."""
    for name, following in ((Q1, NAMES[Q2]), (Q2, "2025年三季度")):
        own = course.periods[name]
        for path in (path for path in own.files if path.startswith("next/")):
            unit = next(u for u, (_, short, _) in course.facts.units.items() if short in path)
            rows = read_sheets(own.files[path])["任务清单"]
            _check_carried(course, unit, own.answers, rows, tally)
            tally.same(("next", unit, "period"), True, following in words_of(rows))


def _check_carried(course: Course, unit: str, answers: asks.Answers, rows: list, tally: Tally) -> None:
    (table,) = find_tables(rows, "序号", "进展状态", "item_id")
    table = [row for row in table if row["item_id"]]
    tally.same(("next", unit), sorted(course.facts.items_of[unit]), sorted(row["item_id"] for row in table))
    for row in table:
        answer = answers.get((row["item_id"], unit), Answer())
        share = None if answer.percent is None else answer.percent / 100
        told = {"进展状态": WORDS.get(answer.status), "完成率": share, "进展情况": answer.words or None,
                "存在问题": answer.problems or None}  # fmt: skip
        for head, value in told.items():
            tally.same(("next", unit, row["item_id"], head), value, row[head])


def check_points(course: Course, rule: marks.Rule, tally: Tally) -> dict[str, dict[str, float]]:
    """Every point of both periods and by hand, then each unit's sums, band and total; returns them."""
    points = [*marks.list_points(course.facts, course.terms(), rule)]
    points += [(unit, cause, "", "", value) for unit, cause, value in BY_HAND]
    files = course.outputs["assess"]
    printed = Counter(
        (row["unit_id"], row["cause"], row["period"] or "", row["item_id"] or "", row["value"])
        for row in read_table(files["data/points.csv"])
    )
    tally.same("points", Counter(points), printed)
    scored = {}
    for unit in course.facts.units:
        own = [value for who, *_, value in points if who == unit]
        counted = [i for i in course.facts.items_of[unit] if rule.shares[course.facts.role(i, unit)]]
        if counted:
            taken, given = (marks.half_up(sum(v for v in own if (v < 0) == is_taken)) for is_taken in (True, False))
            scored[unit] = {
                "tasks": len(counted), "leads": sum(course.facts.role(i, unit) == "lead" for i in counted),
                "base": rule.base, "taken": taken, "given": given, "leader": 0.0,
                "total": marks.half_up(rule.base + sum(own)),
            }  # fmt: skip
    step = max(rule.points[key] for key in ("red", "yellow", "blank"))
    bands = marks.band({unit: row["total"] for unit, row in scored.items()}, step)
    rows = {row["unit_id"]: row for row in read_table(files["data/scores.csv"])}
    tally.same("units with a score", sorted(scored), sorted(rows))
    for unit, row in scored.items():
        for column, value in {**row, "band": bands[unit]}.items():
            tally.same(("scores", unit, column), value, rows[unit][column])
    return scored


def check_score_book(course: Course, scored: dict, data: bytes, tally: Tally) -> None:
    """汇总表 and each unit's sheet, cached or recalculated: sums, total and points for each task."""
    sheets = read_sheets(data)
    summary = next(iter(sheets.values()))
    heads = next(row for row in summary if row[0] == "单位")
    columns = {str(head).replace("\n", ""): at for at, head in enumerate(heads)}
    printed = {row[0]: row for row in summary if isinstance(row[columns["总分"]], int | float)}
    tally.same("units of 汇总表", sorted(map(course.facts.short, scored)), sorted(printed))
    parts = {
        "牵头任务": "leads",
        "计分任务": "tasks",
        "起评分": "base",
        "扣分": "taken",
        "加分": "given",
        "总分": "total",
    }
    for unit, row in scored.items():
        cells = printed[course.facts.short(unit)]
        for head, column in parts.items():
            tally.same(("汇总表", unit, head), row[column], cells[columns[head]] or 0)
        tally.same(("汇总表", unit, "平均"), -row["taken"] / row["tasks"], cells[columns["每项任务平均扣分"]] or 0)
        own = sheets[course.facts.short(unit)]
        (total,) = [line for line in own if str(line[0]).startswith("总")]
        tally.same(("unit's sheet", unit), row["total"], next(c for c in total[1:] if isinstance(c, int | float)))
        lines = [line[4] for line in own if isinstance(line[0], int)]
        tally.same(("lines", unit), marks.half_up(row["total"]), marks.half_up(sum(lines)))


def check_meeting(course: Course, tally: Tally) -> None:
    """Five lines of state, then the tasks that need a meeting, each for its reason."""
    document = Document(io.BytesIO(course.outputs["meeting"]["会议材料.docx"]))
    lines = [re.sub(r"^\d\. |\u200b", "", each.text) for each in document.paragraphs]
    ahead = course.facts.settings["progress"]["ahead_points"]
    rows, numbers = course.rows(Q2), numbers_of(course.facts)
    now = {item: standing_of(row, ahead) for item, row in rows.items()}
    before = {item: standing_of(row, 0) for item, row in course.rows(Q1).items()}
    order = ("已完成", "超进度", "达进度", "欠进度", "不计进度", "未报")
    counts = Counter(now.values())
    behind = [item for item in rows if now[item] == "欠进度"]
    again = [
        f"第{'、'.join(own)}项连续两期{word}"
        for word in ("未报", "欠进度")
        if (own := [numbers[item] for item in rows if now[item] == before[item] == word])
    ]
    seen = {item: row.verdict for item, row in rows.items() if row.verdict}
    length = date(2025, 6, 30) - date(2025, 4, 1)
    due = [
        item for item, row in rows.items()
        if (day := course.dues[item]) and date(2025, 6, 30) < day <= date(2025, 6, 30) + length
        and row.light.colour != "done"
    ]  # fmt: skip
    true = {
        "counts": {"total": len(rows), "counts": "、".join(f"{word}{counts[word]}" for word in order if counts[word])},
        "behind": {"numbers": "、".join(numbers[i] for i in behind), "units": len({rows[i].unit for i in behind})},
        "again": {"words": "；".join(again)},
        "seen": {"count": len(seen), "numbers": "、".join(numbers[i] for i, each in seen.items() if each == "false")},
        "due": {"count": len(due), "tasks": "、".join(f"第{numbers[i]}项{due_of(course, i)}" for i in due)},
    }
    for key, claims in true.items():
        said = [line for line in lines if parse(line, [f"meeting.line.{key}"]) and key != "again"]
        if key == "again":
            said = [line for line in lines if "连续两期" in line]
        if next(iter(claims.values())):
            tally.same(("meeting", key), 1, len(said))
            check_sentence(said[0], f"meeting.line.{key}", claims, tally)
    asked = check_matters(course, document, lines, tally)
    told = {item for (item, _), answer in course.periods[Q2].answers.items() if answer.problems}
    held = "、".join(numbers[item] for item in rows if item in told and numbers[item] not in asked)
    said = [line for line in lines if parse(line, ["meeting.line.problems"])]
    tally.same("problems that need no meeting", bool(held), bool(said))
    for line in said:
        check_sentence(line, "meeting.line.problems", {"numbers": held}, tally)
    numbered = [each.text.replace("\u200b", "") for each in document.paragraphs if re.match(r"\d\. ", each.text)]
    told = [line for line in lines if line in tally.told]
    tally.same("lines of state", [f"{place}. {line}" for place, line in enumerate(told[: len(numbered)], 1)], numbered)
    tally.told.update(numbered)


def check_matters(course: Course, document: object, lines: list[str], tally: Tally) -> set[str]:
    """Every task that needs a meeting with its reason; returns their numbers."""
    rows, numbers, facts = course.rows(Q2), numbers_of(course.facts), course.facts
    clashes = {item for _, item, *_ in _asked(course)[0]}
    answers, found = course.periods[Q2].answers, []
    for item, row in rows.items():
        names = {facts.short(unit) for unit in facts.units}
        blocked = any(
            name in answer.problems
            for (task, unit), answer in answers.items() if task == item
            for name in names - {facts.short(unit)}
        )  # fmt: skip
        holds = {
            "no-lead": "lead" not in {facts.role(item, unit) for unit in facts.units_of[item]},
            "contradiction": item in clashes,
            "blocked": blocked and row.light.colour != "done",
            "red": row.light.colour == "red",
        }
        reason = next((key for key, applies in holds.items() if applies), None)
        if reason:
            found.append((reason, numbers[item], facts.titles[item]))
    (head,) = [line for line in lines if parse(line, ["meeting.matters"])]
    check_sentence(head, "meeting.matters", {"number": "二", "count": len(found)}, tally)
    table = next(table for table in document.tables if len(table.columns) == 4)
    shown = [row.cells[1].text for row in table.rows[1:]]
    tally.same("matters", len(found), len(shown))
    for (reason, number, title), words in zip(found, shown, strict=False):
        first = TEMPLATES[f"meeting.reason.{reason}"].format(number=number, title=title)
        tally.same(("matter", number), True, words.startswith(first))
    return {number for _, number, _ in found}


def check_closing(course: Course, tally: Tally) -> None:
    """Each task's course period by period, its last share and standing; what is carried over."""
    sheets, numbers = read_sheets(course.outputs["close"]["年底交账.xlsx"]), numbers_of(course.facts)
    ahead, by_number = course.facts.settings["progress"]["ahead_points"], {n: i for i, n in numbers.items()}
    first, second = list(sheets.values())[:2]
    rows = {name: course.rows(name) for name in PERIODS}
    (table,) = find_tables(first, "序号", "完成率", "全年进展")
    tally.same("tasks of the year", len(rows[Q2]), len(table))
    for row in table:
        item = by_number[row["序号"]]
        last, nobody = rows[Q2][item], "（无牵头单位）" * (rows[Q2][item].voice == "no-lead")
        tally.same(("close", item, "lead"), course.facts.short(last.unit) + nobody, row["牵头单位"])
        tally.same(("close", item, "share"), percent(last.light.percent), row["完成率"] or "")
        tally.same(("close", item, "standing"), standing_of(last, ahead), row["年底"])
        for name, line in zip(PERIODS, row["全年进展"].split("\n"), strict=True):
            share = percent(rows[name][item].light.percent)
            told = {"period": NAMES[name], "standing": standing_of(rows[name][item], ahead), "percent": share}
            check_sentence(line, "closing.course", told, tally)
    open_ = [
        item for item, row in rows[Q2].items()
        if standing_of(row, ahead) not in ("已完成", "不计进度") and row.light.why != "rhythm"
    ]  # fmt: skip
    (carried,) = find_tables(second, "序号", "完成率", "责任单位")
    tally.same("carried over", [numbers[item] for item in open_], [row["序号"] for row in carried])
    text = course.outputs["close"]["结转任务.txt"].decode("utf-8-sig")
    tally.same(
        "clauses of the next notice",
        [_clause(course, i) for i in open_],
        re.findall(r"（([^（）]*)）\n", text.partition("\n")[2]),
    )


def _clause(course: Course, item: str) -> str:
    """Who has which role, as a notice writes it."""
    labels = {"lead": "牵头单位", "co-lead": "责任单位", "support": "配合单位"}
    units = {role: [u for u in course.facts.units_of[item] if course.facts.role(item, u) == role] for role in labels}
    return "；".join(f"{labels[role]}：{course.facts.names(own)}" for role, own in units.items() if own)
