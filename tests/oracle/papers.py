"""Papers: the page's data, the task sheets, the annex and the leader's page against what is true."""

from __future__ import annotations

import io
import re
from collections import Counter
from html import unescape
from typing import TYPE_CHECKING

from docx import Document

from oracle import loads
from oracle.books import MARKS
from oracle.facts import Facts, numbers_of
from oracle.readers import find_tables, read_page, read_sheets, words_of
from oracle.tally import Tally
from oracle.templates import TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oracle.worlds import World


MAY_END = "\u200b"  # behind which a long list of numbers may be parted


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
    """A unit's task sheet: its items by its role, counted above each part, with who else is named."""
    rows = read_sheets(data)["任务清单"]
    (table,) = find_tables(rows, "序号", "责任单位", "item_id")
    body = [row for row in table if row["item_id"]]
    own = {
        role: [item for item in facts.assigned if facts.edges.get((item, unit), ("",))[0] == role]
        for role in MARKS.values()
    }
    tally.same(("sheet", unit), [item for items in own.values() for item in items], [row["item_id"] for row in body])
    counts = [len(items) for items in own.values() if items]
    told = [int(found[1]) for words in words_of(rows) if (found := re.fullmatch(r".、.*任务（(\d+)项）.*", words))]
    tally.same(("sheet", unit, "counts"), counts if len(counts) > 1 else [], told)  # one part has no band
    for row in body:
        named = ["本单位" if each == unit else facts.short(each) for each in facts.units_of[row["item_id"]]]
        printed = re.split("、|配合：", re.sub(r"（原文作.*?）|\s", "", row["责任单位"]))
        tally.same(("sheet", unit, row["item_id"]), sorted(named), sorted(printed))
    _check_partners(facts, unit, words_of(rows), tally)


def _check_partners(facts: Facts, unit: str, words: list[str], tally: Tally) -> None:
    """Whom the unit works with, and on which tasks; said where it has more than one."""
    shared = {other: facts.items_of[unit] & facts.items_of[other] for other in facts.units if other != unit}
    shared = {other: items for other, items in shared.items() if items and len(facts.items_of[unit]) > 1}
    head = TEMPLATES["sheet.tasks.partners"].format(count=len(shared))
    tally.same(("partners", unit), head in words, bool(shared))
    if shared:
        rows = words[words.index(head) + 1 :]
        tally.told.update((head, *rows))
        told = re.sub(r"\s", "", "".join(rows))
        about = re.sub(r"\s", "", TEMPLATES["sheet.tasks.partners-about"])
        tally.same(("partners", unit, "about"), True, told.startswith(about))
        listed = dict(part.split("：") for part in told.removeprefix(about).rstrip("。").split("；"))
        number = numbers_of(facts)
        true = {
            facts.short(other): "、".join(number[item] for item in facts.assigned if item in items)
            for other, items in shared.items()
        }
        tally.all_same(("partners", unit), true, listed)


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
    """责任分解表: lead and other units of each item, by its number, in the notice's order."""
    number = {text: item for item, text in numbers_of(facts).items()}
    printed = {number[str(row["序号"])]: row for row in rows if str(row["序号"]) in number}
    tally.same("items of the annex", sorted(facts.assigned), sorted(printed))
    for item, row in printed.items():
        units = facts.units_of[item]
        leads = [unit for unit in units if facts.role(item, unit) == "lead"]
        tally.same(("annex", item, "lead"), facts.names(leads), _in_one_line(row["牵头单位"]))
        rest = facts.names([unit for unit in units if unit not in leads])
        head = next((head for head in ("责任（配合）单位", "责任单位", "配合单位") if head in row), "")
        tally.same(("annex", item, "others"), rest, _in_one_line(row.get(head)))  # no column where none is


def _in_one_line(cell: object) -> str:
    return re.sub(r"\s", "", str(cell or ""))


def read_word_table(data: bytes, head: str) -> list[dict[str, str]]:
    """The rows of the table of a .docx that has this head."""
    for table in Document(io.BytesIO(data)).tables:
        heads = [cell.text for cell in table.rows[0].cells]
        if head in heads:
            cells = ([cell.text.replace(MAY_END, "") for cell in row.cells] for row in table.rows[1:])
            return [dict(zip(heads, row, strict=True)) for row in cells]
    return []


def check_brief(facts: Facts, text: str, tally: Tally) -> None:
    """责任分工要情, as Word or as printed: the counts of its first line."""
    leading = len({unit for (_, unit), (role, _) in facts.edges.items() if role == "lead"})
    found = re.search(r"(\d+)项任务，(\d+)个责任单位，(\d+)个单位牵头", text)
    tally.same("责任分工要情", [len(facts.assigned), len(facts.units), leading], [int(each) for each in found.groups()])


def read_word_lines(data: bytes) -> Iterator[str]:
    """The lines of a .docx, a bar with its figures as one, without the squares that stand for drawn bars."""
    document = Document(io.BytesIO(data))
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    # Beside a drawn bar the row is two tables, units and tasks.
    halves = [["".join(row[:3]), "".join(row[3:])] if re.search("■|□□", "".join(row)) else row for row in rows]
    whole = map("\n".join, halves)
    for block in (*(each.text for each in document.paragraphs), *whole):
        yield from (line for line in re.sub(f"[■□ \u3000{MAY_END}]", "", block).split("\n") if line)


def check_printed(printed: str, data: bytes, tally: Tally) -> None:
    """The leader's page as printed has each line with a number of its Word file, and no other number."""
    lines = list(read_word_lines(data))
    told = [line for line in lines if re.search(r"\d", line)]
    letters = re.sub(r"\s", "", printed)
    tally.all_same("printed lines", dict.fromkeys(told, True), {line: line in letters for line in told})
    numbers = (Counter(re.findall(r"\d+(?:\.\d+)?", "\n".join(each))) for each in (lines, [printed]))
    tally.all_same("printed numbers", *numbers)


def check_told(world: World, tally: Tally) -> None:
    """The same sentences stand wherever they are told: leader's and decisions on the page, in Word and the workbook."""
    page = unescape(re.sub(r"<[^>]+>", "", world.files["index.html"].decode()))
    sheets = read_sheets(world.files["责任矩阵.xlsx"])
    for told in world.leader:
        tally.same(("on the page", told), True, told in page)
    methods = words_of(sheets["分析附表"])
    for told in world.methods:
        tally.same(("in 分析附表", told), True, told in methods)
    in_word = [row["需要审定的事项"] for row in read_word_table(world.files["责任分工要情.docx"], "需要审定的事项")]
    overview = words_of(sheets["总览"])
    for place, (what, why) in enumerate(world.decisions):
        tally.same(("on the page", what), True, what in page and why in page)
        tally.same(("in 总览", what), True, f"{what}\n{why}" in overview)
        tally.same(("in Word", what), True, _is_told(what, why, in_word[place]))
        tally.told.add(in_word[place])


def _is_told(what: str, why: str, printed: str) -> bool:
    """Whether a decision of the brief is that of the page, its evidence cut to a line: 甲、乙等3个 for 甲、乙、丙."""
    shown, evidence = printed.split("\n")
    kept, _, rest = evidence.partition("等")
    listed = why.rpartition("：")[2] if "：" in kept else why.partition("，")[0]
    counted = re.search(r"等(\d+)[项个]", listed)  # the page cuts too, further on
    count = counted[1] if counted else listed.count("、") + 1
    cut = kept and why.startswith(kept) and re.match(rf"{count}[项个]", rest)
    return shown == what and (evidence == why or bool(cut))


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
