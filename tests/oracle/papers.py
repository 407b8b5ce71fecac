"""Papers: the page's data, the task sheets, the annex and the leader's page against what is true."""

from __future__ import annotations

import io
import re
from collections import Counter

from docx import Document

from oracle import loads
from oracle.books import MARKS, numbers_of
from oracle.facts import Facts
from oracle.readers import find_tables, read_page, read_sheets, words_of
from oracle.tally import Tally


def check_page(facts: Facts, data: bytes, tables: dict[str, list[dict]], tally: Tally) -> None:
    """The data behind the page: marks, loads, weights, and the proposal."""
    page, roles = read_page(data), list(MARKS.values())
    items, units = [row[0] for row in page["items"]], list(facts.units)
    tally.same("items of the page", [item.id for item in facts.items], items)
    tally.same("units of the page", [facts.short(unit) for unit in units], [row[1] for row in page["units"]])
    for unit, row in zip(units, page["units"], strict=False):
        tally.same(("page", unit, "load"), loads.load_of(facts, unit), row[3])
        tally.same(("page", unit, "capacity"), facts.settings["load"]["capacity"].get(unit), row[4])
        tally.same(("page", unit, "judged"), unit in facts.judged, row[8])
    for item, row in zip(items, page["items"], strict=False):
        tally.same(("page", item, "weight"), loads.item_weight(facts, item), row[4])
    marks = {(items[item], units[unit]): roles[strength] for item, unit, strength, _ in page["marks"]}
    tally.all_same("marks of the page", {edge: role for edge, (role, _) in facts.edges.items()}, marks)
    for own, (cap, moves) in zip(tables["frontier"], page["frontier"], strict=False):
        tally.same(("page", "cap"), own["cap"], cap)
        tally.same(("page", "moves", cap), own["moves"], len(moves))


def check_counts(facts: Facts, data: bytes, said: list[dict], tally: Tally) -> None:
    """The first screen counts what the workbooks count."""
    text = re.sub(r"<[^>]+>", "|", data.decode().partition("<script")[0])
    grave = sum(each["severity"] != "note" for each in said)
    for count in (len(facts.items), len(facts.units), len(facts.edges), grave):
        tally.same(("first screen", count), True, f"|{count}|" in text)


def check_sheet(facts: Facts, unit: str, data: bytes, tally: Tally) -> None:
    """A unit's task sheet: its items, leads first, with who else is named, and the counts of its sentence."""
    rows = read_sheets(data)["任务清单"]
    body = [row for row in next(iter(find_tables(rows, "序号", "责任单位", "item_id"))) if row["item_id"]]
    own = {role: [item for item in facts.assigned if (item, unit) in facts.edges and facts.role(item, unit) == role]
           for role in MARKS.values()}  # fmt: skip
    tally.same(("sheet", unit), [item for items in own.values() for item in items], [row["item_id"] for row in body])
    counts = [len(facts.items_of[unit]), *(len(items) for items in own.values() if items)]
    (told,) = [words for words in words_of(rows) if words.startswith("共承担")]
    tally.same(("sheet", unit, "counts"), counts, [int(each) for each in re.findall(r"\d+(?=项)", told)])
    sign = {role: mark for mark, role in MARKS.items()}
    for row in body:
        item = row["item_id"]
        named = [sign[facts.role(item, each)] + ("本单位" if each == unit else facts.short(each))
                 for each in facts.units_of[item]]  # fmt: skip
        tally.same(
            ("sheet", unit, item), sorted(named), sorted(re.sub("（原文作.*?）", "", row["责任单位"]).split("\n"))
        )


def check_partners(facts: Facts, unit: str, data: bytes, tally: Tally) -> None:
    """协作单位: with whom how many tasks, how many of them the other leads."""
    rows = read_sheets(data).get("协作单位", [])
    printed = {row["协作单位"]: row for body in find_tables(rows, "序号", "协作单位", "共同任务") for row in body}
    true = Counter(other for item in facts.items_of[unit] for other in facts.units_of[item] if other != unit)
    tally.same(("partners", unit), sorted(map(facts.short, true)), sorted(printed))
    for other, shared in true.items():
        row = printed.get(facts.short(other), {"共同任务": None, "其中由其牵头": None})
        led = sum(facts.role(item, other) == "lead" for item in facts.items_of[unit] & facts.items_of[other])
        tally.same(("partners", unit, other), shared, row["共同任务"])
        tally.same(("partners", unit, other, "leads"), led, row["其中由其牵头"])


def check_issue(facts: Facts, data: bytes, tally: Tally) -> None:
    """交办清单: the counts of each unit."""
    (body,) = find_tables(read_sheets(data)["交办清单"], "序号", "单位", "任务数")
    true = {facts.short(unit): row for unit, row in loads.workload(facts).items()}
    printed = {row["单位"]: row for row in body if row["单位"] in true}
    tally.same("units of 交办清单", sorted(true), sorted(printed))
    for unit, row in printed.items():
        for head, column in {"牵头": "leads", "共同责任": "co_leads", "配合": "supports", "任务数": "items"}.items():
            tally.same(("交办清单", unit, head), true[unit][column], row[head])


def check_annex(facts: Facts, rows: list[dict[str, object]], tally: Tally) -> None:
    """责任分解表: lead and other units of each item, in the notice's order."""
    number = {(text, facts.titles[item]): item for item, text in numbers_of(facts).items() if item in facts.assigned}
    printed = {number[str(row["序号"]), row["重点任务"]]: row for row in rows
               if (str(row["序号"]), row["重点任务"]) in number}  # fmt: skip
    tally.same("items of the annex", sorted(facts.assigned), sorted(printed))
    for item, row in printed.items():
        units = facts.units_of[item]
        leads = [unit for unit in units if facts.role(item, unit) == "lead"]
        tally.same(("annex", item, "lead"), facts.names(leads), row["牵头单位"] or "")
        rest = facts.names([unit for unit in units if unit not in leads])
        tally.same(("annex", item, "others"), rest, row["责任（配合）单位"] or "")


def read_word_table(data: bytes, head: str) -> list[dict[str, str]]:
    """The rows of the table of a .docx that has this head."""
    for table in Document(io.BytesIO(data)).tables:
        heads = [cell.text for cell in table.rows[0].cells]
        if head in heads:
            return [dict(zip(heads, (cell.text for cell in row.cells), strict=True)) for row in table.rows[1:]]
    return []


def check_brief(facts: Facts, text: str, tally: Tally) -> None:
    """责任分工要情, as Word or as printed: the counts of its first line."""
    leading = len({unit for (_, unit), (role, _) in facts.edges.items() if role == "lead"})
    found = re.search(r"(\d+)项任务，(\d+)个责任单位，(\d+)个单位牵头", text)
    tally.same("责任分工要情", [len(facts.assigned), len(facts.units), leading], [int(each) for each in found.groups()])


def check_busiest(facts: Facts, rows: list[dict[str, str]], tally: Tally) -> None:
    """The busiest units with leads and all, and the most crowded items."""
    by_short = {short: unit for unit, (_, short, _) in facts.units.items()}
    number = numbers_of(facts)
    for row in rows:
        unit = by_short.get(row["任务最多的单位"])
        if unit:
            tally.same(("要情", unit), f"{facts.leads(unit)}/{len(facts.items_of[unit])}", row["牵头/共"])
        for item in facts.assigned:
            if number[item] == row["序号"]:
                tally.same(("要情", item), str(len(facts.units_of[item])), row["单位数"])
