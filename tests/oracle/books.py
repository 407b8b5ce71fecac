"""Books: every number in the cells of the office's workbooks, cached or recalculated, against what is true."""

from __future__ import annotations

import re

from oracle import balance, concentration, days, duplicates, loads
from oracle.facts import Facts, numbers_of
from oracle.groups import modularity
from oracle.readers import find_tables, words_of
from oracle.tables import group_map
from oracle.tally import Tally, show
from oracle.templates import TEMPLATES, check_sentence, parse

MARKS = {"●": "lead", "○": "co-lead", "△": "support"}
ROLES = ("牵头", "共同责任", "配合")
_MEASURES = {"任务": "items", "加权工作量": "load", "牵头": "leads"}
_LAST = "合计"
Rows = list[list[object]]


def check_book(
    facts: Facts, sheets: dict[str, Rows], tables: dict[str, list[dict]], said: list[dict], tally: Tally
) -> None:
    """Check the sheets of 责任矩阵.xlsx by their names; said: findings as `check` prints them."""
    for name in ("责任矩阵", "责任矩阵（分群）"):
        if name in sheets:
            check_matrix(facts, sheets[name], tally)
    check_loads(facts, sheets["单位工作量"], tally)
    check_overlap(facts, sheets["责任重叠"], tables, tally)
    check_details(facts, sheets["分析附表"], tables, tally)
    check_proposal(facts, sheets["调整建议"], tables, tally)
    check_alike(facts, sheets["重复与缺口"], tally)
    check_findings(sheets["问题清单"], said, tally)
    check_tasks(facts, sheets["任务清单"], tally)
    check_overview(facts, sheets["总览"], said, tally)
    check_notes(facts, sheets["编制说明"], tally)
    if "年度日历" in sheets:
        days.check_calendar(facts, sheets["年度日历"], tally)
        days.check_dues(facts, sheets["按时限"], tally)


def check_matrix(facts: Facts, rows: Rows, tally: Tally) -> None:
    """Every mark, every total of a row and of a column."""
    (body,) = find_tables(rows, "编号", "重点任务", _LAST)
    by_short = {short: unit for unit, (_, short, _) in facts.units.items()}
    names = {(number, facts.titles[item]): item for item, number in numbers_of(facts).items()}
    seen = set()
    for row in body:
        item = names.get((str(row["编号"]), row["重点任务"]))
        if item:
            seen.add(item)
            _check_marks(
                facts, item, {by_short[head]: cell for head, cell in row.items() if head in by_short}, row, tally
            )
    tally.same("items of the matrix", sorted(facts.assigned), sorted(seen & set(facts.assigned)))
    for head, sums in _sums(body).items():
        for unit in facts.units:
            true = [role for (_, other), (role, _) in facts.edges.items() if other == unit]
            count = len(true) if head == _LAST else true.count(list(MARKS.values())[ROLES.index(head)])
            tally.same(("matrix", head, unit), count, sums[facts.short(unit)])


def _check_marks(facts: Facts, item: str, marks: dict[str, object], row: dict, tally: Tally) -> None:
    for unit, mark in marks.items():
        true = facts.edges.get((item, unit), (None,))[0]
        tally.same(("mark", item, unit), true, MARKS.get(mark) if mark else None)
    roles = [facts.role(item, unit) for unit in facts.units_of.get(item, ())]
    for head, role in zip(ROLES, MARKS.values(), strict=True):
        tally.same(("matrix", item, head), roles.count(role), row[head])
    tally.same(("matrix", item, _LAST), len(roles), row[_LAST])


def _sums(body: list[dict]) -> dict[str, dict]:
    return {row["重点任务"] or row["编号"]: row for row in body if (row["重点任务"] or row["编号"]) in (*ROLES, _LAST)}


def check_loads(facts: Facts, rows: Rows, tally: Tally) -> None:
    """单位工作量: counts, load, share, rank; weights of items are not in its formulas where none are set."""
    (body,) = find_tables(rows, "序号", "单位", "加权工作量")
    true = {facts.short(unit): row for unit, row in loads.workload(facts).items()}
    columns = {"牵头": "leads", "共同责任": "co_leads", "配合": "supports", "任务数": "items", "加权工作量": "load",
               "占比": "share", "排名": "rank"}  # fmt: skip
    printed = {row["单位"]: row for row in body if row["单位"] in true}
    tally.same("units of 单位工作量", sorted(true), sorted(printed))
    for unit, row in printed.items():
        for head, column in columns.items():
            tally.same(("单位工作量", unit, head), true[unit][column], row[head])
        tally.same(("单位工作量", unit, "任务偏多"), true[unit]["overloaded"], bool(row["任务偏多"]))
        codes = re.findall(r"（(V\d\w*)）", row["原因"] or "")
        tally.same(("单位工作量", unit, "原因"), true[unit]["reasons"].split(), codes)
        tally.told.add(row["原因"] or "")


def check_overlap(facts: Facts, rows: Rows, tables: dict[str, list[dict]], tally: Tally) -> None:
    """责任重叠: the pairs with their shared items by number, and the clusters."""
    number = numbers_of(facts)
    table = {(facts.short(row["unit_a"]), facts.short(row["unit_b"])): row for row in tables["overlap"]}
    printed = {}
    for body in find_tables(rows, "单位甲", "单位乙", "共同任务编号"):
        printed |= {(row["单位甲"], row["单位乙"]): row for row in body if row["共同任务编号"]}
    tally.same("pairs of 责任重叠", sorted(table), sorted(printed))
    for pair in table.keys() & printed.keys():
        row, own = printed[pair], table[pair]
        both = facts.items_of[own["unit_a"]] & facts.items_of[own["unit_b"]]
        listed = "、".join(number[item] for item in facts.judged_items if item in both)
        tally.same((pair, "共同任务编号"), listed, row["共同任务编号"])
        tally.same((pair, "共同任务"), len(both), row["共同任务"])
        tally.same((pair, "随机期望"), own["expected"], row["随机期望"])
        tally.same((pair, "判断"), TEMPLATES[f"verdict.{own['verdict']}"], row["判断"])


def check_details(facts: Facts, rows: Rows, tables: dict[str, list[dict]], tally: Tally) -> None:
    """分析附表: concentration, groups with Q, credit and capacity, and the measures of pairs."""
    (spread,) = find_tables(rows, "指标", "合计", "基尼系数")
    for row in spread:
        true = concentration.concentration(facts, _MEASURES[row["指标"]])
        columns = {"合计": "total", "基尼系数": "gini", "HHI": "hhi", "等效单位数": "effective", "单位总数": "units",
                   "前两位占比": "top_two"}  # fmt: skip
        for head, column in columns.items():
            tally.same(("集中程度", row["指标"], head), true[column], row[head])
    _check_bearing(facts, rows, tally)
    _check_measures(facts, rows, tables, tally)
    if tables["groups"]:
        _check_groups(facts, rows, tables["groups"], tally)


def _check_bearing(facts: Facts, rows: Rows, tally: Tally) -> None:
    (body,) = find_tables(rows, "单位", "分担", "统计上限")
    true = loads.workload(facts)
    tally.same("units of 分担", [facts.short(unit) for unit in true], [row["单位"] for row in body])
    for unit, row in zip(true, body, strict=False):
        columns = {"任务数": "items", "分担": "credit", "加权工作量": "load", "承载能力": "capacity",
                   "利用率": "utilisation"}  # fmt: skip
        for head, column in columns.items():
            tally.same(("分担", unit, head), "—" if true[unit][column] is None else true[unit][column], row[head])
        above = true[unit]["items"] > loads.limits(facts)["fence"]
        tally.same(("分担", unit, "统计上限"), "超过" if above else "未超过", row["统计上限"])


def _check_measures(facts: Facts, rows: Rows, tables: dict[str, list[dict]], tally: Tally) -> None:
    columns = {"共同任务": "shared", "Jaccard": "jaccard", "占甲任务": "containment_a", "占乙任务": "containment_b",
               "p规模": "p_size", "p双边际": "p_margins", "q校正值": "q"}  # fmt: skip
    for body in find_tables(rows, "单位甲", "单位乙", "Jaccard"):
        tally.same("pairs of 分析附表", len(tables["overlap"]), len(body))
        for own, row in zip(tables["overlap"], body, strict=False):
            tally.same("单位甲", facts.short(own["unit_a"]), row["单位甲"])
            tally.same("单位乙", facts.short(own["unit_b"]), row["单位乙"])
            for head, column in columns.items():
                tally.same(("分析附表", head), "—" if own[column] is None else own[column], row[head])


def _check_groups(facts: Facts, rows: Rows, table: list[dict], tally: Tally) -> None:
    """Q is that of the groups printed; each member with its firmness, a half rounded up."""
    (note,) = [words for words in words_of(rows) if parse(words, ["sheet.details.groups-note"])]
    q = show(modularity(facts, group_map(table)), ".3f")
    chance = {"partitions": str.isdigit, "coin_flips": str.isdigit}
    check_sentence(note, "sheet.details.groups-note", {"q": q, **chance}, tally)
    printed, number = " ".join(words_of(rows)), numbers_of(facts)
    for row in table:
        name = facts.short(row["id"]) if row["kind"] == "unit" else number[row["id"]]
        firm = f"{name}（{show(row['firmness'], '.0%')}）"
        tally.told.add(firm)
        tally.same(("牢固度", name), True, firm in printed)


def check_proposal(facts: Facts, rows: Rows, tables: dict[str, list[dict]], tally: Tally) -> None:
    """调整建议: the caps, and each move with the units' leads in its reason."""
    number, leads = numbers_of(facts), balance.today(facts)
    caps = next(iter(find_tables(rows, "单位最多牵头", "变动项数")), [])
    told = [row for place, row in enumerate(tables["frontier"]) if row["worth"] or not place]
    tally.same("caps", len(told) if len(told) > 1 else 0, len(caps))
    for own, row in zip(told, caps, strict=False):
        tally.same("cap", int(own["cap"]), int(re.sub(r"\D", "", row["单位最多牵头"])))
        tally.same("变动项数", own["moves"], row["变动项数"])
        tally.same("牵头单位数", own["leaders"], row["牵头单位数"])
    moves = [row for body in find_tables(rows, "单位最多牵头", "编号", "现牵头") for row in body]
    caps_told = {row["cap"] for row in told}
    for own, row in zip((row for row in tables["moves"] if row["cap"] in caps_told), moves, strict=False):
        tally.same("编号", number[own["item_id"]], str(row["编号"]))
        tally.same("现牵头", facts.short(own["from_unit"]), row["现牵头"])
        tally.same("建议牵头", facts.short(own["to_unit"]), row["建议牵头"])
        told = {
            "from_unit": facts.short(own["from_unit"]), "to_unit": facts.short(own["to_unit"]), "cap": int(own["cap"]),
            "from_leads": leads[own["from_unit"]], "to_leads": leads[own["to_unit"]], "place": int(own["place"]),
        }  # fmt: skip
        check_sentence(row["理由"], f"move_reason.{own['reason']}", told, tally)


def check_alike(facts: Facts, rows: Rows, tally: Tally) -> None:
    """重复与缺口: both measures of each pair, and the units that both name."""
    number = {text: item for item, text in numbers_of(facts).items()}
    true = duplicates.duplicates(facts)
    for body in find_tables(rows, "任务甲", "任务乙", "文字相近"):
        tally.same("pairs of 重复与缺口", len(true), len(body))
        for row in body:
            pair = number[str(row["任务甲"])], number[str(row["任务乙"])]
            tally.same((pair, "文字相近"), true[pair]["text_dice"], row["文字相近"])
            tally.same((pair, "单位重合"), true[pair]["unit_jaccard"], row["单位重合"])


def check_findings(rows: Rows, said: list[dict], tally: Tally) -> None:
    """问题清单: the very findings that `check` prints, in its order."""
    body = next(iter(find_tables(rows, "序号", "代码", "问题")), [])
    tally.same("问题清单", len(said), len(body))
    for place, (own, row) in enumerate(zip(said, body, strict=False), 1):
        tally.same(("问题清单", place, "序号"), place, row["序号"])
        tally.same(("问题清单", place, "代码"), own["code"], row["代码"])
        tally.same(("问题清单", place, "问题"), own["message"], row["问题"])
        tally.same(("问题清单", place, "级别"), TEMPLATES[f"severity.{own['severity']}"], row["级别"])


def check_tasks(facts: Facts, rows: Rows, tally: Tally) -> None:
    """任务清单: who is named in each item, by role, in the notice's order."""
    (body,) = find_tables(rows, "编号", "任务内容")
    tally.same("items of 任务清单", [item.id for item in facts.items], [row["编号"] for row in body])
    for row in body:
        units = facts.units_of.get(row["编号"], [])
        for head, role in zip(("牵头单位", "共同责任单位", "配合单位"), MARKS.values(), strict=True):
            named = facts.names([unit for unit in units if facts.role(row["编号"], unit) == role])
            shown = (row.get(head) or "").replace("\n", "")  # no column where nobody has that role
            tally.same(("任务清单", row["编号"], head), named, shown if units and not shown.startswith("（") else "")
        due = next(each["due_text"] for each in facts.reading["items"] if each["id"] == row["编号"])
        tally.same(("任务清单", row["编号"], "完成时限"), due or "", (row.get("完成时限") or "").replace("\n", ""))


def check_overview(facts: Facts, rows: Rows, said: list[dict], tally: Tally) -> None:
    """总览: the counts of items, units, responsibilities and findings."""
    cells = {row[0]: row[1] for row in rows if row[0] and row[1] is not None}
    tally.same("任务", [len(facts.items), len(facts.assigned)], _figures(cells["任务"]))
    tally.same("责任单位", len(facts.units), int(cells["责任单位（个）"]))
    counts = [sum(role == each for role, _ in facts.edges.values()) for each in MARKS.values()]
    tally.same("责任关系", [len(facts.edges), *counts], _figures(cells["责任关系"]))
    severities = [sum(each["severity"] == level for each in said) for level in ("error", "warning", "note")]
    tally.same("问题和提示", [len(said), *severities], _figures(cells["问题和提示"]))


def check_notes(facts: Facts, rows: Rows, tally: Tally) -> None:
    """编制说明: the weights and limits that were used."""
    made, load = facts.settings["weights"], facts.settings["load"]
    weighed = sum(loads.item_weight(facts, item.id) != 1 for item in facts.items)
    told = {
        "load": {**{role: f"{made[role]:g}" for role in ("lead", "co_lead", "support")}, "weighed": weighed},
        "overload": {"fence": f"{load['fence']:g}", "floor": load["items_floor"], "least": load["least_items"]},
    }
    words = {row[0]: row[1] for row in rows if len(row) > 1}
    for key, claims in told.items():
        check_sentence(words[TEMPLATES[f"sheet.notes.{key}.head"]], f"sheet.notes.{key}.text", claims, tally)


def _figures(words: str) -> list[int]:
    return [int(figure) for figure in re.findall(r"\d+", words)]
