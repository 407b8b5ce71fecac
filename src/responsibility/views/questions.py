"""Questions: what a person has to settle, one decision at a time, each with its choices and the lines that each writes.

In: a Plan and its Matters. Out: Questions in the order of the matters. A choice is suggested only where there is
evidence for it, or custom says so. Whom a name may mean is said by who asks: the desk knows the register, the offline
page only the plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from responsibility.kinds import Role
from responsibility.language.spelling import is_ordered_subset, name_key, split_ending
from responsibility.language.wording import Wording
from responsibility.model import Assignment, Finding, Plan
from responsibility.resolve.dismissals import DISMISSALS
from responsibility.resolve.overrides import NO_PART, OVERRIDES
from responsibility.views.findings import number_finding, speak_finding
from responsibility.views.matters import Act, Matter, TableLine, Way, list_ways, speak_matter
from responsibility.views.naming import number_items

_SINGLE = ("several", "no-lead", "many-leads")  # kinds in which every task is a question of its own
_MOST_UNITS = 16  # of which a question says what they lead; the tasks themselves stand beside it


@dataclass(frozen=True, slots=True)
class Option:
    """One way to settle a question. detail: its evidence, or what follows from it. reason: what to write as reason."""

    words: str
    detail: str
    lines: tuple[TableLine, ...]
    suggested: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One decision. id: the same each time, as long as it is the same question. label: a few words for a track of all.

    item_ids: where to look; starts: the words it is about. details: who leads what, where all leads are confirmed.
    """

    id: str
    label: str
    title: str
    why: str
    item_ids: tuple[str, ...]
    starts: tuple[int, ...]
    choices: tuple[Option, ...]
    details: tuple[str, ...] = ()


def ask_matters(
    plan: Plan, matters: Iterable[Matter], say: Wording, own: Mapping[str, Callable[[Matter], Iterable[Question]]]
) -> Iterator[Question]:
    """Yield what has to be settled. own: how matters of a kind are asked about otherwise than as a whole."""
    for matter in matters:
        if matter.kind in own:
            yield from own[matter.kind](matter)
        elif matter.kind in _SINGLE:
            yield from (ask_item(plan, matter, each, say) for each in matter.findings)
        else:
            yield _ask_whole(plan, matter, say)


def ask_item(plan: Plan, matter: Matter, finding: Finding, say: Wording) -> Question:
    """Ask about one finding of a matter."""
    ways = [way for way in list_ways(plan, finding) if way.act is not Act.DISMISS]
    printed = number_items(plan)
    number, told = printed.get(finding.item_id or "", ""), number_finding(finding, printed)
    choices = [_choose(plan, way, matter.kind, say) for way in ways]
    choices += [dismiss(way, matter.kind, say) for way in list_ways(plan, finding) if way.act is Act.DISMISS]
    key = f"desk.item.{matter.kind}"
    title = say(key, number=number) if key in say else speak_finding(told, "text", say)
    return Question(
        ":".join(filter(None, (matter.kind, finding.item_id, str(finding.params.get("name", ""))))),
        say(f"desk.label.{matter.kind}"),
        title,
        speak_finding(told, "fix", say) or speak_finding(told, "text", say),
        (finding.item_id,) if finding.item_id else (),
        (finding.span.start,) if finding.span else (),
        tuple(choices),
    )


def group_names(matter: Matter) -> dict[str, list[Finding]]:
    """Return the findings of a matter by the name that they are about."""
    named: dict[str, list[Finding]] = {}
    for each in matter.findings:
        named.setdefault(str(each.params.get("name", "")), []).append(each)
    return named


def tell_odd(findings: Iterable[Finding]) -> bool:
    """Say whether a name that findings are about looks like a person rather than a unit."""
    return any(each.code == "NAME_ODD" for each in findings)


def cluster_names(plan: Plan, names: Sequence[str]) -> list[tuple[str, ...]]:
    """Put names together that are near in letters, of one kind of office, and never in one task together."""
    items: dict[str, set[str]] = {}
    for each in plan.assignments:
        items.setdefault(each.name, set()).add(each.item_id)
    clusters: list[list[str]] = []
    for name in names:
        fits = (
            cluster
            for cluster in clusters
            if all(_is_near(name, other) and not items.get(name, set()) & items.get(other, set()) for other in cluster)
        )
        found = next(fits, None)
        if found is None:
            clusters.append([name])
        else:
            found.append(name)
    return [tuple(sorted(cluster, key=lambda name: (-len(name), name))) for cluster in clusters]


def _is_near(one: str, other: str) -> bool:
    """Say whether the letters of the shorter name stand in the longer one in order, and both end alike."""
    short, long = sorted((name_key(one), name_key(other)), key=len)
    return split_ending(short)[1] == split_ending(long)[1] and is_ordered_subset(short, long)


def ask_cluster(
    plan: Plan, names: tuple[str, ...], one: tuple[TableLine, ...], each: tuple[TableLine, ...], say: Wording
) -> Question:
    """Ask whether names that are near are one unit. one, each: the lines that say it is, or that none is."""
    choices = (
        Option(
            say("desk.cluster.one", name=names[0]),
            say("desk.cluster.one_why"),
            one,
            suggested=True,
            reason=say("desk.cluster.reason"),
        ),
        Option(say("desk.cluster.each", count=len(names)), say("desk.cluster.each_why"), each),
    )
    return Question(
        f"names:{names[0]}",
        say("desk.label.cluster", count=len(names)),
        say("desk.cluster.title", count=len(names)),
        say("desk.cluster.why", names=say("sheet.and").join(say("desk.quoted", name=name) for name in names)),
        tuple(dict.fromkeys(a.item_id for name in names for a in plan.assignments if a.name == name)),
        tuple(spot for name in names for spot in find_spots(plan, name)),
        choices,
    )


def ask_name(plan: Plan, name: str, findings: Sequence[Finding], units: Sequence[Option], say: Wording) -> Question:
    """Ask who a name is, once, wherever it stands. units: which it may be, a new one among them."""
    is_odd = tell_odd(findings)
    named = [each for each in plan.assignments if each.name == name]
    out = tuple(_take_out(each) for each in named)
    person = Option(
        say("desk.name.person", name=name),
        say("desk.name.person_why"),
        (*out, *(_add_person(each, say) for each in named)),
        suggested=is_odd,
        reason=say("desk.name.person_reason") if is_odd else "",
    )
    nobody = Option(say("desk.name.nobody"), say("desk.name.nobody_why"), out)
    ways = [person, *units, nobody] if is_odd else [*units, nobody, person]
    places = [each.item_id for each in named] or [each.item_id for each in findings if each.item_id]
    items = tuple(dict.fromkeys(places))
    return Question(
        f"names:{name}",
        say("desk.label.person") if is_odd else say("desk.label.name"),
        say("desk.name.odd_title" if is_odd else "desk.name.title", name=name),
        say("desk.name.why", count=len(named or findings), tasks=len(items)),
        items,
        find_spots(plan, name),
        tuple(way for way in ways if way.lines),
    )


def _take_out(each: Assignment) -> TableLine:
    columns = {"item_id": each.item_id, "mention": each.mention, "unit_id": each.unit_id, "role": NO_PART}
    return TableLine(OVERRIDES.name, columns)


def _add_person(each: Assignment, say: Wording) -> TableLine:
    columns = {"item_id": each.item_id, "kind": "person", "heading": say("desk.post"), "value": each.name}
    return TableLine(OVERRIDES.name, columns)


def find_spots(plan: Plan, name: str) -> tuple[int, ...]:
    """Return where a name begins in the notice."""
    return tuple(each.span.start for each in plan.assignments if each.name == name)


def _choose(plan: Plan, way: Way, kind: str, say: Wording) -> Option:
    """Say a way that names units: who leads, or who a name is."""
    shorts = {unit.id: unit.short or unit.name for unit in plan.units}
    lines = tuple(TableLine(way.act.value, row) for row in way.rows)
    if way.rows[0].get("kind"):
        return Option(say("desk.split.is", words=way.rows[0]["value"]), say("desk.split.why"), lines, suggested=True)
    leads = [row["unit_id"] for row in way.rows if row.get("role") == Role.LEAD.value]
    if leads:
        return Option(say("desk.lead.is", unit=shorts.get(leads[0], leads[0])), say(f"desk.lead.why.{kind}"), lines)
    kept = [a for a in plan.assignments if a.item_id == way.rows[0].get("item_id") and a.role is Role.LEAD]
    taken = {row.get("unit_id") for row in way.rows}
    name = next((shorts[a.unit_id] for a in kept if a.unit_id not in taken), "")
    return Option(say("desk.lead.only", unit=name), say("desk.lead.only_why"), lines)


def _ask_whole(plan: Plan, matter: Matter, say: Wording) -> Question:
    what, why = speak_matter(plan, matter, say)
    choices = []
    for way in matter.ways:
        if way.act is Act.OVERRIDE:
            words = say("desk.confirm.leads", count=len(way.rows))
            lines = tuple(TableLine(OVERRIDES.name, row) for row in way.rows)
            reason = say("desk.confirm.reason")
            choices.append(Option(words, say("desk.confirm.leads_why"), lines, suggested=True, reason=reason))
        elif way.act is Act.DISMISS:
            choices.append(dismiss(way, matter.kind, say))
    starts = tuple(each.span.start for each in matter.findings if each.span)
    label = say(f"desk.label.{matter.kind}")
    rows = [row for way in matter.ways if way.act is Act.OVERRIDE for row in way.rows]
    details = tuple(_tell_leads(plan, rows, say))
    return Question(matter.kind, label, what, why, matter.item_ids, starts, tuple(choices), details)


def dismiss(way: Way, kind: str, say: Wording) -> Option:
    """Return the choice that sets findings aside."""
    lines = tuple(TableLine(DISMISSALS.name, row) for row in way.rows)
    key = f"desk.dismiss.{kind}"
    return Option(say(key if key in say else "desk.dismiss.other"), say("desk.dismiss.why"), lines)


def _tell_leads(plan: Plan, rows: Sequence[Mapping[str, str]], say: Wording) -> Iterator[str]:
    """Say which tasks each unit leads, most tasks first; of many units only the first."""
    numbers, shorts = number_items(plan), {unit.id: unit.short or unit.name for unit in plan.units}
    led: dict[str, list[str]] = {}
    for row in rows:
        led.setdefault(row["unit_id"], []).append(numbers[row["item_id"]])
    for unit_id, own in sorted(led.items(), key=lambda pair: -len(pair[1]))[:_MOST_UNITS]:
        yield say("page.settle.leads", unit=shorts[unit_id], numbers=say("page.comma").join(own))
    if len(led) > _MOST_UNITS:
        yield say("page.settle.leads_more", count=len(led) - _MOST_UNITS)
