"""Rules: every finding that the analysis may make, with all that its sentence claims."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import quantiles
from typing import NamedTuple

from oracle import concentration, loads
from oracle.facts import Facts
from oracle.loads import fence, limits

STATED = {"label", "role-word", "rule", "mark", "override"}


class Finding(NamedTuple):
    code: str
    severity: str
    item: str | None
    unit: str | None
    true: dict[str, object]


def findings(facts: Facts, tables: dict[str, list[dict]]) -> Iterator[Finding]:
    """Every finding, by rule. tables: overlap, duplicates and gaps as printed, which are checked on their own."""
    yield from _of_items(facts)
    yield from _of_texts(facts, tables)
    yield from _of_loads(facts)
    yield from _of_units(facts)
    yield from _of_pairs(facts, tables["overlap"])
    yield from _of_the_plan(facts)


def quarter(counts: list[int]) -> float:
    """The lower quartile, interpolated."""
    return quantiles(counts, n=4, method="inclusive")[0] if len(counts) > 1 else float(counts[0])


def hosts(facts: Facts) -> set[str]:
    """Who leads half of all that is led: the plan is its own field."""
    led = {item for (item, _), (role, _) in facts.edges.items() if role == "lead"}
    half = facts.settings["load"]["half"]
    return {unit for unit in facts.units if facts.leads(unit) and facts.leads(unit) >= half * len(led)}


def _item(facts: Facts, code: str, severity: str, item: str, **true: object) -> Finding:
    return Finding(code, severity, item, None, {"item": facts.numbers[item], "title": facts.titles[item], **true})


def _of_items(facts: Facts) -> Iterator[Finding]:
    rules, sizes = facts.settings["rules"], {item: len(units) for item, units in facts.units_of.items()}
    edge = max(fence(list(sizes.values()), facts.settings["load"]["fence"]), rules["crowded_floor"])
    stated = any(role == "lead" and basis in STATED for role, basis in facts.edges.values())
    shared_out = {item.id for item in facts.items if item.shared_out}
    for item in facts.items:
        if item.id not in sizes:
            continue
        units, size = facts.units_of[item.id], sizes[item.id]
        leads = [unit for unit in units if facts.role(item.id, unit) == "lead"]
        if not leads and item.id not in shared_out:
            yield _item(facts, "H1", "error" if stated else "warning", item.id, units=size)
        if len(leads) > 1:
            slips = {facts.edges[item.id, unit][1] for unit in leads} <= {"mark", "first-listed", "sole"}
            told = {"leads": len(leads), "units": facts.names(leads)}
            yield _item(facts, "H2", "error" if slips else "note", item.id, **told)
        if item.id not in shared_out and size >= rules["crowded"]:
            yield _item(facts, "H4", "note", item.id, units=size, limit=rules["crowded"])
        elif item.id not in shared_out and size > edge:
            yield _item(facts, "H4_FENCE", "note", item.id, units=size, fence=edge)
        if quarter(list(sizes.values())) > rules["thin"] >= size:
            yield _item(facts, "H7", "note", item.id, count=size, units=facts.names(units))
        for unit in units:
            if facts.edges[item.id, unit][1] == "first-listed":
                told = {
                    "item": facts.numbers[item.id],
                    "title": item.title,
                    "unit": facts.short(unit),
                    "sign": facts.sign_after,
                }
                yield Finding("H9", "note", item.id, unit, told)
        if not item.targets and not item.dated:
            yield _item(facts, "H11", "note", item.id)


def _of_texts(facts: Facts, tables: dict[str, list[dict]]) -> Iterator[Finding]:
    for row in tables["duplicates"]:
        named = facts.units_of.keys() & {row["item_a"], row["item_b"]}
        if named and row["text_dice"] >= facts.settings["duplicates"]["text"]:
            told = {"other": facts.numbers[row["item_b"]], "other_title": facts.titles[row["item_b"]]}
            told |= {"text_dice": row["text_dice"], "unit_jaccard": row["unit_jaccard"]}
            yield _item(facts, "H10", "warning" if row["strong"] else "note", row["item_a"], **told)
    for row in tables["gaps"]:
        yield _item(facts, "H12", "note", row["item_id"], name=row["text"])


def _unit(facts: Facts, code: str, severity: str, unit: str, **true: object) -> Finding:
    return Finding(code, severity, None, unit, {"unit": facts.short(unit), **true})


def _of_loads(facts: Facts) -> Iterator[Finding]:
    edge, severities = limits(facts), {"V1": "warning", "V1_CAPACITY": "warning", "V3": "warning"}
    for unit, row in loads.workload(facts).items():
        told = {
            **row, "fence": edge["fence"], "limit": edge["leads"], "total": len(facts.assigned),
            "share": row["item_share"], "helps": row["items"] - row["leads"], "by_order": facts.by_order(unit),
        }  # fmt: skip
        for code in row["reasons"].split():
            own = code in ("V1", "V3") and unit in hosts(facts)
            own = own or (code == "V1" and not row["leads"] and any(map(facts.leads, facts.items_of)))
            yield _unit(facts, code, "note" if own else severities.get(code, "note"), unit, **told)


def _of_units(facts: Facts) -> Iterator[Finding]:
    least = facts.settings["load"]["helps"]
    sizes = {unit: len(facts.items_of[unit]) for unit in facts.judged}
    for unit, size in sizes.items():
        if not facts.leads(unit) and size >= least:
            yield _unit(facts, "V6", "note", unit, helps=size)
        if size == 1 and quarter(list(sizes.values())) > 1:
            (item,) = facts.items_of[unit]
            yield _unit(facts, "V7", "note", unit, item=facts.numbers[item], title=facts.titles[item])


def _of_pairs(facts: Facts, rows: list[dict]) -> Iterator[Finding]:
    total = len(facts.judged_items)
    for row in rows:
        a, b = row["unit_a"], row["unit_b"]
        severity = "warning" if row["supported"] else "note"
        told = {"items": int(row["shared"]), "p": row["p_size"]}
        unlikely = row["supported"] or row["p_size"] <= facts.settings["overlap"]["alpha"]
        if unlikely and row["shared"] >= 2 and row["relation"] in ("a-in-b", "b-in-a"):
            inner, outer = (a, b) if row["relation"] == "a-in-b" else (b, a)
            told |= {"other": facts.short(outer), "other_items": len(facts.items_of[outer])}
            if told["other_items"] == total:
                continue  # who has every item has those of all others
            yield _unit(facts, "V8", severity, inner, **told)
        if unlikely and 2 <= row["shared"] < total and row["relation"] == "identical":
            yield _unit(facts, "V9", severity, a, other=facts.short(b), **told)
        if row["supported"]:
            told = {"shared": int(row["shared"]), "expected": row["expected"], "q": row["q"], "p": row["p_size"]}
            yield _unit(facts, "OVERLAP", "warning", a, other=facts.short(b), **told)


def _of_the_plan(facts: Facts) -> Iterator[Finding]:
    """V10 counts the items that judged units lead, each once; V11 is said of every plan."""
    leads = {unit: facts.leads(unit) for unit in facts.judged}
    top = sorted(leads, key=lambda unit: -leads[unit])[:2]
    led = {item for (item, unit), (role, _) in facts.edges.items() if role == "lead" and unit in leads}
    own = {item for (item, unit), (role, _) in facts.edges.items() if role == "lead" and unit in top}
    leaders = sum(count > 0 for count in leads.values())
    made = facts.settings["load"]
    uneven = leaders > 2 and len(own) / len(led) > max(made["top_two"], 3 / leaders)
    if uneven and len(own) > 2 * made["leads_floor"]:
        told = {
            "limit": made["top_two"],
            "units": facts.names(top),
            "leads": len(own),
            "total": len(led),
            "share": len(own) / len(led),
        }
        yield Finding(
            "V10",
            "note" if hosts(facts) & {*top} else "warning",
            None,
            None,
            {**told, "by_order": sum(map(facts.by_order, top))},
        )
    items = concentration.concentration(facts, "items")
    if items["total"]:
        told = {"gini_items": items["gini"], "gini_leads": concentration.concentration(facts, "leads")["gini"]}
        yield Finding("V11", "note", None, None, {**told, "units": items["units"], "effective": items["effective"]})
