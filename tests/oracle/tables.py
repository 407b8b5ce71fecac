"""Tables: every number of every CSV against what is true."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from hashlib import sha256

from oracle import balance, concentration, duplicates, loads, overlap
from oracle.facts import Facts
from oracle.readers import read_table
from oracle.tally import Tally

MEASURED = ("shared", "expected", "jaccard", "containment_a", "containment_b", "p_size", "testable", "relation")


def check_tables(facts: Facts, files: dict[str, bytes], tally: Tally) -> None:
    """Check each table by name; a table that is not known here fails."""
    for path in sorted(files):
        name = path.removeprefix("data/").removesuffix(".csv")
        if path.startswith("data/") and path.endswith(".csv"):
            CHECKS[name](facts, read_table(files[path]), files, tally)
    if "datapackage.json" in files:
        check_package(files, tally)


_READ = {"integer": int, "number": float, "boolean": {"true": True, "false": False}.__getitem__, "string": str}


def check_package(files: dict[str, bytes], tally: Tally) -> None:
    """datapackage.json: rows, bytes and hash of each table; every value is of its column's type, one in every plan."""
    for told in json.loads(files["datapackage.json"])["resources"]:
        data = files[told["path"]]
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
        true = len(rows), len(data), f"sha256:{sha256(data).hexdigest()}"
        tally.same((told["path"], "rows, bytes, hash"), true, (told["rows"], told["bytes"], told["hash"]))
        for field in told["schema"]["fields"]:
            values = [row[field["name"]] for row in rows if row[field["name"]]]
            tally.same((told["path"], field["name"], field["type"]), True, _are_read(values, field["type"]))
            seen = TYPES.setdefault((told["name"], field["name"]), field["type"])
            tally.same((told["path"], field["name"], "type in every plan"), seen, field["type"])


TYPES: dict[tuple[str, str], str] = {}  # as first seen


def _are_read(values: list[str], kind: str) -> bool:
    try:
        return bool([_READ[kind](value) for value in values] or True) if kind != "any" else True
    except (KeyError, ValueError):
        return False


def check_items(facts: Facts, rows: list[dict], files: dict, tally: Tally) -> None:
    del files
    tally.same("items", len(facts.items), len(rows))
    for item, row in zip(facts.items, rows, strict=False):
        true = {
            "item_id": item.id, "number": item.number, "title": item.title or None, "targets": item.targets,
            "assigned": item.id in facts.assigned,
        }  # fmt: skip
        for column, value in true.items():
            tally.same(("items", item.id, column), value, row[column])


def check_units(facts: Facts, rows: list[dict], files: dict, tally: Tally) -> None:
    del files
    tally.same("units", list(facts.units), [row["unit_id"] for row in rows])
    for row in rows:
        for column, value in zip(("name", "short", "kind"), facts.units[row["unit_id"]], strict=True):
            tally.same(("units", row["unit_id"], column), value, row[column])


def check_assignments(facts: Facts, rows: list[dict], files: dict, tally: Tally) -> None:
    del files
    printed = {(row["item_id"], row["unit_id"]): (row["role"], row["basis"]) for row in rows}
    tally.same("assignments once each", len(rows), len(printed))
    tally.all_same("assignments", {edge: role for edge, (role, _) in facts.edges.items()},
                   {edge: role for edge, (role, _) in printed.items()})  # fmt: skip


def check_workload(facts: Facts, rows: list[dict], files: dict, tally: Tally) -> None:
    del files
    true = loads.workload(facts)
    tally.same("workload order", list(true), [row["unit_id"] for row in rows])
    for row in rows:
        for column, value in true[row["unit_id"]].items():
            tally.same(("workload", row["unit_id"], column), value if value != "" else None, row[column])


def check_concentration(facts: Facts, rows: list[dict], files: dict, tally: Tally) -> None:
    del files
    tally.same("measures", list(concentration.MEASURES), [row["measure"] for row in rows])
    for row in rows:
        for column, value in concentration.concentration(facts, row["measure"]).items():
            tally.same(("concentration", row["measure"], column), value, row[column])


def check_lorenz(facts: Facts, rows: list[dict], files: dict, tally: Tally) -> None:
    del files
    for measure in concentration.MEASURES:
        true = concentration.lorenz(facts, measure)
        printed = [(row["unit_share"], row["total_share"]) for row in rows if row["measure"] == measure]
        tally.same(("lorenz", measure), len(true), len(printed))
        for place, (point, shown) in enumerate(zip(true, printed, strict=False)):
            tally.same(("lorenz", measure, place, "units"), point[0], shown[0])
            tally.same(("lorenz", measure, place, "total"), point[1], shown[1])


def check_overlap(facts: Facts, rows: list[dict], files: dict, tally: Tally) -> None:
    del files
    found = overlap.Overlap(facts) if len(facts.judged) > 1 else None
    true = found.rows() if found else {}
    printed = {(row["unit_a"], row["unit_b"]): row for row in rows}
    tally.same("pairs", sorted(true), sorted(printed))
    order = list(facts.units)
    keys = [(-row["shared"], order.index(row["unit_a"]), order.index(row["unit_b"])) for row in rows]
    tally.same("order of pairs", sorted(keys), keys)
    for pair in true.keys() & printed.keys():
        for column in MEASURED:
            tally.same(("overlap", pair, column), true[pair][column], printed[pair][column])
    _check_verdicts(found, printed, tally)


def _check_verdicts(found: overlap.Overlap | None, printed: dict, tally: Tally) -> None:
    """Q and verdict follow from the p printed: of random plans where there are any, of size alone elsewhere."""
    tested = {pair: row for pair, row in printed.items() if row["testable"]}
    p = {pair: row["p_size"] if row["p_margins"] is None else row["p_margins"] for pair, row in tested.items()}
    q = found.corrected(p) if found and p else {}
    for pair, row in printed.items():
        tally.same(("overlap", pair, "q"), q.get(pair), row["q"])
        unsure = row["verdict"] == "unsure"
        supported = pair in q and q[pair] <= found.alpha and not unsure
        tally.same(("overlap", pair, "supported"), supported, row["supported"])
        said = overlap.verdict(row["testable"], unsure, supported, row["relation"])
        tally.same(("overlap", pair, "verdict"), said, row["verdict"])


def check_clusters(facts: Facts, rows: list[dict], files: dict, tally: Tally) -> None:
    del files
    split = [(tuple(row["unit_ids"].split()), tuple(row["item_ids"].split())) for row in rows]
    printed = {(frozenset(units), frozenset(items)) for units, items in split}
    tally.same("clusters", {(tuple(sorted(u)), tuple(sorted(i))) for u, i in overlap.clusters(facts)},
               {(tuple(sorted(u)), tuple(sorted(i))) for u, i in printed})  # fmt: skip
    sizes = [(-len(units) * len(items), -len(units)) for units, items in split]
    tally.same("order of clusters", sorted(sizes), sizes)
    tally.same("numbers of clusters", list(range(1, len(rows) + 1)), [row["cluster"] for row in rows])


def group_map(rows: list[dict]) -> dict[tuple[str, str], int]:
    """Group of each unit and item."""
    return {(row["kind"], row["id"]): int(row["group"]) for row in rows}


def check_groups(facts: Facts, rows: list[dict], files: dict, tally: Tally) -> None:
    del files
    group = group_map(rows)
    members = {("unit", unit) for unit in facts.judged} | {("item", item) for item in facts.judged_items}
    tally.same("members of groups", sorted(members if facts.judged_items else ()), sorted(group))
    sizes = [size for _, size in sorted(Counter(group.values()).items())]
    tally.same("largest group first", sorted(sizes, reverse=True), sizes)
    for row in rows:
        tally.same(("firmness", row["id"]), True, 0 <= row["firmness"] <= 1)
        if list(group.values()).count(group[row["kind"], row["id"]]) == 1:
            tally.same(("alone is firm", row["id"]), 1.0, row["firmness"])


def check_duplicates(facts: Facts, rows: list[dict], files: dict, tally: Tally) -> None:
    del files
    true = duplicates.duplicates(facts)
    printed = {(row["item_a"], row["item_b"]): row for row in rows}
    tally.same("duplicates", sorted(true), sorted(printed))
    for pair in true.keys() & printed.keys():
        for column, value in true[pair].items():
            tally.same(("duplicates", pair, column), value, printed[pair][column])
    keys = [(-row["text_dice"], -row["unit_jaccard"]) for row in rows]
    tally.same("order of duplicates", sorted(keys), keys)


def check_frontier(facts: Facts, rows: list[dict], files: dict, tally: Tally) -> None:
    moves = read_table(files["data/moves.csv"])
    for place, row in enumerate(rows):
        cap = int(row["cap"])
        made = [move for move in moves if move["cap"] == cap]
        leads = balance.after(facts, made)
        tally.same(("cap", cap), True, max(leads.values(), default=0) <= cap)
        tally.same(("moves", cap), len(made), row["moves"])
        tally.same(("cost", cap), balance.cost(leads), row["cost"])
        tally.same(("leaders", cap), sum(count > 0 for count in leads.values()), row["leaders"])
        tally.same(("worth", cap), balance.worth(facts, cap), bool(row["worth"]))
        if place == 0:
            tally.same("first cap", max(balance.today(facts).values()), cap)
        else:
            tally.same(("fewest moves, least cost", cap), balance.least(facts, cap), (row["moves"], row["cost"]))
    last = int(rows[-1]["cap"]) if rows else 0
    if last > 1:
        tally.same(("no further proposal", last - 1), None, balance.least(facts, last - 1))


def check_moves(facts: Facts, rows: list[dict], files: dict, tally: Tally) -> None:
    del files
    leads = balance.today(facts)
    for row in rows:
        giver, taker, item = row["from_unit"], row["to_unit"], row["item_id"]
        true = {
            "from_leads": leads[giver],
            "to_leads": leads[taker],
            "place": [unit for unit in facts.units_of[item] if unit in facts.judged].index(taker) + 1,
            "reason": "over" if leads[giver] > row["cap"] else "chain",
        }
        tally.same(("leads today", item), "lead", facts.role(item, giver))
        for column, value in true.items():
            tally.same(("moves", row["cap"], item, column), value, row[column])


def check_targets(facts: Facts, rows: list[dict], files: dict, tally: Tally) -> None:
    del files
    printed = Counter(row["item_id"] for row in rows)
    for item in facts.items:
        tally.same(("targets", item.id), item.targets, printed[item.id])


def check_merges(facts: Facts, rows: list[dict], files: dict, tally: Tally) -> None:
    """Units and items with and without each merge, by what is printed of each spelling."""
    del files
    for row in rows:
        tally.same(("merges", row["spelling"], "units"), len(facts.judged), row["units"])
        if row["unit_id"] is None:
            tally.same("all merges", len(facts.judged) + len(rows) - 1, row["units_without"])
        else:
            size = len(facts.items_of[row["unit_id"]])
            tally.same(("merges", row["spelling"], "items"), size, row["unit_items"])
            tally.same(("merges", row["spelling"], "without"), size - row["items"], row["unit_items_without"])
            tally.same(("merges", row["spelling"], "apart"), len(facts.judged) + 1, row["units_without"])


def check_gaps(facts: Facts, rows: list[dict], files: dict, tally: Tally) -> None:
    """What is said to be named stands in the item's own words."""
    del files
    words = {item.id: item.title + item.body for item in facts.items}
    for row in rows:
        tally.same(("gaps", row["item_id"], row["text"]), True, row["text"] in words[row["item_id"]])


def check_beside(name: str, facts: Facts, rows: list[dict], tally: Tally) -> None:
    """Stages, people, fields and problems: what `read` says of them, row by row."""
    told = [(item["id"], each) for item in facts.reading["items"] for each in item.get(name, ())]
    told += [(each["item"], each) for each in facts.reading["problems"]] if name == "problems" else []
    tally.same(name, len(told), len(rows))
    for (item, each), row in zip(told, rows, strict=False):
        tally.same((name, "item"), item, row["item_id"])
        for column in row.keys() & each.keys():
            value = "\n".join(each[column]) if isinstance(each[column], list) else each[column]
            tally.same((name, item, column), value or None, row[column] or None)


def _beside(name: str) -> Callable[[Facts, list[dict], dict, Tally], None]:
    return lambda facts, rows, _, tally: check_beside(name, facts, rows, tally)


CHECKS = {
    **{name: _beside(name) for name in ("milestones", "people", "fields", "problems")},
    "items": check_items, "units": check_units, "assignments": check_assignments, "workload": check_workload,
    "concentration": check_concentration, "lorenz": check_lorenz, "overlap": check_overlap, "groups": check_groups,
    "clusters": check_clusters, "duplicates": check_duplicates, "frontier": check_frontier, "moves": check_moves,
    "targets": check_targets, "merges": check_merges, "gaps": check_gaps,
}  # fmt: skip
