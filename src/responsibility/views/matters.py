"""Matters: what a person has to decide about a plan, a few lines in place of all its findings.

In: a Plan and its findings. Out: Matters, the gravest first: what to do, why, in which tasks, by which findings, and
how it can be settled: lines for the files that people keep, less reason, person and day. A finding that asks for
nothing (a note on how the load is spread) is in no matter and stays in the list of all findings; every error and
warning is in just one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from responsibility.kinds import Role, Severity
from responsibility.language.wording import Wording
from responsibility.model import Assignment, Finding, Plan
from responsibility.views.findings import number_finding, speak_finding
from responsibility.views.naming import number_items

_MOST_NAMES, _MOST_NUMBERS, _MOST_SHARED = 8, 12, 4  # of what a line lists; shared: tasks of one pair
_LONGEST_QUOTE = 30  # characters of a dismissal

# Which findings are one matter, in the order in which a person should settle them: decisions that no longer fit, slips
# of the notice, what was not read, who is meant, who leads, then how the plan is made. Any other warning or error is
# the last.
KINDS: Mapping[str, tuple[str, ...]] = {
    "stale": ("OVERRIDE_STALE", "DISMISSAL_STALE"),
    "twice": ("H8",),
    "doubled": ("WORD_TWICE",),
    "place": ("PLACE_OTHER", "PLACE_UNSURE"),
    "numbers": ("NUMBER_JUMP", "NUMBER_REPEAT", "NUMBER_UNUSED", "ITEM_UNNUMBERED"),
    "unread": (
        "CLAUSE_UNREAD", "CLAUSE_PIECE", "CLAUSE_UNCLOSED", "CLAUSE_EMPTY", "CLAUSE_IN_PROSE", "BRACKET_UNUSED",
        "PROSE_UNREAD", "NAME_LOST", "SEPARATOR_LOST", "NAME_SIGN", "UNITS_OPEN", "UNITS_UNREAD",
    ),
    "several": ("ITEM_SEVERAL",),
    "names": ("UNIT_UNKNOWN", "UNIT_AMBIGUOUS", "NAME_ODD", "NAME_NOISE"),
    "no-lead": ("H1",),
    "many-leads": ("H2",),
    "leads": ("H9",),
    "members": ("V4",),
    "measure": ("H11",),
    "places": ("H12",),
    "overlap": ("OVERLAP", "V8", "V9"),
    "load": ("V1", "V1_CAPACITY", "V3", "V10"),
    "alike": ("H10",),
    "other": (),
}  # fmt: skip
_KIND_OF = {code: kind for kind, codes in KINDS.items() for code in codes}
# Notes that ask for a person's word all the same.
_ASKING = frozenset(("H9", "H11", "H12"))


class Act(StrEnum):
    """How a matter can be settled: by lines in which file, or in the notice itself."""

    OVERRIDE = "overrides.csv"
    ALIAS = "aliases.csv"
    DISMISS = "dismissals.csv"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class TableLine:
    """A line to add to a table that people keep, by column; reason, person and day are still to come.

    drop: whether the line is to be taken out instead. before: the id of the line that it stands before, where the order
    of the lines means something; "" for the last.
    """

    file: str
    values: Mapping[str, str]
    drop: bool = False
    before: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to settle: the lines to add to the act's file, by column; a person adds reason and name."""

    act: Act
    rows: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Matter:
    """One decision. kind: of KINDS. item_ids: document order; numbers: theirs as printed; unit_ids: as found.

    words: the names or words it is about, each once. ways: those that settle all of it at once.
    """

    kind: str
    severity: Severity
    findings: tuple[Finding, ...]
    item_ids: tuple[str, ...]
    numbers: tuple[str, ...]
    unit_ids: tuple[str, ...]
    words: tuple[str, ...]
    ways: tuple[Way, ...]


def group_findings(plan: Plan, findings: Iterable[Finding]) -> tuple[Matter, ...]:
    """Group the findings that ask for a decision, errors first, then in the order of KINDS."""
    grouped: dict[str, list[Finding]] = {kind: [] for kind in KINDS}
    for each in findings:
        if each.severity is not Severity.NOTE or each.code in _ASKING:
            grouped[_KIND_OF.get(each.code, "other")].append(each)
    matters = [_make(plan, kind, own) for kind, own in grouped.items() if own]
    return tuple(sorted(matters, key=lambda matter: matter.severity is not Severity.ERROR))


def _make(plan: Plan, kind: str, findings: list[Finding]) -> Matter:
    named = {each.item_id for each in findings}
    item_ids = tuple(item.id for item in plan.items if item.id in named)
    numbers = number_items(plan)
    worst = min((each.severity for each in findings), key=list(Severity).index)
    return Matter(
        kind,
        worst,
        tuple(findings),
        item_ids,
        tuple(numbers[item_id] for item_id in item_ids),
        tuple(dict.fromkeys(unit_id for each in findings for unit_id in _units_of(each))),
        tuple(dict.fromkeys(filter(None, map(_word_of, findings)))),
        tuple(_list_ways(plan, kind, findings)),
    )


def _units_of(finding: Finding) -> tuple[str, ...]:
    """Return the ids of the units that a finding is about: its own, or those that it speaks of together."""
    return (finding.unit_id,) if finding.unit_id else tuple(str(finding.params.get("unit_ids", "")).split())


def _word_of(finding: Finding) -> str:
    """Return what a finding is about: the word or name as printed, else the unit."""
    params = finding.params
    return str(next((params[name] for name in ("words", "name", "units", "unit", "text") if name in params), ""))


def _list_ways(plan: Plan, kind: str, findings: list[Finding]) -> Iterator[Way]:
    if kind == "leads" and (rows := _confirm(plan, findings)):
        yield Way(Act.OVERRIDE, rows)
    if kind in ("twice", "doubled"):
        yield Way(Act.NOTICE)
        yield Way(Act.DISMISS, tuple(_dismiss(plan, each) for each in findings))
    else:
        yield Way(Act.DISMISS, tuple({"rule": code} for code in dict.fromkeys(each.code for each in findings)))


def _confirm(plan: Plan, findings: Iterable[Finding]) -> tuple[Mapping[str, str], ...]:
    """Return a line a lead that says that it leads."""
    wanted = {(each.item_id, each.unit_id) for each in findings}
    return tuple(_override(each, Role.LEAD) for each in plan.assignments if (each.item_id, each.unit_id) in wanted)


def _override(assignment: Assignment, role: Role) -> Mapping[str, str]:
    columns = {"item_id": assignment.item_id, "mention": assignment.mention}
    return {**columns, "unit_id": assignment.unit_id, "role": role.value}


def list_ways(plan: Plan, finding: Finding) -> tuple[Way, ...]:
    """Return the ways to settle one finding of a matter: each candidate one Way, in the order of the text."""
    return (*_list_candidates(plan, finding), Way(Act.DISMISS, (_dismiss(plan, finding),)))


def _list_candidates(plan: Plan, finding: Finding) -> Iterator[Way]:
    if finding.code in ("H1", "H9"):
        for each in plan.assignments:
            if each.item_id == finding.item_id:
                yield Way(Act.OVERRIDE, (_override(each, Role.LEAD),))
    elif finding.code == "H2":
        leads = [a for a in plan.assignments if a.item_id == finding.item_id and a.role is Role.LEAD]
        for one in leads:
            rest = (each for each in leads if each is not one)
            yield Way(Act.OVERRIDE, tuple(_override(each, Role.CO_LEAD) for each in rest))
    elif finding.code == "ITEM_SEVERAL":
        yield Way(
            Act.OVERRIDE, ({"item_id": finding.item_id or "", "kind": "split", "value": str(finding.params["text"])},)
        )
    elif finding.code in ("UNIT_UNKNOWN", "UNIT_AMBIGUOUS"):
        for name in filter(None, str(finding.params["suggestions"]).split("、")):
            yield Way(Act.ALIAS, ({"text": str(finding.params["name"]), "unit_id": name},))


def _dismiss(plan: Plan, finding: Finding) -> Mapping[str, str]:
    """Return the line that means this finding alone: it quotes the words that the finding is about."""
    quoted = finding.span.of(plan.notice.document.text) if finding.span else ""
    words = _word_of(finding) or (quoted if len(quoted) <= _LONGEST_QUOTE else "")
    return {"rule": finding.code, "item": finding.item_id or "", "words": words}


def speak_matter(
    plan: Plan, matter: Matter, say: Wording, fits: Callable[[str], bool] | None = None
) -> tuple[str, str]:
    """Return a matter as two lines: what is to be decided, and why. fits: whether a line has room; fewer are named."""
    for fewer in range(_MOST_NAMES):
        what, why = _speak(plan, matter, say, fewer)
        if fits is None or fits(why):
            break
    return what, why


def _speak(plan: Plan, matter: Matter, say: Wording, fewer: int) -> tuple[str, str]:
    shorts = {unit.id: unit.short or unit.name for unit in plan.units}
    units = [shorts[unit_id] for unit_id in matter.unit_ids if unit_id in shorts]
    numbers, pairs = number_items(plan), dict.fromkeys(_pair(plan, each) for each in matter.findings)
    said = [speak_finding(number_finding(each, numbers), "text", say) for each in matter.findings]
    told = {
        "count": len(matter.findings),
        "tasks": len(matter.item_ids),
        "numbers": _number(matter.numbers, say, _MOST_NUMBERS - fewer),
        "units": len(units),
        "unit_names": _join(units, say, fewer),
        "words": _join(matter.words, say, fewer),
        "word_count": len(matter.words),
        "pairs": _join((_tell_pair(plan, pair, numbers, shorts, say) for pair in pairs), say, fewer),
        "pair_count": len(pairs),
        "loads": _join((_load(plan, unit_id, shorts[unit_id], say) for unit_id in matter.unit_ids), say, fewer),
        "first": said[0],
        "each": _join(said, say, fewer),
    }
    return say(f"matter.{matter.kind}.what", **told), say(f"matter.{matter.kind}.why", **told)


def _join(words: Iterable[str], say: Wording, fewer: int) -> str:
    listed, most = list(words), _MOST_NAMES - fewer
    joined = say("sheet.and").join(listed[:most])
    return say("matter.more", words=joined, count=len(listed)) if len(listed) > most else joined


def _number(numbers: Sequence[str], say: Wording, most: int) -> str:
    listed = say("sheet.and").join(numbers[:most])
    key = "matter.items_more" if len(numbers) > most else "matter.items"
    return say(key, numbers=listed, count=len(numbers)) if numbers else ""


def _pair(plan: Plan, finding: Finding) -> tuple[str, ...]:
    """Return the ids of the two units of a finding, protocol order."""
    named = (finding.unit_id, finding.params.get("other_id"))
    return tuple(unit.id for unit in plan.units if unit.id in named)


def _tell_pair(
    plan: Plan, pair: Sequence[str], numbers: Mapping[str, str], shorts: Mapping[str, str], say: Wording
) -> str:
    """Name two units and the tasks that both have."""
    held = Counter(each.item_id for each in plan.assignments if each.unit_id in pair)
    shared = [numbers[item.id] for item in plan.items if held[item.id] == len(pair)]
    units = "–".join(shorts[unit_id] for unit_id in pair)
    return say("matter.pair", units=units, numbers=_number(shared, say, _MOST_SHARED))


def _load(plan: Plan, unit_id: str, name: str, say: Wording) -> str:
    own = [each.role for each in plan.assignments if each.unit_id == unit_id]
    return say("matter.carries", unit=name, items=len(own), leads=own.count(Role.LEAD))
