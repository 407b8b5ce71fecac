"""Item rules: H1 to H12, each a generator of findings; thresholds are settings, sentences are wording.

Only what can be read off the roles a notice really states is an error; what rests on the convention that the first
named unit leads is a warning or a note that says so. H3, H5 and H6 of the responsibility-chart rules ask for roles
that these notices do not have.
"""

from __future__ import annotations

from collections.abc import Iterator

from responsibility.analysis.evidence import Evidence
from responsibility.analysis.incidence import list_rows
from responsibility.analysis.workload import find_fence
from responsibility.kinds import Basis, Role, Severity
from responsibility.model import Finding
from responsibility.spans import Span, fold

_STATED = (Basis.LABEL, Basis.ROLE_WORD, Basis.RULE, Basis.MARK, Basis.OVERRIDE)
_ALLOWS_MANY = {Basis.LABEL.value, Basis.OVERRIDE.value, Basis.GROUP.value}  # 牵头单位:A、B is a common way to write


def _find(evidence: Evidence, code: str, severity: Severity, item_id: str, **params: object) -> Finding:
    told = {"item": item_id, "title": evidence.titles[item_id], **params}
    return Finding(code, severity, evidence.spans.get(item_id), item_id, params=told)


def check_no_lead(evidence: Evidence) -> Iterator[Finding]:
    """H1: units are named and none leads. An error where the notice does say elsewhere who leads."""
    table = evidence.frames.assignments
    stated = (table["role"] == Role.LEAD.value) & table["basis"].isin([basis.value for basis in _STATED])
    severity = Severity.ERROR if stated.any() else Severity.WARNING
    for item_id, leads in zip(evidence.incidence.item_ids, evidence.incidence.item_leads, strict=True):
        if not leads:
            yield _find(evidence, "H1", severity, item_id, units=len(evidence.joined[item_id]))


def check_many_leads(evidence: Evidence) -> Iterator[Finding]:
    """H2: more than one lead; only a warning where the label allows several."""
    table = evidence.frames.assignments
    leads = table[table["role"] == Role.LEAD.value]
    many = leads[leads.duplicated("item_id", keep=False)]
    for item_id, group in many.groupby("item_id", sort=False):
        severity = Severity.WARNING if set(group["basis"]) & _ALLOWS_MANY else Severity.ERROR
        units = evidence.name_all(list(group["unit_id"]))
        yield _find(evidence, "H2", severity, str(item_id), leads=len(group), units=units)


def check_crowded(evidence: Evidence) -> Iterator[Finding]:
    """H4: many units, by number or above Tukey's fence."""
    sizes, limit = evidence.incidence.item_sizes, evidence.settings.rules.crowded
    fence = find_fence(sizes, evidence.settings.load.fence)
    for item_id, size in zip(evidence.incidence.item_ids, sizes.tolist(), strict=True):
        if size >= limit or size > fence:
            yield _find(evidence, "H4", Severity.WARNING, item_id, units=size, limit=limit, fence=fence)


def check_thin(evidence: Evidence) -> Iterator[Finding]:
    """H7: few units."""
    limit = evidence.settings.rules.thin
    for item_id, units in evidence.joined.items():
        if len(units) <= limit:
            named = evidence.name_all(units)
            yield _find(evidence, "H7", Severity.NOTE, item_id, count=len(units), units=named, limit=limit)


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
    """H10: two items bind nearly the same units, or say nearly the same; a warning where both hold."""
    for row in list_rows(evidence.duplicates):
        severity = Severity.WARNING if row.strong else Severity.NOTE
        told = {"other": row.item_b, "other_title": evidence.titles[row.item_b]}
        told |= {"text_dice": row.text_dice, "unit_jaccard": row.unit_jaccard}
        yield _find(evidence, "H10", severity, row.item_a, **told)


def check_measurable(evidence: Evidence) -> Iterator[Finding]:
    """H11: an item that names units promises no number and no date."""
    table = evidence.frames.items
    for item_id in table.loc[table["assigned"] & (table["targets"] == 0) & (table["due"] == ""), "item_id"]:
        yield _find(evidence, "H11", Severity.NOTE, str(item_id))


def check_gaps(evidence: Evidence) -> Iterator[Finding]:
    """H12: the text acts on a place, park or body that no clause names."""
    for row in list_rows(evidence.gaps[evidence.gaps["kind"] != "unknown"]):
        told = {"item": row.item_id, "title": evidence.titles[row.item_id], "name": row.text}
        span = Span(row.start, row.end) if row.start >= 0 else None
        yield Finding("H12", Severity.NOTE, span, row.item_id, params=told)


def check_members(evidence: Evidence) -> Iterator[Finding]:
    """V4: a member of the committee, from settings or the addressees, that no clause names."""
    addressees = evidence.plan.header.addressees if evidence.plan else ()
    collective = evidence.settings.rules.collective
    single = [name for name in addressees if not any(word in name for word in collective)]
    table, units = evidence.frames.assignments, evidence.frames.units
    columns = (units["unit_id"], units["name"], units["short"], table["name"], table["mention"])
    known = {fold(str(name)) for column in columns for name in column.unique().tolist()}
    for name in dict.fromkeys((*evidence.settings.rules.members, *single)):
        if fold(name) not in known:
            yield Finding("V4", Severity.WARNING, params={"name": name})
