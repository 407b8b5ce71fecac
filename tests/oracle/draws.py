"""Draws: which tasks an office looks at in a period, with which chance, by hashes that anybody can compute."""

from __future__ import annotations

from hashlib import sha256

from oracle.bulletin import standing_of
from oracle.course import PERIODS, PLAN, Course
from oracle.facts import numbers_of
from oracle.progress import Answer
from oracle.readers import find_tables, read_sheets, read_table
from oracle.tally import Tally, show

Q1, Q2 = PERIODS
STRATA = {"欠进度": "behind", "已完成": "ahead", "超进度": "ahead", "达进度": "on-course", "不计进度": "on-course"}


def check_sample(course: Course, tally: Tally) -> None:
    """Kind, risks, weight and chance of each task, by its rule; drawn by hashes that anybody can compute."""
    rule = course.facts.settings["inspect"]
    printed = {row["item_id"]: row for row in read_table(course.outputs["inspect"]["data/sample.csv"])}
    true = _weigh(course, rule)
    tally.same("tasks of the draw", sorted(true), sorted(printed))
    sizes = _share_out(true, rule)
    chances: dict[str, float] = {}
    for stratum in ("behind", "ahead", "on-course"):
        own = {item: weight for item, (kind, _, weight) in true.items() if kind == stratum}
        found = _chances(own, sizes[stratum])
        drawn = _draw(found, f"{rule['seed']}/{PLAN}/{Q2}/{stratum}")
        for item, chance in found.items():
            row, (kind, risks, weight) = printed[item], true[item]
            for column, value in (("stratum", kind), ("risks", " ".join(risks) or None), ("weight", weight),
                                  ("probability", chance), ("is_drawn", item in drawn)):  # fmt: skip
                tally.same(("sample", item, column), value, row[column])
        chances |= found
    check_plan(course, true, chances, printed, tally)


def check_plan(course: Course, true: dict, chances: dict, printed: dict, tally: Tally) -> None:
    """抽查核实表: each task drawn with its chance, and each kind with how many and from which chance to which."""
    rows = read_sheets(course.outputs["inspect"]["抽查核实表.xlsx"])["抽查核实安排"]
    numbers = {number: item for item, number in numbers_of(course.facts).items()}
    (table,) = find_tables(rows, "序号", "重点", "抽中机会")
    shown = {
        numbers[str(row["序号"])]: row["抽中机会"] for row in table if row["抽中机会"] and str(row["序号"]) in numbers
    }
    drawn = {item for item, row in printed.items() if row["is_drawn"]}
    tally.same("forms", drawn, set(shown))
    for item, words in shown.items():
        tally.same(("抽中机会", item), _chance(chances[item]), words)
    for row in rows:
        kind = {"欠进度": "behind", "已完成、超进度": "ahead", "达进度": "on-course"}.get(str(row[0]))
        if kind:
            own = sorted(chances[item] for item, (each, *_) in true.items() if each == kind)
            told = list(dict.fromkeys(map(_chance, (own[0], own[-1]))))
            tally.told.add("–".join(told))
            count = sum(true[item][0] == kind for item in drawn)
            tally.same(
                (kind, "drawn"), [len(own), count, "–".join(told)], [cell for cell in row[2:5] if cell is not None]
            )


def _chance(share: float) -> str:
    return "必查" if share >= 1 else show(share, ".1%")


def _weigh(course: Course, rule: dict) -> dict[str, tuple[str, list[str], float]]:
    ahead = course.facts.settings["progress"]["ahead_points"]
    answers, before = course.periods[Q2].answers, course.periods[Q1].answers
    found = {}
    for item, row in course.rows(Q2, claimed=True).items():
        standing = standing_of(row, ahead)
        if standing == "未报":
            continue
        last = before.get((item, row.unit), Answer()).percent
        holds = {
            "red": row.light.colour == "red",
            "jump": last is not None and (row.light.percent or 0) - last >= rule["jump_points"],
            "wordless": standing == "已完成" and not answers[item, row.unit].words,
            "fresh": item not in course.periods[Q1].found,
        }
        risks = [risk for risk, applies in holds.items() if applies]
        found[item] = STRATA[standing], risks, 1 + sum(rule[risk] for risk in risks)
    return found


def _share_out(true: dict, rule: dict) -> dict[str, int]:
    own = {kind: [w for each, _, w in true.values() if each == kind] for kind in ("behind", "ahead", "on-course")}
    sizes = {"behind": len(own["behind"])}  # all that is behind is looked at
    size = int(show(rule["share"] * (len(own["ahead"]) + len(own["on-course"])), ".0f"))
    total = sum(own["ahead"]) + sum(own["on-course"])
    for kind in ("ahead", "on-course"):
        share = int(show(size * sum(own[kind]) / total, ".0f")) if own[kind] else 0
        sizes[kind] = min(len(own[kind]), max(1, share)) if own[kind] else 0
    return sizes


def _chances(weights: dict[str, float], size: int) -> dict[str, float]:
    """In proportion to weight; what would be above 1 is certain, and the rest shares what is left."""
    certain: set[str] = set()
    while True:
        rest = sum(weight for item, weight in weights.items() if item not in certain)
        more = {i for i, w in weights.items() if i not in certain and rest and w * (size - len(certain)) / rest >= 1}
        if not more:
            return {i: 1.0 if i in certain else w * (size - len(certain)) / rest for i, w in weights.items()}
        certain |= more


def _draw(chances: dict[str, float], key: str) -> set[str]:
    """Equal steps from a start that is drawn, along the chances in an order that is drawn."""
    mark = _number(f"{key}/start")
    found = set()
    for item in sorted(chances, key=lambda each: _number(f"{key}/{each}")):
        before, mark = mark, mark + chances[item]
        if int(round(mark, 9)) > int(round(before, 9)):
            found.add(item)
    return found


def _number(words: str) -> float:
    return int.from_bytes(sha256(words.encode()).digest()[:6], "big") / 2**48
