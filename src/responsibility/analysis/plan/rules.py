"""Rules: every rule of responsibility-chart analysis, H1 to H12 of an item and V1 to V11 of a unit, asked in order.

Each is a generator of findings; thresholds are settings, sentences are wording. Only what can be read off the roles
a notice really states is an error; what rests on the convention that the first named unit leads is a warning or a
note that says so, and a sentence about leads says how many of them rest on it. H3, H5 and H6 of the
responsibility-chart rules ask for roles that these notices do not have.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import takewhile

import numpy as np

from responsibility.analysis.plan.evidence import Evidence
from responsibility.analysis.plan.incidence import Ints, list_rows
from responsibility.analysis.plan.workload import find_fence
from responsibility.kinds import Basis, Role, Severity, rule_of
from responsibility.model import Finding
from responsibility.spans import Span, fold

_STATED = (Basis.LABEL, Basis.ROLE_WORD, Basis.RULE, Basis.MARK, Basis.OVERRIDE)
# 牵头单位:A、B and A、B分别牵头 are common ways to write; 甲(牵头)、乙(牵头) is a contradiction.
_ALLOW_ONE = {Basis.MARK.value, Basis.FIRST_LISTED.value, Basis.SOLE.value}
# What parts lists, and the names of one, but not inside 各县(市、区).
_LISTS = re.compile(r"[,，;；](?![^(（]*[)）])")
_NAMES = re.compile(r"、(?![^(（]*[)）])")
_UNEVEN = 1.5  # times what two units have where all that lead, lead as much


def _find_item(evidence: Evidence, code: str, severity: Severity, item_id: str, **params: object) -> Finding:
    told = {"item": item_id, "title": evidence.titles[item_id], **params}
    return Finding(code, severity, evidence.spans.get(item_id), item_id, params=told)


def _shared_out(evidence: Evidence) -> set[str]:
    """Return the items that give each unit its own figure, which all of them bear and none leads."""
    table = evidence.frames.targets
    return set(table.loc[table["holder"] != "", "item_id"])


def check_no_lead(evidence: Evidence) -> Iterator[Finding]:
    """H1: units are named and none leads. An error where the notice does say elsewhere who leads."""
    table = evidence.frames.assignments
    stated = (table["role"] == Role.LEAD.value) & table["basis"].isin([basis.value for basis in _STATED])
    severity = Severity.ERROR if stated.any() else Severity.WARNING
    shared_out = _shared_out(evidence)
    for item_id, leads in zip(evidence.incidence.item_ids, evidence.incidence.item_leads, strict=True):
        if not leads and item_id not in shared_out:
            yield _find_item(evidence, "H1", severity, item_id, units=len(evidence.joined[item_id]))


def check_many_leads(evidence: Evidence) -> Iterator[Finding]:
    """H2: more than one lead; a note where label or word says so of several, or each has a clause of its own."""
    table = evidence.frames.assignments
    leads = table[table["role"] == Role.LEAD.value]
    many = leads[leads.duplicated("item_id", keep=False)]
    for item_id, group in many.groupby("item_id", sort=False):
        against = set(group["basis"]) <= _ALLOW_ONE and not _is_parted(evidence, str(item_id), group["start"].tolist())
        severity = Severity.ERROR if against else Severity.NOTE
        units = evidence.name_all(list(group["unit_id"]))
        yield _find_item(evidence, "H2", severity, str(item_id), leads=len(group), units=units)


def _is_parted(evidence: Evidence, item_id: str, starts: list[int]) -> bool:
    """Say whether no two of the names that start there stand in one clause of the item."""
    items = evidence.plan.items if evidence.plan else ()
    clauses = [clause.span for item in items if item.id == item_id for clause in item.clauses]
    held = [sum(span.start <= start < span.end for start in starts) for span in clauses]
    return sum(held) == len(starts) and max(held, default=2) < 2


def check_crowded(evidence: Evidence) -> Iterator[Finding]:
    """H4: many units by number, or H4_FENCE: above Tukey's fence; each names its limit."""
    sizes, rules = evidence.incidence.item_sizes, evidence.settings.rules
    fence = max(find_fence(sizes, evidence.settings.load.fence), rules.crowded_floor)
    shared_out = _shared_out(evidence)
    for item_id, size in zip(evidence.incidence.item_ids, sizes.tolist(), strict=True):
        if item_id in shared_out:
            continue
        if size >= rules.crowded:
            yield _find_item(evidence, "H4", Severity.NOTE, item_id, units=size, limit=rules.crowded)
        elif size > fence:
            yield _find_item(evidence, "H4_FENCE", Severity.NOTE, item_id, units=size, fence=fence)


def check_thin(evidence: Evidence) -> Iterator[Finding]:
    """H7: few units, where three in four items have more."""
    limit = evidence.settings.rules.thin
    if _is_usual(evidence.incidence.item_sizes, limit):
        return
    for item_id, units in evidence.joined.items():
        if len(units) <= limit:
            named = evidence.name_all(units)
            yield _find_item(evidence, "H7", Severity.NOTE, item_id, count=len(units), units=named, limit=limit)


def _is_usual(counts: Ints, limit: int) -> bool:
    """Say whether a quarter of the counts are within a limit, so that being within it is no exception."""
    return not len(counts) or float(np.quantile(counts, 0.25)) <= limit


def check_order_leads(evidence: Evidence) -> Iterator[Finding]:
    """H9: the lead rests only on being named first; a comma after that name is the one hint there may be."""
    signs = {
        item.id: item.clauses[0].mentions[1].separator
        for item in (evidence.plan.items if evidence.plan else ())
        if item.clauses and len(item.clauses[0].mentions) > 1
    }
    table = evidence.frames.assignments
    by_order = table[table["basis"] == Basis.FIRST_LISTED.value]
    for row in list_rows(by_order):
        told = {"item": row.item_id, "title": evidence.titles[row.item_id], "unit": evidence.names[row.unit_id]}
        told["sign"] = signs.get(row.item_id) or "–"
        yield Finding("H9", Severity.NOTE, Span(row.start, row.end), row.item_id, row.unit_id, told)


def check_duplicates(evidence: Evidence) -> Iterator[Finding]:
    """H10: two items say nearly the same; a warning where they bind nearly the same units too.

    Two that bind nobody (grades of an event, terms) are no tasks that could be joined.
    """
    table, joined = evidence.duplicates, evidence.joined
    for row in list_rows(table[table["text_dice"] >= evidence.settings.duplicates.text]):
        if not (row.item_a in joined or row.item_b in joined):
            continue
        severity = Severity.WARNING if row.strong else Severity.NOTE
        told = {"other": row.item_b, "other_title": evidence.titles[row.item_b]}
        told |= {"text_dice": row.text_dice, "unit_jaccard": row.unit_jaccard}
        yield _find_item(evidence, "H10", severity, row.item_a, **told)


def check_measurable(evidence: Evidence) -> Iterator[Finding]:
    """H11: an item that names units promises no number and no date."""
    table = evidence.frames.items
    undated = (table["due"] == "") & (table["due_text"] == "")
    for item_id in table.loc[table["assigned"] & (table["targets"] == 0) & undated, "item_id"]:
        yield _find_item(evidence, "H11", Severity.NOTE, str(item_id))


def check_gaps(evidence: Evidence) -> Iterator[Finding]:
    """H12: the text acts on a place, park or body that no clause names."""
    for row in list_rows(evidence.gaps):
        told = {"item": row.item_id, "title": evidence.titles[row.item_id], "name": row.text}
        span = Span(row.start, row.end) if row.start >= 0 else None
        yield Finding("H12", Severity.NOTE, span, row.item_id, params=told)


def check_members(evidence: Evidence) -> Iterator[Finding]:
    """V4: a member of the committee, from settings or the addressees, that no clause names."""
    lines = evidence.plan.header.addressees if evidence.plan else ()
    collective = evidence.settings.rules.collective
    # 各, 有关 go for all that 、 joins to them: 各省、自治区、直辖市人民政府; 市各委、办、局; 省直有关部门、单位.
    lists = (_NAMES.split(part) for line in lines for part in _LISTS.split(line))
    own = (takewhile(lambda name: not any(word in name for word in collective), names) for names in lists)
    single = [name.strip() for names in own for name in names if name.strip()]
    table, units = evidence.frames.assignments, evidence.frames.units
    columns = (units["unit_id"], units["name"], units["short"], table["name"], table["mention"])
    known = {fold(str(name)) for column in columns for name in column.unique().tolist()}
    for name in dict.fromkeys((*evidence.settings.rules.members, *single)):
        if fold(name) not in known:
            yield Finding("V4", Severity.WARNING, params={"name": name})


def _find_unit(evidence: Evidence, code: str, severity: Severity, unit_id: str, **params: object) -> Finding:
    return Finding(code, severity, unit_id=unit_id, params={"unit": evidence.names[unit_id], **params})


_SEVERITIES = {
    "V1": Severity.WARNING,
    "V1_CAPACITY": Severity.WARNING,
    "V2": Severity.NOTE,
    "V3": Severity.WARNING,
    "V5": Severity.NOTE,
}
# What the sentence of each load rule names.
_TOLD = {
    "V1": ("items", "fence"),
    "V1_CAPACITY": ("load", "capacity"),
    "V2": ("items", "total", "share"),
    "V3": ("leads", "limit", "by_order"),
    "V5": ("leads", "helps", "by_order"),
}


def check_loads(evidence: Evidence) -> Iterator[Finding]:
    """V1 much to do, V2 in half of everything, V3 many leads, V5 both leads and helps most: as workload judged.

    Of the unit whose own field the plan is, much to do and many leads are to be expected: a note. So is much to do of
    one that leads nothing while others lead, such as a finance bureau: there is no task that it could hand over.
    """
    any_leads = bool(evidence.incidence.unit_leads.any())
    common = {
        "fence": evidence.limits.fence,
        "total": len(evidence.incidence.item_ids),
        "limit": evidence.limits.leads,
    }
    for code, severity in _SEVERITIES.items():
        for row in list_rows(evidence.workload):
            if code not in row.reasons.split():
                continue
            told = {
                "items": row.items,
                "share": row.item_share,
                "leads": row.leads,
                "helps": row.items - row.leads,
                "load": row.load,
                "capacity": row.capacity,
                "by_order": evidence.by_order.get(row.unit_id, 0),
                **common,
            }
            own = code in ("V1", "V3") and row.unit_id in evidence.hosts
            helps_alone = code == "V1" and any_leads and not row.leads
            graded = Severity.NOTE if own or helps_alone else severity
            yield _find_unit(evidence, code, graded, row.unit_id, **{key: told[key] for key in _TOLD[code]})


def check_helpers(evidence: Evidence) -> Iterator[Finding]:
    """V6: much help and never a lead."""
    limit = evidence.settings.load.helps
    table = evidence.judged
    for row in list_rows(table[(table["leads"] == 0) & (table["items"] >= limit)]):
        yield _find_unit(evidence, "V6", Severity.NOTE, row.unit_id, helps=row.items, limit=limit)


def check_single(evidence: Evidence) -> Iterator[Finding]:
    """V7: named once, where three in four units are named more often."""
    if _is_usual(evidence.judged["items"].to_numpy(), 1):
        return
    only = {unit_id: item_id for item_id, units in evidence.joined.items() for unit_id in units}
    for unit_id in evidence.judged.loc[evidence.judged["items"] == 1, "unit_id"]:
        item_id = only[unit_id]
        yield _find_unit(evidence, "V7", Severity.NOTE, unit_id, item=item_id, title=evidence.titles[item_id])


def check_shadows(evidence: Evidence) -> Iterator[Finding]:
    """V8: all items of a unit, two at least, are among another's, which has more; a warning where supported.

    Who has every item holds those of all others, which says nothing of them; nor does what chance alone would bring.
    """
    table, total = evidence.overlap, len(evidence.incidence.item_ids)
    inside = table[table["relation"].isin(["a-in-b", "b-in-a"]) & (table["shared"] >= 2)]
    for row in list_rows(inside):
        turned = row.relation == "b-in-a"
        unit_id, other = (row.unit_b, row.unit_a) if turned else (row.unit_a, row.unit_b)
        size = round(row.shared / (row.containment_a if turned else row.containment_b))
        if size == total or not _is_unlikely(evidence, row.p_size, row.supported):
            continue
        severity = Severity.WARNING if row.supported else Severity.NOTE
        told = {"other": evidence.names[other], "other_id": other, "p": row.p_size}
        told |= {"items": row.shared, "other_items": size}
        yield _find_unit(evidence, "V8", severity, unit_id, **told)


def _is_unlikely(evidence: Evidence, chance: float, supported: bool) -> bool:
    return supported or chance <= evidence.settings.overlap.alpha


def check_twins(evidence: Evidence) -> Iterator[Finding]:
    """V9: two units have the same items, two at least and not all; a warning where supported."""
    table, total = evidence.overlap, len(evidence.incidence.item_ids)
    for row in list_rows(table[(table["relation"] == "identical") & table["shared"].between(2, total - 1)]):
        if not _is_unlikely(evidence, row.p_size, row.supported):
            continue
        severity = Severity.WARNING if row.supported else Severity.NOTE
        told = {"other": evidence.names[row.unit_b], "other_id": row.unit_b, "items": row.shared, "p": row.p_size}
        yield _find_unit(evidence, "V9", severity, row.unit_a, **told)


def check_overlap(evidence: Evidence) -> Iterator[Finding]:
    """OVERLAP: two units share more than their sizes explain."""
    for row in list_rows(evidence.overlap[evidence.overlap["supported"]]):
        told = {"other": evidence.names[row.unit_b], "other_id": row.unit_b}
        told |= {"shared": row.shared, "expected": row.expected}
        yield _find_unit(evidence, "OVERLAP", Severity.WARNING, row.unit_a, **told, p=row.p_size, q=row.q)


def check_top_leads(evidence: Evidence) -> Iterator[Finding]:
    """V10: two units lead many items and a large share of all, an item with two leads counted once."""
    table, load = evidence.judged, evidence.settings.load
    top = table.sort_values("leads", ascending=False, kind="stable").head(2)["unit_id"].tolist()
    leaders = int((table["leads"] > 0).sum())
    edges = evidence.frames.assignments
    led = edges[(edges["role"] == Role.LEAD.value) & edges["unit_id"].isin(table["unit_id"])]
    total, own = led["item_id"].nunique(), led.loc[led["unit_id"].isin(top), "item_id"].nunique()
    # Three units of which two lead two thirds are as even as can be.
    uneven = leaders > 2 and own / total > max(load.top_two, _UNEVEN * 2 / leaders)
    if uneven and own > 2 * load.leads_floor:
        told = {"units": evidence.name_all(top), "leads": own, "total": total, "share": own / total}
        told["limit"] = load.top_two
        by_order = sum(evidence.by_order.get(unit_id, 0) for unit_id in top)
        severity = Severity.NOTE if evidence.hosts & {*top} else Severity.WARNING
        yield Finding("V10", severity, params={**told, "by_order": by_order, "unit_ids": " ".join(top)})


def check_concentration(evidence: Evidence) -> Iterator[Finding]:
    """V11: how unevenly items and leads are spread; a note, since there is no right amount."""
    items, leads = evidence.spread["items"], evidence.spread["leads"]
    if items.total:
        told = {"gini_items": items.gini, "gini_leads": leads.gini, "effective": items.effective, "units": items.units}
        yield Finding("V11", Severity.NOTE, params=told)


CHECKS: tuple[Callable[[Evidence], Iterator[Finding]], ...] = (
    check_no_lead,
    check_many_leads,
    check_crowded,
    check_thin,
    check_order_leads,
    check_duplicates,
    check_measurable,
    check_gaps,
    check_loads,
    check_members,
    check_helpers,
    check_single,
    check_shadows,
    check_twins,
    check_overlap,
    check_top_leads,
    check_concentration,
)


def check_rules(evidence: Evidence) -> tuple[Finding, ...]:
    """Ask every rule that is not switched off; where one finds very much, say how much and list the first.

    H8 is found while names are resolved.
    """
    most, off = evidence.settings.rules.most_findings, evidence.settings.rules.off
    findings: list[Finding] = []
    for check in CHECKS:
        found = [each for each in check(evidence) if rule_of(each.code) not in off]
        findings += found[:most]
        if len(found) > most:
            told = {"rule": found[most].code, "count": len(found), "limit": most}
            findings.append(Finding("RULE_LIMIT", Severity.NOTE, params=told))
    return tuple(findings)
