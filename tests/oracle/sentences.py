"""Sentences: the leader's and the methods', each parsed back into its claims, and every finding's."""

from __future__ import annotations

from collections import Counter
from math import comb

from oracle import concentration, loads, overlap, rules
from oracle.facts import Facts
from oracle.groups import are_shares, highest, modularity
from oracle.tables import group_map
from oracle.tally import Tally
from oracle.templates import TEMPLATES, check_sentence, parse

Tables = dict[str, list[dict]]
MOST = 5  # names that a sentence lists


def check_findings(facts: Facts, printed: list[dict], tables: Tables, tally: Tally) -> None:
    """Compare every finding: none missing, none more, its severity, and each claim of its sentence."""
    names = {unit: name for unit, (name, _, _) in facts.units.items()}
    told = [each for each in printed if f"finding.{each['code']}.text" in TEMPLATES]
    tally.same("findings with a template", len(printed), len(told))
    read = Counter((each["code"], each["message"]) for each in facts.findings)
    own = [each for each in told if not read[each["code"], each["message"]]]
    true = list(rules.findings(facts, tables))
    tally.same("findings", sorted(f"{each.code} {each.item} {names.get(each.unit)}" for each in true),
               sorted(f"{each['code']} {each['item']} {each['unit']}" for each in own))  # fmt: skip
    _check_claims(facts, own, true, tally)


def _check_claims(facts: Facts, own: list[dict], true: list[rules.Finding], tally: Tally) -> None:
    """Take each finding's own sentence: by rule, item, unit, and the other that it names."""
    names = {unit: name for unit, (name, _, _) in facts.units.items()}
    waiting: dict[tuple, list[dict]] = {}
    for each in own:
        waiting.setdefault((each["code"], each["item"], each["unit"]), []).append(each)
    for finding in true:
        left = waiting.get((finding.code, finding.item, names.get(finding.unit)))
        if left:
            other = finding.true.get("other", finding.true.get("name"))
            said = left.pop(next((at for at, each in enumerate(left) if other in _others(each)), 0))
            tally.same((finding.code, "severity"), finding.severity, said["severity"])
            check_sentence(said["message"], f"finding.{finding.code}.text", finding.true, tally)


def _others(said: dict) -> set[str | None]:
    found = parse(said["message"], [f"finding.{said['code']}.text"])
    return {claim.text for claim in found[1] if claim.name in ("other", "name")} if found else set()


def check_sentences(
    facts: Facts, leader: tuple[str, ...], methods: tuple[str, ...], tables: Tables, tally: Tally
) -> None:
    """Check each sentence: that it is the one that fits, and all it claims."""
    expected = {**_leader(facts, tables), **_methods(facts, tables)}
    said = {}
    for group, texts in (("leader.", leader), ("methods.", methods)):
        for text in texts:
            keys = [key for key in TEMPLATES if key.startswith(group)]
            found = parse(text, keys)
            tally.same(("a sentence without a template", text), True, found is not None)
            if found:
                said[found[0]] = text
    tally.same("sentences", sorted(expected), sorted(said))
    for key in expected.keys() & said.keys():
        check_sentence(said[key], key, expected[key], tally)


def _leader(facts: Facts, tables: Tables) -> dict[str, dict[str, object]]:
    if not facts.edges:
        return {"leader.empty": {"items": len(facts.items)}}
    return dict((_load(facts), _leads(facts), _pairs(facts, tables), _items(facts, tables), _balance(tables)))


def _load(facts: Facts) -> tuple[str, dict[str, object]]:
    rows, edge = loads.workload(facts), loads.limits(facts)
    over = [unit for unit, row in rows.items() if "V1" in row["reasons"].split()]
    full = [unit for unit, row in rows.items() if "V1_CAPACITY" in row["reasons"].split()]
    top = sorted(over or facts.judged, key=lambda unit: -rows[unit]["items"])[:MOST]
    told = {
        "items": len(facts.assigned), "units": len(facts.units), "assignments": len(facts.edges),
        "fence": edge["fence"], "effective": concentration.concentration(facts, "items")["effective"],
        "names": "、".join(f"{facts.short(unit)}（{rows[unit]['items']}）" for unit in top), "count": len(over),
        "full": len(full), "full_names": facts.names(full[:MOST]), "least": facts.settings["load"]["least_items"],
    }  # fmt: skip
    return "leader.load" + ("" if over else "_even" if edge["judged"] else "_unjudged"), told


def _leads(facts: Facts) -> tuple[str, dict[str, object]]:
    leads = {unit: facts.leads(unit) for unit in facts.units}
    most = max(leads.values())
    top = [unit for unit, count in leads.items() if count == most]
    leaders = sum(count > 0 for count in leads.values())
    told = {
        "total": sum(leads.values()), "leaders": leaders, "never": len(leads) - leaders, "most": most,
        "names": facts.names(top[:MOST]), "by_order": sum(map(facts.by_order, facts.units)),
        "share": concentration.concentration(facts, "leads")["top_two"] if leaders > 2 else 0,
    }  # fmt: skip
    return ("leader.no_leads" if not most else "leader.leads" if len(top) > 1 else "leader.leads_one"), told


def _pairs(facts: Facts, tables: Tables) -> tuple[str, dict[str, object]]:
    rows = tables["overlap"]
    found = [row for row in rows if row["supported"]]
    shown = (
        f"{facts.short(row['unit_a'])}–{facts.short(row['unit_b'])}（{row['shared']:.0f}）" for row in found[:MOST]
    )
    told = {
        "pairs": len(rows), "count": len(found), "names": "、".join(shown),
        "too_few": sum(row["verdict"] == "too-few" for row in rows),
        "unsure": sum(row["verdict"] == "unsure" for row in rows),
    }  # fmt: skip
    testable = len(facts.judged) > 1 and overlap.Overlap(facts).testable
    return "leader.overlap" + ("" if found else "_none" if testable else "_untested"), told


def _items(facts: Facts, tables: Tables) -> tuple[str, dict[str, object]]:
    counts = Counter(each.code.partition("_")[0] for each in rules.findings(facts, tables))
    gaps = list(dict.fromkeys(row["text"] for row in tables["gaps"]))
    told = {
        "alike": counts["H10"], "crowded": counts["H4"], "thin": counts["H7"], "unmeasured": counts["H11"],
        "gaps": len(gaps), "names": "、".join(gaps[:MOST]) + "等" * (len(gaps) > MOST),
    }  # fmt: skip
    return ("leader.items" if any(told.values()) else "leader.items_none"), told


def _balance(tables: Tables) -> tuple[str, dict[str, object]]:
    rows = [{key: int(value) for key, value in row.items()} for row in tables["frontier"]]
    better = [row for row in rows if row["worth"]]
    if not better:
        return "leader.balance_none", {}
    first, last = better[0], better[-1]
    told = {"today": rows[0]["cap"], "moves": first["moves"], "cap": first["cap"]}
    told |= {"last_moves": last["moves"], "last_cap": last["cap"]}
    return ("leader.balance" if len(better) > 1 else "leader.balance_one"), told


def _is_share(words: str) -> bool:
    return -1 <= float(words) <= 1


def _methods(facts: Facts, tables: Tables) -> dict[str, dict[str, object]]:
    """What the methods claim; of what rests on random plans only that it is a number in its bounds."""
    made, rows = facts.settings, tables["overlap"]
    found = overlap.Overlap(facts) if len(facts.judged) > 1 else None
    tested = [row for row in rows if row["testable"]]
    sampled = any(row["p_margins"] is not None for row in rows)
    errors = [row["p_error"] for row in tested if row["p_error"] is not None]
    told = {
        **made["overlap"], "pairs": found.pairs if found else 0, "testable": found.testable if found else 0,
        "tested": found.tested if found else 1, "threshold": found.threshold if found else made["overlap"]["alpha"],
        "samples": str.isdigit, "error": max(errors, default=0), "unsure": sum(r["verdict"] == "unsure" for r in rows),
    }  # fmt: skip
    margins = "margins" if sampled else "no_margins" if told["testable"] else "untested"
    weighed = sum(weight != 1 for weight in made["weights"]["items"].values())
    return {
        "methods.counts": {
            "items": len(facts.assigned), "units": len(facts.units), "assignments": len(facts.edges),
            "by_order": sum(map(facts.by_order, facts.units)),
        },
        "methods.load": {**made["weights"], "fence": made["load"]["fence"], "items": weighed},
        "methods.overlap": told,
        f"methods.{margins}": told,
        "methods.clusters": made["clusters"],
        **_grouping(facts, tables),
        "methods.duplicates": made["duplicates"],
        "methods.gaps": {},
        "methods.balance": {"gain": made["balance"]["least_gain"], "floor": made["load"]["leads_floor"]},
    }  # fmt: skip


def _grouping(facts: Facts, tables: Tables) -> dict[str, dict[str, object]]:
    plans = facts.settings["groups"]["random_plans"] if tables["groups"] else 0
    q = modularity(facts, group_map(tables["groups"])) if tables["groups"] else 0.0
    limit = highest(facts)
    top = 1.0 if limit is None else limit + 0.0005
    told = {
        "q": q, "near": facts.settings["groups"]["near"], "seed": facts.settings["overlap"]["seed"],
        "random_plans": plans, "best": lambda words: q - 0.001 <= float(words) <= top,
        "typical": lambda words: float(words) <= top, "null_mean": _is_share, "null_sd": _is_share,
        "partitions": lambda words: are_shares(tables["groups"], int(words)),
        "coin_flips": lambda words: int(words) <= comb(len(facts.judged), 2),
    }  # fmt: skip
    return {"methods.groups" if plans else "methods.groups_alone": told}
