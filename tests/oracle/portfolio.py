"""Portfolio: what several plans come to together, and which tasks two of them have."""

from __future__ import annotations

import re
from itertools import combinations
from typing import NamedTuple

from oracle import loads
from oracle.duplicates import pieces
from oracle.facts import Facts, numbers_of
from oracle.readers import find_tables, read_sheets, read_table, words_of
from oracle.sweep import Claims, Sweep
from oracle.tally import Tally, show
from oracle.templates import TEMPLATES, check_sentence, parse

Plans = dict[str, Facts]
BOOK = "跨计划汇总.xlsx"


class Said(NamedTuple):
    """What was made of several plans. findings: how many in all; source: all that went in."""

    files: dict[str, bytes]
    findings: int
    source: str


COUNTED = ("leads", "co_leads", "supports", "items", "load")
TOTALS, REPEATS = "单位合计", "跨计划重复"
VERDICTS = {"both": "文字和单位都相近", "text": "文字相近", "units": "单位相近"}


def list_current(titles: dict[str, str]) -> list[str]:
    """Plans that hold at present: of titles that differ in their year alone, those of the latest."""
    parted = {
        plan: (re.sub(r"20\d\d年(度)?", "", title), re.findall(r"20\d\d", title)) for plan, title in titles.items()
    }
    return [
        plan
        for plan, (stem, year) in parted.items()
        if year == max(other for others, other in parted.values() if others == stem)
    ]


def list_totals(plans: Plans, titles: dict[str, str]) -> dict[str, dict[str, float]]:
    """Sums of each unit over the plans that hold, most load first, then first seen."""
    sums: dict[str, dict[str, float]] = {}
    for plan in list_current(titles):
        for unit, row in loads.workload(plans[plan]).items():
            own = sums.setdefault(unit, {"plans": 0, **dict.fromkeys(COUNTED, 0)})
            own["plans"] += 1
            for column in COUNTED:
                own[column] = round(own[column] + row[column], 9)
    whole = sum(row["load"] for row in sums.values())
    for row in sums.values():
        row["share"] = row["load"] / whole if whole else 0.0
        row["rank"] = 1 + sum(other["load"] > row["load"] + 1e-9 for other in sums.values())
    return dict(sorted(sums.items(), key=lambda pair: -pair[1]["load"]))


def list_repeats(plans: Plans) -> dict[tuple[str, str, str, str], dict[str, object]]:
    """Every two tasks of two plans that are alike in text or in judged units."""
    found = {}
    for one, other in combinations(plans, 2):
        least = plans[one].settings["duplicates"]
        for a in plans[one].items:
            for b in plans[other].items:
                sets = (pieces(a), pieces(b)), (_units(plans[one], a.id), _units(plans[other], b.id))
                (text, near), (jaccard, same) = _dice(*sets[0], least["text"]), _jaccard(*sets[1], least["units"])
                if near or same:
                    found[one, a.id, other, b.id] = {
                        "text_dice": text, "unit_jaccard": jaccard, "strong": near and same, "near": near,
                    }  # fmt: skip
    return found


def _units(facts: Facts, item: str) -> set[str]:
    return set(facts.units_of.get(item, ())) & set(facts.judged)


def _dice(one: set[str], other: set[str], least: float) -> tuple[float, bool]:
    share = 2 * len(one & other) / (len(one) + len(other) or 1)
    return share, share >= least - 1e-12


def _jaccard(one: set[str], other: set[str], least: float) -> tuple[float, bool]:
    share = len(one & other) / (len(one | other) or 1)
    return share, share >= least - 1e-12


def check_portfolio(plans: Plans, titles: dict[str, str], files: dict[str, bytes], tally: Tally) -> None:
    """Both tables and both sheets."""
    true, printed = list_totals(plans, titles), read_table(files["data/workload_total.csv"])
    tally.same("units of all plans", list(true), [row["unit_id"] for row in printed])
    for row in printed:
        for column, value in true[row["unit_id"]].items():
            tally.same(("workload_total", row["unit_id"], column), value, row[column])
    repeats = list_repeats(plans)
    rows = {
        tuple(row[key] for key in ("plan_a", "item_a", "plan_b", "item_b")): row
        for row in read_table(files["data/repeats.csv"])
    }
    tally.same("repeats", sorted(repeats), sorted(rows))
    for pair in repeats.keys() & rows.keys():
        for column in ("text_dice", "unit_jaccard", "strong"):
            tally.same(("repeats", pair, column), repeats[pair][column], rows[pair][column])
    check_totals_sheet(plans, titles, read_sheets(files[BOOK])[TOTALS], tally)
    check_repeats_sheet(plans, titles, read_sheets(files[BOOK])[REPEATS], tally)


def check_totals_sheet(plans: Plans, titles: dict[str, str], rows: list[list[object]], tally: Tally) -> None:
    """单位合计: each plan's counts and all, cached or recalculated; the last row adds up every column."""
    heads, roles = next((row, rows[at + 1]) for at, row in enumerate(rows) if row and row[0] == "排名")
    all_plans, *starts = [at for at, head in enumerate(heads) if at > 2 and head]
    true, names = list_totals(plans, titles), {u: short for f in plans.values() for u, (_, short, _) in f.units.items()}
    current = list_current(titles)
    told = [titles[plan] if plan in current else f"{titles[plan]}（往年，不计）" for plan in plans]
    shown = ["".join(str(heads[at]).split()) for at in (*starts, all_plans)]
    tally.same("plans of 单位合计", [*told, "合计"], shown)
    body = [row for row in rows[rows.index(roles) + 1 :] if row[1] in names.values()]
    order = [*true, *(unit for unit in names if unit not in true)]
    tally.same("units of 单位合计", [names[unit] for unit in order], [row[1] for row in body])
    for unit, row in zip(order, body, strict=False):
        whole = true.get(unit, dict.fromkeys((*COUNTED, "share", "plans"), 0))
        tally.same((unit, "rank"), whole.get("rank", ""), row[0] or "")
        tally.same((unit, "plans"), whole["plans"], row[2])
        for plan, at in zip(plans, starts, strict=False):
            own = loads.workload(plans[plan]).get(unit)
            tally.same((unit, plan), [own[key] for key in COUNTED[:3]] if own else [None] * 3, row[at : at + 3])
        for key, cell in zip((*COUNTED, "share"), row[all_plans:], strict=False):
            tally.same((unit, "all", key), whole[key], cell)
    (last,) = [row for row in rows if row[1] == "合计"]
    for column in range(3, starts[-1] + 3):
        tally.same(("合计", column), sum(row[column] or 0 for row in body), last[column])


def check_repeats_sheet(plans: Plans, titles: dict[str, str], rows: list[list[object]], tally: Tally) -> None:
    """跨计划重复: both measures of each pair and what is said of it: 延续 for two years of one plan."""
    by_title = {title: plan for plan, title in titles.items()}
    by_number = {plan: {text: item for item, text in numbers_of(facts).items()} for plan, facts in plans.items()}
    years = {"green-2024", "green-2025"}  # of one plan: only what says the same goes on
    repeats = {pair: row for pair, row in list_repeats(plans).items() if row["near"] or {pair[0], pair[2]} != years}
    body = [row for found in find_tables(rows, "计划甲", "任务甲", "文字相近") for row in found]
    tally.same("pairs of 跨计划重复", len(repeats), len(body))
    for row in body:
        one, other = (by_title["".join(str(row[key]).split())] for key in ("计划甲", "计划乙"))
        pair = (one, by_number[one][str(row["任务甲"])], other, by_number[other][str(row["任务乙"])])
        true = repeats.get(pair, {"strong": None, "near": None, "text_dice": None, "unit_jaccard": None})
        tally.same((pair, "文字相近"), true["text_dice"], row["文字相近"])
        tally.same((pair, "单位重合"), true["unit_jaccard"], row["单位重合"])
        kind = "both" if true["strong"] else "text" if true["near"] else "units"
        tally.same((pair, "判断"), "延续" if {one, other} == years else VERDICTS[kind], row["判断"])


def check_words(plans: Plans, titles: dict[str, str], said: Said, tally: Tally) -> None:
    """Every other sentence of the book: how many plans and findings it rests on, until when, from which share on."""
    days = {plan: show_day(facts.reading["header"]["issued_on"]) for plan, facts in plans.items()}
    last = max(facts.reading["header"]["issued_on"] for facts in plans.values())
    least = next(iter(plans.values())).settings["duplicates"]
    rows = read_sheets(said.files[BOOK])[TOTALS]
    (stamp,) = [words for words in words_of(rows) if parse(words, ["portfolio.stamp"])]
    told = {"count": len(plans), "findings": said.findings, "day": show_day(last)}
    check_sentence(stamp, "portfolio.stamp", {**told, "version": lambda words: words.count(".") == 2}, tally)
    claims: Claims = {
        "portfolio.plan": [{"plan": titles[plan], "day": day} for plan, day in days.items()],
        "portfolio.before": [{"plan": title} for title in titles.values()],
        "sheet.duplicates.marks": [{key: show(least[key], ".0%") for key in ("units", "text")}],
    }
    Sweep(said.source, claims, tally).check({BOOK: said.files[BOOK]})


def show_day(day: str) -> str:
    year, month, of_month = map(int, day.split("-"))
    return TEMPLATES["sheet.day"].format(year=year, month=month, day=of_month)
